//! Changes of the spec during training: all or none are applied, and parameters are kept.

use inkgrad::ErrorKind;
use inkgrad::schema::value::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{bits, raw, small_session};

#[test]
fn optimiser_state_is_kept_unless_the_kind_changes() {
    let mut changed = small_session("");
    let mut plain = small_session("");
    changed.step(10).expect("steps");
    plain.step(10).expect("steps");
    // The same settings again: nothing changes.
    changed.configure(&raw(r#"{"optimizer":{"kind":"adam","learning_rate":0.01}}"#)).expect("a change");
    changed.step(5).expect("steps");
    plain.step(5).expect("steps");
    assert_eq!(bits(&changed), bits(&plain));
    // Another learning rate keeps the moments: the next step has the same direction and another length.
    changed.configure(&raw(r#"{"optimizer":{"learning_rate":0.02}}"#)).expect("a change");
    assert_eq!(changed.step(1).expect("a step").learning_rate, 0.02);
    assert_eq!(changed.spec().optimizer.config.value("beta1"), Some(&Value::Number(0.9)));
    // Another kind resets the state.
    changed
        .configure(&raw(r#"{"optimizer":{"kind":"sgd","learning_rate":0.1,"momentum":0.9}}"#))
        .expect("a change");
    assert!(changed.step(1).expect("a step").finished.is_none());
}

#[test]
fn changes_apply_to_the_next_step() {
    let mut session = small_session("");
    session.step(2).expect("steps");
    let changes = r#"{"batch_size":50,"clip_norm":0.1,"l1":0.001,"l2":0.01,"schedule":{"kind":"exponential","factor":0.5},
        "early_stopping":{"patience":2},"layers":{"1":{"rate":0.5},"0":{"trainable":false}}}"#;
    session.configure(&raw(changes)).expect("a change");
    let report = session.step(1).expect("a step");
    assert_eq!(report.samples, 50);
    assert_eq!(report.learning_rate, 0.01 * 0.25, "the schedule counts steps from the beginning");
    assert_eq!(session.spec().layers[1].config.value("rate"), Some(&Value::Number(0.5)));
    session.configure(&raw(r#"{"clip_norm":null,"early_stopping":null}"#)).expect("a change");
    assert!(!session.spec().to_json().contains("early_stopping"));
    assert_eq!(session.spec().clip_norm(), None);
}

#[test]
fn an_invalid_change_changes_nothing() {
    let mut session = small_session("");
    session.step(3).expect("steps");
    let (spec, before) = (session.spec().to_json(), session.save().expect("a file"));
    for (changes, message) in [
        (r#"{"batch_size":10,"l1":-1}"#, "l1: expected a number of at least 0, found -1"),
        (
            r#"{"seed":1}"#,
            "seed: expected a setting that can change while a session lives, found one that cannot; create a new session to change it",
        ),
        (
            r#"{"layers":{"0":{"units":5}}}"#,
            "layers[0].units: expected a setting that can change while a session lives, found one that cannot; create a new session to change it",
        ),
        (
            r#"{"layers":{"0":{"rate":0.5}}}"#,
            "layers[0].rate: expected one of the fields trainable, found \"rate\"",
        ),
        (r#"{"layers":{"7":{"rate":0.5}}}"#, "layers: expected an index from 0 to 2, found \"7\""),
        (
            r#"{"learning_rate":0.1}"#,
            "learning_rate: expected one of the fields batch_size, clip_norm, l1, l2, optimizer, schedule, augment, early_stopping, layers, found \"learning_rate\"",
        ),
        ("[]", "expected an object of changes, found []"),
    ] {
        let error = session.configure(&raw(changes)).expect_err(changes);
        assert_eq!((error.kind, error.to_string().as_str()), (ErrorKind::Spec, message));
    }
    assert_eq!((session.spec().to_json(), session.save().expect("a file")), (spec, before));
}
