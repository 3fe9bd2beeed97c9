//! The softmax along an axis: `yᵢ = e^(xᵢ − max x) / Σⱼ e^(xⱼ − max x)`; `dxᵢ = yᵢ·(dyᵢ − Σⱼ yⱼ·dyⱼ)`.
//!
//! Bridle: Probabilistic interpretation of feedforward classification network outputs, 1990.

use super::{Activation, Axis};
use crate::kernels::{self, F32x4, exp, softmax_rows, softmax_rows_backward};

pub(super) static ACTIVATION: Softmax = Softmax;

pub(super) struct Softmax;

impl Activation for Softmax {
    fn name(&self) -> &'static str {
        "softmax"
    }

    fn formula(&self) -> &'static str {
        "eˣⁱ / Σⱼ eˣʲ"
    }

    fn needs_input(&self) -> bool {
        false
    }

    fn is_rectifier(&self) -> bool {
        false
    }

    fn forward(&self, values: &mut [f32], Axis { length, stride }: Axis) {
        if length * stride == 0 {
            return;
        }
        if stride == 1 {
            return softmax_rows(values, length, 1.0);
        }
        for block in values.chunks_exact_mut(length * stride) {
            softmax_of_columns(block, stride);
        }
    }

    fn backward(&self, _: &[f32], y: &[f32], dy: &mut [f32], Axis { length, stride }: Axis) {
        if length * stride == 0 {
            return;
        }
        if stride == 1 {
            return softmax_rows_backward(y, dy, length, 1.0);
        }
        for (y, dy) in y.chunks_exact(length * stride).zip(dy.chunks_exact_mut(length * stride)) {
            backward_of_columns(y, dy, stride);
        }
    }
}

/// The softmax of every column of `block: [length, stride]`, four columns at a time.
fn softmax_of_columns(block: &mut [f32], stride: usize) {
    for first in (0..stride).step_by(kernels::LANES) {
        let width = (stride - first).min(kernels::LANES);
        let mut maximum = F32x4::splat(f32::NEG_INFINITY);
        for row in block.chunks_exact(stride) {
            maximum = maximum.max(F32x4::load_partial(&row[first..first + width]));
        }
        let mut total = F32x4::zero();
        for row in block.chunks_exact_mut(stride) {
            let lanes = &mut row[first..first + width];
            let exponential = exp(F32x4::load_partial(lanes) - maximum);
            exponential.store_partial(lanes);
            total += exponential;
        }
        for row in block.chunks_exact_mut(stride) {
            let lanes = &mut row[first..first + width];
            (F32x4::load_partial(lanes) / total).store_partial(lanes);
        }
    }
}

fn backward_of_columns(y: &[f32], dy: &mut [f32], stride: usize) {
    for first in (0..stride).step_by(kernels::LANES) {
        let lanes = first..(first + kernels::LANES).min(stride);
        let mut mean = F32x4::zero();
        for (y, dy) in y.chunks_exact(stride).zip(dy.chunks_exact(stride)) {
            mean =
                F32x4::load_partial(&y[lanes.clone()]).mul_add(F32x4::load_partial(&dy[lanes.clone()]), mean);
        }
        for (y, dy) in y.chunks_exact(stride).zip(dy.chunks_exact_mut(stride)) {
            let dy = &mut dy[lanes.clone()];
            (F32x4::load_partial(&y[lanes.clone()]) * (F32x4::load_partial(dy) - mean)).store_partial(dy);
        }
    }
}
