//! Transformer encoder: every step of a sequence looks at all the others, then is worked on by itself.
//! `attention` and `mlp` are its two parts, `residual` is what surrounds each of them.

mod attention;
mod mlp;
mod residual;

use attention::Attention;
use mlp::Mlp;
use residual::Residual;

use super::parts::split::split_mut;
use super::{
    BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Memory, Parameter, Remedy, Role,
    sequence,
};
use crate::activations::{Function, activation_setters};
use crate::memory::checked_product;
use crate::schema::declare::fields;
use crate::schema::init::{Init, Initial};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, function, integer};
use crate::{Error, ErrorKind, Result};

fields! {
    layer TransformerEncoder "transformer_encoder"
    "Lets every step of a sequence gather from all steps what it finds of use, then works on each step with two dense layers; both parts add to what was there."
    => Values {
        required {
            heads: usize = integer(1).start_by(heads),
                "How many ways of looking there are, side by side; they share the features evenly.";
            hidden: usize = integer(1).start_by(hidden), "Units of the first of the two dense layers.";
        }
        optional {
            activation: Function = function().or("gelu"), "The function between the two dense layers.";
        }
    }
}

impl TransformerEncoder {
    activation_setters!();
}

/// The most heads of a power of two, at most four, that share the features evenly.
fn heads(input: &[usize]) -> usize {
    let features = input.last().copied().unwrap_or(1);
    [4, 2].into_iter().find(|heads| features.is_multiple_of(*heads)).unwrap_or(1)
}

fn hidden(input: &[usize]) -> usize {
    input.last().copied().unwrap_or(1).saturating_mul(2)
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: TransformerEncoder::KIND,
    about: TransformerEncoder::ABOUT,
    fields: Values::FIELDS,
    build: |record, input| Ok(Box::new(TransformerEncoderLayer::new(&Values::of(record), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"transformer_encoder","heads":1,"hidden":5}"#, &[3, 3]),
        (r#"{"kind":"transformer_encoder","heads":2,"hidden":3,"activation":"tanh"}"#, &[2, 4]),
    ]),
};

/// z = x + attention(norm1(x)); y = z + mlp(norm2(z)): x, z, y: [N, steps, features].
///
/// A. Vaswani et al., "Attention Is All You Need", 2017, with the normalisation before each part (R. Xiong et
/// al., "On Layer Normalization in the Transformer Architecture", 2020). Nothing is masked, and nothing
/// normalises the output.
struct TransformerEncoderLayer {
    shape: Vec<usize>,
    attention: Residual,
    mlp: Residual,
    /// Floats of the parameters of the first half.
    attention_parameters: usize,
}

impl TransformerEncoderLayer {
    fn new(values: &Values, input: &[usize]) -> Result<Self> {
        let [steps, features] = sequence(input, Remedy::RowsOrPatchesBefore)?;
        let &Values { heads, hidden, activation } = values;
        if !features.is_multiple_of(heads) {
            let expected = format_args!("a number that divides the {features} features of the input");
            return Err(Error::mismatch(ErrorKind::Spec, expected, heads)
                .named("heads_do_not_divide")
                .value("features", features)
                .at("heads"));
        }
        for sizes in
            [[3, features, features], [1, hidden, features], [1, steps, hidden], [heads, steps, steps]]
        {
            checked_product(&sizes)?;
        }
        let attention = Attention::new(steps, features, heads);
        let mlp = Mlp { shape: input.to_vec(), steps, features, hidden, activation };
        let attention = Residual::new(["norm1.weight", "norm1.bias"], features, Box::new(attention));
        let length = |parameter: &Parameter| parameter.shape.iter().copied().fold(1, usize::saturating_mul);
        let lengths = attention.parameters().iter().map(length).fold(0, usize::saturating_add);
        Ok(Self {
            shape: input.to_vec(),
            attention,
            mlp: Residual::new(["norm2.weight", "norm2.bias"], features, Box::new(mlp)),
            attention_parameters: lengths,
        })
    }

    fn floats(&self, samples: usize) -> usize {
        self.shape.iter().copied().fold(samples, usize::saturating_mul)
    }

    /// Floats of the cache: the first half's, z, and the second half's.
    fn kept(&self, samples: usize) -> [usize; 3] {
        let [attention, mlp] = [&self.attention, &self.mlp].map(|half| half.memory(samples).cache);
        [attention, self.floats(samples), mlp]
    }
}

impl Layer for TransformerEncoderLayer {
    fn output_shape(&self) -> &[usize] {
        &self.shape
    }

    fn parameters(&self) -> Vec<Parameter> {
        [self.attention.parameters(), self.mlp.parameters()].concat()
    }

    fn multiply_adds(&self) -> u64 {
        self.attention.multiply_adds().saturating_add(self.mlp.multiply_adds())
    }

    fn memory(&self, samples: usize) -> Memory {
        let scratch = [&self.attention, &self.mlp].map(|half| half.memory(samples).scratch);
        Memory {
            cache: self.kept(samples).into_iter().fold(0, usize::saturating_add),
            scratch: self.floats(samples).saturating_add(scratch[0].max(scratch[1])),
        }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let ForwardArguments { parameters, x, y, cache, scratch } = buffers;
        let (first, second) = parameters.split_at(self.attention_parameters);
        let [attention, z, mlp] = split_mut(cache, self.kept(context.samples));
        let half = ForwardArguments { parameters: first, x, y: z, cache: attention, scratch };
        self.attention.forward(context, half);
        self.mlp.forward(context, ForwardArguments { parameters: second, x: z, y, cache: mlp, scratch });
    }

    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let BackwardArguments { parameters, x, y, dy, dx, gradient, cache, scratch } = buffers;
        let (first, second) = parameters.split_at(self.attention_parameters);
        let halves = gradient.map(|gradient| gradient.split_at_mut(self.attention_parameters));
        let (dfirst, dsecond) = halves.unzip();
        let [attention, z, mlp] = split_mut(cache, self.kept(context.samples));
        let (dz, scratch) = scratch.split_at_mut(self.floats(context.samples));
        self.mlp.backward(
            context,
            BackwardArguments {
                parameters: second,
                x: z,
                y,
                dy,
                dx: Some(dz),
                gradient: dsecond,
                cache: mlp,
                scratch,
            },
        );
        self.attention.backward(
            context,
            BackwardArguments {
                parameters: first,
                x,
                y: z,
                dy: dz,
                dx,
                gradient: dfirst,
                cache: attention,
                scratch,
            },
        );
    }
}

/// A weight of `units` rows, uniform by Glorot over its own shape, and its bias of 0. The three of `in_proj` are
/// one matrix, as in PyTorch.
fn linear([weight, bias]: [&'static str; 2], inputs: usize, units: usize) -> [Parameter; 2] {
    [
        Parameter::new(weight, vec![units, inputs], Role::Weight, Init::GlorotUniform.initial(inputs, units)),
        Parameter::new(bias, vec![units], Role::Parameter, Initial::Constant(0.0)),
    ]
}
