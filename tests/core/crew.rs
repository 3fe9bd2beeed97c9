//! Several workers who take the same steps together, here threads, end where one alone ends.

use inkgrad::layers;
use inkgrad::session::{Finished, Share};
use inkgrad::{Part, Report, Session};

use crate::portions::LARGE;
use crate::support::{assert_agrees, bits, raw, some_digits, spec};
use crate::threads::crew;
use crate::trial::try_build;

/// Lets `count` workers take `calls` each of so many steps, in sessions that `begin` makes.
pub(crate) fn together(
    count: usize,
    begin: &(dyn Fn() -> Session + Sync),
    calls: &[u32],
) -> Vec<(Session, Vec<Report>)> {
    together_changing(count, begin, calls, "{}")
}

/// The same with changes after each call.
pub(crate) fn together_changing(
    count: usize,
    begin: &(dyn Fn() -> Session + Sync),
    calls: &[u32],
    changes: &str,
) -> Vec<(Session, Vec<Report>)> {
    crew(count, begin, &|session, worker| {
        let step = |&k: &u32| {
            let mut run = session.begin_among(k, worker).expect("steps");
            while session.advance_among(&mut run, worker).expect("a step") {}
            let report = run.report();
            session.configure(&raw(changes)).expect("changes");
            report
        };
        let reports = calls.iter().map(step).collect();
        session.gather_state(worker);
        reports
    })
}

pub(crate) fn floats(session: &Session) -> Vec<f32> {
    session.parameters().into_iter().flat_map(|array| array.data().into_owned()).collect()
}

/// A session on the digits, of which there are too few for whole batches.
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
pub(crate) const SLOW: &str = r#"{"kind":"sgd","learning_rate":0.001}"#;
pub(crate) const ADAM: &str = r#"{"kind":"adam","learning_rate":0.002}"#;
const DENSE: &str = r#"{"kind":"dense","units":24,"activation":"tanh"},{"kind":"dropout","rate":0.2},{"kind":"dense","units":10}"#;

/// All workers hold the same bits, the same as another time, and agree with one alone.
#[track_caller]
pub(crate) fn check(
    what: &str,
    count: usize,
    begin: &(dyn Fn() -> Session + Sync),
    steps: u32,
    tolerance: f32,
) {
    let crew = together(count, begin, &[steps]);
    let (first, reports) = &crew[0];
    for (other, their_reports) in &crew[1..] {
        assert!(bits(first) == bits(other), "{what}: everyone's parameters");
        assert!(first.save().expect("a file") == other.save().expect("a file"), "{what}: everyone's file");
        assert_eq!(format!("{reports:?}"), format!("{their_reports:?}"), "{what}: everyone's report");
    }
    let again = together(count, begin, &[steps]);
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
            // Slowly: at a higher rate a narrow transformer's first steps magnify any difference tenfold in five steps, that
            // of a last bit in one worker's weights no less.
            check(json, 3, &|| session(&layers, SLOW, 16, ""), 500, 1e-3);
        }
    }
}

#[test]
fn batches_that_do_not_divide_and_crews_larger_than_a_batch_agree() {
    for (count, batch_size) in [(2, 1), (2, 7), (3, 16), (4, 30), (5, 3), (2, 500)] {
        let what = format!("batches of {batch_size}");
        check(&what, count, &|| session(DENSE, ADAM, batch_size, ""), 500, 5e-3);
    }
    for kind in layers::kinds() {
        for (json, input) in kind.examples {
            // With as few samples as a layer learns from, at least one of three workers has nothing but what the layers
            // exchange.
            let batch = try_build(json, input).expect("a layer").fewest_samples();
            let inputs: usize = input.iter().product();
            let layers = format!(
                r#"{{"kind":"dense","units":{inputs}}},{{"kind":"reshape","shape":{input:?}}},{json},{{"kind":"flatten"}},{{"kind":"dense","units":10}}"#
            );
            check(json, 3, &|| session(&layers, SGD, batch, ""), 20, 1e-4);
        }
    }
}

/// Few parameters and much work.
pub(crate) const CONVOLUTIONS: &str = r#"{"kind":"reshape","shape":[1,8,8]},
    {"kind":"conv2d","filters":16,"kernel":3,"padding":"same","activation":"relu"},
    {"kind":"conv2d","filters":16,"kernel":3,"padding":"same","activation":"relu"},{"kind":"dropout","rate":0.2},
    {"kind":"conv2d","filters":16,"kernel":3,"padding":"same","activation":"relu"},{"kind":"max_pool2d","size":2},{"kind":"flatten"},
    {"kind":"dense","units":10}"#;

#[test]
fn no_number_depends_on_who_takes_over_which_piece() {
    for (count, batch_size) in [(2, 32), (2, 121), (3, 30), (4, 121)] {
        let what = format!("pieces of a batch of {batch_size}");
        check(&what, count, &|| session(CONVOLUTIONS, SLOW, batch_size, ""), 20, 1e-3);
    }
    let more = r#","clip_norm":0.5,"l1":0.0005,"l2":0.001"#;
    check("pieces, adam", 2, &|| session(CONVOLUTIONS, ADAM, 32, more), 12, 1e-2);
    // Layers that are left alone; five pieces of a share; and none after a change.
    let frozen = CONVOLUTIONS.replacen(r#""activation""#, r#""trainable":false,"activation""#, 2);
    check("pieces, frozen", 2, &|| session(&frozen, SLOW, 32, ""), 150, 1e-3);
    let larger = CONVOLUTIONS.replacen(r#""filters":16"#, r#""filters":48"#, 1);
    check("five pieces", 2, &|| session(&larger, SLOW, 100, ""), 8, 1e-3);
    let begin = || session(CONVOLUTIONS, ADAM, 32, "");
    let changes = r#"{"batch_size":8}"#;
    let changed = together_changing(2, &begin, &[6, 6], changes);
    let mut alone = begin();
    alone.step(6).expect("steps");
    alone.configure(&raw(changes)).expect("changes");
    alone.step(6).expect("steps");
    assert_agrees(&floats(&changed[0].0), &floats(&alone), 1e-2, "from pieces to slices");
    assert!(changed[0].0.save().expect("a file") == changed[1].0.save().expect("a file"), "everyone's file");
    let taken_over = crew(2, &|| session(CONVOLUTIONS, SLOW, 32, ""), &|session, worker| {
        let mut run = session.begin_among(40, worker).expect("steps");
        while session.advance_among(&mut run, worker).expect("a step") {}
        worker.taken_over
    });
    assert!(taken_over.iter().any(|(_, pieces)| *pieces > 0), "somebody has taken over something");
    let diverging = SGD.replace("0.02", "1e30");
    let crew = together(2, &|| session(CONVOLUTIONS, &diverging, 32, ""), &[20]);
    assert_eq!(crew[0].1[0].finished, Some(Finished::Diverged));
    assert!(crew[0].0.save().expect("a file") == crew[1].0.save().expect("a file"), "everyone's file");
}

#[test]
fn slices_of_many_parameters_agree_with_one_worker() {
    // So many samples that layers are not divided by their units.
    let layers = r#"{"kind":"dense","units":300,"activation":"tanh"},{"kind":"dropout","rate":0.2},{"kind":"dense","units":10}"#;
    for count in [2, 3] {
        check("slices", count, &|| session(layers, SLOW, 121, ""), 40, 1e-3);
        let more = r#","clip_norm":0.5,"l1":0.0005,"l2":0.001"#;
        check("slices, adam", count, &|| session(layers, ADAM, 121, more), 20, 5e-3);
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
fn augmented_images_do_not_depend_on_the_count() {
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
fn frozen_layers_stay_as_they_are() {
    let layers =
        r#"{"kind":"dense","units":24,"trainable":false},{"kind":"batch_norm"},{"kind":"dense","units":10}"#;
    check("frozen", 2, &|| session(layers, SGD, 16, ""), 100, 1e-3);
}

#[test]
fn early_stopping_and_divergence_end_all_at_the_same_step() {
    let stopping = r#","early_stopping":{"monitor":"validation_loss","patience":2,"min_delta":0.05}"#;
    check("early stopping", 3, &|| session(DENSE, ADAM, 16, stopping), 2000, 5e-3);
    for optimizer in [SGD, ADAM] {
        let rate = optimizer.replace("0.02", "1e30").replace("0.002", "1e30");
        let crew = together(3, &|| session(DENSE, &rate, 16, ""), &[20, 20]);
        let mut alone = session(DENSE, &rate, 16, "");
        let report = alone.step(20).expect("steps");
        for (session, reports) in &crew {
            assert_eq!(reports[0].finished, report.finished);
            assert_eq!(reports[0].step, report.step);
            assert!(session.save().expect("a file") == crew[0].0.save().expect("a file"), "everyone's file");
        }
    }
}

#[test]
fn a_file_of_a_crew_goes_on_in_a_crew_bit_for_bit() {
    let begin = || session(DENSE, ADAM, 16, "");
    let whole = together(3, &begin, &[30, 25]);
    let half = together(3, &begin, &[30]);
    let file = half[1].0.save().expect("a file");
    let resume = || {
        let mut session = Session::load(&file).expect("a file");
        session.set_data(Part::Train, some_digits(0, 121)).expect("data");
        session.set_data(Part::Validation, some_digits(121, 170)).expect("data");
        session
    };
    assert!(bits(&whole[0].0) == bits(&together(3, &resume, &[25])[0].0), "the same bits");
}

#[test]
fn changes_by_all_keep_all_alike() {
    let begin = || {
        let mut session = session(DENSE, ADAM, 16, "");
        session.configure(&raw(r#"{"batch_size":11,"layers":{"1":{"rate":0.4}}}"#)).expect("changes");
        session.reset(Some(9)).expect("a new start");
        session
    };
    check("configured", 2, &begin, 200, 5e-3);
}

#[test]
fn a_call_that_is_broken_off_leaves_a_whole_session() {
    let begin = || session(LARGE, ADAM, 6, "");
    let whole = together(2, &begin, &[9]);
    let broken = crew(2, &begin, &|session, worker| {
        for steps in [4, 5] {
            let mut run = session.begin_among(100, worker).expect("steps");
            for _ in 0..steps {
                session.advance_among(&mut run, worker).expect("a step");
            }
            session.gather_state(worker);
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
fn large_weights_have_the_bits_of_one_worker() {
    let begin = || session(DENSE, SGD, 16, "");
    let mut alone = begin();
    alone.step(1).expect("a step");
    let weights =
        |session: &Session, layer: usize| session.parameters().swap_remove(layer).data().into_owned();
    for count in [2, 3] {
        // What a batch of 16 leaves for the others is less than 24 × 64 weights; not so with 10 × 24.
        let crew = together(count, &begin, &[1]);
        assert!(weights(&crew[0].0, 0) == weights(&alone, 0), "the first layer's of {count}");
        assert!(weights(&crew[0].0, 2) != weights(&alone, 2), "the last layer's of {count} are sums of sums");
    }
}

#[test]
fn slices_move_with_the_size_of_a_batch() {
    // With 60 samples the first layer is not divided by its units any more.
    let begin = || session(DENSE, ADAM, 16, "");
    let changes = r#"{"batch_size":60}"#;
    let crew = together_changing(2, &begin, &[40, 40], changes);
    let mut alone = begin();
    alone.step(40).expect("steps");
    alone.configure(&raw(changes)).expect("changes");
    alone.step(40).expect("steps");
    assert_agrees(&floats(&crew[0].0), &floats(&alone), 5e-3, "after the change");
    assert!(crew[0].0.save().expect("a file") == crew[1].0.save().expect("a file"), "everyone's file");
}

#[test]
fn shares_of_an_evaluation_add_up_to_the_whole() {
    let mut session = session(DENSE, ADAM, 16, "");
    session.step(30).expect("steps");
    let whole = session.evaluate(Part::Train, true).expect("an evaluation");
    let (mut loss, mut right, mut count, mut outputs) = (0.0, 0.0, 0, Vec::new());
    for index in 0..3 {
        let share = Share { index, count: 3 };
        let mut run = session.begin_evaluation_of(Part::Train, true, share).expect("an evaluation");
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
