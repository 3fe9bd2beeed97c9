//! RNN: the Elman recurrent layer with tanh.

use super::BuildLayer;
use super::parts::recurrent::{Cell, Recurrent, Values, recurrent, tanh_derivative};
use crate::kernels::{F32x4, gate_tanh, update};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

recurrent!(
    layer Rnn "rnn"
    "Simple (Elman) recurrent layer: its new state is the tanh of weighted sums of the input and the previous state."
);

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Rnn::KIND,
    about: Rnn::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(Recurrent::new(&CELL, &Values::of(config), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"rnn","units":3}"#, &[4, 2]),
        (r#"{"kind":"rnn","units":5,"return_sequences":true}"#, &[3, 2]),
    ]),
};

/// hₜ = tanh(W xₜ + b + V hₜ₋₁ + c), with input weights W, b and recurrent weights V, c (J. Elman, 1990).
static CELL: Cell = Cell { gates: 1, separate: 0, kept: 0, states: 1, forward, backward };

fn forward(h: &mut [f32], _before: &[f32], after: &mut [f32]) {
    update([h, after], [], |[sum, _], []| {
        let h = gate_tanh(sum);
        [h, h]
    });
}

/// dsum = dh · (1 − h²).
fn backward(h: &mut [f32], _before: &[f32], dh: &mut [f32]) {
    update([h, dh], [], |[h, dh], []| [dh * tanh_derivative(h), F32x4::zero()]);
}
