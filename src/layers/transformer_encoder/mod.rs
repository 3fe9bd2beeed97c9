//! Transformer encoder block: self-attention, then an MLP on each step, both with a skip connection and pre-normalisation.

mod attention;
mod mlp;

use attention::Attention;
use mlp::Mlp;

use super::parts::normalise::LayerNormLayer;
use super::parts::sequential::Sequential;
use super::{BuildLayer, Layer, Parameter, Remedy, Role, sequence};
use crate::activations::{Function, activation_setters};
use crate::memory::checked_product;
use crate::schema::declare::fields;
use crate::schema::init::{Init, Initial};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, function, integer};
use crate::{Error, ErrorKind, Result};

fields! {
    layer TransformerEncoder "transformer_encoder"
    "A transformer encoder block: multi-head self-attention, then a two-layer MLP on each step, each with layer normalisation before it and a skip connection."
    => Values {
        required {
            heads: usize = integer(1).start_by(heads),
                "The number of attention heads; it must divide the number of features.";
            hidden: usize = integer(1).start_by(hidden), "The hidden size of the MLP.";
        }
        optional {
            activation: Function = function().or("gelu"), "The activation function of the MLP.";
        }
    }
}

impl TransformerEncoder {
    activation_setters!();
}

/// The number of heads that the page suggests for a new layer: the largest of 4, 2 and 1 that divides the features.
fn heads(input: &[usize]) -> usize {
    let features = input.last().copied().unwrap_or(1);
    [4, 2].into_iter().find(|heads| features.is_multiple_of(*heads)).unwrap_or(1)
}

/// The hidden size that the page suggests for a new layer.
fn hidden(input: &[usize]) -> usize {
    input.last().copied().unwrap_or(1).saturating_mul(2)
}

/// Added to the variances to avoid a division by 0.
const EPSILON: f32 = 1e-5;

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: TransformerEncoder::KIND,
    about: TransformerEncoder::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(encoder(&Values::of(config), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"transformer_encoder","heads":1,"hidden":5}"#, &[3, 3]),
        (r#"{"kind":"transformer_encoder","heads":2,"hidden":3,"activation":"tanh"}"#, &[2, 4]),
    ]),
};

/// z = x + attention(norm1(x)); y = z + mlp(norm2(z)): x, z, y: [N, steps, features].
///
/// A. Vaswani et al., "Attention Is All You Need", 2017, with pre-normalisation (R. Xiong et
/// al., "On Layer Normalization in the Transformer Architecture", 2020). There is no mask and no final normalisation.
fn encoder(values: &Values, input: &[usize]) -> Result<Sequential> {
    let [steps, features] = sequence(input, Remedy::RowsOrPatchesBefore)?;
    let &Values { heads, hidden, activation } = values;
    if !features.is_multiple_of(heads) {
        let expected = format_args!("a number that divides the {features} features of the input");
        return Err(Error::mismatch(ErrorKind::Spec, expected, heads)
            .named("heads_do_not_divide")
            .value("features", features)
            .at("heads"));
    }
    for sizes in [[3, features, features], [1, hidden, features], [1, steps, hidden], [heads, steps, steps]] {
        checked_product(&sizes)?;
    }
    let attention = Attention::new(steps, features, heads);
    let mlp = Mlp { shape: input.to_vec(), steps, features, hidden, activation };
    let mut both = Sequential::new(input, false);
    for (norm, part) in [("norm1.", Box::new(attention) as Box<dyn Layer>), ("norm2.", Box::new(mlp))] {
        // x + part(norm(x))
        let mut half = Sequential::new(input, true);
        half.push(Box::new(LayerNormLayer::new(EPSILON, input)), norm.to_owned(), true, 0);
        half.push(part, String::new(), true, 0);
        both.push(Box::new(half), String::new(), true, 0);
    }
    Ok(both)
}

/// Weight [units, inputs], initialised by `glorot_uniform`, and bias, initialised to 0. The Q, K and V weights are one matrix
/// `in_proj`, as in PyTorch.
fn linear([weight, bias]: [&'static str; 2], inputs: usize, units: usize) -> [Parameter; 2] {
    [
        Parameter::new(weight, vec![units, inputs], Role::Weight, Init::GlorotUniform.initial(inputs, units)),
        Parameter::new(bias, vec![units], Role::Parameter, Initial::Constant(0.0)),
    ]
}
