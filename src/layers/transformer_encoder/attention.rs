//! Multi-head scaled dot-product self-attention.
//!
//! Letters: N samples, T steps, D features, H heads of E = D / H features each.

use super::linear;
use crate::kernels::{
    Epilogue, Matrix, Workspace, forward, input_gradient, matmul, softmax_rows, softmax_rows_backward,
    sum_columns, weight_gradient,
};
use crate::layers::parts::split::{split, split_mut};
use crate::layers::{
    BackwardArguments, ForwardArguments, Layer, LayerContext, Memory, Parameter, multiply_add_count,
};

const WRITE: Epilogue<'static> = Epilogue { accumulate: false, bias: None };

/// ```text
/// (Q, K, V) = x W_inᵀ + b_in                     x: [N, T, D], W_in: [3·D, D]
/// S = Q Kᵀ / √E, P = softmax(S), contexts = P V  for every head: S, P: [T, T]; Q, K, V, contexts: [T, E]
/// y = contexts W_outᵀ + b_out                    contexts, y: [N, T, D], W_out: [D, D]
/// ```
pub(super) struct Attention {
    shape: Vec<usize>,
    steps: usize,
    features: usize,
    heads: usize,
}

/// The indices of Q, K and V in a step's projections.
const QUERY: usize = 0;
const KEY: usize = 1;
const VALUE: usize = 2;

impl Attention {
    pub(super) fn new(steps: usize, features: usize, heads: usize) -> Self {
        Self { shape: vec![steps, features], steps, features, heads }
    }

    /// Features per head: E.
    fn width(&self) -> usize {
        self.features / self.heads
    }

    /// Floats of the two weights and biases, in the order of the parameters.
    fn lengths(&self) -> [usize; 4] {
        let d = self.features;
        [3 * d * d, 3 * d, d * d, d]
    }

    /// Floats of the cache: projections (Q, K, V), attention weights P, contexts.
    fn cache_lengths(&self, samples: usize) -> [usize; 3] {
        let rows = samples.saturating_mul(self.steps);
        let floats = rows.saturating_mul(self.features);
        [floats.saturating_mul(3), rows.saturating_mul(self.heads).saturating_mul(self.steps), floats]
    }

    /// Floats of the scratch of backward: gradients of the contexts, of the projections, and of the attention weights of one
    /// head.
    fn scratch_lengths(&self, samples: usize) -> [usize; 3] {
        let [projections, _, contexts] = self.cache_lengths(samples);
        [contexts, projections, self.steps.saturating_mul(self.steps)]
    }

    /// Q, K or V of a head, in the projections of one sample: [T, E].
    fn projection<'a>(&self, projections: &'a [f32], which: usize, head: usize) -> Matrix<'a> {
        let data = &projections[which * self.features + head * self.width()..];
        Matrix { data, row_stride: 3 * self.features, column_stride: 1 }
    }

    /// The same, mutable; the row stride is 3 · D floats.
    fn projection_mut<'a>(&self, projections: &'a mut [f32], which: usize, head: usize) -> &'a mut [f32] {
        &mut projections[which * self.features + head * self.width()..]
    }

    /// The scale of the scores: 1 / √E.
    fn score_scale(&self) -> f32 {
        1.0 / (self.width() as f32).sqrt()
    }

    /// One head of one sample: P = softmax(Q Kᵀ / √E), contexts = P V.
    fn attend(
        &self,
        head: usize,
        projections: &[f32],
        weights: &mut [f32],
        contexts: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (steps, width) = (self.steps, self.width());
        let [q, k, v] = [QUERY, KEY, VALUE].map(|which| self.projection(projections, which, head));
        matmul([steps, steps, width], &q, &k, weights, steps, &WRITE, workspace);
        softmax_rows(weights, steps, self.score_scale());
        let weights = Matrix::new(weights, steps);
        let contexts = &mut contexts[head * width..];
        matmul([steps, width, steps], &weights, &v.transposed(), contexts, self.features, &WRITE, workspace);
    }

    /// dP = dcontexts Vᵀ; dV = Pᵀ dcontexts; dS from dP by the backward pass of the softmax; dQ = dS K / √E; dK = dSᵀ Q / √E.
    #[allow(clippy::too_many_arguments)] // four buffers and three of their gradients
    fn attend_backward(
        &self,
        head: usize,
        projections: &[f32],
        weights: &[f32],
        dcontexts: &[f32],
        dprojections: &mut [f32],
        dweights: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (steps, width, stride) = (self.steps, self.width(), 3 * self.features);
        let sizes = [steps, width, steps];
        let [q, k, v] = [QUERY, KEY, VALUE].map(|which| self.projection(projections, which, head));
        let data = &dcontexts[head * width..];
        let dcontexts = Matrix { data, row_stride: self.features, column_stride: 1 };
        let weights_transposed = Matrix::new(weights, steps).transposed();
        let dv = self.projection_mut(dprojections, VALUE, head);
        matmul(sizes, &weights_transposed, &dcontexts.transposed(), dv, stride, &WRITE, workspace);
        matmul([steps, steps, width], &dcontexts, &v, dweights, steps, &WRITE, workspace);
        softmax_rows_backward(weights, dweights, steps, self.score_scale());
        let dscores = Matrix::new(dweights, steps);
        let dq = self.projection_mut(dprojections, QUERY, head);
        matmul(sizes, &dscores, &k.transposed(), dq, stride, &WRITE, workspace);
        let dk = self.projection_mut(dprojections, KEY, head);
        matmul(sizes, &dscores.transposed(), &q.transposed(), dk, stride, &WRITE, workspace);
    }
}

impl Layer for Attention {
    fn output_shape(&self) -> &[usize] {
        &self.shape
    }

    fn parameters(&self) -> Vec<Parameter> {
        let d = self.features;
        let names = [
            ["attention.in_proj.weight", "attention.in_proj.bias"],
            ["attention.out_proj.weight", "attention.out_proj.bias"],
        ];
        linear(names[0], d, d.saturating_mul(3)).into_iter().chain(linear(names[1], d, d)).collect()
    }

    fn multiply_adds(&self) -> u64 {
        let (steps, features) = (self.steps, self.features);
        multiply_add_count([4, steps, features, features])
            .saturating_add(multiply_add_count([2, steps, features, steps]))
    }

    fn memory(&self, samples: usize) -> Memory {
        let [cache, scratch] = [self.cache_lengths(samples), self.scratch_lengths(samples)]
            .map(|lengths| lengths.into_iter().fold(0, usize::saturating_add));
        Memory { cache, scratch }
    }

    fn backward_reads_output(&self) -> bool {
        false
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let (rows, d) = (context.samples * self.steps, self.features);
        let [w_in, b_in, w_out, b_out] = split(buffers.parameters, self.lengths());
        let [projections, weights, contexts] = split_mut(buffers.cache, self.cache_lengths(context.samples));
        forward(buffers.x, w_in, Some(b_in), [rows, d, 3 * d], projections, context.workspace);
        let squares = self.steps * self.steps;
        for n in 0..context.samples {
            let sample = n * self.steps * d;
            let (projections, contexts) = (&projections[3 * sample..], &mut contexts[sample..]);
            for head in 0..self.heads {
                let weights = &mut weights[(n * self.heads + head) * squares..][..squares];
                self.attend(head, projections, weights, contexts, context.workspace);
            }
        }
        forward(contexts, w_out, Some(b_out), [rows, d, d], buffers.y, context.workspace);
    }

    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let (rows, d) = (context.samples * self.steps, self.features);
        let [w_in, _, w_out, _] = split(buffers.parameters, self.lengths());
        let mut gradient = buffers.gradient.map(|gradient| split_mut(gradient, self.lengths()));
        let [projections, weights, contexts] = split_mut(buffers.cache, self.cache_lengths(context.samples));
        let [dcontexts, dprojections, dweights] =
            split_mut(buffers.scratch, self.scratch_lengths(context.samples));
        if let Some([_, _, dw_out, db_out]) = &mut gradient {
            weight_gradient(buffers.dy, contexts, [rows, d, d], dw_out, false, context.workspace);
            sum_columns(buffers.dy, db_out, false);
        }
        input_gradient(buffers.dy, w_out, [rows, d, d], dcontexts, context.workspace);
        let squares = self.steps * self.steps;
        for n in 0..context.samples {
            let sample = n * self.steps * d;
            let (projections, dcontexts) = (&projections[3 * sample..], &dcontexts[sample..]);
            let dprojections = &mut dprojections[3 * sample..];
            for head in 0..self.heads {
                let weights = &weights[(n * self.heads + head) * squares..][..squares];
                self.attend_backward(
                    head,
                    projections,
                    weights,
                    dcontexts,
                    dprojections,
                    dweights,
                    context.workspace,
                );
            }
        }
        if let Some([dw_in, db_in, ..]) = gradient {
            weight_gradient(dprojections, buffers.x, [rows, d, 3 * d], dw_in, false, context.workspace);
            sum_columns(dprojections, db_in, false);
        }
        if let Some(dx) = buffers.dx {
            input_gradient(dprojections, w_in, [rows, d, 3 * d], dx, context.workspace);
        }
    }
}
