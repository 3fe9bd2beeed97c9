//! What a data set takes and gives.

use ndarray::arr2;
use proptest::prelude::*;

use super::*;

fn bytes(values: &[u8], classes: &[u32], features: usize) -> Result<Dataset> {
    Dataset::flat(values, features, classes)
}

fn floats(values: &[f32], labels: &[f32], features: usize) -> Result<Dataset> {
    Dataset::flat(values, features, labels)
}

fn refusal(result: Result<Dataset>) -> (ErrorKind, String) {
    let error = result.expect_err("the data are wrong");
    (error.kind, error.to_string())
}

#[test]
fn samples_are_gathered_in_the_order_named_and_scaled() {
    let data = bytes(&[2, 4, 6, 8, 10, 12], &[0, 7, 1], 2).unwrap().with_scale(0.5);
    let mut out = [0.0; 6];
    data.gather(&[2, 0, 2], &mut out);
    assert_eq!(out, [5.0, 6.0, 1.0, 2.0, 5.0, 6.0]);
    data.gather_range(1..3, &mut out[..4]);
    assert_eq!(out, [3.0, 4.0, 5.0, 6.0, 5.0, 6.0]);
    assert_eq!((data.len(), data.features(), data.largest_class()), (3, 2, Some(7)));
    assert_eq!((data.floats(), data.values_per_sample()), (None, None));
}

#[test]
fn arrays_have_their_samples_on_the_first_axis() {
    let data = Dataset::new(arr2(&[[1.0, 2.0], [3.0, 4.0]]), arr2(&[[0.5; 3]; 2])).unwrap().with_scale(10.0);
    assert_eq!(data.floats().unwrap(), arr2(&[[1.0, 2.0], [3.0, 4.0]]));
    assert_eq!((data.len(), data.features()), (2, 2));
    assert_eq!((data.values_per_sample(), data.classes(), data.largest_class()), (Some(3), None, None));
    let mut out = [0.0; 2];
    data.gather(&[1], &mut out);
    assert_eq!(out, [30.0, 40.0]);
    let images = ndarray::Array4::<u8>::zeros((4, 1, 5, 3));
    assert_eq!(Dataset::new(&images, [0_u8, 1, 2, 0]).unwrap().features(), 15);
    assert_eq!(Dataset::new(vec![0_u8; 30], [0, 1, 2]).unwrap().features(), 10);
    assert_eq!(
        refusal(Dataset::new(vec![0_u8; 30], [0, 1, 2, 3])),
        (
            ErrorKind::Shape,
            "inputs: expected as many values for each of the 4 labels, found 30 values".to_owned()
        )
    );
    assert_eq!(
        refusal(Dataset::new(vec![0_u8; 30], [0.5_f32])),
        (ErrorKind::Shape, "inputs: how many samples there are cannot be told from these lengths; put the samples on the first axis of an array, or use Dataset::flat".to_owned())
    );
    assert_eq!(
        refusal(Dataset::new(&images, ["a", "b", "c"])),
        (ErrorKind::Shape, "labels: expected 4 names of classes, one a sample, found 3".to_owned())
    );
}

#[test]
fn lengths_that_do_not_fit_are_refused() {
    let cases = [
        (bytes(&[], &[], 2), ErrorKind::Data, "inputs: expected at least one sample, found none"),
        (
            bytes(&[1, 2, 3], &[0], 2),
            ErrorKind::Shape,
            "inputs: expected a multiple of 2 values, 2 a sample, found 3",
        ),
        (
            bytes(&[1, 2], &[0], 0),
            ErrorKind::Shape,
            "inputs: expected a multiple of 0 values, 0 a sample, found 2",
        ),
        (
            bytes(&[1, 2], &[0, 1], 2),
            ErrorKind::Shape,
            "labels: expected 1 class indices, one a sample, found 2",
        ),
        (
            floats(&[1.0; 4], &[1.0; 3], 2),
            ErrorKind::Shape,
            "labels: expected as many values for each of the 2 samples, found 3",
        ),
        (
            floats(&[1.0; 4], &[], 2),
            ErrorKind::Shape,
            "labels: expected as many values for each of the 2 samples, found 0",
        ),
    ];
    for (result, code, message) in cases {
        assert_eq!(refusal(result), (code, message.to_owned()));
    }
}

#[test]
fn numbers_that_are_not_finite_are_refused_where_they_stand() {
    let cases = [
        (floats(&[1.0, f32::NAN], &[1.0], 2), "inputs[1]: expected a finite number, found NaN"),
        (floats(&[1.0], &[f32::INFINITY], 1), "labels[0]: expected a finite number, found inf"),
    ];
    for (result, message) in cases {
        assert_eq!(refusal(result), (ErrorKind::Data, message.to_owned()));
    }
}

#[test]
fn scales_that_make_nothing_of_the_inputs_are_refused() {
    let data = floats(&[1.0, 1e30], &[1.0], 2).unwrap();
    let told = |scale| data.check_scale(scale).map_err(|error| (error.kind, error.to_string()));
    assert_eq!(told(-0.5), Ok(()));
    for (scale, found) in [(0.0, "0.0"), (-0.0, "-0.0"), (f32::NAN, "NaN"), (f32::INFINITY, "inf")] {
        let message = format!("scale: expected a finite number other than 0, found {found}");
        assert_eq!(told(scale), Err((ErrorKind::Data, message)));
    }
    let message = "inputs[1]: expected a finite number, found 1e30; times the scale of 1e30 it is none";
    assert_eq!(told(1e30), Err((ErrorKind::Data, message.to_owned())));
}

proptest! {
    #[test]
    fn the_hash_depends_on_everything(
        values in prop::collection::vec(any::<u8>(), 12),
        at in 0_usize..12,
    ) {
        let new = |values: &[u8], classes: &[u32], scale, features| {
            Dataset::flat(values, features, classes).unwrap().with_scale(scale).hash()
        };
        let hash = new(&values, &[0, 1], 0.5, 6);
        prop_assert_eq!(hash, new(&values, &[0, 1], 0.5, 6));
        let mut changed = values.clone();
        changed[at] ^= 1;
        let floats: Vec<f32> = values.iter().map(|&value| f32::from(value)).collect();
        let as_floats = Dataset::flat(floats, 6, [0_u32, 1]).unwrap().with_scale(0.5);
        let as_values = Dataset::flat(&values, 6, [0.0_f32, 1.0]).unwrap().with_scale(0.5);
        let others = [
            new(&changed, &[0, 1], 0.5, 6),
            new(&values, &[0, 2], 0.5, 6),
            new(&values, &[0, 1], 0.25, 6),
            new(&values, &[0, 1, 2], 0.5, 4),
            as_floats.hash(),
            as_values.hash(),
        ];
        prop_assert!(!others.contains(&hash));
    }
}
