//! Several data sets in one session: class names, numeric labels and input scales.

use inkgrad::data::{Inputs, Labels};
use inkgrad::session::{Explain, Nearest};
use inkgrad::{Dataset, ErrorKind, Part, Result, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::spec;

fn session(loss: &str, units: usize) -> Session {
    let json = format!(
        r#"{{"seed":1,"input":[2],"layers":[{{"kind":"dense","units":{units}}}],"loss":{{"kind":"{loss}"}},
            "optimizer":{{"kind":"sgd","learning_rate":0.1}},"batch_size":2}}"#
    );
    Session::new(spec(&json)).expect("a session")
}

fn named(labels: &[&'static str]) -> Dataset {
    let inputs = (0..2 * labels.len()).map(|index| index as f32).collect::<Vec<_>>();
    Dataset::new(inputs, labels.to_vec()).expect("data")
}

fn error_id_and_text<T: core::fmt::Debug>(result: Result<T>) -> (String, String) {
    let error = result.expect_err("a fault");
    (error.id(), error.to_string())
}

#[test]
fn class_order_comes_from_the_training_data() {
    let mut session = session("cross_entropy", 3);
    assert_eq!(session.classes(), None);
    session.set_data(Part::Validation, named(&["cat", "dog"])).expect("names that wait");
    assert_eq!(
        error_id_and_text(session.evaluate(Part::Validation, false)),
        (
            "state.expected_class_names".to_owned(),
            "labels: expected training data that name the classes, found none; set training data whose labels are names first"
                .to_owned()
        )
    );
    session.set_data(Part::Train, named(&["dog", "bird", "dog", "cat"])).expect("names");
    assert_eq!(session.classes().expect("names"), ["dog", "bird", "cat"]);
    let confusion =
        session.evaluate(Part::Validation, false).expect("an evaluation").confusion.expect("a table");
    assert_eq!(confusion.outer_iter().map(|row| row.sum()).collect::<Vec<_>>(), [1, 0, 1]);
    // A class name that the training data do not have, set before and after them.
    let unknown = (
        "data.unknown_class_name".to_owned(),
        "labels[1]: expected one of the training data's classes dog, bird, cat, found \"fish\"".to_owned(),
    );
    assert_eq!(error_id_and_text(session.set_data(Part::Test, named(&["cat", "fish"]))), unknown);
    assert_eq!(
        error_id_and_text(session.set_data(Part::Train, named(&["dog", "bird"]))).1,
        "validation.labels[0]: expected one of the training data's classes dog, bird, found \"cat\""
    );
    assert_eq!(session.classes().expect("names"), ["dog", "bird", "cat"], "nothing has changed");
    // Before the first step, another order of the data changes the order of classes in all parts.
    session.set_data(Part::Train, named(&["cat", "dog", "bird", "dog"])).expect("names");
    assert_eq!(session.classes().expect("names"), ["cat", "dog", "bird"]);
    let confusion =
        session.evaluate(Part::Validation, false).expect("an evaluation").confusion.expect("a table");
    assert_eq!(confusion.outer_iter().map(|row| row.sum()).collect::<Vec<_>>(), [1, 1, 0]);
    // After a step the order is fixed: outputs are assigned to classes.
    session.step(1).expect("a step");
    session.set_data(Part::Train, named(&["bird", "dog", "cat"])).expect("names");
    assert_eq!(session.classes().expect("names"), ["cat", "dog", "bird"]);
    assert_eq!(
        error_id_and_text(session.set_data(Part::Train, named(&["a", "b", "c", "cat", "dog"]))).0,
        "data.class_out_of_range",
        "three outputs have no room for five"
    );
}

#[test]
fn class_names_are_saved_and_kept_after_loading() {
    let mut original = session("cross_entropy", 3);
    original.set_data(Part::Train, named(&["zwei", "eins", "\"drei\", ß"])).expect("names");
    original.step(3).expect("steps");
    let bytes = original.save().expect("a file");
    let mut copy = Session::load(&bytes).expect("a session");
    assert_eq!(copy.classes(), original.classes());
    assert_eq!(copy.save().expect("a file"), bytes);
    copy.set_data(Part::Train, named(&["zwei", "eins", "\"drei\", ß"])).expect("names");
    assert_eq!(copy.step(4), original.step(4));
    assert_eq!(copy.save(), original.save(), "goes on in the middle of the epoch");
    let mut other = Session::load(&bytes).expect("a session");
    other.set_data(Part::Validation, named(&["eins", "zwei"])).expect("names that are known already");
    other.set_data(Part::Train, named(&["eins", "zwei"])).expect("names in another order");
    assert_eq!(other.classes(), original.classes());
}

#[test]
fn the_network_decides_whether_numbers_are_classes_or_values() {
    let inputs = || Inputs::from(vec![0.0_f32; 4]);
    let set = |loss: &str, units: usize, numbers: &[f64]| {
        let mut session = session(loss, units);
        let data = Dataset::flat(inputs(), 2, Labels::from_numbers(numbers.to_vec()))?;
        session.set_data(Part::Train, data)?;
        Ok(session.step(1)?.accuracy.is_some())
    };
    assert_eq!(set("cross_entropy", 3, &[2.0, 0.0]), Ok(true));
    assert_eq!(set("mse", 3, &[2.0, 0.0]), Ok(true), "classes");
    assert_eq!(set("mse", 3, &[2.0, 0.5, 1.0, 0.0, 0.0, 1.0]), Ok(false), "targets");
    assert_eq!(set("mse", 1, &[2.0, 0.5]), Ok(false), "targets");
    assert_eq!(set("binary_cross_entropy", 1, &[1.0, 0.0]), Ok(true));
    assert_eq!(error_id_and_text(set("cross_entropy", 3, &[2.0, 0.5])).0, "data.expected_class");
    assert_eq!(error_id_and_text(set("cross_entropy", 3, &[0.0; 6])).0, "data.expected_classes");
    assert_eq!(error_id_and_text(set("mse", 3, &[0.0; 4])).0, "shape.expected_classes_or_numbers");
    assert_eq!(error_id_and_text(Dataset::new(vec![0_u8; 4], [1, -2])).0, "data.expected_class");
}

#[test]
fn the_scale_of_the_training_data_is_the_default() {
    let bytes = || Dataset::new([[10_u8, 20], [30, 40]], [0_u8, 1]).expect("data");
    let floats = || Dataset::new([[10.0, 20.0], [30.0, 40.0]], [0_u8, 1]).expect("data");
    let unknown = |path: &str, found: &str, expected: &str| {
        (
            "data.scale_unknown".to_owned(),
            format!(
                "{path}: expected {expected}, as the training data are, or a scale, found {found} without a scale; \
                 give their scale: 1 if they are scaled already, 0.5 if they are to be multiplied as the training data are"
            ),
        )
    };
    // Without training data the factor is 1.
    let mut session = session("cross_entropy", 2);
    assert_eq!(session.scale(), 1.0);
    let as_it_is = session.predict([10.0, 20.0]).expect("a prediction");
    assert_eq!(session.predict([10_u8, 20]).expect("a prediction"), as_it_is);

    session.set_data(Part::Train, bytes().with_scale(0.5)).expect("data");
    let half = session.predict(Inputs::from([5.0, 10.0]).with_scale(1.0)).expect("a prediction");
    assert_eq!(session.predict([10_u8, 20]).expect("a prediction"), half);
    assert_eq!(session.predict(Inputs::from([10.0, 20.0]).with_scale(0.5)).expect("a prediction"), half);
    assert_eq!(error_id_and_text(session.predict([10.0, 20.0])), unknown("scale", "floats", "bytes"));
    assert_eq!(error_id_and_text(session.activations([10.0, 20.0])).0, "data.scale_unknown");
    assert_eq!(error_id_and_text(session.gradients([10.0, 20.0], [0_u8])).0, "data.scale_unknown");
    assert_eq!(error_id_and_text(session.explain([10.0, 20.0], &Explain::default())).0, "data.scale_unknown");
    assert_eq!(error_id_and_text(session.nearest([10.0, 20.0], &Nearest::default())).0, "data.scale_unknown");
    let expected = session.evaluate(Part::Train, false).expect("an evaluation").loss;
    session.set_data(Part::Validation, bytes()).expect("the same type");
    assert_eq!(session.evaluate(Part::Validation, false).expect("an evaluation").loss, expected);
    assert_eq!(
        error_id_and_text(session.set_data(Part::Test, floats())),
        unknown("scale", "floats", "bytes")
    );
    session.set_data(Part::Test, floats().with_scale(0.5)).expect("a scale of its own");
    assert_eq!(session.evaluate(Part::Test, false).expect("an evaluation").loss, expected);

    // Parts without a scale use that of the training data. New training data that leave it unknown are rejected.
    assert_eq!(
        error_id_and_text(session.set_data(Part::Train, floats().with_scale(0.5))),
        unknown("validation.scale", "bytes", "floats")
    );
    assert_eq!(session.evaluate(Part::Validation, false).expect("an evaluation").loss, expected);
    session.set_data(Part::Train, floats()).expect("a scale of 1");
    assert_ne!(session.evaluate(Part::Validation, false).expect("an evaluation").loss, expected);
    assert_eq!(session.evaluate(Part::Test, false).expect("an evaluation").loss, expected);
}

#[test]
fn the_scale_does_not_depend_on_the_order_of_parts() {
    let bytes = || Dataset::new([[10_u8, 20], [30, 40]], [0_u8, 1]).expect("data");
    let floats = || Dataset::new([[10.0, 20.0], [30.0, 40.0]], [0_u8, 1]).expect("data");
    for part in [Part::Validation, Part::Test] {
        let mut session = session("cross_entropy", 2);
        session.set_data(part, floats()).expect("data");
        assert_eq!(
            error_id_and_text(session.set_data(Part::Train, bytes().with_scale(0.5))).0,
            "data.scale_unknown",
            "{part:?} first"
        );
        assert_eq!(session.step(1).expect_err("no training data").kind, ErrorKind::State);
        session.set_data(Part::Train, floats().with_scale(0.5)).expect("data");
        let found = session.evaluate(part, false).expect("an evaluation");
        assert_eq!(found.loss, session.evaluate(Part::Train, false).expect("an evaluation").loss);
    }
}

#[test]
fn type_and_scale_are_saved() {
    let mut original = session("cross_entropy", 2);
    let data = || Dataset::new([[10_u8, 20], [30, 40]], [0_u8, 1]).expect("data").with_scale(0.5);
    original.set_data(Part::Train, data()).expect("data");
    let copy = Session::load(&original.save().expect("a file")).expect("a session");
    assert_eq!(copy.scale(), 0.5);
    assert_eq!(error_id_and_text(copy.predict([10.0, 20.0])).0, "data.scale_unknown");
    assert_eq!(copy.predict([10_u8, 20]), original.predict([10_u8, 20]));
}

#[test]
fn invalid_scales_are_rejected() {
    let data = |scale| Dataset::new([[10.0, 20.0]], [0_u8]).expect("data").with_scale(scale);
    let mut session = session("cross_entropy", 2);
    for scale in [0.0, f32::NAN, f32::INFINITY] {
        for part in Part::ALL {
            assert_eq!(error_id_and_text(session.set_data(part, data(scale))).0, "data.expected_scale");
        }
        let inputs = Inputs::from([10.0, 20.0]).with_scale(scale);
        assert_eq!(error_id_and_text(session.predict(inputs)).0, "data.expected_scale");
    }
    assert_eq!(error_id_and_text(session.set_data(Part::Train, data(3e38))).0, "data.not_finite_when_scaled");
    // A part without a scale must be finite with that of the training data.
    session.set_data(Part::Validation, Dataset::new([[1e30, 1.0]], [0_u8]).expect("data")).expect("data");
    assert_eq!(
        error_id_and_text(session.set_data(Part::Train, data(1e10))),
        (
            "data.not_finite_when_scaled".to_owned(),
            "validation.inputs[0]: expected a finite number, found 1e30; times the scale of 10000000000.0 it is none"
                .to_owned()
        )
    );
}
