//! One half of the block: a part that sees its input normalised, and whose output is added to that input.

use crate::kernels::add_scaled;
use crate::layers::parts::normalise;
use crate::layers::parts::split::split_mut;
use crate::layers::{BackwardArguments, ForwardArguments, Layer, LayerContext, Memory, Parameter, Role};
use crate::schema::init::Initial;

const EPSILON: f32 = 1e-5;

/// y = x + part(norm(x)): x, y: [rows, features], of the shape that the part has.
pub(super) struct Residual {
    names: [&'static str; 2],
    features: usize,
    /// A part whose backward pass reads its input and its cache alone: there, the output that it is given is
    /// that of the whole half.
    part: Box<dyn Layer>,
}

impl Residual {
    /// `names` are those of the normalisation's scale and shift.
    pub(super) fn new(names: [&'static str; 2], features: usize, part: Box<dyn Layer>) -> Self {
        Self { names, features, part }
    }

    fn floats(&self, samples: usize) -> usize {
        self.output_shape().iter().copied().fold(samples, usize::saturating_mul)
    }

    /// Floats of the cache: the normalised input, what else the normalisation keeps, what the part keeps.
    fn kept(&self, samples: usize) -> [usize; 3] {
        let floats = self.floats(samples);
        let rows = floats / self.features;
        [floats, rows.saturating_mul(normalise::KEPT), self.part.memory(samples).cache]
    }
}

impl Layer for Residual {
    fn output_shape(&self) -> &[usize] {
        self.part.output_shape()
    }

    fn parameters(&self) -> Vec<Parameter> {
        let norm = [(self.names[0], 1.0), (self.names[1], 0.0)].map(|(name, value)| {
            Parameter::new(name, vec![self.features], Role::Parameter, Initial::Constant(value))
        });
        [norm.to_vec(), self.part.parameters()].concat()
    }

    fn multiply_adds(&self) -> u64 {
        self.part.multiply_adds()
    }

    fn memory(&self, samples: usize) -> Memory {
        Memory {
            cache: self.kept(samples).into_iter().fold(0, usize::saturating_add),
            scratch: self.floats(samples).saturating_add(self.part.memory(samples).scratch),
        }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let ForwardArguments { parameters, x, y, cache, scratch } = buffers;
        let (norm, parameters) = parameters.split_at(2 * self.features);
        let (weight, bias) = norm.split_at(self.features);
        let [normal, statistics, cache] = split_mut(cache, self.kept(context.samples));
        normalise::forward(x, [weight, bias], EPSILON, normal, statistics);
        self.part.forward(context, ForwardArguments { parameters, x: normal, y, cache, scratch });
        add_scaled(y, 1.0, x);
    }

    /// dx = dy + what comes through the part and the normalisation.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let BackwardArguments { parameters, x, y, dy, mut dx, gradient, cache, scratch } = buffers;
        let (norm, parameters) = parameters.split_at(2 * self.features);
        let (dnorm, gradient) = gradient.map(|gradient| gradient.split_at_mut(2 * self.features)).unzip();
        let [normal, statistics, cache] = split_mut(cache, self.kept(context.samples));
        let (dnormal, scratch) = scratch.split_at_mut(self.floats(context.samples));
        if let Some(dx) = &mut dx {
            dx.copy_from_slice(dy);
        }
        let part = BackwardArguments {
            parameters,
            x: normal,
            y,
            dy: &mut *dy,
            dx: Some(&mut *dnormal),
            gradient,
            cache,
            scratch,
        };
        self.part.backward(context, part);
        // What dy held is in dx by now: it takes what comes through the normalisation.
        let through = dx.is_some().then_some(&mut *dy);
        let dnorm = dnorm.map(|dnorm| split_mut(dnorm, [self.features; 2]));
        normalise::backward(x, &norm[..self.features], statistics, dnormal, through, dnorm);
        if let Some(dx) = dx {
            add_scaled(dx, 1.0, dy);
        }
    }
}
