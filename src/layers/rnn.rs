//! RNN: the plain recurrent layer, whose state goes through the hyperbolic tangent at every step.

use super::BuildLayer;
use super::parts::recurrent::{Cell, Recurrent, Values, recurrent, tanh_slope};
use crate::kernels::{F32x4, tanh, update};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

recurrent!(
    layer Rnn "rnn"
    "Reads a sequence step by step; what it knows after a step is a tanh of sums over the input and what it knew before."
);

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Rnn::KIND,
    about: Rnn::ABOUT,
    fields: Values::FIELDS,
    build: |record, input, _| Ok(Box::new(Recurrent::new(&CELL, &Values::of(record), input)?)),
    examples: for_tests(&[
        (r#"{"kind":"rnn","units":3}"#, &[4, 2]),
        (r#"{"kind":"rnn","units":5,"return_sequences":true}"#, &[3, 2]),
    ]),
};

/// hₜ = tanh(W xₜ + b + V hₜ₋₁ + c), with W, b of the input and V, c of the state (J. Elman, 1990).
static CELL: Cell = Cell { gates: 1, apart: 0, states: 1, forward, backward };

fn forward(h: &mut [f32], _before: &[f32], after: &mut [f32]) {
    update([h, after], [], |[sum, _], []| {
        let h = tanh(sum);
        [h, h]
    });
}

/// dsum = dh · (1 − h²).
fn backward(h: &mut [f32], _before: &[f32], dh: &mut [f32]) {
    update([h, dh], [], |[h, dh], []| [dh * tanh_slope(h), F32x4::zero()]);
}
