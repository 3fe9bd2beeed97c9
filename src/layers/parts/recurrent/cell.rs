//! A recurrent cell: what differs between RNN, LSTM and GRU.

use crate::kernels::F32x4;
use crate::layers::parts::split::{split, split_mut};

/// The element-wise part of one step of one sample, between the matrix products.
///
/// Every slice consists of vectors of U floats. A *trace* holds the gate values of one step, which backward needs: one vector
/// for each of the G gates (before the cell runs: W x + V h), then one for each [`separate`](Self::separate) gate (V h
/// alone), then the [`kept`](Self::kept) ones. The *state* passes from step to step; its first vector is the output h.
pub(in crate::layers) struct Cell {
    /// G: blocks of U rows in the weights and biases.
    pub gates: usize,
    /// The number of last gates whose recurrent product V h is kept separate from W x (GRU: one).
    pub separate: usize,
    /// The number of last vectors of the trace that only the cell uses: forward keeps there what backward would compute again.
    pub kept: usize,
    /// Vectors of the state.
    pub states: usize,
    /// Replaces the pre-activations in the trace by the gate values, and writes the state after the step.
    pub forward: fn(trace: &mut [f32], before: &[f32], after: &mut [f32]),
    /// Replaces the trace by the gradient of the pre-activations, and the gradient of the state after the step by that of the
    /// state before it, without the part through the recurrent product.
    pub backward: fn(trace: &mut [f32], before: &[f32], dstate: &mut [f32]),
}

/// `values` as N vectors of equal length.
pub(in crate::layers) fn vectors<const N: usize>(values: &[f32]) -> [&[f32]; N] {
    split(values, [values.len() / N; N])
}

/// `values` as N mutable vectors of equal length.
pub(in crate::layers) fn vectors_mut<const N: usize>(values: &mut [f32]) -> [&mut [f32]; N] {
    let length = values.len() / N;
    split_mut(values, [length; N])
}

/// The derivative of the sigmoid, from its value.
pub(in crate::layers) fn sigmoid_derivative(value: F32x4) -> F32x4 {
    value * (F32x4::splat(1.0) - value)
}

/// The derivative of tanh, from its value.
pub(in crate::layers) fn tanh_derivative(value: F32x4) -> F32x4 {
    F32x4::splat(1.0) - value * value
}
