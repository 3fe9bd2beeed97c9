//! GRU: the gated recurrent unit, a memory with two gates.

use super::BuildLayer;
use super::parts::recurrent::{Cell, Recurrent, Values, recurrent, sigmoid_slope, tanh_slope, vectors_mut};
use crate::kernels::{F32x4, sigmoid, tanh, update};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

recurrent!(
    layer Gru "gru"
    "Reads a sequence step by step, mixing what it knew with what it sees by gates: a lighter LSTM."
);

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Gru::KIND,
    about: Gru::ABOUT,
    fields: Values::FIELDS,
    build: |record, input, _| Ok(Box::new(Recurrent::new(&CELL, &Values::of(record), input)?)),
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
/// with W, b of the input and V, c of the state, each gate's own (K. Cho et al., "Learning Phrase
/// Representations using RNN Encoder–Decoder", 2014). The reset r comes after the product, as in PyTorch and
/// cuDNN.
///
/// The trace is r, z, n and p.
static CELL: Cell = Cell { gates: 3, apart: 1, states: 1, forward, backward };

fn forward(trace: &mut [f32], before: &[f32], after: &mut [f32]) {
    let [r, z, n, p] = vectors_mut(trace);
    update([r, z, n, p, after], [before], |[r, z, n, p, _], [h]| {
        let [r, z] = [sigmoid(r), sigmoid(z)];
        let n = tanh(r.mul_add(p, n));
        [r, z, n, p, z.mul_add(h - n, n)]
    });
}

/// dz = dh ∘ (hₜ₋₁ − n); dhₜ₋₁ = dh ∘ z; with da = dh ∘ (1 − z) ∘ (1 − n²), the gradient of the sum in n:
/// dr = da ∘ p, dp = da ∘ r; those of the gates times their own derivatives.
fn backward(trace: &mut [f32], before: &[f32], dh: &mut [f32]) {
    let [r, z, n, p] = vectors_mut(trace);
    update([r, z, n, p, dh], [before], |[r, z, n, p, dh], [h]| {
        let da = dh * (F32x4::splat(1.0) - z) * tanh_slope(n);
        [da * p * sigmoid_slope(r), dh * (h - n) * sigmoid_slope(z), da, da * r, dh * z]
    });
}
