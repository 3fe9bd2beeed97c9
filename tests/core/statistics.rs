//! Statistics against values computed by hand, and of several workers against one.

use inkgrad::session::{Histogram, ParameterStatistics, Statistics};
use inkgrad::{Dataset, Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{assert_near, raw, spec};

/// One unit of two inputs, weights 1 and -2, bias 0.5, on two samples; the gradient is the mean of (y − t)·x.
fn one_unit_session(more: &str) -> Session {
    let json = format!(
        r#"{{"input":[2],"layers":[{{"kind":"dense","units":1}}],"loss":{{"kind":"half_squared_error"}},
            "optimizer":{{"kind":"sgd","learning_rate":0.1}},"batch_size":2,"shuffle":false{more}}}"#
    );
    let mut session = Session::new(spec(&json)).expect("a session");
    let array = |name: &'static str, shape: &[usize], data| {
        inkgrad::session::NamedArray::new(name, shape, data).expect("an array")
    };
    let parameters =
        [array("layers.0.weight", &[1, 2], vec![1.0, -2.0]), array("layers.0.bias", &[1], vec![0.5])];
    session.set_parameters(&parameters).expect("parameters");
    let data = Dataset::new([[1.0, 0.0], [2.0, 1.0]], [[0.5_f32], [-1.0]].as_flattened());
    session.set_data(Part::Train, data.expect("data")).expect("data");
    session
}

fn row<'a>(statistics: &'a Statistics, name: &str) -> &'a ParameterStatistics {
    statistics.parameters.iter().find(|row| row.name == name).expect("a row")
}

fn range_and_count(histogram: &Histogram) -> (f64, f64, u32) {
    (histogram.edges[0], histogram.edges[32], histogram.counts.iter().sum())
}

#[test]
fn gradients_and_updates_are_those_of_the_last_step() {
    // y = (1.5, 0.5), errors (1, 1.5): the gradient is (½(1·1 + 1.5·2), ½·1.5) = (2, 0.75), of the bias 1.25; with
    // l2 = 0.1, 0.2·w more: (2.2, 0.35).
    let mut session = one_unit_session(r#","l2":0.1,"clip_norm":0.5"#);
    let before = session.statistics().expect("statistics");
    let weight = row(&before, "layers.0.weight");
    assert_eq!((weight.mean, weight.deviation, weight.minimum, weight.maximum), (-0.5, 1.5, -2.0, 1.0));
    assert_eq!(range_and_count(&weight.weight), (-2.0, 1.0, 2));
    assert_eq!((weight.weight.counts[0], weight.weight.counts[31]), (1, 1));
    assert_eq!((&weight.gradient, weight.gradient_norm), (&None, None));
    assert_eq!((&weight.update, weight.update_ratio), (&None, None));
    let report = session.step(1).expect("a step");
    let after = session.statistics().expect("statistics");
    let weight = row(&after, "layers.0.weight");
    let norm = (2.2_f64 * 2.2 + 0.35 * 0.35).sqrt();
    assert_near(weight.gradient_norm.expect("a step"), norm, 1e-6, "gradient, before clipping");
    let (least, greatest, count) = range_and_count(weight.gradient.as_ref().expect("a step"));
    assert_near(least, 0.35, 1e-6, "least gradient");
    assert_near(greatest, 2.2, 1e-6, "greatest gradient");
    assert_eq!(count, 2);
    let bias = row(&after, "layers.0.bias");
    assert_near(bias.gradient_norm.expect("a step"), 1.25, 1e-6, "bias");
    let whole = (norm * norm + 1.25 * 1.25).sqrt();
    assert_near(report.gradient_norm, whole, 1e-6, "the report's");
    // The update is −0.1 · 0.5 / norm · gradient.
    let factor = 0.05 / whole;
    let moved = (weight.update_ratio.expect("a step"), bias.update_ratio.expect("a step"));
    let size = ((1.0 - factor * 2.2).powi(2) + (2.0 + factor * 0.35).powi(2)).sqrt();
    assert_near(moved.0, factor * norm / size, 1e-4, "update of the weights");
    assert_near(moved.1, factor * 1.25 / (0.5 - factor * 1.25), 1e-4, "update of the bias");
    let (least, greatest, _) = range_and_count(weight.update.as_ref().expect("a step"));
    assert_near(least, -factor * 2.2, 1e-4, "least update");
    assert_near(greatest, -factor * 0.35, 1e-4, "greatest update");
}

#[test]
fn without_watching_there_are_gradients_but_no_updates() {
    let mut session = one_unit_session("");
    session.step(1).expect("a step");
    let first = session.statistics().expect("statistics");
    let bias = row(&first, "layers.0.bias");
    assert_near(bias.gradient_norm.expect("a step"), 1.25, 1e-6, "gradient");
    assert_eq!((&bias.update, bias.update_ratio), (&None, None));
    session.step(3).expect("steps");
    assert!(row(&session.statistics().expect("statistics"), "layers.0.bias").update.is_some());
    session.reset(None).expect("a reset");
    let fresh = session.statistics().expect("statistics");
    let bias = row(&fresh, "layers.0.bias");
    assert_eq!((&bias.gradient, &bias.update), (&None, &None));
    assert_eq!(bias.update_ratio, None);
}

#[test]
fn statistics_do_not_change_training() {
    let (mut watched, mut unwatched) = (one_unit_session(""), one_unit_session(""));
    for _ in 0..5 {
        watched.step(2).expect("steps");
        unwatched.step(2).expect("steps");
        watched.statistics().expect("statistics");
    }
    assert_eq!(watched.save().expect("a file"), unwatched.save().expect("a file"));
    let update = |session: &mut Session| {
        row(&session.statistics().expect("statistics"), "layers.0.weight").update.clone()
    };
    let before = update(&mut watched);
    assert!(before.is_some());
    let zeros =
        inkgrad::session::NamedArray::new("layers.0.weight", &[1, 2], vec![0.0; 2]).expect("an array");
    watched.set_parameters(&[zeros]).expect("parameters");
    assert_eq!(update(&mut watched), before);
    let all_zero = watched.statistics().expect("statistics");
    assert_eq!(row(&all_zero, "layers.0.weight").update_ratio, None, "no ratio to nothing");
    // A rejected step has neither.
    watched.configure(&raw(r#"{"optimizer":{"learning_rate":1e38}}"#)).expect("a change");
    let report = watched.step(9).expect("steps");
    assert!(report.finished.is_some());
    let after = watched.statistics().expect("statistics");
    assert_eq!(row(&after, "layers.0.weight").update, None);
}

/// Four units with known outputs for two samples: 0 and 0, 1 and 0, large, intermediate.
fn four_unit_session(function: &str, kind: &str) -> Session {
    let layers = if kind == "dense" {
        format!(r#"{{"kind":"dense","units":4,"activation":"{function}"}}"#)
    } else {
        format!(
            r#"{{"kind":"reshape","shape":[1,1,2]}},{{"kind":"conv2d","filters":2,"kernel":1,"activation":"{function}"}},{{"kind":"flatten"}}"#
        )
    };
    let json = format!(
        r#"{{"input":[2],"layers":[{layers}],"loss":{{"kind":"half_squared_error"}},
            "optimizer":{{"kind":"sgd","learning_rate":0.5}},"batch_size":2}}"#
    );
    let mut session = Session::new(spec(&json)).expect("a session");
    let data = Dataset::new([[1.0, 0.0], [0.0, 1.0]], [[0.0_f32; 4]; 2].as_flattened());
    session.set_data(Part::Train, data.expect("data")).expect("data");
    session
}

fn set(session: &mut Session, layer: usize, shape: &[usize], weight: Vec<f32>, bias: Vec<f32>) {
    let array = |name: String, shape: &[usize], data| {
        inkgrad::session::NamedArray::new(name, shape, data).expect("an array")
    };
    let bias_shape = [bias.len()];
    let weight = array(format!("layers.{layer}.weight"), shape, weight);
    let bias = array(format!("layers.{layer}.bias"), &bias_shape, bias);
    session.set_parameters(&[weight, bias]).expect("parameters");
}

#[test]
fn dead_and_saturated_units_are_those_of_the_last_batch() {
    let weights = vec![-1.0, -2.0, 1.0, -1.0, 9.0, 8.0, 0.5, -0.5];
    for (function, dead, saturated) in [
        // Outputs by sample: (0, 0), (1, 0), (9, 8), (½, 0).
        ("relu", 0.25, None),
        // σ(9) and σ(8) lie within 0.01 of 1, the others do not.
        ("sigmoid", 0.0, Some(0.25)),
        // tanh(9) and tanh(8) do; tanh(-2) = -0.964 does not.
        ("tanh", 0.0, Some(0.25)),
    ] {
        let mut session = four_unit_session(function, "dense");
        set(&mut session, 0, &[4, 2], weights.clone(), vec![0.0; 4]);
        let before = session.statistics().expect("statistics");
        assert_eq!((before.layers[0].dead, before.layers[0].saturated), (None, None));
        session.step(1).expect("a step");
        let layers = session.statistics().expect("statistics").layers;
        assert_eq!(layers.len(), 1);
        assert_eq!((layers[0].name.as_str(), layers[0].dead), ("dense_0", Some(dead)), "{function}");
        assert_eq!(layers[0].saturated, saturated, "{function}");
    }
    assert!(four_unit_session("linear", "dense").statistics().expect("statistics").layers.is_empty());
    // A channel with all its positions is one unit.
    let mut session = four_unit_session("relu", "conv2d");
    set(&mut session, 1, &[2, 1, 1, 1], vec![1.0, -1.0], vec![0.0; 2]);
    session.step(1).expect("a step");
    let layers = session.statistics().expect("statistics").layers;
    assert_eq!((layers[0].name.as_str(), layers[0].dead), ("conv2d_1", Some(0.5)));
}

#[test]
fn recorded_and_recomputed_gradients_are_equal() {
    let (mut watched, mut late) =
        (crate::support::small_session(",\"l1\":0.001"), crate::support::small_session(",\"l1\":0.001"));
    watched.statistics().expect("statistics");
    watched.step(12).expect("steps");
    late.step(12).expect("steps");
    let (watched, late) = (watched.statistics().expect("statistics"), late.statistics().expect("statistics"));
    for (watched, late) in watched.parameters.iter().zip(&late.parameters) {
        assert!(watched.gradient.is_some() && watched.update.is_some() && late.update.is_none());
        assert_eq!((&watched.gradient, watched.gradient_norm), (&late.gradient, late.gradient_norm));
    }
    assert_eq!(watched.layers, late.layers);
}

#[test]
fn new_data_remove_the_last_batch_but_not_its_gradient() {
    let mut session = four_unit_session("relu", "dense");
    session.step(1).expect("a step");
    assert!(session.statistics().expect("statistics").layers[0].dead.is_some());
    let data = Dataset::new([[1.0, 0.0]], [0.0_f32; 4].as_slice());
    let data = data.or_else(|_| Dataset::flat([1.0_f32, 0.0], 2, [0.0_f32; 4])).expect("data");
    session.set_data(Part::Train, data).expect("data");
    let after = session.statistics().expect("statistics");
    assert_eq!(after.layers[0].dead, None);
    assert!(row(&after, "layers.0.weight").gradient.is_some());
}

#[cfg(not(target_arch = "wasm32"))]
mod several_ranks {
    use super::{Statistics, assert_near};
    use inkgrad::parallel;

    use crate::parallel::{CONVOLUTIONS, SGD, session};
    use crate::parallel_dense::LARGE;
    use crate::ranks::{CountingCommunicator, run_on_ranks};

    fn agree(found: &Statistics, expected: &Statistics, what: &str) {
        assert_eq!(found.layers, expected.layers, "{what}");
        for (found, expected) in found.parameters.iter().zip(&expected.parameters) {
            let what = format!("{what}: {}", found.name);
            let apart = (found.mean - expected.mean).abs();
            assert!(apart <= 1e-4 * expected.deviation.max(1e-3), "{what}: mean {apart} apart");
            assert_eq!(found.gradient.is_some(), expected.gradient.is_some(), "{what}");
            assert_eq!(found.update.is_some(), expected.update.is_some(), "{what}");
            for (found, expected) in
                [(found.gradient_norm, expected.gradient_norm), (found.update_ratio, expected.update_ratio)]
            {
                assert_eq!(found.is_some(), expected.is_some(), "{what}");
                assert_near(found.unwrap_or(0.0), expected.unwrap_or(0.0), 1e-3, &what);
            }
        }
    }

    #[test]
    fn statistics_of_several_workers_equal_those_of_one() {
        const DENSE: &str = r#"{"kind":"dense","units":24,"activation":"relu"},{"kind":"dropout","rate":0.2},{"kind":"dense","units":10}"#;
        let more = r#","l2":0.001,"clip_norm":0.5"#;
        for (what, layers, batch_size) in
            [("dense", DENSE, 60), ("large", LARGE, 6), ("odd", DENSE, 7), ("convolutions", CONVOLUTIONS, 32)]
        {
            let begin = || session(layers, SGD, batch_size, more);
            let mut single = begin();
            single.step(4).expect("steps");
            let first = single.statistics().expect("statistics");
            single.step(4).expect("steps");
            let second = single.statistics().expect("statistics");
            for count in [2, 3] {
                let results = run_on_ranks(count, &begin, &|session, rank| {
                    let take = |session: &mut inkgrad::Session, rank: &mut CountingCommunicator| {
                        let mut steps = parallel::begin(session, 4, rank).expect("steps");
                        while parallel::advance(session, &mut steps, rank).expect("a step") {}
                    };
                    take(session, rank);
                    session.watch_statistics().expect("memory");
                    let first = session.statistics().expect("statistics");
                    take(session, rank);
                    (first, session.statistics().expect("statistics"))
                });
                for (_, (their_first, their_second)) in &results {
                    agree(their_first, &first, &format!("{what}, {count}, at first"));
                    agree(their_second, &second, &format!("{what}, {count}, then"));
                }
            }
        }
    }
}
