//! LSTM (long short-term memory): a cell state with input, forget and output gates.

use super::BuildLayer;
use super::parts::recurrent::{
    Cell, Recurrent, Values, recurrent, sigmoid_derivative, tanh_derivative, vectors, vectors_mut,
};
use crate::kernels::{F32x4, gate_sigmoid, gate_tanh, update};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

recurrent!(
    layer Lstm "lstm"
    "Long short-term memory: a recurrent layer whose gates control its cell state, so that it can remember over many steps."
);

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Lstm::KIND,
    about: Lstm::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(Recurrent::new(&CELL, &Values::of(config), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"lstm","units":3}"#, &[4, 2]),
        (r#"{"kind":"lstm","units":13,"return_sequences":true}"#, &[3, 2]),
    ]),
};

/// ```text
/// (i, f, g, o) = W xₜ + b + V hₜ₋₁ + c, through σ, σ, tanh and σ
/// cₜ = f ∘ cₜ₋₁ + i ∘ g
/// hₜ = o ∘ tanh(cₜ)
/// ```
///
/// W, b: input weights and bias; V, c: recurrent weights and bias (F. Gers, J. Schmidhuber, F. Cummins, "Learning to Forget", 2000).
/// State: h, cₜ. Trace: i, f, g, o, tanh(cₜ).
static CELL: Cell = Cell { gates: 4, separate: 0, kept: 1, states: 2, forward, backward };

fn forward(trace: &mut [f32], before: &[f32], after: &mut [f32]) {
    let [i, f, g, o, tanh_c] = vectors_mut(trace);
    let [_, c] = vectors(before);
    let [h_after, c_after] = vectors_mut(after);
    update([i, f, g, o, tanh_c, h_after, c_after], [c], |[i, f, g, o, ..], [c]| {
        let [i, f, g, o] = [gate_sigmoid(i), gate_sigmoid(f), gate_tanh(g), gate_sigmoid(o)];
        let c = f.mul_add(c, i * g);
        let tanh_c = gate_tanh(c);
        [i, f, g, o, tanh_c, o * tanh_c, c]
    });
}

/// do = dh ∘ tanh(c); dc += dh ∘ o ∘ (1 − tanh²(c)); di = dc ∘ g; df = dc ∘ cₜ₋₁; dg = dc ∘ i;
/// dcₜ₋₁ = dc ∘ f. The gradient of a gate is also multiplied by the derivative of its σ or tanh.
fn backward(trace: &mut [f32], before: &[f32], dstate: &mut [f32]) {
    let [i, f, g, o, tanh_c] = vectors_mut(trace);
    let [_, c] = vectors(before);
    let [dh, dc] = vectors_mut(dstate);
    update([i, f, g, o, dh, dc], [c, tanh_c], |[i, f, g, o, dh, dc], [before, tanh_c]| {
        let dc = (dh * o).mul_add(tanh_derivative(tanh_c), dc);
        [
            dc * g * sigmoid_derivative(i),
            dc * before * sigmoid_derivative(f),
            dc * i * tanh_derivative(g),
            dh * tanh_c * sigmoid_derivative(o),
            F32x4::zero(),
            dc * f,
        ]
    });
}
