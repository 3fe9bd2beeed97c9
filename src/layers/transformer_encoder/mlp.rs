//! The MLP of the block: two dense layers with an activation between them, applied to each step.

use super::linear;
use crate::activations::{Activation, Axis};
use crate::kernels::{forward, input_gradient, sum_columns, weight_gradient, zip_map};
use crate::layers::parts::split::{split, split_mut};
use crate::layers::{
    BackwardArguments, ForwardArguments, Layer, LayerContext, Memory, Parameter, multiply_add_count,
};

/// y = f(x W₀ᵀ + b₀) W₁ᵀ + b₁: x, y: [N · steps, features], W₀: [hidden, features], W₁: [features, hidden].
pub(super) struct Mlp {
    pub shape: Vec<usize>,
    pub steps: usize,
    pub features: usize,
    pub hidden: usize,
    pub activation: &'static dyn Activation,
}

impl Mlp {
    /// Floats of W₀, b₀, W₁ and b₁.
    fn lengths(&self) -> [usize; 4] {
        let weights = self.hidden * self.features;
        [weights, self.hidden, weights, self.features]
    }

    fn hidden_floats(&self, samples: usize) -> usize {
        samples.saturating_mul(self.steps).saturating_mul(self.hidden)
    }

    /// Floats of the cache: the derivative of the activation, if it needs the input, and its output.
    fn cache_lengths(&self, samples: usize) -> [usize; 2] {
        let units = self.hidden_floats(samples);
        [if self.activation.needs_input() { units } else { 0 }, units]
    }

    fn axis(&self) -> Axis {
        Axis { length: self.hidden, stride: 1 }
    }
}

impl Layer for Mlp {
    fn output_shape(&self) -> &[usize] {
        &self.shape
    }

    fn parameters(&self) -> Vec<Parameter> {
        let first = linear(["mlp.0.weight", "mlp.0.bias"], self.features, self.hidden);
        let second = linear(["mlp.1.weight", "mlp.1.bias"], self.hidden, self.features);
        first.into_iter().chain(second).collect()
    }

    fn multiply_adds(&self) -> u64 {
        multiply_add_count([2, self.steps, self.features, self.hidden])
    }

    fn memory(&self, samples: usize) -> Memory {
        let cache = self.cache_lengths(samples).into_iter().fold(0, usize::saturating_add);
        Memory { cache, scratch: self.hidden_floats(samples) }
    }

    fn backward_reads_output(&self) -> bool {
        false
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let rows = context.samples * self.steps;
        let [w0, b0, w1, b1] = split(buffers.parameters, self.lengths());
        let [derivative, v] = split_mut(buffers.cache, self.cache_lengths(context.samples));
        let sizes = [rows, self.features, self.hidden];
        forward(buffers.x, w0, Some(b0), sizes, v, context.workspace);
        if self.activation.needs_input() {
            self.activation.forward_with_derivative(v, derivative);
        } else {
            self.activation.forward(v, self.axis());
        }
        forward(v, w1, Some(b1), [rows, self.hidden, self.features], buffers.y, context.workspace);
    }

    /// With u = x W₀ᵀ + b₀ and v = f(u): dv = dy W₁, du = dv ∘ f′(u), dx = du W₀.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let rows = context.samples * self.steps;
        let [w0, _, w1, _] = split(buffers.parameters, self.lengths());
        let mut gradient = buffers.gradient.map(|gradient| split_mut(gradient, self.lengths()));
        let [derivative, v] = split_mut(buffers.cache, self.cache_lengths(context.samples));
        let (dy, du) = (buffers.dy, &mut buffers.scratch[..self.hidden_floats(context.samples)]);
        let sizes = [rows, self.hidden, self.features];
        if let Some([_, _, dw1, db1]) = &mut gradient {
            weight_gradient(dy, v, sizes, dw1, false, context.workspace);
            sum_columns(dy, db1, false);
        }
        input_gradient(dy, w1, sizes, du, context.workspace);
        if self.activation.needs_input() {
            zip_map(du, derivative, |dv, derivative| dv * derivative);
        } else {
            self.activation.backward(&[], v, du, self.axis());
        }
        let sizes = [rows, self.features, self.hidden];
        if let Some([dw0, db0, ..]) = gradient {
            weight_gradient(du, buffers.x, sizes, dw0, false, context.workspace);
            sum_columns(du, db0, false);
        }
        if let Some(dx) = buffers.dx {
            input_gradient(du, w0, sizes, dx, context.workspace);
        }
    }
}
