//! Layer normalisation: each row of numbers brought to mean 0 and variance 1 by itself.

use super::parts::normalise::{self, KEPT};
use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Memory, Parameter, Role};
use crate::memory::product;
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::init::Initial;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

fields! {
    layer LayerNorm "layer_norm"
    "Brings each row of numbers to mean 0 and variance 1, then scales and shifts it as it learns to."
    => Values {
        required {}
        optional {
            epsilon: f64 = number(Interval::Positive).or(1e-5),
                "Added to the variance, so that nothing is divided by 0.";
        }
    }
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: LayerNorm::KIND,
    about: LayerNorm::ABOUT,
    fields: Values::FIELDS,
    build: |record, input| {
        let epsilon = Values::of(record).epsilon as f32;
        Ok(Box::new(LayerNormLayer { epsilon, shape: input.to_vec() }))
    },
    examples: for_tests(&[
        (r#"{"kind":"layer_norm"}"#, &[7]),
        (r#"{"kind":"layer_norm","epsilon":0.1}"#, &[3, 5]),
        (r#"{"kind":"layer_norm"}"#, &[2, 2, 4]),
    ]),
};

/// y = w ∘ (x − mean) / √(variance + ε) + b over the last axis, of L numbers: x: [N, …, L] → y: [N, …, L],
/// w, b: \[L\].
struct LayerNormLayer {
    epsilon: f32,
    shape: Vec<usize>,
}

impl LayerNormLayer {
    /// Rows of a sample, and numbers of a row.
    fn sizes(&self) -> [usize; 2] {
        let length = self.shape.last().copied().unwrap_or(1);
        [self.shape.iter().product::<usize>() / length, length]
    }
}

impl Layer for LayerNormLayer {
    fn output_shape(&self) -> &[usize] {
        &self.shape
    }

    fn parameters(&self) -> Vec<Parameter> {
        let parameter = |name, initial| {
            Parameter::new(name, vec![self.sizes()[1]], Role::Parameter, Initial::Constant(initial))
        };
        vec![parameter("weight", 1.0), parameter("bias", 0.0)]
    }

    fn memory(&self, samples: usize) -> Memory {
        Memory { cache: product(&[samples, self.sizes()[0], KEPT]), scratch: 0 }
    }

    fn forward(&self, _context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let parameters = buffers.parameters.split_at(self.sizes()[1]).into();
        normalise::forward(buffers.x, parameters, self.epsilon, buffers.y, buffers.cache);
    }

    /// dx, dw, db: see [`normalise`].
    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let length = self.sizes()[1];
        let weight = &buffers.parameters[..length];
        let gradient = buffers.gradient.map(|gradient| gradient.split_at_mut(length).into());
        normalise::backward(buffers.x, weight, buffers.cache, buffers.dy, buffers.dx, gradient);
    }
}
