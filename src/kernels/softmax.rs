//! The softmax of rows and its gradient: every row goes through the cache once.

use super::math::exp_negative;
use super::vector::{F32x4, LANES};

/// `y = softmax(scale · x)` for every row, in place: `values: [rows, length]`; the scale is positive.
///
/// `yᵢ = e^(scale · (xᵢ − max x)) / Σⱼ e^(scale · (xⱼ − max x))`. The order of the sum depends on the length alone.
pub fn softmax_rows(values: &mut [f32], length: usize, scale: f32) {
    if length == 0 {
        return;
    }
    let scale = F32x4::splat(scale);
    for row in values.chunks_exact_mut(length) {
        let maximum = F32x4::splat(largest(row));
        let power = |x: F32x4| exp_negative((x - maximum) * scale);
        let (vectors, rest) = row.as_chunks_mut::<LANES>();
        let mut sum = F32x4::zero();
        for values in &mut *vectors {
            let powers = power(F32x4::load(values));
            powers.store(values);
            sum += powers;
        }
        if !rest.is_empty() {
            power(F32x4::load_partial(rest)).store_partial(rest);
            sum += F32x4::load_partial(rest);
        }
        let total = F32x4::splat(sum.sum());
        for values in vectors {
            (F32x4::load(values) / total).store(values);
        }
        if !rest.is_empty() {
            (F32x4::load_partial(rest) / total).store_partial(rest);
        }
    }
}

/// The maximum of a row without its NaN; −∞ if there is no number. A NaN makes its whole row NaN by its exponential.
fn largest(row: &[f32]) -> f32 {
    let (vectors, rest) = row.as_chunks::<LANES>();
    let lowest = F32x4::splat(f32::NEG_INFINITY);
    let lanes = vectors.iter().fold(lowest, |max, values| max.clamp_low(F32x4::load(values))).to_array();
    lanes.iter().chain(rest).fold(f32::NEG_INFINITY, |max, value| if max < *value { *value } else { max })
}

/// `dx = scale · y ∘ (dy − Σⱼ yⱼ · dyⱼ)` for every row of `dy`, in place: `y, dy: [rows, length]`, with the y of
/// [`softmax_rows`].
pub fn softmax_rows_backward(y: &[f32], dy: &mut [f32], length: usize, scale: f32) {
    if length == 0 {
        return;
    }
    let scale = F32x4::splat(scale);
    for (y, dy) in y.chunks_exact(length).zip(dy.chunks_exact_mut(length)) {
        let ((y, y_rest), (dy, dy_rest)) = (y.as_chunks::<LANES>(), dy.as_chunks_mut::<LANES>());
        let (last_y, last_dy) = (F32x4::load_partial(y_rest), F32x4::load_partial(dy_rest));
        let mut sum = last_y * last_dy;
        for (y, dy) in y.iter().zip(&*dy) {
            sum = F32x4::load(y).mul_add(F32x4::load(dy), sum);
        }
        let mean = F32x4::splat(sum.sum());
        for (y, dy) in y.iter().zip(dy) {
            (F32x4::load(y) * (F32x4::load(dy) - mean) * scale).store(dy);
        }
        (last_y * (last_dy - mean) * scale).store_partial(dy_rest);
    }
}
