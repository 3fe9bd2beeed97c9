//! Dropout: in training, zeroes each value with probability `rate` and scales the others by 1 / (1 − rate).

use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Memory};
use crate::memory::product;
use crate::random::{Place, Purpose, Random};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

fields! {
    layer Dropout "dropout"
    "Dropout: zeroes each value with a given probability during training and scales up the others."
    => Values {
        required {
            rate: f64 = number(Interval::Fraction).start(0.5).live(),
                "The probability that a value is zeroed.";
        }
        optional {}
    }
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Dropout::KIND,
    about: Dropout::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| {
        Ok(Box::new(DropoutLayer { rate: Values::of(config).rate as f32, shape: input.to_vec() }))
    },
    examples: for_tests(&[(r#"{"kind":"dropout","rate":0.4}"#, &[6])]),
};

/// y = m ∘ x, with m = 0 with probability `rate`, otherwise 1 / (1 − rate): inverted dropout (N. Srivastava et al.,
/// "Dropout", 2014). In inference y = x.
struct DropoutLayer {
    rate: f32,
    shape: Vec<usize>,
}

impl DropoutLayer {
    fn units(&self) -> usize {
        self.shape.iter().product()
    }

    fn is_active(&self, context: &LayerContext<'_>) -> bool {
        context.training && self.rate > 0.0
    }
}

impl Layer for DropoutLayer {
    fn output_shape(&self) -> &[usize] {
        &self.shape
    }

    fn memory(&self, samples: usize) -> Memory {
        Memory { cache: product(&[samples, self.units()]), scratch: 0 }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        buffers.y.copy_from_slice(buffers.x);
        if !self.is_active(context) {
            return;
        }
        let random = Random::new(context.seed, Purpose::Dropout, context.layer);
        let kept = 1.0 / (1.0 - self.rate);
        // A random word is below this with probability `rate`, rounded to 2⁻³².
        let threshold = (f64::from(self.rate) * 4_294_967_296.0) as u32;
        let rows = buffers.y.chunks_exact_mut(self.units()).zip(buffers.cache.chunks_exact_mut(self.units()));
        for (sample, (y, mask)) in (context.first_sample..).zip(rows) {
            let quads = y.chunks_mut(4).zip(mask.chunks_mut(4));
            for (unit, (y, mask)) in (0u32..).step_by(4).zip(quads) {
                let words = random.block(Place { step: context.step, sample, unit });
                for ((y, mask), word) in y.iter_mut().zip(mask).zip(words) {
                    *mask = if word < threshold { 0.0 } else { kept };
                    *y *= *mask;
                }
            }
        }
    }

    /// dx = m ∘ dy.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let Some(dx) = buffers.dx else { return };
        dx.copy_from_slice(buffers.dy);
        if self.is_active(context) {
            dx.iter_mut().zip(buffers.cache.iter()).for_each(|(dx, mask)| *dx *= mask);
        }
    }
}
