//! GRU (gated recurrent unit): a hidden state with a reset and an update gate.

use super::BuildLayer;
use super::parts::recurrent::{
    Cell, Recurrent, Values, recurrent, sigmoid_derivative, tanh_derivative, vectors_mut,
};
use crate::kernels::{F32x4, gate_sigmoid, gate_tanh, update};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

recurrent!(
    layer Gru "gru"
    "Gated recurrent unit: a recurrent layer with a reset and an update gate, smaller than an LSTM."
);

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Gru::KIND,
    about: Gru::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(Recurrent::new(&CELL, &Values::of(config), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"gru","units":3}"#, &[4, 2]),
        (r#"{"kind":"gru","units":13,"return_sequences":true}"#, &[3, 2]),
    ]),
};

/// ```text
/// (r, z) = σ(W xₜ + b + V hₜ₋₁ + c)
/// n = tanh(W xₜ + b + r ∘ p)  with  p = V hₜ₋₁ + c
/// hₜ = (1 − z) ∘ n + z ∘ hₜ₋₁
/// ```
///
/// W, b: input weights and bias; V, c: recurrent weights and bias, one block per gate (K. Cho et al., "Learning Phrase
/// Representations using RNN Encoder–Decoder", 2014). The reset gate is applied after the matrix product, as in PyTorch
/// and cuDNN.
///
/// Trace: r, z, n, p.
static CELL: Cell = Cell { gates: 3, separate: 1, kept: 0, states: 1, forward, backward };

fn forward(trace: &mut [f32], before: &[f32], after: &mut [f32]) {
    let [r, z, n, p] = vectors_mut(trace);
    update([r, z, n, p, after], [before], |[r, z, n, p, _], [h]| {
        let [r, z] = [gate_sigmoid(r), gate_sigmoid(z)];
        let n = gate_tanh(r.mul_add(p, n));
        [r, z, n, p, z.mul_add(h - n, n)]
    });
}

/// dz = dh ∘ (hₜ₋₁ − n); dhₜ₋₁ = dh ∘ z; da = dh ∘ (1 − z) ∘ (1 − n²) is the gradient of the argument of
/// n's tanh; dr = da ∘ p, dp = da ∘ r. dr and dz are also multiplied by the derivative of σ.
fn backward(trace: &mut [f32], before: &[f32], dh: &mut [f32]) {
    let [r, z, n, p] = vectors_mut(trace);
    update([r, z, n, p, dh], [before], |[r, z, n, p, dh], [h]| {
        let da = dh * (F32x4::splat(1.0) - z) * tanh_derivative(n);
        [da * p * sigmoid_derivative(r), dh * (h - n) * sigmoid_derivative(z), da, da * r, dh * z]
    });
}
