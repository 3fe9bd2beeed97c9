//! Training on a GPU: it gets the batches of the session, and its parameters are read back.

use inkgrad::losses::Targets;
use inkgrad::session::DeviceScoring;
use inkgrad::{ErrorKind, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{bits, small_session};

const MORE: &str = r#","schedule":{"kind":"cosine","steps":60},"early_stopping":{"patience":30}"#;

/// Reads parameters back. Another session replaces the device.
fn sync(device: &Session, session: &mut Session) {
    session
        .sync_from_device([device.flat(0), device.flat(1), device.flat(2)])
        .expect("what the device holds");
}

#[test]
fn a_device_gets_the_steps_of_the_session() {
    let more = r#","schedule":{"kind":"cosine","steps":60}"#;
    let (mut session, mut device) = (small_session(more), small_session(more));
    assert_eq!(session.device_data().expect("data"), (DeviceScoring::Argmax, true, 32));
    let before = bits(&session);
    for _ in 0..9 {
        let step = session.device_step().expect("a step");
        let report = device.step(1).expect("a step");
        assert_eq!((step.samples as u64, step.rate), (report.samples, report.learning_rate));
        assert_eq!((step.step + 1, step.epoch), (report.step, report.epoch));
        assert_eq!(step.count, step.step + 1);
        assert!(!step.judged);
        let (inputs, targets) = session.device_batch(step.samples);
        assert_eq!(inputs.len(), 64 * step.samples);
        assert!(matches!(targets, Targets::Classes(classes) if classes.len() == step.samples));
    }
    assert_eq!((bits(&session), session.steps()), (before, 0), "the session itself stays");
    sync(&device, &mut session);
    assert_eq!(session.save().expect("a file"), device.save().expect("a file"));
    assert_eq!(session.step(20).expect("steps"), device.step(20).expect("steps"));
    assert_eq!(bits(&session), bits(&device));
}

#[test]
fn early_stopping_validates_device_parameters_after_an_epoch() {
    let (mut session, mut device) = (small_session(MORE), small_session(MORE));
    for _ in 0..16 {
        let step = session.device_step().expect("a step");
        device.step(1).expect("a step");
        assert_eq!(step.judged, step.epoch.fract() == 0.0);
        if step.judged {
            sync(&device, &mut session);
            session.step(0).expect("its judgement");
            assert_eq!(session.save().expect("a file"), device.save().expect("a file"));
        }
    }
    assert!(session.steps() > 0, "an epoch has ended");
}

#[test]
fn after_dropping_the_device_the_session_repeats_its_steps() {
    let (mut session, mut other) = (small_session(MORE), small_session(MORE));
    for _ in 0..5 {
        session.device_step().expect("a step");
    }
    session.drop_device();
    assert_eq!(session.step(12).expect("steps"), other.step(12).expect("steps"));
    assert_eq!(session.save().expect("a file"), other.save().expect("a file"));
}

#[test]
fn device_values_with_nan_or_a_wrong_length_are_rejected() {
    let mut session = small_session("");
    session.device_step().expect("a step");
    let (before, flat) = (session.save().expect("a file"), session.flat(0).to_vec());
    let mut wrong = flat.clone();
    wrong[3] = f32::NAN;
    let state = session.flat(1).to_vec();
    assert_eq!(session.sync_from_device([&wrong, &state, &state]).expect_err("NaN").kind, ErrorKind::Data);
    assert_eq!(
        session.sync_from_device([&flat[1..], &state, &state]).expect_err("short").kind,
        ErrorKind::Shape
    );
    assert_eq!(session.save().expect("a file"), before);
}
