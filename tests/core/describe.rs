//! Descriptions of specs without a network, and the layers that can follow a shape.

use inkgrad::layers;
use inkgrad::schema::field::Default;
use inkgrad::schema::json_value::JsonValue;
use inkgrad::spec::layers_after;
use inkgrad::{ErrorKind, Session, Spec, optimizers, schedules};
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::small_session;

#[test]
fn a_description_has_the_summary_and_the_spec_with_defaults() {
    let session = small_session("");
    let description = session.spec().describe().expect("a description");
    assert_eq!(description.layers, session.summary());
    assert_eq!(&description.spec, session.spec());
    let json = serde_json::to_value(&description).expect("JSON");
    assert_eq!(
        json["layers"][0],
        json!({ "name": "dense_0", "kind": "dense", "outputShape": [16], "parameters": 1040, "multiplyAdds": 1024 })
    );
    assert_eq!(json["spec"]["layers"][0]["init"], "he_uniform");
    assert_eq!(json["spec"].to_string(), session.spec().to_json());
}

/// A spec with these layers.
fn around(input: &str, layers: &str, more: &str) -> inkgrad::Result<Spec> {
    let json = format!(
        r#"{{"input":{input},"layers":{layers},"loss":{{"kind":"mse"}},"optimizer":{{"kind":"sgd","learning_rate":1}}{more}}}"#
    );
    Spec::from_json(&json)
}

/// The error of a session, which equals that of the description.
fn spec_error(input: &str, layers: &str, more: &str) -> (ErrorKind, String) {
    let spec = match around(input, layers, more) {
        Err(error) => return (error.kind, error.to_string()),
        Ok(spec) => spec,
    };
    let description_error = spec.describe().expect_err("a fault");
    let error = Session::new(spec).err().expect("a fault");
    assert_eq!(error, description_error);
    (description_error.kind, description_error.to_string())
}

#[test]
fn sizes_over_32_bits_are_rejected() {
    let dense = r#"[{"kind":"flatten"},{"kind":"dense","units":2}]"#;
    let note = "the network does not fit into memory; make its layers smaller";
    for input in ["[1,65536,65536]", "[4,32768,32769]", "[65536,65537]"] {
        assert_eq!(spec_error(input, dense, ""), (ErrorKind::Memory, format!("input: {note}")));
    }
    for (input, layers, layer) in [
        ("[65536]", r#"[{"kind":"dense","units":65536}]"#, 0),
        (
            "[2]",
            r#"[{"kind":"dense","units":40000},{"kind":"dense","units":90000},{"kind":"dense","units":9000}]"#,
            2,
        ),
        ("[1,20000,20000]", r#"[{"kind":"conv2d","filters":12,"kernel":1}]"#, 0),
        ("[1,4,4]", r#"[{"kind":"conv2d","filters":1,"kernel":4294967295,"padding":"same"}]"#, 0),
        ("[1,60000,60000]", r#"[{"kind":"conv2d","filters":1,"kernel":9999,"padding":"same"}]"#, 0),
        ("[1,20000,20000]", r#"[{"kind":"patches","size":1,"units":12}]"#, 0),
        ("[2,2]", r#"[{"kind":"lstm","units":40000}]"#, 0),
        ("[2,2]", r#"[{"kind":"gru","units":4294967295}]"#, 0),
        ("[70000,2]", r#"[{"kind":"transformer_encoder","heads":1,"hidden":2}]"#, 0),
        ("[2,2]", r#"[{"kind":"transformer_encoder","heads":1,"hidden":4294967295}]"#, 0),
        ("[2,40000]", r#"[{"kind":"transformer_encoder","heads":1,"hidden":2}]"#, 0),
    ] {
        assert_eq!(
            spec_error(input, layers, ""),
            (ErrorKind::Memory, format!("layers[{layer}]: {note}")),
            "{layers}"
        );
    }
    let message = spec_error("[4]", r#"[{"kind":"reshape","shape":[65536,65536,4]}]"#, "").1;
    assert!(
        message.starts_with("layers[0].shape: expected at most three sizes whose product is 4"),
        "{message}"
    );
}

#[test]
fn channels_last_images_get_a_hint() {
    for (input, first, layer) in [
        ("[28,28,1]", "[1, 28, 28]", r#"[{"kind":"conv2d","filters":2,"kernel":3}]"#),
        ("[28,28,1]", "[1, 28, 28]", r#"[{"kind":"conv2d","filters":2,"kernel":1}]"#),
        ("[32,32,3]", "[3, 32, 32]", r#"[{"kind":"conv2d","filters":2,"kernel":3}]"#),
        ("[32,32,3]", "[3, 32, 32]", r#"[{"kind":"dropout","rate":0.1},{"kind":"max_pool2d","size":2}]"#),
        ("[48,64,3]", "[3, 48, 64]", r#"[{"kind":"avg_pool2d","size":4}]"#),
        ("[64,64,4]", "[4, 64, 64]", r#"[{"kind":"global_avg_pool2d"}]"#),
    ] {
        let (code, message) = spec_error(input, layer, "");
        assert_eq!(code, ErrorKind::Spec);
        assert!(message.ends_with(&format!("; channels come first: give the shape as {first}")), "{message}");
    }
    // No hint for shapes that only look similar: not the input, or not necessarily an image.
    for (input, layers) in [
        ("[1,32,4]", r#"[{"kind":"conv2d","filters":32,"kernel":1},{"kind":"max_pool2d","size":2}]"#),
        ("[28,28,1]", r#"[{"kind":"flatten"}]"#),
        ("[3,32,32]", r#"[{"kind":"conv2d","filters":2,"kernel":3}]"#),
    ] {
        around(input, layers, "").and_then(|spec| spec.describe()).expect(layers);
    }
}

#[test]
fn batch_norm_rejects_one_value_for_each_channel() {
    let message = "batch_size: expected at least 2, found 1; layers[0] takes its statistics over the samples of a batch";
    let norm = r#"[{"kind":"batch_norm"}]"#;
    for input in ["[5]", "[1,5]", "[5,1,1]"] {
        assert_eq!(
            spec_error(input, norm, r#","batch_size":1"#),
            (ErrorKind::Spec, message.to_owned()),
            "{input}"
        );
        let mut session = Session::new(around(input, norm, "").expect("a spec")).expect("a session");
        let error = session.configure(&JsonValue::from_json(r#"{"batch_size":1}"#).expect("JSON"));
        assert_eq!(error.expect_err("a fault").to_string(), message);
    }
    for (input, layer) in
        [("[2,5]", norm), ("[5,1,2]", norm), ("[5]", r#"[{"kind":"batch_norm","trainable":false}]"#)]
    {
        around(input, layer, r#","batch_size":1"#).and_then(Session::new).expect(input);
    }
}

/// Many shapes: small, odd, long.
fn shapes() -> Vec<Vec<usize>> {
    let sides = [1, 2, 3, 5, 7, 8, 12, 28];
    let mut shapes: Vec<Vec<usize>> = [1, 2, 4, 10, 49, 784].map(|features| vec![features]).to_vec();
    shapes.extend(sides.iter().flat_map(|&a| sides.iter().map(move |&b| vec![a, b])));
    for channels in [1, 3, 8] {
        shapes.extend(sides.iter().flat_map(|&a| sides.iter().map(move |&b| vec![channels, a, b])));
    }
    shapes.extend([
        vec![28, 28, 1],
        vec![32, 32, 3],
        vec![1, 65535, 65535],
        vec![65536],
        vec![u32::MAX as usize],
    ]);
    shapes
}

#[test]
fn offered_layers_are_exactly_the_accepted_ones() {
    for shape in shapes() {
        let offered = layers_after(&shape);
        for choice in &offered {
            let JsonValue::Map(mut fields) = choice.fields.clone() else { panic!("fields are an object") };
            fields.push(("kind".to_owned(), JsonValue::Text(choice.kind.to_owned())));
            let layer = JsonValue::Map(fields).to_json();
            let spec = around(&format!("{shape:?}"), &format!("[{layer}]"), "");
            let description = spec.and_then(|spec| spec.describe());
            description.unwrap_or_else(|error| panic!("{layer} on {shape:?}: {error}"));
        }
        // If only memory forbids a layer, smaller values could be valid.
        if shape.iter().product::<usize>() > 1_000_000 {
            continue;
        }
        for kind in
            layers::kinds().iter().filter(|kind| offered.iter().all(|choice| choice.kind != kind.name))
        {
            // The smallest valid values.
            let mut layer = json!({ "kind": kind.name });
            for field in kind.fields.iter().filter(|field| field.start.is_some()) {
                layer[field.name] = match field.name {
                    "function" => json!("relu"),
                    "rate" => json!(0.5),
                    "shape" => json!(shape),
                    _ => json!(1),
                };
            }
            let spec = around(&format!("{shape:?}"), &format!("[{layer}]"), "");
            let described = spec.and_then(|spec| spec.describe());
            assert!(described.is_err(), "{} could follow {shape:?}", kind.name);
        }
    }
    for wrong in [&[][..], &[2, 2, 2, 2], &[0]] {
        assert!(layers_after(wrong).is_empty(), "{wrong:?}");
    }
}

#[test]
fn start_values_are_sensible() {
    let fields = |shape: &[usize], kind: &str| {
        let choices = layers_after(shape);
        let choice = choices.iter().find(|choice| choice.kind == kind).unwrap_or_else(|| panic!("no {kind}"));
        choice.fields.to_json()
    };
    assert_eq!(fields(&[784], "dense"), r#"{"units":32}"#);
    assert_eq!(fields(&[784], "reshape"), r#"{"shape":[1,28,28]}"#);
    assert_eq!(fields(&[1, 28, 28], "reshape"), r#"{"shape":[784]}"#);
    assert_eq!(fields(&[1, 28, 28], "conv2d"), r#"{"filters":8,"kernel":3}"#);
    assert_eq!(fields(&[8, 2, 9], "conv2d"), r#"{"filters":8,"kernel":2}"#);
    assert_eq!(fields(&[1, 28, 28], "max_pool2d"), r#"{"size":2}"#);
    assert_eq!(fields(&[1, 28, 28], "patches"), r#"{"size":7,"units":32}"#);
    assert_eq!(fields(&[3, 32, 32], "patches"), r#"{"size":8,"units":32}"#);
    assert_eq!(fields(&[16, 32], "transformer_encoder"), r#"{"heads":4,"hidden":64}"#);
    assert_eq!(fields(&[16, 7], "transformer_encoder"), r#"{"heads":1,"hidden":14}"#);
    assert_eq!(fields(&[7], "dropout"), r#"{"rate":0.5}"#);
    assert_eq!(fields(&[7], "batch_norm"), "{}");
}

#[test]
fn exactly_the_required_fields_have_start_values() {
    let layers = layers::kinds().iter().flat_map(|kind| kind.fields);
    let schedules = schedules::kinds().iter().flat_map(|kind| kind.fields);
    for field in layers.chain(schedules).chain(optimizers::COMMON) {
        let required = matches!(field.default, Default::Required);
        assert_eq!(field.start.is_some(), required, "{}", field.name);
    }
}
