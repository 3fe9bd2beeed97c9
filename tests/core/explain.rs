//! Explanations against finite differences, sums, and a direct implementation of occlusion.

use inkgrad::data::Inputs;
use inkgrad::session::{Explain, Method};
use inkgrad::{ErrorKind, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{assert_agrees, assert_near, numbers, small_session, spec};

/// A network on images of two channels, with all layers that differ between training and evaluation.
fn images(loss: &str, units: usize) -> Session {
    let json = format!(
        r#"{{"seed":5,"input":[2,5,6],"layers":[{{"kind":"conv2d","filters":3,"kernel":3,"activation":"tanh"}},
            {{"kind":"batch_norm"}},{{"kind":"dropout","rate":0.5}},{{"kind":"flatten"}},{{"kind":"dense","units":{units}}}],
            "loss":{{"kind":"{loss}"}},"optimizer":{{"kind":"sgd","learning_rate":0.1}}}}"#
    );
    Session::new(spec(&json)).expect("a session")
}

/// The logits for one input.
fn logits(session: &Session, x: &[f32]) -> Vec<f32> {
    session.activations(x).expect("activations").pop().expect("a layer").data().into_owned()
}

fn explained(session: &Session, x: &[f32], explain: &Explain) -> Vec<f32> {
    let found = session.explain(x, explain).expect("an explanation");
    assert_eq!(found.shape(), session.spec().input());
    found.into_raw_vec_and_offset().0
}

#[test]
fn gradient_explanation_is_the_gradient_of_the_target_logit() {
    let session = images("cross_entropy", 4);
    let x = numbers(60, 3);
    for target in 0..4 {
        let found = explained(&session, &x, &Explain::default().of(target));
        let slope = |at: usize| {
            let moved = |by: f32| {
                let mut x = x.clone();
                x[at] += by;
                logits(&session, &x)[target]
            };
            (moved(1e-2) - moved(-1e-2)) / 2e-2
        };
        let expected: Vec<f32> = (0..60).map(slope).collect();
        assert_agrees(&found, &expected, 2e-3, "gradient");
        let times: Vec<f32> = found.iter().zip(&x).map(|(slope, x)| slope * x).collect();
        let explain = Explain::by(Method::GradientXInput).of(target);
        assert_eq!(explained(&session, &x, &explain), times);
    }
}

#[test]
fn the_default_target_is_the_prediction() {
    let session = images("cross_entropy", 4);
    let x = numbers(60, 8);
    let z = logits(&session, &x);
    let answer = (0..4).max_by(|&a, &b| z[a].total_cmp(&z[b])).expect("a class");
    let by_default = explained(&session, &x, &Explain::default());
    assert_eq!(by_default, explained(&session, &x, &Explain::default().of(answer)));
    let regression = images("mse", 3);
    let by_default = explained(&regression, &x, &Explain::default());
    assert_eq!(by_default, explained(&regression, &x, &Explain::default().of(0)));
    // With one output for two classes, its logit is explained for both.
    let one = images("binary_cross_entropy", 1);
    for target in [0, 1] {
        assert_eq!(
            explained(&one, &x, &Explain::default()),
            explained(&one, &x, &Explain::default().of(target))
        );
    }
}

#[test]
fn integrated_gradients_sum_to_the_difference_of_logits() {
    let session = images("cross_entropy", 4);
    let x = numbers(60, 4);
    let explain = Explain::by(Method::IntegratedGradients { steps: 300 }).of(2);
    let sum: f32 = explained(&session, &x, &explain).iter().sum();
    let expected = logits(&session, &x)[2] - logits(&session, &[0.0; 60])[2];
    assert_near(f64::from(sum), f64::from(expected), 1e-3, "their sum");
    // The midpoint rule, computed directly.
    let explain = Explain::by(Method::IntegratedGradients { steps: 3 }).of(2);
    let mut mean = vec![0.0_f32; 60];
    for part in [1.0 / 6.0, 0.5, 5.0 / 6.0] {
        let point: Vec<f32> = x.iter().map(|x| part * x).collect();
        let gradient = explained(&session, &point, &Explain::default().of(2));
        mean.iter_mut().zip(&gradient).for_each(|(mean, slope)| *mean += slope / 3.0);
    }
    let expected: Vec<f32> = mean.iter().zip(&x).map(|(mean, x)| mean * x).collect();
    assert_agrees(&explained(&session, &x, &explain), &expected, 1e-5, "three steps");
    assert_eq!(Method::INTEGRATED_GRADIENTS, Method::IntegratedGradients { steps: 32 });
}

/// Occlusion one window at a time.
fn occluded(session: &Session, x: &[f32], [size, stride]: [usize; 2], value: f32, target: usize) -> Vec<f32> {
    let [height, width] = [5, 6];
    let starts = |side: usize| -> Vec<usize> {
        let mut starts: Vec<usize> =
            (0..side).map(|k| k * stride).take_while(|start| start + size < side).collect();
        starts.push(side - size);
        starts
    };
    let predicted = |x: &[f32]| {
        let outputs = session.predict(x).expect("a prediction");
        outputs[[0, target.min(outputs.len() - 1)]]
    };
    let (mut sums, mut counts) = (vec![0.0; 60], vec![0.0; 60]);
    for top in starts(height) {
        for left in starts(width) {
            let covered: Vec<usize> = (0..60)
                .filter(|at| {
                    let (row, column) = (at % 30 / width, at % width);
                    (top..top + size).contains(&row) && (left..left + size).contains(&column)
                })
                .collect();
            let mut hidden = x.to_vec();
            covered.iter().for_each(|&at| hidden[at] = value);
            let fall = predicted(x) - predicted(&hidden);
            covered.iter().for_each(|&at| (sums[at], counts[at]) = (sums[at] + fall, counts[at] + 1.0));
        }
    }
    sums.iter().zip(&counts).map(|(sum, &count): (&f32, &f32)| sum / count.max(1.0)).collect()
}

#[test]
fn occlusion_is_the_drop_of_the_target_probability() {
    let x = numbers(60, 6);
    for (loss, units, target) in [("cross_entropy", 4, 2), ("binary_cross_entropy", 1, 1), ("mse", 3, 1)] {
        let session = images(loss, units);
        for (size, stride, value) in [(2, 1, 0.0), (2, 2, 0.5), (3, 2, -1.0), (1, 3, 0.0)] {
            let explain = Explain::by(Method::Occlusion { size, stride, value }).of(target);
            let expected = occluded(&session, &x, [size as usize, stride as usize], value, target);
            assert_agrees(&explained(&session, &x, &explain), &expected, 1e-5, loss);
        }
    }
    // With one output for two classes, it is the probability of the second.
    let session = images("binary_cross_entropy", 1);
    let by = |target| explained(&session, &x, &Explain::by(Method::OCCLUSION).of(target));
    let opposite: Vec<f32> = by(1).iter().map(|fall| -fall).collect();
    assert_agrees(&by(0), &opposite, 1e-5, "the first of two classes");
    assert_eq!(Method::OCCLUSION, Method::Occlusion { size: 4, stride: 2, value: 0.0 });
}

#[test]
fn inputs_are_scaled_like_the_training_data() {
    let session = small_session("");
    let x: Vec<f32> = (0..64).map(|index| (index % 17) as f32).collect();
    let scaled: Vec<f32> = x.iter().map(|x| x / 16.0).collect();
    let explain = Explain::by(Method::GradientXInput);
    let already = Inputs::from(&scaled).with_scale(1.0);
    assert_eq!(session.explain(&x, &explain), session.explain(already, &explain));
}

#[test]
fn invalid_explanations_give_errors() {
    let session = small_session("");
    let error_of = |explain: Explain| {
        let error = session.explain([1.0_f32; 64], &explain).expect_err("nothing to explain");
        (error.kind, error.id(), error.to_string())
    };
    assert_eq!(
        error_of(Explain::default().of(10)),
        (
            ErrorKind::Data,
            "data.target_out_of_range".to_owned(),
            "target: expected a target from 0 to 9, found 10".to_owned()
        )
    );
    assert_eq!(error_of(Explain::by(Method::OCCLUSION)).1, "data.expected_image");
    assert_eq!(
        error_of(Explain::by(Method::IntegratedGradients { steps: 0 })).2,
        "steps: expected a positive integer, found 0"
    );
    let image = images("cross_entropy", 2);
    for (size, stride) in [(0, 1), (1, 0)] {
        let explain = Explain::by(Method::Occlusion { size, stride, value: 0.0 });
        assert_eq!(image.explain([0.5_f32; 60], &explain).expect_err("a zero").kind, ErrorKind::Data);
    }
    assert_eq!(session.explain([1.0_f32; 128], &Explain::default()).expect_err("two").kind, ErrorKind::Shape);
}
