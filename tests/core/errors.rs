//! Snapshots of error texts.

use inkgrad::data::Labels;
use inkgrad::session::NamedArray;
use inkgrad::{Dataset, ErrorKind, Part, Session, Spec};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{digits, small_session};

/// Specs with one mistake, and the error text.
const SPECS: &[(&str, &str)] = &[
    (
        r#"{"input":[4],"layers":[{"kind":"dense","units":2},{"kind":"flatten"},{"kind":"dense","units":-3}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[2].units: expected a positive integer, found -3",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"dense"}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0].units: expected a positive integer, found nothing",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"dense","unit":2}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0].unit: expected one of the fields units, activation, init, bias, name, trainable, kind, found \"unit\"; did you mean \"units\"?",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"dense","units":2,"activation":"rleu"}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0].activation: expected one of linear, sigmoid, tanh, relu, leaky_relu, elu, gelu, gelu_tanh, silu, softplus, softmax, found \"rleu\"; did you mean \"relu\"?",
    ),
    (
        r#"{"input":[4],"layers":[],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers: expected at least one layer, found an empty list",
    ),
    (
        r#"{"input":[1,4,4],"layers":[{"kind":"dense","units":2}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0]: expected an input of [features] or [steps, features], found [1, 4, 4]; put a flatten layer before the dense one",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"reshape","shape":[3,2]}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0].shape: expected at most three sizes whose product is 4, as in [4], found [3, 2]",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"dense","units":2,"activation":"softmax"}],"loss":{"kind":"cross_entropy"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0].activation: expected logits from the last layer, found softmax; leave softmax out: cross_entropy applies it by itself",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"dense","units":2},{"kind":"activation","function":"sigmoid"}],"loss":{"kind":"binary_cross_entropy"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[1].function: expected logits from the last layer, found sigmoid; leave sigmoid out: binary_cross_entropy applies it by itself",
    ),
    (
        r#"{"input":[2,4],"layers":[{"kind":"dense","units":2}],"loss":{"kind":"cross_entropy"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0]: expected a last layer with one output a class, found outputs of shape [2, 2]; put a flatten and a dense layer at the end",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"dropout","rate":1}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0].rate: expected a number from 0 up to, but not including, 1, found 1",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"flatten"}],"loss":{"kind":"mse"},"optimizer":{"kind":"sdg","learning_rate":1}}"#,
        "optimizer.kind: expected one of sgd, adam, adamw, rmsprop, adagrad, adamax, lion, found \"sdg\"; did you mean \"sgd\"?",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"flatten"}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1},"schedule":{"kind":"warmup_cosine","warmup_steps":9,"steps":5}}"#,
        "schedule.steps: expected more steps than the 9 of the warm-up, found 5",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"flatten"}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1},"augment":{"shift":1}}"#,
        "augment: expected an input of [channels, height, width], found [4]; only images are augmented",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"flatten"}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd"}}"#,
        "optimizer.learning_rate: expected a number of at least 0, found nothing",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"flatten"}],"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "loss: expected an object, found null",
    ),
    (
        r#"{"input":[4,4,4,4],"layers":[{"kind":"flatten"}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "input: expected [features], [steps, features] or [channels, height, width], found 4 numbers",
    ),
    (
        r#"{"version":2,"input":[4],"layers":[{"kind":"flatten"}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "version: expected 1, found 2; this version of inkgrad reads version 1 alone",
    ),
    (
        r#"{"input":[4],"layers":[{"kind":"dense","units":4294967295},{"kind":"dense","units":4294967295}],"loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":1}}"#,
        "layers[0]: the network does not fit into memory; make its layers smaller",
    ),
];

#[test]
fn invalid_specs_give_these_errors() {
    for (json, message) in SPECS {
        let error = Spec::from_json(json).and_then(Session::new).err().expect(json);
        let code = if message.contains("memory") { ErrorKind::Memory } else { ErrorKind::Spec };
        assert_eq!((error.kind, error.to_string().as_str()), (code, *message));
        assert_ne!(error.message, "other", "{message} has no name");
    }
}

#[test]
fn invalid_data_give_these_errors_and_change_nothing() {
    let mut session = small_session("");
    session.step(3).expect("steps");
    let before = session.save().expect("a file");
    let (inputs, labels) = digits();
    let data = |count: usize, features, labels: Labels| Dataset::flat(&inputs[..count], features, labels);
    let five = Labels::from(&labels[..5]);
    let mut set = |data: inkgrad::Result<Dataset>| {
        let error = data.and_then(|data| session.set_data(Part::Train, data)).expect_err("wrong data");
        (error.kind, error.to_string())
    };
    assert_eq!(
        set(data(5 * 32, 32, five.clone())),
        (
            ErrorKind::Shape,
            "inputs: expected 64 numbers a sample, as the spec's input has, found 32".to_owned()
        )
    );
    assert_eq!(
        set(data(5 * 64, 64, Labels::Classes(vec![0, 1, 12, 3, 4]))),
        (
            ErrorKind::Data,
            "labels[2]: expected a class from 0 to 9, found 12; give the last layer one output for each class".to_owned()
        )
    );
    assert_eq!(
        set(data(5 * 64, 64, Labels::Values(vec![0.0; 50]))),
        (
            ErrorKind::Data,
            "labels: expected class indices or names, found floats; cross_entropy takes one class a sample"
                .to_owned()
        )
    );
    assert_eq!(session.save().expect("a file"), before);
}

#[test]
fn invalid_calls_give_these_errors() {
    let mut session = small_session("");
    let mut empty = Session::new(session.spec().clone()).expect("a session");
    let error_kind_and_text = |error: inkgrad::Error| (error.kind, error.to_string());
    assert_eq!(
        error_kind_and_text(empty.step(1).expect_err("no data")),
        (
            ErrorKind::State,
            "expected train data, found none; set them with Session::set_data first: there is nothing to learn from"
                .to_owned()
        )
    );
    assert_eq!(
        error_kind_and_text(empty.evaluate(Part::Test, false).expect_err("no data")),
        (
            ErrorKind::State,
            "expected test data, found none; set them with Session::set_data first: there is nothing to evaluate"
                .to_owned()
        )
    );
    assert_eq!(
        error_kind_and_text(session.predict([1_u8; 65]).expect_err("a sample and a bit")),
        (ErrorKind::Shape, "inputs: expected a multiple of 64 values, 64 a sample, found 65".to_owned())
    );
    assert_eq!(
        error_kind_and_text(session.predict([0_u8; 0]).expect_err("nothing")),
        (ErrorKind::Shape, "inputs: expected a multiple of 64 values, 64 a sample, found 0".to_owned())
    );
    assert_eq!(
        error_kind_and_text(session.activations([1_u8; 128]).expect_err("two samples")),
        (ErrorKind::Shape, "input: expected 64 values, one sample, found 128".to_owned())
    );
    let array =
        |name: &'static str, shape: &[usize], data| NamedArray::new(name, shape, data).expect("an array");
    for (list, code, message) in [
        (
            array("layers.0.weights", &[1], vec![0.0]),
            ErrorKind::Shape,
            "parameters[0].name: expected one of layers.0.weight, layers.0.bias, layers.2.weight, layers.2.bias, found \"layers.0.weights\"",
        ),
        (
            array("layers.2.bias", &[1, 10], vec![0.0; 10]),
            ErrorKind::Shape,
            "parameters[0].shape: expected [10] for layers.2.bias, found [1, 10]",
        ),
        (
            array("layers.2.bias", &[10], [vec![0.0; 9], vec![f32::NAN]].concat()),
            ErrorKind::Data,
            "parameters[0].data[9]: expected a finite number, found NaN",
        ),
    ] {
        assert_eq!(
            error_kind_and_text(session.set_parameters(&[list]).expect_err(message)),
            (code, message.to_owned())
        );
    }
    assert_eq!(
        error_kind_and_text(NamedArray::new("layers.2.bias", &[10], vec![0.0; 9]).expect_err("too few")),
        (ErrorKind::Shape, "data: expected 10 numbers for layers.2.bias, found 9".to_owned())
    );
    assert_eq!(
        error_kind_and_text(Part::named("training").expect_err("no such part")),
        (ErrorKind::Data, "part: expected one of train, validation, test, found \"training\"".to_owned())
    );
}
