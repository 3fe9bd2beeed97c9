//! Every registered activation: its derivative against finite differences, and both against the golden values.

use inkgrad::activations::{Activation, Axis, all, find};
use serde_json::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

fn forward(activation: &dyn Activation, x: &[f32], axis: Axis) -> Vec<f32> {
    let mut y = x.to_vec();
    activation.forward(&mut y, axis);
    y
}

fn backward(activation: &dyn Activation, x: &[f32], y: &[f32], dy: &[f32], axis: Axis) -> Vec<f32> {
    let mut dx = dy.to_vec();
    activation.backward(if activation.needs_input() { x } else { &[] }, y, &mut dx, axis);
    dx
}

/// `Σ dyᵢ · yᵢ` in double precision.
fn weighted_sum(activation: &dyn Activation, x: &[f32], dy: &[f32], axis: Axis) -> f64 {
    let y = forward(activation, x, axis);
    y.iter().zip(dy).map(|(y, dy)| f64::from(*y) * f64::from(*dy)).sum()
}

#[test]
fn derivatives_match_finite_differences() {
    const STEP: f32 = 1.0 / 256.0;
    for activation in all() {
        for axis in [Axis { length: 13, stride: 1 }, Axis { length: 5, stride: 7 }] {
            let mut draw = Draw::new(29);
            let count = 2 * axis.length * axis.stride;
            // Differences must not cross 0, where rectifiers are not differentiable.
            let x: Vec<f32> = draw.reals(count).iter().map(|x| 3.0 * x + 0.01_f32.copysign(*x)).collect();
            let dy = draw.reals(count);
            let dx = backward(*activation, &x, &forward(*activation, &x, axis), &dy, axis);
            for i in 0..count {
                let (mut above, mut below) = (x.clone(), x.clone());
                above[i] += STEP;
                below[i] -= STEP;
                let rise = weighted_sum(*activation, &above, &dy, axis)
                    - weighted_sum(*activation, &below, &dy, axis);
                let slope = rise / f64::from(above[i] - below[i]);
                let name = activation.name();
                assert!(
                    (f64::from(dx[i]) - slope).abs() < 2e-4,
                    "{name}′({}) = {}, not {slope}",
                    x[i],
                    dx[i]
                );
            }
        }
    }
}

fn floats(tensor: &Value) -> Vec<f32> {
    let data = tensor["data"].as_array().expect("a tensor");
    data.iter().map(|value| value.as_f64().expect("a number") as f32).collect()
}

#[track_caller]
fn assert_agrees(found: &[f32], expected: &[f32], what: &str) {
    let largest = expected.iter().fold(1e-3_f32, |largest, value| largest.max(value.abs()));
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-4 * largest, "{what}: {found}, not {expected}");
    }
}

#[test]
fn values_and_gradients_match_pytorch() {
    let golden: Value = serde_json::from_str(include_str!("../golden/layers.json")).expect("golden numbers");
    let cases = golden["cases"].as_array().expect("cases");
    let mut covered = vec!["linear"]; // the identity has no case
    for case in cases.iter().filter(|case| case["layer"]["kind"] == "activation") {
        let name = case["layer"]["function"].as_str().expect("a name");
        let activation = find(name).expect(name);
        let axis = Axis { length: case["input_shape"][0].as_u64().expect("a shape") as usize, stride: 1 };
        let (x, dy) = (floats(&case["input"]), floats(&case["grad_output"]));
        let y = forward(activation, &x, axis);
        assert_agrees(&y, &floats(&case["output"]), name);
        assert_agrees(&backward(activation, &x, &y, &dy, axis), &floats(&case["grad_input"]), name);
        covered.push(activation.name());
    }
    let registered: Vec<&str> = all().iter().map(|activation| activation.name()).collect();
    assert_eq!(covered, registered, "golden cases cover the registry");
}

#[test]
fn names_are_unique_and_found() {
    for (index, activation) in all().iter().enumerate() {
        assert!(all()[..index].iter().all(|other| other.name() != activation.name()));
        assert_eq!(find(activation.name()).map(Activation::formula), Some(activation.formula()));
    }
    assert!(find("no such function").is_none());
}

#[test]
fn rectifiers_are_the_functions_unbounded_on_one_side() {
    let axis = Axis { length: 1, stride: 1 };
    for activation in all().iter().filter(|activation| activation.name() != "softmax") {
        let [left, right] = [-1e4_f32, 1e4].map(|x| forward(*activation, &[x], axis)[0]);
        let grows = (right - 1e4).abs() < 1.0 && left.abs() <= 101.0;
        assert_eq!(activation.is_rectifier(), grows, "{}", activation.name());
    }
}

#[test]
fn a_softmax_of_huge_logits_is_finite_and_sums_to_one() {
    let softmax = find("softmax").expect("softmax");
    for axis in [Axis { length: 5, stride: 1 }, Axis { length: 5, stride: 6 }] {
        let count = axis.length * axis.stride;
        let x: Vec<f32> = Draw::new(31).reals(count).iter().map(|x| x * 1e30).collect();
        let y = forward(softmax, &x, axis);
        for inner in 0..axis.stride {
            let sum: f32 = (0..axis.length).map(|i| y[i * axis.stride + inner]).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        }
    }
}

/// Both layouts of an axis give the same probabilities. An empty input gives an empty output.
#[test]
fn softmax_over_channels_equals_softmax_over_features() {
    let softmax = find("softmax").expect("softmax");
    let (length, stride) = (7, 5);
    let mut draw = Draw::new(37);
    let (x, dy) = (draw.reals(length * stride), draw.reals(length * stride));
    let axis = Axis { length, stride };
    let y = forward(softmax, &x, axis);
    let dx = backward(softmax, &x, &y, &dy, axis);
    for inner in 0..stride {
        let column = |values: &[f32]| (0..length).map(|i| values[i * stride + inner]).collect::<Vec<f32>>();
        let axis = Axis { length, stride: 1 };
        let expected = forward(softmax, &column(&x), axis);
        assert_agrees(&column(&y), &expected, "softmax");
        assert_agrees(&column(&dx), &backward(softmax, &[], &expected, &column(&dy), axis), "softmax′");
    }
    softmax.forward(&mut [], Axis { length: 0, stride: 1 });
}
