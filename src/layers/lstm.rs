//! LSTM: long short-term memory, whose gates say what is kept, what is added and what is shown.

use super::BuildLayer;
use super::parts::recurrent::{
    Cell, Recurrent, Values, recurrent, sigmoid_slope, tanh_slope, vectors, vectors_mut,
};
use crate::kernels::{F32x4, sigmoid, tanh, update};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

recurrent!(
    layer Lstm "lstm"
    "Reads a sequence step by step with a memory that gates let through, so that it can hold on to what it saw many steps ago."
);

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Lstm::KIND,
    about: Lstm::ABOUT,
    fields: Values::FIELDS,
    build: |record, input, _| Ok(Box::new(Recurrent::new(&CELL, &Values::of(record), input)?)),
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
/// with W, b of the input and V, c of the state (F. Gers, J. Schmidhuber, F. Cummins, "Learning to Forget", 2000).
/// The state is h, then c; the trace is i, f, g, o.
static CELL: Cell = Cell { gates: 4, apart: 0, states: 2, forward, backward };

fn forward(trace: &mut [f32], before: &[f32], after: &mut [f32]) {
    let [i, f, g, o] = vectors_mut(trace);
    let [_, c] = vectors(before);
    let [h_after, c_after] = vectors_mut(after);
    update([i, f, g, o, h_after, c_after], [c], |[i, f, g, o, ..], [c]| {
        let [i, f, g, o] = [sigmoid(i), sigmoid(f), tanh(g), sigmoid(o)];
        let c = f.mul_add(c, i * g);
        [i, f, g, o, o * tanh(c), c]
    });
}

/// do = dh ∘ tanh(c); dc += dh ∘ o ∘ (1 − tanh²(c)); di = dc ∘ g; df = dc ∘ cₜ₋₁; dg = dc ∘ i;
/// dcₜ₋₁ = dc ∘ f; each gate's times its own derivative.
fn backward(trace: &mut [f32], before: &[f32], dstate: &mut [f32]) {
    let [i, f, g, o] = vectors_mut(trace);
    let [_, c] = vectors(before);
    let [dh, dc] = vectors_mut(dstate);
    update([i, f, g, o, dh, dc], [c], |[i, f, g, o, dh, dc], [before]| {
        let tanh_c = tanh(f.mul_add(before, i * g));
        let dc = (dh * o).mul_add(tanh_slope(tanh_c), dc);
        [
            dc * g * sigmoid_slope(i),
            dc * before * sigmoid_slope(f),
            dc * i * tanh_slope(g),
            dh * tanh_c * sigmoid_slope(o),
            F32x4::zero(),
            dc * f,
        ]
    });
}
