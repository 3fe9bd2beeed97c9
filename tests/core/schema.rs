//! The published schema of the spec: it names every kind and agrees with the validation.

use inkgrad::spec::describe::{json_schema, typescript};
use inkgrad::{layers, losses, optimizers, schedules};
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{small_session, spec};

#[test]
fn every_kind_is_described() {
    let schema: Value = serde_json::from_str(&json_schema()).expect("a schema in JSON");
    let types = typescript();
    let names = [
        ("Layer", layers::kinds().iter().map(|kind| kind.name).collect::<Vec<_>>()),
        ("Loss", losses::kinds().iter().map(|kind| kind.name).collect()),
        ("Optimizer", optimizers::kinds().iter().map(|kind| kind.name).collect()),
        ("Schedule", schedules::kinds().iter().map(|kind| kind.name).collect()),
    ];
    for (family, kinds) in names {
        let choices = schema["$defs"][family]["oneOf"].as_array().expect("choices");
        let found: Vec<_> =
            choices.iter().map(|choice| choice["properties"]["kind"]["const"].clone()).collect();
        assert_eq!(found, kinds, "{family}");
        for kind in kinds {
            assert!(types.contains(&format!("kind: '{kind}';")), "{kind} has no type");
        }
    }
}

#[test]
fn the_schema_has_everything_for_a_form() {
    let schema: Value = serde_json::from_str(&json_schema()).expect("a schema in JSON");
    let field = |family: &str, kind: &str, field: &str| {
        let choices = schema["$defs"][family]["oneOf"].as_array().expect("choices");
        let choice = choices.iter().find(|choice| choice["properties"]["kind"]["const"] == kind).expect(kind);
        let mut field = choice["properties"][field].clone();
        field.as_object_mut().expect("a field").remove("description");
        field
    };
    assert_eq!(
        field("Layer", "dropout", "rate"),
        json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 1, "live": true, "examples": [0.5] })
    );
    let integer = |more: Value| {
        let mut integer = json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX });
        integer.as_object_mut().expect("a field").extend(more.as_object().expect("more").clone());
        integer
    };
    assert_eq!(field("Layer", "patches", "size"), integer(json!({ "examples": [7] })));
    assert_eq!(field("Layer", "max_pool2d", "stride"), integer(json!({ "defaultFrom": "size" })));
    assert_eq!(field("Schedule", "cosine", "steps"), integer(json!({ "examples": [1000] })));
    assert_eq!(
        field("Optimizer", "adam", "learning_rate"),
        json!({ "type": "number", "minimum": 0, "examples": [0.001] })
    );
    assert_eq!(field("Layer", "lstm", "init")["default"], "glorot_uniform");
    assert_eq!(field("Layer", "dense", "init")["defaultFrom"], "activation");
    assert_eq!(schema["properties"]["batch_size"]["live"], true);
    assert_eq!(schema["properties"]["seed"]["live"], Value::Null);
    assert_eq!(schema["properties"]["optimizer"]["live"], true);
    assert_eq!(field("Optimizer", "sgd", "learning_rate")["examples"], json!([0.1]));
}

#[test]
fn specs_round_trip_through_json() {
    let original = small_session(r#","augment":null,"clip_norm":1,"early_stopping":{}"#).spec().clone();
    let json = original.to_json();
    assert_eq!(spec(&json).to_json(), json);
    assert!(json.contains(r#""init":"he_uniform""#) && json.contains(r#""learning_rate":0.01,"#), "{json}");
    assert!(
        json.contains(r#""name":"dense_2""#) && json.contains(r#""schedule":{"kind":"constant"}"#),
        "{json}"
    );
}
