//! Data-parallel training on several ranks (threads) agrees with training on one.

use inkgrad::layers;
use inkgrad::parallel::{self, ShardPlan};
use inkgrad::session::Finished;
use inkgrad::{Part, Report, Session};

use crate::layer_harness::try_build;
use crate::parallel_dense::LARGE;
use crate::ranks::run_on_ranks;
use crate::support::{assert_agrees, bits, raw, some_digits, spec};

/// Trains on `count` ranks, each with a session from `begin`. `calls` are the numbers of steps of each call.
pub(crate) fn train_on_ranks(
    count: usize,
    begin: &(dyn Fn() -> Session + Sync),
    calls: &[u32],
) -> Vec<(Session, Vec<Report>)> {
    train_on_ranks_with_changes(count, begin, calls, "{}")
}

/// The same with configuration changes after each call.
pub(crate) fn train_on_ranks_with_changes(
    count: usize,
    begin: &(dyn Fn() -> Session + Sync),
    calls: &[u32],
    changes: &str,
) -> Vec<(Session, Vec<Report>)> {
    run_on_ranks(count, begin, &|session, rank| {
        let step = |&k: &u32| {
            let mut run = parallel::begin(session, k, rank).expect("steps");
            while parallel::advance(session, &mut run, rank).expect("a step") {}
            let report = run.report();
            session.configure(&raw(changes)).expect("changes");
            report
        };
        let reports = calls.iter().map(step).collect();
        parallel::gather_state(session, rank);
        reports
    })
}

pub(crate) fn floats(session: &Session) -> Vec<f32> {
    session.parameters().into_iter().flat_map(|array| array.data().into_owned()).collect()
}

/// A session on digits whose number is no multiple of the batch size.
pub(crate) fn session(layers: &str, optimizer: &str, batch_size: usize, more: &str) -> Session {
    let json = format!(
        r#"{{"seed":7,"input":[64],"layers":[{layers}],"loss":{{"kind":"cross_entropy"}},
            "optimizer":{optimizer},"batch_size":{batch_size}{more}}}"#
    );
    let mut session = Session::new(spec(&json)).expect("a session");
    session.set_data(Part::Train, some_digits(0, 121)).expect("data");
    session.set_data(Part::Validation, some_digits(121, 170)).expect("data");
    session
}

pub(crate) const SGD: &str = r#"{"kind":"sgd","learning_rate":0.02}"#;
pub(crate) const SLOW_SGD: &str = r#"{"kind":"sgd","learning_rate":0.001}"#;
pub(crate) const ADAM: &str = r#"{"kind":"adam","learning_rate":0.002}"#;
const DENSE: &str = r#"{"kind":"dense","units":24,"activation":"tanh"},{"kind":"dropout","rate":0.2},{"kind":"dense","units":10}"#;

/// Checks that all ranks have the same bits, that a second run gives the same bits, and that they agree with one worker.
#[track_caller]
pub(crate) fn check(
    what: &str,
    count: usize,
    begin: &(dyn Fn() -> Session + Sync),
    steps: u32,
    tolerance: f32,
) {
    let ranks = train_on_ranks(count, begin, &[steps]);
    let (first, reports) = &ranks[0];
    for (other, their_reports) in &ranks[1..] {
        assert!(bits(first) == bits(other), "{what}: everyone's parameters");
        assert!(first.save().expect("a file") == other.save().expect("a file"), "{what}: everyone's file");
        assert_eq!(format!("{reports:?}"), format!("{their_reports:?}"), "{what}: everyone's report");
    }
    let again = train_on_ranks(count, begin, &[steps]);
    assert!(
        first.save().expect("a file") == again[0].0.save().expect("a file"),
        "{what}: the same bits a second time"
    );
    let mut alone = begin();
    let report = alone.step(steps).expect("steps");
    assert_agrees(&floats(first), &floats(&alone), tolerance, &format!("{what}, {count} workers"));
    assert!((reports[0].loss - report.loss).abs() < 1e-3 * report.loss.max(0.1), "{what}: loss");
    assert_eq!(reports[0].samples, report.samples, "{what}: samples");
    assert_eq!(reports[0].finished, report.finished, "{what}: finished");
}

#[test]
fn every_layer_kind_agrees_with_one_worker() {
    for kind in layers::kinds() {
        for (json, input) in kind.examples {
            let inputs: usize = input.iter().product();
            let layers = format!(
                r#"{{"kind":"dense","units":{inputs}}},{{"kind":"reshape","shape":{input:?}}},{json},{{"kind":"flatten"}},{{"kind":"dense","units":10}}"#
            );
            // A low learning rate: at a higher one, a narrow transformer multiplies any rounding difference by ten in five
            // steps.
            check(json, 3, &|| session(&layers, SLOW_SGD, 16, ""), 500, 1e-3);
        }
    }
}

#[test]
fn uneven_batches_and_more_ranks_than_samples_agree() {
    for (count, batch_size) in [(2, 1), (2, 7), (3, 16), (4, 30), (5, 3), (2, 500)] {
        let what = format!("batches of {batch_size}");
        check(&what, count, &|| session(DENSE, ADAM, batch_size, ""), 500, 5e-3);
    }
    for kind in layers::kinds() {
        for (json, input) in kind.examples {
            // With the smallest batch of a layer, at least one of three ranks has no sample.
            let batch = try_build(json, input).expect("a layer").fewest_samples();
            let inputs: usize = input.iter().product();
            let layers = format!(
                r#"{{"kind":"dense","units":{inputs}}},{{"kind":"reshape","shape":{input:?}}},{json},{{"kind":"flatten"}},{{"kind":"dense","units":10}}"#
            );
            check(json, 3, &|| session(&layers, SGD, batch, ""), 20, 1e-4);
        }
    }
}

/// Few parameters and much arithmetic.
pub(crate) const CONVOLUTIONS: &str = r#"{"kind":"reshape","shape":[1,8,8]},
    {"kind":"conv2d","filters":16,"kernel":3,"padding":"same","activation":"relu"},
    {"kind":"conv2d","filters":16,"kernel":3,"padding":"same","activation":"relu"},{"kind":"dropout","rate":0.2},
    {"kind":"conv2d","filters":16,"kernel":3,"padding":"same","activation":"relu"},{"kind":"max_pool2d","size":2},{"kind":"flatten"},
    {"kind":"dense","units":10}"#;

#[test]
fn convolutions_agree_with_one_worker() {
    for (count, batch_size) in [(2, 32), (2, 121), (3, 30), (4, 121)] {
        let what = format!("convolutions, batches of {batch_size}");
        check(&what, count, &|| session(CONVOLUTIONS, SLOW_SGD, batch_size, ""), 20, 1e-3);
    }
    let more = r#","clip_norm":0.5,"l1":0.0005,"l2":0.001"#;
    check("convolutions, adam", 2, &|| session(CONVOLUTIONS, ADAM, 32, more), 12, 1e-2);
    let frozen = CONVOLUTIONS.replacen(r#""activation""#, r#""trainable":false,"activation""#, 2);
    check("convolutions, frozen", 2, &|| session(&frozen, SLOW_SGD, 32, ""), 150, 1e-3);
    let larger = CONVOLUTIONS.replacen(r#""filters":16"#, r#""filters":48"#, 1);
    check("more filters", 2, &|| session(&larger, SLOW_SGD, 100, ""), 8, 1e-3);
    let begin = || session(CONVOLUTIONS, ADAM, 32, "");
    let changes = r#"{"batch_size":8}"#;
    let changed = train_on_ranks_with_changes(2, &begin, &[6, 6], changes);
    let mut alone = begin();
    alone.step(6).expect("steps");
    alone.configure(&raw(changes)).expect("changes");
    alone.step(6).expect("steps");
    assert_agrees(&floats(&changed[0].0), &floats(&alone), 1e-2, "another batch size");
    assert!(changed[0].0.save().expect("a file") == changed[1].0.save().expect("a file"), "everyone's file");
    let diverging = SGD.replace("0.02", "1e30");
    let ranks = train_on_ranks(2, &|| session(CONVOLUTIONS, &diverging, 32, ""), &[20]);
    assert_eq!(ranks[0].1[0].finished, Some(Finished::Diverged));
    assert!(ranks[0].0.save().expect("a file") == ranks[1].0.save().expect("a file"), "everyone's file");
}

#[test]
fn many_parameters_agree_with_one_worker() {
    let layers = r#"{"kind":"dense","units":300,"activation":"tanh"},{"kind":"dropout","rate":0.2},{"kind":"dense","units":10}"#;
    for count in [2, 3] {
        check("many parameters", count, &|| session(layers, SLOW_SGD, 121, ""), 40, 1e-3);
        let more = r#","clip_norm":0.5,"l1":0.0005,"l2":0.001"#;
        check("many parameters, adam", count, &|| session(layers, ADAM, 121, more), 20, 5e-3);
    }
}

#[test]
fn every_optimiser_with_penalties_and_clipping_agrees() {
    for kind in inkgrad::optimizers::kinds() {
        for (json, _) in kind.examples {
            let more = r#","clip_norm":0.5,"l1":0.0005,"l2":0.001"#;
            check(json, 2, &|| session(DENSE, json, 20, more), 12, 2e-2);
        }
    }
}

#[test]
fn augmentation_does_not_depend_on_the_number_of_ranks() {
    let layers = r#"{"kind":"flatten"},{"kind":"dense","units":10}"#;
    let begin = || {
        let json = format!(
            r#"{{"seed":7,"input":[1,8,8],"layers":[{layers}],"loss":{{"kind":"cross_entropy"}},"optimizer":{SGD},
                "batch_size":25,"augment":{{"shift":1,"rotate":10,"scale":0.1,"elastic":1}}}}"#
        );
        let mut session = Session::new(spec(&json)).expect("a session");
        session.set_data(Part::Train, some_digits(0, 121)).expect("data");
        session
    };
    check("augmented", 3, &begin, 500, 1e-3);
}

#[test]
fn frozen_layers_are_unchanged() {
    let layers =
        r#"{"kind":"dense","units":24,"trainable":false},{"kind":"batch_norm"},{"kind":"dense","units":10}"#;
    check("frozen", 2, &|| session(layers, SGD, 16, ""), 100, 1e-3);
}

#[test]
fn early_stopping_and_divergence_end_all_ranks_at_the_same_step() {
    let stopping = r#","early_stopping":{"monitor":"validation_loss","patience":2,"min_delta":0.05}"#;
    check("early stopping", 3, &|| session(DENSE, ADAM, 16, stopping), 2000, 5e-3);
    for optimizer in [SGD, ADAM] {
        let rate = optimizer.replace("0.02", "1e30").replace("0.002", "1e30");
        let ranks = train_on_ranks(3, &|| session(DENSE, &rate, 16, ""), &[20, 20]);
        let mut alone = session(DENSE, &rate, 16, "");
        let report = alone.step(20).expect("steps");
        for (session, reports) in &ranks {
            assert_eq!(reports[0].finished, report.finished);
            assert_eq!(reports[0].step, report.step);
            assert!(session.save().expect("a file") == ranks[0].0.save().expect("a file"), "everyone's file");
        }
    }
}

#[test]
fn a_session_saved_by_several_ranks_continues_with_the_same_bits() {
    let begin = || session(DENSE, ADAM, 16, "");
    let whole = train_on_ranks(3, &begin, &[30, 25]);
    let half = train_on_ranks(3, &begin, &[30]);
    let file = half[1].0.save().expect("a file");
    let resume = || {
        let mut session = Session::load(&file).expect("a file");
        session.set_data(Part::Train, some_digits(0, 121)).expect("data");
        session.set_data(Part::Validation, some_digits(121, 170)).expect("data");
        session
    };
    assert!(bits(&whole[0].0) == bits(&train_on_ranks(3, &resume, &[25])[0].0), "the same bits");
}

#[test]
fn configuration_changes_keep_ranks_equal() {
    let begin = || {
        let mut session = session(DENSE, ADAM, 16, "");
        session.configure(&raw(r#"{"batch_size":11,"layers":{"1":{"rate":0.4}}}"#)).expect("changes");
        session.reset(Some(9)).expect("a new start");
        session
    };
    check("configured", 2, &begin, 200, 5e-3);
}

#[test]
fn an_interrupted_call_leaves_a_complete_session() {
    let begin = || session(LARGE, ADAM, 6, "");
    let whole = train_on_ranks(2, &begin, &[9]);
    let broken = run_on_ranks(2, &begin, &|session, rank| {
        for steps in [4, 5] {
            let mut run = parallel::begin(session, 100, rank).expect("steps");
            for _ in 0..steps {
                parallel::advance(session, &mut run, rank).expect("a step");
            }
            parallel::gather_state(session, rank);
        }
    });
    for (session, ()) in &broken {
        assert!(
            session.save().expect("a file") == whole[0].0.save().expect("a file"),
            "the file of the same steps in one call"
        );
    }
}

#[test]
fn a_batch_size_may_change_between_calls() {
    let begin = || session(DENSE, ADAM, 16, "");
    let changes = r#"{"batch_size":60}"#;
    let ranks = train_on_ranks_with_changes(2, &begin, &[40, 40], changes);
    let mut alone = begin();
    alone.step(40).expect("steps");
    alone.configure(&raw(changes)).expect("changes");
    alone.step(40).expect("steps");
    assert_agrees(&floats(&ranks[0].0), &floats(&alone), 5e-3, "after the change");
    assert!(ranks[0].0.save().expect("a file") == ranks[1].0.save().expect("a file"), "everyone's file");
}

#[test]
fn partial_evaluations_sum_to_the_full_one() {
    let mut session = session(DENSE, ADAM, 16, "");
    session.step(30).expect("steps");
    let whole = session.evaluate(Part::Train, true).expect("an evaluation");
    let (mut loss, mut right, mut count, mut outputs) = (0.0, 0.0, 0, Vec::new());
    for index in 0..3 {
        let samples = ShardPlan::new(3).samples(index, session.data_len(Part::Train));
        let mut run = session.begin_evaluation(Part::Train, true, samples).expect("an evaluation");
        while session.advance_evaluation(&mut run).expect("a piece") {}
        let evaluation = run.evaluation(&session).expect("all pieces");
        loss += evaluation.loss * evaluation.count as f64;
        right += evaluation.accuracy.expect("classes") * evaluation.count as f64;
        count += evaluation.count;
        outputs.extend(evaluation.outputs.expect("outputs"));
    }
    assert_eq!(count, whole.count);
    assert!((loss / count as f64 - whole.loss).abs() < 1e-5);
    assert!((right / count as f64 - whole.accuracy.expect("classes")).abs() < 1e-9);
    let whole = whole.outputs.expect("outputs").into_raw_vec_and_offset().0;
    assert_agrees(&outputs, &whole, 1e-5, "outputs");
}

#[test]
fn a_step_has_three_barriers_and_moves_each_parameter_three_times() {
    for count in [2, 3] {
        let costs = run_on_ranks(count, &|| session(DENSE, ADAM, 16, ""), &|session, rank| {
            let mut run = parallel::begin(session, 5, rank).expect("steps");
            while parallel::advance(session, &mut run, rank).expect("a step") {}
            (rank.barriers, rank.floats)
        });
        let parameters = u64::from(24_u32 * 64 + 24 + 10 * 24 + 10);
        for (_, (barriers, floats)) in &costs {
            assert_eq!(*barriers, 5 * 3);
            // Written: the gradient outside this rank's shard, and the parameters of the shard. Read: the shard's gradient
            // from the other ranks, and their parameters.
            let shard = parameters / count as u64;
            let expected = 5 * (parameters + (count as u64 - 1) * shard + parameters - shard);
            assert!(floats.abs_diff(expected) <= 5 * 8 * count as u64, "{floats} of about {expected}");
        }
    }
}

#[test]
fn a_session_with_sharded_state_can_neither_save_nor_step() {
    let ranks = run_on_ranks(2, &|| session(DENSE, ADAM, 16, ""), &|session, rank| {
        let mut run = parallel::begin(session, 3, rank).expect("steps");
        while parallel::advance(session, &mut run, rank).expect("a step") {}
        let errors = [session.save().err(), session.step(1).err()].map(|error| error.expect("sharded").id());
        assert_eq!(errors, ["state.not_gathered", "state.not_gathered"]);
        session.predict(vec![0.5_f32; 64]).expect("parameters are whole");
        parallel::gather_state(session, rank);
        session.step(2).expect("steps alone");
        session.save().expect("a file")
    });
    assert_eq!(ranks[0].1, ranks[1].1);
}
