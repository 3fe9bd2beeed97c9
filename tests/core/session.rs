//! Sessions: reports, reproducible bits, evaluation, prediction, divergence and early stopping.

use inkgrad::data::Inputs;
use inkgrad::session::{Finished, NamedArray};
use inkgrad::{Dataset, ErrorKind, Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{assert_agrees, bits, digits, small_session, some_digits, spec};

#[test]
fn training_learns_the_digits() {
    let mut session = small_session("");
    let before = session.evaluate(Part::Validation, false).expect("an evaluation");
    let report = session.step(150).expect("steps");
    let after = session.evaluate(Part::Validation, false).expect("an evaluation");
    assert!(after.loss < 0.5 * before.loss, "{} then {}", before.loss, after.loss);
    assert!(after.accuracy > Some(0.8), "{:?}", after.accuracy);
    assert_eq!(report.step, 150);
    // 200 samples are six batches of 32 and one of 8.
    assert_eq!(report.epoch, 21.0 + 3.0 * 32.0 / 200.0);
    assert_eq!(report.samples, 21 * 200 + 3 * 32);
    assert_eq!(report.learning_rate, 0.01);
    assert_eq!(report.finished, None);
}

#[test]
fn the_seed_determines_the_bits() {
    let mut first = small_session("");
    let mut second = small_session("");
    let mut other = small_session("");
    other.reset(Some(4)).expect("a reset");
    for session in [&mut first, &mut other] {
        session.step(40).expect("steps");
    }
    for _ in 0..40 {
        second.step(1).expect("a step");
    }
    assert_eq!(bits(&first), bits(&second));
    assert_ne!(bits(&first), bits(&other));
    assert_eq!(other.spec().seed(), 4);
}

#[test]
fn reset_repeats_the_same_run() {
    let mut session = small_session("");
    session.step(30).expect("steps");
    let after = bits(&session);
    session.reset(None).expect("a reset");
    assert_eq!(session.steps(), 0);
    let report = session.step(30).expect("steps");
    assert_eq!(bits(&session), after);
    assert_eq!(report.epoch, 4.0 + 2.0 * 32.0 / 200.0);
}

#[test]
fn evaluation_counts_every_sample_once() {
    let mut session = small_session("");
    session.step(20).expect("steps");
    let evaluation = session.evaluate(Part::Train, true).expect("an evaluation");
    let confusion = evaluation.confusion.expect("classes");
    assert_eq!(confusion.iter().sum::<u32>(), 200);
    let right: u32 = (0..10).map(|class| confusion[[class, class]]).sum();
    assert_eq!(evaluation.accuracy, Some(f64::from(right) / 200.0));
    let (inputs, labels) = digits();
    for (class, row) in confusion.outer_iter().enumerate() {
        let expected = labels[..200].iter().filter(|&&label| label as usize == class).count();
        assert_eq!(row.iter().sum::<u32>() as usize, expected, "row {class} is the truth");
    }
    let outputs = evaluation.outputs.expect("asked for");
    assert_eq!(outputs, session.predict(&inputs[..200 * 64]).expect("predictions"));
    for row in outputs.outer_iter() {
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5, "probabilities");
    }
}

#[test]
fn a_prediction_does_not_depend_on_the_batch() {
    let mut session = small_session("");
    session.step(5).expect("steps");
    let (inputs, _) = digits();
    let many = session.predict(&inputs[..150 * 64]).expect("predictions");
    for sample in [0, 1, 127, 128, 149] {
        let one = &inputs[sample * 64..][..64];
        let alone = session.predict(one).expect("a prediction");
        assert_eq!(alone, many.slice(ndarray::s![sample..=sample, ..]).into_dyn());
        let scaled: Vec<f32> = one.iter().map(|value| value / 16.0).collect();
        assert_eq!(session.predict(Inputs::from(&scaled).with_scale(1.0)).expect("a prediction"), alone);
        let bytes: Vec<u8> = one.iter().map(|&value| value as u8).collect();
        assert_eq!(
            session.predict(Inputs::from(&bytes).with_scale(1.0 / 16.0)).expect("a prediction"),
            alone
        );
    }
}

#[test]
fn queries_change_nothing() {
    let mut watched = small_session("");
    let mut alone = small_session("");
    let (inputs, labels) = digits();
    for _ in 0..20 {
        watched.step(1).expect("a step");
        alone.step(1).expect("a step");
        watched.evaluate(Part::Validation, false).expect("an evaluation");
        watched.predict(&inputs[..64 * 300]).expect("predictions");
        watched.activations(&inputs[..64]).expect("activations");
        watched.gradients(&inputs[..64 * 3], &labels[..3]).expect("gradients");
        watched.save().expect("a file");
    }
    assert_eq!(bits(&watched), bits(&alone));
}

#[test]
fn the_last_activations_are_the_logits() {
    let session = small_session("");
    let (inputs, _) = digits();
    let layers = session.activations(&inputs[..64]).expect("activations");
    assert_eq!(
        layers.iter().map(|layer| &*layer.name).collect::<Vec<_>>(),
        ["dense_0", "dropout_1", "dense_2"]
    );
    assert_eq!(layers[0].values, layers[1].values, "dropout is off");
    assert_eq!(layers[2].shape(), [10]);
    let sum: f32 = layers[2].values.iter().map(|logit| logit.exp()).sum();
    let expected: Vec<f32> = layers[2].values.iter().map(|logit| logit.exp() / sum).collect();
    let found = session.predict(&inputs[..64]).expect("a prediction");
    assert_eq!(found.shape(), [1, 10]);
    assert_agrees(found.as_slice().expect("a row"), &expected, 1e-5, "softmax of the logits");
}

#[test]
fn gradients_of_many_samples_are_the_mean() {
    let session = small_session("");
    let (inputs, labels) = digits();
    let count = 150;
    let all = session.gradients(&inputs[..count * 64], &labels[..count]).expect("gradients");
    let mut mean = vec![0.0; all.parameters[0].values.len()];
    for sample in 0..count {
        let one = session.gradients(&inputs[sample * 64..][..64], [labels[sample]]).expect("gradients");
        mean.iter_mut()
            .zip(&one.parameters[0].values)
            .for_each(|(mean, value)| *mean += value / count as f32);
        let expected: Vec<f32> = one.input.iter().map(|value| value / count as f32).collect();
        let row = all.input.index_axis(ndarray::Axis(0), sample);
        assert_agrees(row.as_slice().expect("a row"), &expected, 1e-4, "input");
    }
    assert_agrees(&all.parameters[0].data(), &mean, 1e-4, "weights");
}

#[test]
fn one_output_is_a_binary_classifier() {
    let json = r#"{"input":[2],"layers":[{"kind":"dense","units":8,"activation":"tanh"},{"kind":"dense","units":1}],
        "loss":{"kind":"binary_cross_entropy"},"optimizer":{"kind":"adam","learning_rate":0.05},"batch_size":4}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    let corners = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let data = Dataset::new(corners, [0_u8, 1, 1, 0]).expect("data");
    session.set_data(Part::Train, data).expect("data");
    session.step(300).expect("steps");
    let evaluation = session.evaluate(Part::Train, false).expect("an evaluation");
    assert_eq!(evaluation.accuracy, Some(1.0));
    assert_eq!(evaluation.confusion, Some(ndarray::arr2(&[[2, 0], [0, 2]])));
}

#[test]
fn regression_has_no_accuracy() {
    let json = r#"{"input":[1],"layers":[{"kind":"dense","units":2}],"loss":{"kind":"mse"},
        "optimizer":{"kind":"sgd","learning_rate":0.1},"batch_size":8}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    let inputs: Vec<f32> = (0..16).map(|index| index as f32 / 8.0 - 1.0).collect();
    let targets: Vec<f32> = inputs.iter().flat_map(|x| [3.0 * x - 1.0, 0.5 - x]).collect();
    let data = Dataset::flat(inputs, 1, targets).expect("data");
    session.set_data(Part::Train, data).expect("data");
    let report = session.step(400).expect("steps");
    assert_eq!(report.accuracy, None);
    let evaluation = session.evaluate(Part::Train, false).expect("an evaluation");
    assert!(evaluation.loss < 1e-6, "{}", evaluation.loss);
    assert_eq!((evaluation.accuracy, evaluation.confusion), (None, None));
}

#[test]
fn divergence_keeps_the_last_finite_parameters() {
    // The first steps overflow. The parameters before the overflow must be kept.
    let mut session = small_session("");
    session.step(3).expect("steps");
    let before = bits(&session);
    let steps = session.steps();
    session
        .configure(&crate::support::raw(r#"{"optimizer":{"kind":"sgd","learning_rate":1e38}}"#))
        .expect("a change");
    let report = session.step(100).expect("steps");
    assert_eq!(report.finished, Some(Finished::Diverged));
    let stopped_at = report.step;
    assert!(session.parameters().iter().all(|array| array.values.iter().all(|value| value.is_finite())));
    if stopped_at == steps {
        assert_eq!(bits(&session), before);
    }
    // Training stays finished until something changes.
    let again = session.step(5).expect("steps");
    assert_eq!((again.samples, again.finished), (0, Some(Finished::Diverged)));
    session
        .configure(&crate::support::raw(r#"{"optimizer":{"kind":"sgd","learning_rate":0.01}}"#))
        .expect("a change");
    session.reset(None).expect("a reset");
    assert_eq!(session.step(5).expect("steps").finished, None);
}

#[test]
fn a_huge_input_diverges_and_changes_nothing() {
    let mut session = small_session("");
    let mut inputs = vec![1.0; 64 * 4];
    inputs[..64].fill(3e38);
    let data = Dataset::new(inputs, [1_u8, 2, 3, 4]).expect("data");
    session.set_data(Part::Train, data).expect("data");
    let before = bits(&session);
    let report = session.step(2).expect("steps");
    assert_eq!((report.finished, report.step), (Some(Finished::Diverged), 0));
    assert_eq!(bits(&session), before);
    session.set_data(Part::Train, some_digits(0, 100)).expect("data");
    assert_eq!(session.step(10).expect("steps").finished, None);
}

#[test]
fn early_stopping_restores_the_best_parameters() {
    let stopping = r#","early_stopping":{"monitor":"validation_loss","patience":2}"#;
    let mut session = small_session(stopping);
    session.configure(&crate::support::raw(r#"{"optimizer":{"learning_rate":0.05}}"#)).expect("a change");
    let mut plain = small_session("");
    plain.configure(&crate::support::raw(r#"{"optimizer":{"learning_rate":0.05}}"#)).expect("a change");
    let report = session.step(7 * 200).expect("steps");
    assert_eq!(report.finished, Some(Finished::EarlyStopping));
    // The same run without early stopping: find its best epoch with a patience of two.
    let (mut best, mut best_bits, mut waited, mut epochs) = (f64::INFINITY, Vec::new(), 0, 0);
    while waited < 2 {
        plain.step(7).expect("an epoch");
        epochs += 1;
        let loss = plain.evaluate(Part::Validation, false).expect("an evaluation").loss;
        if loss < best {
            (best, best_bits, waited) = (loss, bits(&plain), 0);
        } else {
            waited += 1;
        }
    }
    assert_eq!(report.epoch, f64::from(epochs));
    assert_eq!(bits(&session), best_bits);
    assert_eq!(session.evaluate(Part::Validation, false).expect("an evaluation").loss, best);
}

#[test]
fn early_stopping_needs_validation_data() {
    let json = r#"{"input":[64],"layers":[{"kind":"dense","units":10}],"loss":{"kind":"cross_entropy"},
        "optimizer":{"kind":"sgd","learning_rate":0.1},"early_stopping":{}}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    session.set_data(Part::Train, some_digits(0, 50)).expect("data");
    let error = session.step(1).expect_err("no validation data");
    assert_eq!(error.kind, ErrorKind::State);
    assert_eq!(session.steps(), 0);
}

#[test]
fn warm_up_data_hold_epoch_schedule_and_early_stopping() {
    let more = r#","schedule":{"kind":"step","every":10,"factor":0.5},"early_stopping":{"patience":1}"#;
    let mut session = small_session(more);
    session.set_warmup_data(some_digits(0, 64)).expect("data");
    let report = session.step(100).expect("steps");
    assert_eq!((report.epoch, report.step, report.learning_rate), (0.0, 100, 0.01));
    assert_eq!(report.finished, None);
    session.set_data(Part::Train, some_digits(0, 200)).expect("data");
    let report = session.step(3).expect("steps");
    assert_eq!((report.epoch, report.step, report.learning_rate), (96.0 / 200.0, 103, 0.01));
    let rate = session.step(8).expect("steps").learning_rate;
    assert_eq!(rate, 0.005);
}

#[test]
fn new_data_start_a_new_epoch() {
    let mut session = small_session("");
    assert_eq!(session.step(9).expect("steps").epoch, 1.0 + 64.0 / 200.0);
    session.set_data(Part::Train, some_digits(300, 400)).expect("data");
    assert_eq!(session.step(0).expect("no steps").epoch, 1.0);
    assert_eq!(session.step(1).expect("a step").epoch, 1.32);
    session.set_data(Part::Validation, some_digits(400, 410)).expect("data");
    assert_eq!(session.step(0).expect("no steps").epoch, 1.32, "other parts do not touch the epoch");
}

fn parameters(session: &Session) -> Vec<NamedArray<'static>> {
    session.parameters().into_iter().map(NamedArray::into_owned).collect()
}

#[test]
fn frozen_layers_stay_and_others_train() {
    let json = r#"{"input":[64],"layers":[{"kind":"dense","units":16,"activation":"relu","trainable":false},
        {"kind":"dense","units":10}],"loss":{"kind":"cross_entropy"},"l2":0.1,
        "optimizer":{"kind":"adamw","learning_rate":0.01,"weight_decay":0.1}}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    session.set_data(Part::Train, some_digits(0, 100)).expect("data");
    let before = parameters(&session);
    session.step(10).expect("steps");
    let after = parameters(&session);
    assert_eq!(before[..2], after[..2]);
    assert_ne!(before[2..], after[2..]);
    session.configure(&crate::support::raw(r#"{"layers":{"0":{"trainable":true}}}"#)).expect("a change");
    session.step(1).expect("a step");
    assert_ne!(parameters(&session)[..2], after[..2]);
}

#[test]
fn a_network_without_parameters_works() {
    let json = r#"{"input":[10],"layers":[{"kind":"flatten"}],"loss":{"kind":"cross_entropy"},
        "optimizer":{"kind":"adam","learning_rate":0.1}}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    assert!(session.parameters().is_empty());
    let data = Dataset::new(vec![0.5_f32; 30], [1_u8, 2, 3]).expect("data");
    session.set_data(Part::Train, data).expect("data");
    let report = session.step(3).expect("steps");
    assert_eq!((report.step, report.gradient_norm), (3, 0.0));
    assert!((report.loss - 10.0_f64.ln()).abs() < 1e-6);
    let copy = Session::load(&session.save().expect("a file")).expect("a file");
    assert_eq!(copy.steps(), 3);
}

#[test]
fn the_summary_counts_parameters_and_multiply_adds() {
    let session = small_session("");
    let summary = session.summary();
    assert_eq!(summary.iter().map(|layer| layer.parameters).collect::<Vec<_>>(), [64 * 16 + 16, 0, 170]);
    assert_eq!(summary[2].multiply_adds, 160);
    assert_eq!(summary[0].output_shape, [16]);
}

#[test]
fn sessions_are_send_and_sync() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    let session = small_session("");
    is_shared(&session);
}
