//! The arrays of a network of ours, by name and shape.

use crate::formats::network::{Layer, Network, Operation, elements};
use crate::formats::pytorch::channels;

/// Every array of a network, in the order of a session's file.
pub(super) fn arrays(network: &Network) -> Vec<(String, Vec<usize>)> {
    let mut arrays = Vec::new();
    network.layers.iter().for_each(|layer| of_layer(layer, &mut arrays));
    arrays
}

fn of_layer(layer: &Layer, arrays: &mut Vec<(String, Vec<usize>)>) {
    let mut add = |name: &str, shape: &[usize]| arrays.push((layer.array(name), shape.to_vec()));
    let features = layer.input.last().copied().unwrap_or(1);
    let mut biased = |bias: bool, units: usize, weight: &[usize]| {
        add("weight", weight);
        if bias {
            add("bias", &[units]);
        }
    };
    match &layer.operation {
        Operation::Dense { units, bias, .. } => biased(*bias, *units, &[*units, features]),
        Operation::Conv2d { filters, kernel, bias, .. } => {
            biased(*bias, *filters, &[*filters, layer.input[0], *kernel, *kernel]);
        }
        Operation::Patches { size, units, bias, .. } => {
            biased(*bias, *units, &[*units, elements(&[layer.input[0], *size, *size])]);
            add("position", &layer.output);
        }
        Operation::BatchNorm { .. } => {
            for name in ["weight", "bias", "running_mean", "running_var"] {
                add(name, &[channels(&layer.input)]);
            }
        }
        Operation::LayerNorm { .. } => {
            add("weight", &[features]);
            add("bias", &[features]);
        }
        Operation::Recurrent { cell, units, .. } => {
            let rows = cell.gates().saturating_mul(*units);
            add("weight_ih", &[rows, features]);
            add("weight_hh", &[rows, *units]);
            add("bias_ih", &[rows]);
            add("bias_hh", &[rows]);
        }
        Operation::TransformerEncoder { hidden, .. } => {
            for (name, shape) in [
                ("norm1.weight", vec![features]),
                ("norm1.bias", vec![features]),
                ("attention.in_proj.weight", vec![features.saturating_mul(3), features]),
                ("attention.in_proj.bias", vec![features.saturating_mul(3)]),
                ("attention.out_proj.weight", vec![features, features]),
                ("attention.out_proj.bias", vec![features]),
                ("norm2.weight", vec![features]),
                ("norm2.bias", vec![features]),
                ("mlp.0.weight", vec![*hidden, features]),
                ("mlp.0.bias", vec![*hidden]),
                ("mlp.1.weight", vec![features, *hidden]),
                ("mlp.1.bias", vec![features]),
            ] {
                add(name, &shape);
            }
        }
        Operation::Residual(inner) => inner.iter().for_each(|layer| of_layer(layer, arrays)),
        _ => {}
    }
}
