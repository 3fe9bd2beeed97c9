//! The worked examples of an introductory article: three dense layers of three units.

use inkgrad::data::Labels;
use inkgrad::session::NamedArray;
use inkgrad::{Dataset, Part, Session};
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{assert_agrees, assert_near, floats, golden, number, spec};

/// The loss, and the factor from inkgrad's loss to the article's: the article sums over the outputs, inkgrad takes the mean.
fn loss_of(example: &Value) -> (&str, f64) {
    match example["loss_kind"].as_str().expect("a loss") {
        "binary_cross_entropy_sum" => ("binary_cross_entropy", 3.0),
        kind => (kind, 1.0),
    }
}

fn session(example: &Value) -> Session {
    let activation = &example["activation"];
    let (loss, factor) = loss_of(example);
    // If the loss takes logits, it contains the last activation.
    let last = if loss == "half_squared_error" { activation.clone() } else { json!("linear") };
    let layer = |activation: &Value| json!({ "kind": "dense", "units": 3, "activation": activation });
    let json = json!({
        "input": [3],
        "layers": [layer(activation), layer(activation), layer(&last)],
        "loss": { "kind": loss },
        "optimizer": { "kind": "sgd", "learning_rate": number(&example["learning_rate"]) * factor },
        "batch_size": 1,
    });
    let mut session = Session::new(spec(&json.to_string())).expect("a session");
    let weights = example["initial_weights"].as_array().expect("weights").iter().enumerate();
    let parameters: Vec<_> = weights
        .map(|(index, weight)| {
            let name = format!("layers.{index}.weight");
            NamedArray::new(name, &[3, 3], vec![number(weight) as f32; 9]).expect("an array")
        })
        .collect();
    session.set_parameters(&parameters).expect("parameters");
    session
}

fn labels(example: &Value) -> Labels {
    let target = floats(&example["target"]);
    match loss_of(example).0 {
        "cross_entropy" => {
            Labels::Classes(vec![target.iter().position(|&value| value == 1.0).expect("a class") as u32])
        }
        _ => Labels::Values(target),
    }
}

#[test]
fn activations_loss_gradients_and_step_match_the_article() {
    let golden = golden!("article");
    for example in golden["examples"].as_array().expect("examples") {
        let (loss, factor) = loss_of(example);
        let mut session = session(example);
        let input = floats(&example["input"]);
        let found = session.activations(&input).expect("activations");
        for (index, layer) in found.iter().enumerate() {
            let last_is_logit = index == 2 && loss != "half_squared_error";
            let column = if last_is_logit { "pre_activations" } else { "activations" };
            assert_agrees(
                &layer.data(),
                &floats(&example[column][index]),
                1e-4,
                &format!("{loss}: layer {index}"),
            );
        }
        let gradients = session.gradients(&input, labels(example)).expect("gradients");
        assert_near(gradients.loss * factor, number(&example["loss"]), 1e-5, loss);
        for (index, pair) in gradients.parameters.chunks(2).enumerate() {
            for (array, column) in pair.iter().zip(["grad_weights", "grad_biases"]) {
                let found: Vec<f32> = array.values.iter().map(|value| value * factor as f32).collect();
                assert_agrees(
                    &found,
                    &floats(&example[column][index]),
                    1e-4,
                    &format!("{loss}: {}", array.name),
                );
            }
        }
        let data = Dataset::flat(input, 3, labels(example)).expect("data");
        session.set_data(Part::Train, data).expect("data");
        assert_near(session.step(1).expect("a step").loss * factor, number(&example["loss"]), 1e-5, loss);
        for (index, pair) in session.parameters().chunks(2).enumerate() {
            for (array, column) in pair.iter().zip(["weights_after", "biases_after"]) {
                let what = format!("{loss}: {} after the step", array.name);
                assert_agrees(&array.data(), &floats(&example[column][index]), 1e-4, &what);
            }
        }
        let after = session.evaluate(Part::Train, false).expect("an evaluation").loss * factor;
        assert_near(after, number(&example["loss_after"]), 1e-5, &format!("{loss} after the step"));
    }
}
