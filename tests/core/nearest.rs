//! The nearest-neighbour search against brute force.

use inkgrad::session::{Nearest, Neighbour, NeighbourLabel};
use inkgrad::{Dataset, ErrorKind, Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{digits, small_session, spec};

/// The output of a layer for a sample, or the scaled sample itself.
fn layer_output(session: &Session, x: &[f32], layer: Option<usize>) -> Vec<f32> {
    match layer {
        Some(layer) => session.activations(x).expect("activations").swap_remove(layer).data().into_owned(),
        None => x.iter().map(|x| x / 16.0).collect(),
    }
}

fn brute_force(
    session: &Session,
    x: &[f32],
    range: core::ops::Range<usize>,
    layer: Option<usize>,
) -> Vec<usize> {
    let (inputs, _) = digits();
    let mine = layer_output(session, x, layer);
    let distance = |index: usize| {
        let theirs = layer_output(session, &inputs[index * 64..][..64], layer);
        mine.iter().zip(&theirs).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt()
    };
    let mut all: Vec<(f64, usize)> = range.map(|index| (distance(index), index)).collect();
    all.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    all.into_iter().map(|(_, index)| index).collect()
}

#[test]
fn nearest_matches_brute_force() {
    let mut session = small_session("");
    session.step(20).expect("steps");
    let (inputs, labels) = digits();
    let x = &inputs[400 * 64..][..64];
    // The last layer with parameters is the third; its input is the output of dropout.
    for (nearest, range, layer) in [
        (Nearest::default(), 0..200, Some(1)),
        (Nearest::of(Part::Validation, 7), 200..300, Some(1)),
        (Nearest::of(Part::Train, 9).by_layer("dense_2"), 0..200, Some(2)),
        (Nearest::of(Part::Train, 1).by_layer("dense_0"), 0..200, Some(0)),
    ] {
        let found = session.nearest(x, &nearest).expect("neighbours");
        let expected = brute_force(&session, x, range.clone(), layer);
        let first = range.start;
        assert_eq!(
            found.iter().map(|neighbour| neighbour.index + first).collect::<Vec<_>>(),
            expected[..nearest.count]
        );
        for Neighbour { index, label, .. } in &found {
            assert_eq!(*label, NeighbourLabel::Class(labels[index + first]));
        }
        assert!(found.windows(2).all(|pair| pair[0].distance <= pair[1].distance));
    }
    // A larger count returns all samples.
    assert_eq!(session.nearest(x, &Nearest::of(Part::Validation, 1000)).expect("neighbours").len(), 100);
    assert!(session.nearest(x, &Nearest::of(Part::Train, 0)).expect("none").is_empty());
}

#[test]
fn ties_keep_the_order_and_labels_keep_their_form() {
    let json = r#"{"input":[2],"layers":[{"kind":"dense","units":2}],"loss":{"kind":"mse"},
        "optimizer":{"kind":"sgd","learning_rate":0.1}}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    let inputs = [[3.0, 4.0], [0.0, 1.0], [1.0, 0.0], [0.0, -1.0]];
    session.set_data(Part::Train, Dataset::new(inputs, ["b", "a", "a", "b"]).expect("data")).expect("data");
    let values = Dataset::new(inputs, [[0.5_f32, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 7.0]].as_flattened());
    session.set_data(Part::Test, values.expect("data")).expect("data");
    // The only layer with parameters is the first, so the network's inputs are compared.
    let found = session.nearest([0.0, 0.0], &Nearest::default()).expect("neighbours");
    assert_eq!(found.iter().map(|neighbour| neighbour.index).collect::<Vec<_>>(), [1, 2, 3, 0]);
    assert_eq!(found.iter().map(|neighbour| neighbour.distance).collect::<Vec<_>>(), [1.0, 1.0, 1.0, 5.0]);
    let name = |name: &str| NeighbourLabel::Name(name.to_owned());
    assert_eq!((&found[1].label, &found[3].label), (&name("a"), &name("b")));
    let found = session.nearest([3.0, 4.0], &Nearest::of(Part::Test, 1)).expect("neighbours");
    assert_eq!(found[0].label, NeighbourLabel::Values(vec![0.5, 1.0]));
    let unknown =
        session.nearest([0.0, 0.0], &Nearest::default().by_layer("dense_9")).expect_err("no such layer");
    assert_eq!(
        (unknown.kind, unknown.to_string()),
        (ErrorKind::Data, "layer: expected one of dense_0, found \"dense_9\"".to_owned())
    );
    let none = session.nearest([0.0, 0.0], &Nearest::of(Part::Validation, 1)).expect_err("no data");
    assert_eq!(none.kind, ErrorKind::State);
}
