//! What tells one kind of recurrent layer from another, and what their arithmetic has in common.

use crate::kernels::F32x4;
use crate::layers::parts::split::{split, split_mut};

/// One step of one sample: what a kind of recurrent layer adds to the products.
///
/// Every slice is vectors of U floats one after another. A *trace* is what a step leaves behind: a vector for
/// each of the G gates, in which the sums of the input's and the state's products meet; then, for each of the
/// last gates that hold them [`apart`](Self::apart), one for the state's product alone. The *state* is what
/// passes from a step to the next, the output h first.
pub(in crate::layers) struct Cell {
    /// G: blocks of U rows in the weights and biases.
    pub gates: usize,
    /// How many of the gates, counted from the last, do not simply add the state's product to the input's.
    pub apart: usize,
    /// Vectors of the state.
    pub states: usize,
    /// Replaces the sums in the trace by what the backward pass needs, and writes the state after the step.
    pub forward: fn(trace: &mut [f32], before: &[f32], after: &mut [f32]),
    /// Replaces the trace by the gradient of its sums, and the gradient of the state after the step by that
    /// of the state before it, so far as this does not come through the products.
    pub backward: fn(trace: &mut [f32], before: &[f32], dstate: &mut [f32]),
}

/// `values` as N vectors of one length.
pub(in crate::layers) fn vectors<const N: usize>(values: &[f32]) -> [&[f32]; N] {
    split(values, [values.len() / N; N])
}

/// `values` as N vectors of one length, to be written.
pub(in crate::layers) fn vectors_mut<const N: usize>(values: &mut [f32]) -> [&mut [f32]; N] {
    let length = values.len() / N;
    split_mut(values, [length; N])
}

/// The logistic function's derivative, from its value.
pub(in crate::layers) fn sigmoid_slope(value: F32x4) -> F32x4 {
    value * (F32x4::splat(1.0) - value)
}

/// The hyperbolic tangent's derivative, from its value.
pub(in crate::layers) fn tanh_slope(value: F32x4) -> F32x4 {
    F32x4::splat(1.0) - value * value
}
