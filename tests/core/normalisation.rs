//! Batch and layer normalisation: cases that golden values and finite differences do not cover.

use inkgrad::layers::BatchStatisticsSync;
use inkgrad::{Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::layer_harness::LayerHarness;
use crate::support::{assert_agrees, numbers, raw, some_digits, spec};

/// Adds the sums that the other half recorded in its previous run. They may be wrong at first; after as many runs as there
/// are all-reduces, both halves have the right sums.
#[derive(Default)]
struct ReplaySync {
    own: Vec<Vec<f64>>,
    others: Vec<Vec<f64>>,
}

impl BatchStatisticsSync for ReplaySync {
    fn all_reduce(&mut self, values: &mut [f64]) {
        let others = self.others.get(self.own.len()).cloned().unwrap_or_default();
        self.own.push(values.to_vec());
        values.iter_mut().zip(others).for_each(|(value, other)| *value += other);
    }
}

#[test]
fn batch_norm_of_a_split_batch_equals_the_full_batch() {
    for (input, samples, cut) in
        [(vec![3, 2, 2], 6, 2), (vec![5], 7, 6), (vec![2, 3], 4, 1), (vec![70], 5, 2)]
    {
        let size: usize = input.iter().product();
        let (x, dy) = (numbers(samples * size, 3), numbers(samples * size, 4));
        let layer = || LayerHarness::new(r#"{"kind":"batch_norm"}"#, &input, true);
        let mut whole = layer();
        let (y, dx) = whole.forward_backward(&x, true, |index| dy[index]);
        whole.network.update_running_statistics(&whole.buffers, samples, &mut whole.parameters);

        let (mut halves, mut sums) = ([layer(), layer()], [vec![], vec![]]);
        let mut found = [(vec![], vec![]), (vec![], vec![])];
        let exchanges = 3 * size.div_ceil(64);
        for _ in 0..=exchanges {
            for (half, range) in [0..cut * size, cut * size..samples * size].into_iter().enumerate() {
                let mut rounds = ReplaySync { others: sums[1 - half].clone(), own: vec![] };
                let dy = &dy[range.clone()];
                found[half] = halves[half].forward_backward_part(
                    &x[range],
                    samples,
                    true,
                    |index| dy[index],
                    &mut rounds,
                );
                assert!(rounds.own.len() <= exchanges, "{input:?}: more exchanges than thought");
                sums[half] = rounds.own;
            }
        }
        let [one, other] = &found;
        assert_agrees(&[&*one.0, &*other.0].concat(), &y, 1e-6, "y");
        assert_agrees(&[&*one.1, &*other.1].concat(), &dx, 1e-5, "dx");
        let [one, other] = &mut halves;
        let gradient: Vec<f32> = one.gradient.iter().zip(&other.gradient).map(|(a, b)| a + b).collect();
        assert_agrees(&gradient, &whole.gradient, 1e-5, "the gradients' sum");
        one.network.update_running_statistics(&one.buffers, cut, &mut one.parameters);
        assert_agrees(&one.parameters, &whole.parameters, 1e-6, "running statistics");
    }
}

#[test]
fn momentum_may_change_during_training() {
    let spec = spec(
        r#"{"seed":3,"input":[64],"layers":[{"kind":"batch_norm"},{"kind":"dense","units":10}],
        "loss":{"kind":"cross_entropy"},"optimizer":{"kind":"sgd","learning_rate":0.01}}"#,
    );
    let mut session = Session::new(spec).expect("a session");
    session.set_data(Part::Train, some_digits(0, 200)).expect("data");
    let running = |session: &Session| {
        let arrays = session.parameters().into_iter().filter(|array| array.name.contains("running"));
        arrays.map(|array| array.data().into_owned()).collect::<Vec<_>>()
    };
    let begin = running(&session);
    session.step(2).expect("steps");
    let after_two = running(&session);
    assert_ne!(after_two, begin);
    session.configure(&raw(r#"{"layers":{"0":{"momentum":0}}}"#)).expect("a change");
    session.step(2).expect("steps");
    assert_eq!(running(&session), after_two);
}

#[test]
fn a_single_value_does_not_update_running_statistics() {
    let mut harness = LayerHarness::new(r#"{"kind":"batch_norm","momentum":0.5}"#, &[3], true);
    let bias = harness.tensor("bias");
    harness.parameters[bias].copy_from_slice(&[0.5, 0.0, -1.0]);
    let before = harness.parameters.clone();
    let (y, dx) = harness.forward_backward(&[4.0, -2.0, 0.5], true, |_| 1.0);
    assert_eq!((y, dx), (vec![0.5, 0.0, -1.0], vec![0.0; 3]));
    harness.network.update_running_statistics(&harness.buffers, 1, &mut harness.parameters);
    assert_eq!(harness.parameters, before);
}

#[test]
fn a_last_batch_of_one_sample_does_not_update_running_statistics() {
    let json = r#"{"seed":3,"input":[64],"batch_size":64,"shuffle":false,
        "layers":[{"kind":"batch_norm"},{"kind":"dense","units":10}],
        "loss":{"kind":"cross_entropy"},"optimizer":{"kind":"sgd","learning_rate":0.01}}"#;
    let mut session = Session::new(spec(json)).expect("a session");
    session.set_data(Part::Train, some_digits(0, 65)).expect("data");
    let running = |session: &Session| {
        let arrays = session.parameters().into_iter().filter(|array| array.name.contains("running"));
        arrays.map(|array| array.data().into_owned()).collect::<Vec<_>>()
    };
    session.step(1).expect("a step");
    let of_the_first = running(&session);
    assert!(of_the_first.iter().flatten().all(|value| value.is_finite()));
    session.step(1).expect("the last batch");
    assert_eq!(running(&session), of_the_first);
}

#[test]
fn batches_of_one_value_for_each_channel_are_rejected() {
    let json = |input: &str, batch: usize, more: &str| {
        format!(
            r#"{{"input":{input},"batch_size":{batch},"layers":[{{"kind":"batch_norm"{more}}},{{"kind":"flatten"}},
            {{"kind":"dense","units":2}}],"loss":{{"kind":"mse"}},"optimizer":{{"kind":"sgd","learning_rate":0.1}}}}"#
        )
    };
    let Err(error) = Session::new(spec(&json("[4]", 1, ""))) else { panic!("one value a channel") };
    assert_eq!(
        error.to_string(),
        "batch_size: expected at least 2, found 1; layers[0] takes its statistics over the samples of a batch"
    );
    assert_eq!(error.id(), "spec.batch_too_small");
    assert!(Session::new(spec(&json("[1,1,1]", 1, ""))).is_err());
    for (input, batch, more) in [("[4]", 2, ""), ("[2,1,2]", 1, ""), ("[4]", 1, r#","trainable":false"#)] {
        assert!(Session::new(spec(&json(input, batch, more))).is_ok(), "{input} by {batch}{more}");
    }
}

#[test]
fn frozen_batch_norm_uses_and_keeps_its_running_statistics() {
    let (json, x) = (r#"{"kind":"batch_norm"}"#, numbers(5 * 12, 3));
    let mut frozen = LayerHarness::new(json, &[3, 2, 2], false);
    let mut trained = LayerHarness::new(json, &[3, 2, 2], true);
    let before = frozen.parameters.clone();
    let found = frozen.forward_backward(&x, true, |index| index as f32);
    frozen.network.update_running_statistics(&frozen.buffers, 5, &mut frozen.parameters);
    assert_eq!(frozen.parameters, before);
    assert_eq!(found, trained.forward_backward(&x, false, |index| index as f32));
    assert_ne!(found, trained.forward_backward(&x, true, |index| index as f32));
}

#[test]
fn many_channels_match_few() {
    let (json, channels, samples) = (r#"{"kind":"batch_norm"}"#, 150, 7);
    let x = numbers(samples * channels, 3);
    let dy = numbers(x.len(), 4);
    let (y, dx) = LayerHarness::new(json, &[channels], true).forward_backward(&x, true, |index| dy[index]);
    for channel in [0, 63, 64, 127, 128, 149] {
        let column = |all: &[f32]| all.iter().skip(channel).step_by(channels).copied().collect::<Vec<_>>();
        let dy = column(&dy);
        let alone =
            LayerHarness::new(json, &[1], true).forward_backward(&column(&x), true, |index| dy[index]);
        assert_agrees(&column(&y), &alone.0, 1e-6, "y");
        assert_agrees(&column(&dx), &alone.1, 1e-5, "dx");
    }
}

#[test]
fn large_means_keep_precision() {
    for (json, input) in [(r#"{"kind":"batch_norm"}"#, [1, 4, 4]), (r#"{"kind":"layer_norm"}"#, [1, 1, 16])] {
        let near: Vec<f32> = (0..32_u8).map(|index| f32::from(index * 7 % 32)).collect();
        let far: Vec<f32> = near.iter().map(|value| value + 65_536.0).collect();
        let mut harness = LayerHarness::new(json, &input, true);
        let (near, far) = (
            harness.forward_backward(&near, true, |_| 0.0).0,
            harness.forward_backward(&far, true, |_| 0.0).0,
        );
        assert_agrees(&far, &near, 1e-3, json);
    }
}
