//! Calls in several parts: changes and the end invalidate them with an error. A rejected call changes nothing.

use inkgrad::session::NamedArray;
use inkgrad::{Dataset, ErrorKind, Part, Result, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{bits, raw, small_session, some_digits, spec};

fn error_kind_and_id<T>(result: Result<T>) -> (ErrorKind, String) {
    let error = result.err().expect("a fault");
    (error.kind, error.id())
}

#[test]
fn a_run_borrows_its_session() {
    let (mut session, mut other) = (small_session(""), small_session(""));
    let mut run = session.begin(3).expect("steps");
    assert_eq!((run.report().step, run.report().samples), (0, 0));
    assert!(run.advance().expect("a step"));
    assert_eq!(run.report(), other.step(1).expect("a step"));
    assert_eq!(run.session().save(), other.save(), "what can be looked at is whole");
    assert!(run.advance().expect("a step"));
    assert!(!run.advance().expect("the last step"));
    assert_eq!(error_kind_and_id(run.advance()), (ErrorKind::State, "state.already_ended".to_owned()));
    assert_eq!((run.report().step, run.report().samples), (3, 96));
    // A run of zero steps may be advanced once.
    let mut run = session.begin(0).expect("no steps");
    assert!(!run.advance().expect("nothing"));
    assert_eq!(error_kind_and_id(run.advance()).0, ErrorKind::State);
    // A dropped run leaves completed steps.
    let mut run = session.begin(10).expect("steps");
    run.advance().expect("a step");
    drop(run);
    other.step(3).expect("steps");
    assert_eq!(session.save(), other.save());
}

#[test]
fn a_change_of_the_session_invalidates_steps_and_evaluations() {
    type Change = (&'static str, fn(&mut Session));
    let changes: [Change; 7] = [
        ("configure", |session| session.configure(&raw(r#"{"batch_size":7}"#)).expect("a change")),
        ("set_data", |session| session.set_data(Part::Train, some_digits(0, 5)).expect("data")),
        ("set_data of another part", |session| {
            session.set_data(Part::Test, some_digits(0, 5)).expect("data");
        }),
        ("reset", |session| session.reset(None).expect("a reset")),
        ("set_parameters", |session| session.set_parameters(&[]).expect("nothing")),
        ("step", |session| {
            session.step(1).expect("a step");
        }),
        ("sync_from_device", |session| {
            session.device_step().expect("a step");
            let flat = [session.flat(0).to_vec(), session.flat(1).to_vec(), session.flat(2).to_vec()];
            session.sync_from_device([&flat[0], &flat[1], &flat[2]]).expect("what it holds");
        }),
    ];
    for (what, change) in changes {
        let mut session = small_session("");
        let mut steps = session.begin_steps(9).expect("steps");
        assert!(session.advance(&mut steps).expect("a step"));
        let mut evaluation = session.begin_evaluation(Part::Train, false, 0..200).expect("an evaluation");
        assert!(session.advance_evaluation(&mut evaluation).expect("a piece"));
        let report = steps.report();
        change(&mut session);
        let before = (session.save(), bits(&session));
        let changed = (ErrorKind::State, "state.changed_meanwhile".to_owned());
        assert_eq!(error_kind_and_id(session.advance(&mut steps)), changed, "{what}");
        assert_eq!(error_kind_and_id(session.advance_evaluation(&mut evaluation)), changed, "{what}");
        assert_eq!(
            error_kind_and_id(evaluation.evaluation(&session)).0,
            ErrorKind::State,
            "half an evaluation is none"
        );
        assert_eq!(steps.report(), report, "{what}: tells what was done, and no more");
        assert_eq!((session.save(), bits(&session)), before, "{what}");
    }
}

#[test]
fn queries_and_saves_do_not_invalidate_steps() {
    let (mut session, mut other) = (small_session(""), small_session(""));
    let mut steps = session.begin_steps(9).expect("steps");
    loop {
        session.save().expect("a file");
        session.evaluate(Part::Validation, true).expect("an evaluation");
        session.statistics().expect("statistics");
        session.predict(vec![0.5_f32; 64]).expect("a prediction");
        if !session.advance(&mut steps).expect("a step") {
            break;
        }
    }
    assert_eq!(steps.report(), other.step(9).expect("steps"));
    assert_eq!(session.save(), other.save());
}

#[test]
fn advancing_a_finished_task_is_an_error() {
    let session = small_session("");
    let mut evaluation = session.begin_evaluation(Part::Validation, true, 0..100).expect("an evaluation");
    assert!(!session.advance_evaluation(&mut evaluation).expect("the only piece"));
    assert_eq!(
        error_kind_and_id(session.advance_evaluation(&mut evaluation)),
        (ErrorKind::State, "state.already_ended".to_owned())
    );
    assert_eq!(
        evaluation.evaluation(&session).expect("done"),
        session.evaluate(Part::Validation, true).expect("all")
    );
}

#[test]
fn early_stopping_by_accuracy_needs_class_labels() {
    let json = r#"{"input":[1],"layers":[{"kind":"dense","units":2}],"loss":{"kind":"mse"},
        "optimizer":{"kind":"sgd","learning_rate":0.1},"early_stopping":{"monitor":"validation_accuracy"}}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    let targets = || Dataset::flat([0.0_f32, 1.0], 1, [0.0_f32, 1.0, 1.0, 0.0]).expect("data");
    session.set_data(Part::Train, targets()).expect("data");
    session.set_data(Part::Validation, targets()).expect("data");
    let error = session.step(1).expect_err("nothing is right or wrong");
    assert_eq!(
        (error.id(), error.to_string()),
        (
            "state.accuracy_of_targets".to_owned(),
            "early_stopping.monitor: expected validation labels that are classes, found targets; \
             nothing is right or wrong: watch validation_loss"
                .to_owned()
        )
    );
    assert_eq!(session.steps(), 0);
    assert_eq!(error_kind_and_id(session.device_step()).1, "state.accuracy_of_targets");
    let classes = Dataset::flat([0.0_f32, 1.0], 1, [0_u8, 1]).expect("data");
    session.set_data(Part::Validation, classes).expect("data");
    session.step(1).expect("a step");
    // Monitoring the loss works with targets.
    session.set_data(Part::Validation, targets()).expect("data");
    session.configure(&raw(r#"{"early_stopping":{"monitor":"validation_loss"}}"#)).expect("a change");
    session.step(3).expect("steps");
}

#[test]
fn invalid_parameters_are_rejected_and_change_nothing() {
    let json = r#"{"input":[3],"layers":[{"kind":"batch_norm"},{"kind":"dense","units":2}],"loss":{"kind":"mse"},
        "optimizer":{"kind":"sgd","learning_rate":0.1}}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    let before = session.save();
    let array =
        |name: &'static str, data: [f32; 3]| NamedArray::new(name, &[3], data.to_vec()).expect("an array");
    for (list, id, message) in [
        (
            [array("layers.0.running_mean", [-1.0; 3]), array("layers.0.running_var", [1.0, -0.5, 1.0])],
            "data.negative_variance",
            "parameters[1].data[1]: expected a variance of at least 0, found -0.5",
        ),
        (
            [array("layers.0.running_var", [1.0; 3]), array("layers.0.weight", [1.0, 1.0, f32::INFINITY])],
            "data.expected_finite_number",
            "parameters[1].data[2]: expected a finite number, found inf",
        ),
    ] {
        let error = session.set_parameters(&list).expect_err(message);
        assert_eq!((error.id().as_str(), error.to_string().as_str()), (id, message));
        assert_eq!(session.save(), before);
    }
    session.set_parameters(&[array("layers.0.running_var", [0.0; 3])]).expect("a variance of nothing");
    let other = session.parameters();
    let mut copy = Session::new(session.spec().clone()).expect("a session");
    copy.set_parameters(&other).expect("views are taken as they are");
    assert_eq!(bits(&copy), bits(&session));
}

#[test]
fn per_sample_evaluation_has_the_loss_of_each_sample() {
    let mut session = small_session("");
    session.step(9).expect("steps");
    let all = session.evaluate(Part::Train, true).expect("an evaluation");
    let losses = all.losses.expect("asked for");
    assert_eq!(losses.len(), 200);
    let outputs = all.outputs.expect("asked for");
    let (_, labels) = crate::support::digits();
    for (sample, loss) in losses.iter().enumerate() {
        let expected = -outputs[[sample, labels[sample] as usize]].ln();
        assert!((loss - expected).abs() < 1e-4 * expected.max(1.0), "{sample}: {loss}, not {expected}");
    }
    let mean = losses.iter().map(|&loss| f64::from(loss)).sum::<f64>() / 200.0;
    assert!((mean - all.loss).abs() < 1e-6);
    let without = session.evaluate(Part::Train, false).expect("an evaluation");
    assert_eq!((without.losses, without.outputs, without.loss), (None, None, all.loss));
}

#[test]
fn too_many_classes_have_no_confusion_matrix() {
    for (units, has_table) in [(1024, true), (1025, false), (65_536, false)] {
        let json = format!(
            r#"{{"input":[1],"layers":[{{"kind":"dense","units":{units}}}],"loss":{{"kind":"cross_entropy"}},
                "optimizer":{{"kind":"sgd","learning_rate":0.1}}}}"#
        );
        let mut session = Session::new(spec(&json)).expect("a session");
        let data = Dataset::flat([0.5_f32, 1.0], 1, [0_u32, units - 1]).expect("data");
        session.set_data(Part::Test, data).expect("data");
        let evaluation = session.evaluate(Part::Test, false).expect("an evaluation");
        assert_eq!(evaluation.confusion.is_some(), has_table, "{units}");
        assert!(evaluation.accuracy.is_some());
    }
}
