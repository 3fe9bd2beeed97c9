//! Sequence layers: cases that golden values and finite differences do not cover.

use inkgrad::layers::{self, Layer, Role, WholeBatch};
use inkgrad::model::{Network, PassContext};
use inkgrad::schema::json_value::JsonValue;
use inkgrad::schema::kind::ConfiguredKind;
use inkgrad::{Error, Result};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::numbers;

/// The tested layers, for an input of `[6, 8]`.
const LAYERS: [&str; 4] = [
    r#"{"kind":"rnn","units":5}"#,
    r#"{"kind":"lstm","units":5}"#,
    r#"{"kind":"gru","units":5}"#,
    r#"{"kind":"transformer_encoder","heads":2,"hidden":12}"#,
];
const INPUT: [usize; 2] = [6, 8];

fn try_build(json: &str, input: &[usize]) -> Result<Box<dyn Layer>> {
    let raw = JsonValue::from_json(json).expect("JSON");
    let chosen = ConfiguredKind::read(&raw, "", layers::kinds(), &[])?;
    layers::build(&chosen.config, input)
}

fn build(json: &str) -> Box<dyn Layer> {
    try_build(json, &INPUT).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn build_error(json: &str, input: &[usize]) -> Error {
    match try_build(json, input) {
        Ok(_) => panic!("{json} takes {input:?}"),
        Err(error) => error,
    }
}

/// A network of one layer, and its initial parameters.
fn network(json: &str) -> (Network, Vec<f32>) {
    let mut network = Network::from_layers(vec![(build(json), true)], &INPUT, 4).expect("a network");
    let mut parameters = vec![0.0; network.parameter_count()];
    network.initialise(4, &mut parameters);
    (network, parameters)
}

/// The outputs of a layer for these samples.
fn outputs(json: &str, x: &[f32]) -> Vec<f32> {
    let (network, parameters) = network(json);
    let samples = x.len() / network.features();
    let mut buffers = network.buffers(samples).expect("memory");
    buffers.input_mut(samples).copy_from_slice(x);
    let mut part = PassContext {
        samples,
        first_sample: 0,
        batch: samples,
        step: 0,
        training: true,
        sync: &mut WholeBatch,
    };
    network.forward(&mut buffers, &mut part, &parameters);
    buffers.output(samples).to_vec()
}

/// The largest magnitude of a tensor's initial values.
fn max_magnitude(json: &str, name: &str) -> f32 {
    let (network, parameters) = network(json);
    let named = network.tensors().iter().find(|tensor| tensor.parameter.name == name);
    let range = named.unwrap_or_else(|| panic!("{json} has no {name}")).range.clone();
    parameters[range].iter().fold(0.0, |magnitude, value| magnitude.max(value.abs()))
}

#[track_caller]
fn assert_uniform(json: &str, name: &str, limit: f32) {
    let magnitude = max_magnitude(json, name);
    assert!(
        magnitude <= limit && magnitude > 0.8 * limit,
        "{json}: {name} reaches {magnitude}, its limit is {limit}"
    );
}

#[test]
fn an_image_input_is_rejected_with_a_remedy() {
    let message = build_error(LAYERS[1], &[1, 28, 28]).to_string();
    assert_eq!(
        message,
        "expected an input of [steps, features], found [1, 28, 28]; put a rows layer before the recurrent one, \
         so that it reads the image row by row"
    );
    let message = build_error(LAYERS[3], &[1, 28, 28]).to_string();
    assert!(message.ends_with("put a patches or rows layer before it, so that the image becomes a sequence"));
    for json in LAYERS {
        let message = build_error(json, &[64]).to_string();
        assert!(message.contains("found [64]; put a reshape layer"), "{message}");
    }
}

#[test]
fn heads_must_divide_the_features() {
    let error = build_error(r#"{"kind":"transformer_encoder","heads":3,"hidden":4}"#, &INPUT);
    assert_eq!(
        error.to_string(),
        "heads: expected a number that divides the 8 features of the input, found 3"
    );
}

#[test]
fn penalties_apply_to_matrices_only() {
    for json in LAYERS {
        for parameter in build(json).parameters() {
            let penalised = parameter.role == Role::Weight;
            assert_eq!(penalised, parameter.shape.len() == 2, "{json}: {}", parameter.name);
        }
    }
}

#[test]
fn initial_weights_are_within_their_limits() {
    for json in &LAYERS[..3] {
        assert_uniform(json, "weight_ih", (6.0_f32 / (8.0 + 5.0)).sqrt());
        assert_uniform(json, "weight_hh", 1.0 / 5.0_f32.sqrt());
        assert_eq!([max_magnitude(json, "bias_ih"), max_magnitude(json, "bias_hh")], [0.0; 2], "{json}");
    }
    let block = LAYERS[3];
    assert_uniform(block, "attention.in_proj.weight", (6.0_f32 / (8.0 + 24.0)).sqrt());
    assert_uniform(block, "attention.out_proj.weight", (6.0_f32 / (8.0 + 8.0)).sqrt());
    assert_uniform(block, "mlp.0.weight", (6.0_f32 / (8.0 + 12.0)).sqrt());
    assert_uniform(block, "mlp.1.weight", (6.0_f32 / (12.0 + 8.0)).sqrt());
    for (name, value) in
        [("norm1.weight", 1.0), ("norm2.weight", 1.0), ("norm1.bias", 0.0), ("mlp.1.bias", 0.0)]
    {
        assert_eq!(max_magnitude(block, name), value, "{name}");
    }
}

#[test]
fn init_applies_to_the_input_weights() {
    let json = r#"{"kind":"gru","units":5,"init":{"constant":0.25}}"#;
    assert_eq!(max_magnitude(json, "weight_ih"), 0.25);
    assert_uniform(json, "weight_hh", 1.0 / 5.0_f32.sqrt());
}

#[test]
fn samples_are_independent_in_sequence_layers() {
    let x = numbers(7 * 48, 9);
    for json in LAYERS {
        let batched = outputs(json, &x);
        let single: Vec<f32> = x.chunks(48).flat_map(|sample| outputs(json, sample)).collect();
        assert_eq!(batched, single, "{json}");
    }
}

#[test]
fn without_return_sequences_the_output_is_the_last_step() {
    let x = numbers(3 * 48, 2);
    for kind in ["rnn", "lstm", "gru"] {
        let sequences = outputs(&format!(r#"{{"kind":"{kind}","units":5,"return_sequences":true}}"#), &x);
        let last: Vec<f32> = sequences.chunks(6 * 5).flat_map(|sample| sample[5 * 5..].to_vec()).collect();
        assert_eq!(outputs(&format!(r#"{{"kind":"{kind}","units":5}}"#), &x), last, "{kind}");
    }
}

#[test]
fn attention_connects_all_steps() {
    let x = numbers(48, 6);
    let before = outputs(LAYERS[3], &x);
    for step in 0..6 {
        let mut changed = x.clone();
        changed[step * 8] += 0.5;
        let after = outputs(LAYERS[3], &changed);
        for (other, (before, after)) in before.chunks(8).zip(after.chunks(8)).enumerate() {
            assert_ne!(before, after, "step {step} does not affect step {other}");
        }
    }
}

#[test]
fn multiply_adds_count_all_steps() {
    let expected = [
        6 * 5 * (8 + 5),
        6 * 20 * (8 + 5),
        6 * 15 * (8 + 5),
        // Input and output projections, two dense layers, attention scores and context of all heads.
        6 * (24 * 8 + 8 * 8 + 2 * 12 * 8) + 2 * 6 * 6 * 8,
    ];
    assert_eq!(LAYERS.map(|json| build(json).multiply_adds()), expected);
}

#[test]
fn a_transformer_encoder_does_not_cache_outputs_that_are_only_summed() {
    let (rows, width, hidden, weights) = (6, 8, 12, 2 * 6 * 6);
    let norm = rows * width + 2 * rows;
    let attention = rows * 3 * width + weights + rows * width;
    let sum = rows * width;
    // GELU caches its derivative and its output.
    let mlp = 2 * rows * hidden;
    assert_eq!(build(LAYERS[3]).memory(1).cache, 2 * norm + attention + sum + mlp);
}
