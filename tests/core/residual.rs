//! The layer that holds layers: what no golden number and no finite difference shows.

use inkgrad::layers::Role;
use inkgrad::schema::value::Value;
use inkgrad::spec::{describe, layers_after};
use inkgrad::{ErrorKind, Part, Session, Spec};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::layer_harness::{LayerHarness, refusal};
use crate::support::{assert_agrees, bits, numbers, raw, some_digits, spec};

const DENSE: &str =
    r#"{"kind":"residual","layers":[{"kind":"dense","units":3},{"kind":"activation","function":"tanh"}]}"#;

/// A convolution, a normalisation, dropout and a residual in it.
const BLOCK: &str = r#"{"kind":"residual","layers":[
    {"kind":"conv2d","filters":2,"kernel":3,"padding":"same"},{"kind":"batch_norm"},{"kind":"dropout","rate":0.3},
    {"kind":"residual","layers":[{"kind":"flatten"},{"kind":"dense","units":128},{"kind":"reshape","shape":[2,8,8]}]}]}"#;

fn block_spec() -> Spec {
    spec(&format!(
        r#"{{"seed":7,"input":[1,8,8],"layers":[{{"kind":"conv2d","filters":2,"kernel":1}},{BLOCK},{{"kind":"flatten"}},
            {{"kind":"dense","units":10}}],"loss":{{"kind":"cross_entropy"}},"l2":0.001,"clip_norm":1,
            "optimizer":{{"kind":"adam","learning_rate":0.003,"weight_decay":0.01}},"batch_size":16}}"#
    ))
}

fn with_data(mut session: Session) -> Session {
    session.set_data(Part::Train, some_digits(0, 121)).expect("data");
    session.set_data(Part::Validation, some_digits(121, 170)).expect("data");
    session
}

fn block() -> Session {
    with_data(Session::new(block_spec()).expect("a session"))
}

fn values(session: &Session, name: &str) -> Vec<f32> {
    session.parameter(name).unwrap_or_else(|| panic!("no {name}")).iter().copied().collect()
}

#[test]
fn it_is_its_input_plus_what_its_layers_make_of_it() {
    let samples = 4;
    let mut residual = LayerHarness::new(DENSE, &[3], true);
    let (x, dy) = (numbers(samples * 3, 1), numbers(samples * 3, 2));
    let (y, dx) = residual.forward_backward(&x, true, |index| dy[index]);
    let [w, b] = ["layers.0.weight", "layers.0.bias"].map(|name| &residual.parameters[residual.tensor(name)]);
    let (mut expected, mut expected_dx, mut dw) = (x.clone(), dy.clone(), vec![0.0; 9]);
    for row in 0..samples {
        for unit in 0..3 {
            let z = b[unit] + (0..3).map(|input| w[unit * 3 + input] * x[row * 3 + input]).sum::<f32>();
            expected[row * 3 + unit] += z.tanh();
            let dz = dy[row * 3 + unit] * (1.0 - z.tanh() * z.tanh());
            for input in 0..3 {
                expected_dx[row * 3 + input] += dz * w[unit * 3 + input];
                dw[unit * 3 + input] += dz * x[row * 3 + input];
            }
        }
    }
    assert_agrees(&y, &expected, 1e-5, "y");
    assert_agrees(&dx, &expected_dx, 1e-5, "dx");
    assert_agrees(&residual.gradient[residual.tensor("layers.0.weight")], &dw, 1e-5, "dw");

    residual.parameters.fill(0.0);
    assert_eq!(
        residual.forward_backward(&x, true, |index| dy[index]),
        (x, dy),
        "of weights of 0 nothing comes"
    );
}

#[test]
fn each_dropout_within_draws_numbers_of_its_own() {
    let drop = r#"{"kind":"dropout","rate":0.5}"#;
    let json = format!(r#"{{"kind":"residual","layers":[{drop},{{"kind":"residual","layers":[{drop}]}}]}}"#);
    let (y, _) = LayerHarness::new(&json, &[40], true).forward_backward(&[1.0; 160], true, |_| 1.0);
    for value in [1.0, 3.0, 7.0] {
        assert!(y.contains(&value), "{value}: the masks are different");
    }
    assert_eq!(
        LayerHarness::new(&json, &[40], true).forward_backward(&[1.0; 40], false, |_| 1.0).0,
        [3.0; 40]
    );
}

#[test]
fn it_is_one_row_and_its_parameters_are_named_by_their_place() {
    let mut session = block();
    let names: Vec<_> = session.parameters().iter().map(|array| array.name.to_string()).collect();
    assert_eq!(
        names[2..10],
        [
            "layers.1.layers.0.weight",
            "layers.1.layers.0.bias",
            "layers.1.layers.1.weight",
            "layers.1.layers.1.bias",
            "layers.1.layers.1.running_mean",
            "layers.1.layers.1.running_var",
            "layers.1.layers.3.layers.1.weight",
            "layers.1.layers.3.layers.1.bias",
        ]
    );
    let rows = session.summary();
    assert_eq!((rows.len(), &*rows[1].name, rows[1].kind), (4, "residual_1", "residual"));
    assert_eq!(rows[1].output_shape, [2, 8, 8]);
    assert_eq!(rows[1].parameters, 2 * 2 * 9 + 2 + 4 + 128 * 128 + 128);
    assert_eq!(rows[1].multiply_adds, 2 * 2 * 9 * 64 + 128 * 128);
    assert_eq!(session.spec().describe().expect("a description").layers, rows);
    assert_eq!(session.activations(numbers(64, 1)).expect("activations").len(), 4);
    let inner = session.spec().layers[1].config.layers()[3].layers()[1].value("name");
    assert_eq!(inner, Some(&Value::Text("dense_1".to_owned())));
    session.step(3).expect("steps");
    let statistics = session.statistics().expect("statistics");
    assert!(statistics.parameters.iter().any(|row| row.name == "layers.1.layers.3.layers.1.weight"));
    let weights = LayerHarness::new(BLOCK, &[2, 8, 8], true).network.tensors().to_vec();
    let weights: Vec<_> = weights.iter().filter(|tensor| tensor.parameter.role == Role::Weight).collect();
    assert_eq!(weights.len(), 2, "what penalties apply to");
}

#[test]
fn a_loaded_session_goes_on_bit_for_bit() {
    let mut original = block();
    original.step(20).expect("steps");
    assert_ne!(values(&original, "layers.1.layers.1.running_mean"), [0.0, 0.0], "statistics are taken up");
    let mut copy = with_data(Session::load(&original.save().expect("a file")).expect("a session"));
    assert_eq!(copy.spec(), original.spec());
    assert_eq!(copy.step(20).expect("steps"), original.step(20).expect("steps"));
    assert!(bits(&copy) == bits(&original));
}

#[test]
fn a_frozen_layer_within_stays() {
    let mut session = block();
    let names = ["layers.1.layers.0.weight", "layers.1.layers.1.running_var", "layers.3.weight"];
    let all = |session: &Session| names.map(|name| values(session, name));
    let mut step = |changes: &str| {
        session.configure(&raw(changes)).expect("changes");
        let before = all(&session);
        session.step(3).expect("steps");
        core::array::from_fn(|at| all(&session)[at] != before[at])
    };
    assert_eq!(step(r#"{"layers":{"1.0":{"trainable":false}}}"#), [false, true, true]);
    assert_eq!(
        step(r#"{"layers":{"1.1":{"trainable":false},"1.0":{"trainable":true}}}"#),
        [true, false, true]
    );
    assert_eq!(
        step(r#"{"layers":{"1.1":{"trainable":true},"1":{"trainable":false}}}"#),
        [false, false, true]
    );
    assert_eq!(step(r#"{"layers":{"1":{"trainable":true}}}"#), [true, true, true]);
}

#[test]
fn layers_within_are_configured_by_their_places() {
    let mut session = block();
    let changes = r#"{"layers":{"1.2":{"rate":0.1},"1.3.1":{"trainable":false},"1.1":{"momentum":0.5}}}"#;
    session.configure(&raw(changes)).expect("changes");
    let held = session.spec().layers[1].config.layers();
    assert_eq!(held[2].value("rate"), Some(&Value::Number(0.1)));
    assert_eq!(held[1].value("momentum"), Some(&Value::Number(0.5)));
    assert_eq!(held[3].layers()[1].value("trainable"), Some(&Value::Boolean(false)));
    for (changes, expected) in [
        (r#"{"1.7":{"rate":0.5}}"#, "layers: expected an index from 0 to 3, found \"1.7\""),
        (r#"{"0.0":{"rate":0.5}}"#, "layers: expected an index from 0 to 3, found \"0.0\""),
        (r#"{"1.":{"rate":0.5}}"#, "layers: expected an index from 0 to 3, found \"1.\""),
        (
            r#"{"1.2":{"rate":1}}"#,
            "layers[1].layers[2].rate: expected a number from 0 up to, but not including, 1, found 1",
        ),
        (
            r#"{"1.3.1":{"rate":1}}"#,
            "layers[1].layers[3].layers[1].rate: expected one of the fields trainable, found \"rate\"",
        ),
        (
            r#"{"1":{"layers":[]}}"#,
            "layers[1].layers: expected a setting that can change while a session lives, found one that cannot; create a new session to change it",
        ),
    ] {
        let error = session.configure(&raw(&format!(r#"{{"layers":{changes}}}"#))).expect_err(changes);
        assert_eq!(error.to_string(), expected);
    }
}

/// Why a spec with this layer is refused.
fn refused(layer: &str) -> String {
    let json = format!(
        r#"{{"input":[4],"layers":[{{"kind":"dense","units":4}},{layer}],"loss":{{"kind":"mse"}},
            "optimizer":{{"kind":"sgd","learning_rate":1}},"batch_size":1}}"#
    );
    let error = Spec::from_json(&json).and_then(|spec| spec.describe()).expect_err(layer);
    assert!(matches!(error.kind, ErrorKind::Spec | ErrorKind::Memory));
    error.to_string()
}

#[test]
fn errors_name_the_field_within() {
    for (layers, expected) in [
        (r#""layers":[]"#, "layers[1].layers: expected at least one layer, found an empty list"),
        (r#""layers":5"#, "layers[1].layers: expected a list of layers, found 5"),
        (r#""name":"a""#, "layers[1].layers: expected a list of layers, found nothing"),
        (r#""layers":[7]"#, "layers[1].layers[0]: expected an object, found 7"),
        (
            r#""layers":[{"kind":"residual","layers":[{"kind":"dense","units":0}]}]"#,
            "layers[1].layers[0].layers[0].units: expected a positive integer, found 0",
        ),
        (
            r#""layers":[{"kind":"dropout","rate":0.5,"rat":1}]"#,
            "layers[1].layers[0].rat: expected one of the fields rate, name, trainable, kind, found \"rat\"; did you mean \"rate\"?",
        ),
        (
            r#""layers":[{"kind":"dense","units":3}]"#,
            "layers[1].layers: expected layers that keep the shape [4], found [3]",
        ),
        (
            r#""layers":[{"kind":"residual","layers":[{"kind":"dense","units":3}]}]"#,
            "layers[1].layers[0].layers: expected layers that keep the shape [4], found [3]",
        ),
        (
            r#""layers":[{"kind":"dense","units":3},{"kind":"rnn","units":3}]"#,
            "layers[1].layers[1]: expected an input of [steps, features], found [3]; put a reshape layer before it that says what a step is",
        ),
        (
            r#""layers":[{"kind":"dense","units":4294967295},{"kind":"dense","units":4}]"#,
            "layers[1]: the network does not fit into memory; make its layers smaller",
        ),
        (
            r#""layers":[{"kind":"batch_norm"}]"#,
            "batch_size: expected at least 2, found 1; layers[1] takes its statistics over the samples of a batch",
        ),
    ] {
        assert_eq!(refused(&format!(r#"{{"kind":"residual",{layers}}}"#)), expected);
    }
    assert_eq!(
        refusal(
            r#"{"kind":"residual","layers":[{"kind":"conv2d","filters":28,"kernel":3,"padding":"same"}]}"#,
            &[1, 9, 9]
        ),
        "layers: expected layers that keep the shape [1, 9, 9], found [28, 9, 9]"
    );
}

#[test]
fn layers_are_nested_eight_levels_deep() {
    let nested = |levels| {
        (0..levels).fold(r#"{"kind":"dense","units":4}"#.to_owned(), |inner, _| {
            format!(r#"{{"kind":"residual","layers":[{inner}]}}"#)
        })
    };
    let mut deep = LayerHarness::new(&nested(8), &[4], true);
    assert_eq!(&*deep.network.tensors()[0].name, format!("layers.0.{}weight", "layers.0.".repeat(8)));
    deep.parameters.fill(0.0);
    assert_eq!(
        deep.forward_backward(&[1.0; 4], true, |_| 1.0),
        (vec![8.0; 4], vec![8.0; 4]),
        "x more at each level"
    );
    let path = format!("layers[1]{}.layers", ".layers[0]".repeat(8));
    assert_eq!(refused(&nested(9)), format!("{path}: expected at most 8 layers around a layer, found more"));
}

#[test]
fn it_can_follow_any_shape_and_the_schema_is_recursive() {
    for shape in [&[3][..], &[2, 3], &[1, 4, 4]] {
        let choices = layers_after(shape);
        let choice = choices.iter().find(|choice| choice.kind == "residual").expect("a residual");
        assert_eq!(choice.fields.to_json(), r#"{"layers":[{"kind":"activation","function":"relu"}]}"#);
    }
    assert!(describe::typescript().contains("  layers: Layer[];\n"));
    let schema: serde_json::Value = serde_json::from_str(&describe::json_schema()).expect("JSON");
    let kinds = schema["$defs"]["Layer"]["oneOf"].as_array().expect("kinds");
    let residual = kinds.iter().find(|kind| kind["properties"]["kind"]["const"] == "residual");
    let layers = &residual.expect("a residual")["properties"]["layers"];
    assert_eq!(layers["items"]["$ref"], "#/$defs/Layer");
    assert_eq!(layers["examples"][0][0]["kind"], "activation");
}
