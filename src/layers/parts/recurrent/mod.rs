//! What every recurrent layer does around its cell: the loop over the steps and the way back through time.
//! `products` has the matrix products; the arithmetic of a cell is in the file of its layer.
//!
//! Letters: N samples, T steps, U units, G gates. Every buffer is sample by sample and, within one, step by
//! step.

mod cell;
mod products;

pub(in crate::layers) use cell::{Cell, sigmoid_slope, tanh_slope, vectors, vectors_mut};

use super::split::{split, split_mut};
use crate::Result;
use crate::kernels::add_scaled;
use crate::layers::{
    BackwardArguments, ForwardArguments, Layer, LayerContext, Memory, Parameter, Remedy, Role, pairs,
    sequence,
};
use crate::memory::checked_product;
use crate::schema::field::Default;
use crate::schema::init::{Init, Initial};
use crate::schema::setting::{boolean, init, integer};

/// The fields of every recurrent layer.
macro_rules! recurrent {
    ($($declared:tt)*) => {
        $crate::schema::declare::fields! { $($declared)* {
            required {
                units: usize = integer(1).start(32), "How many numbers its state has.";
            }
            optional {
                return_sequences: bool = boolean(false),
                    "Whether it gives its state after every step, not only after the last.";
                init: $crate::schema::init::Init = init(Default::Init(Init::GlorotUniform)),
                    "How the weights of its input begin; those of its state are uniform in ±1/√units.";
            }
        } }
    };
}
pub(in crate::layers) use recurrent;

recurrent!(values Values);

/// A cell at every step of a sequence, from a state of 0.
///
/// x: [N, T, inputs] → y: [N, U], or [N, T, U] with `return_sequences`; `weight_ih`: [G·U, inputs],
/// `weight_hh`: [G·U, U], `bias_ih` and `bias_hh`: [G·U], as in PyTorch. The cache holds the trace of every
/// step, and the state before it.
pub(in crate::layers) struct Recurrent {
    cell: &'static Cell,
    steps: usize,
    inputs: usize,
    units: usize,
    sequences: bool,
    output: Vec<usize>,
    init: Init,
}

/// From one row of `floats` floats to the next, an odd number of cache lines: a step is the same row of every
/// sample, and at a round distance these fall into the same few sets of a cache. Without it, 28 steps of an LSTM of
/// 64 units took 1.6 times as long forward and 1.9 times as long back at a batch of 128, natively.
fn spread(floats: usize) -> usize {
    const LINE: usize = 16;
    let lines = floats.div_ceil(LINE);
    // Where it is a few lines, the room would cost more than it brings.
    if lines < 4 { floats } else { LINE.saturating_mul(lines | 1) }
}

impl Recurrent {
    pub(in crate::layers) fn new(cell: &'static Cell, values: &Values, input: &[usize]) -> Result<Self> {
        let [steps, inputs] = sequence(input, Remedy::RowsBefore)?;
        let &Values { units, return_sequences: sequences, init } = values;
        checked_product(&[cell.gates + cell.apart, units, inputs.max(units)])?;
        checked_product(&[cell.gates + cell.apart, units, steps])?;
        let output = if sequences { vec![steps, units] } else { vec![units] };
        Ok(Self { cell, steps, inputs, units, sequences, output, init })
    }

    /// Rows of the weights, and floats of a trace that the input's product goes to.
    fn gate_rows(&self) -> usize {
        self.units.saturating_mul(self.cell.gates)
    }

    /// Floats of a trace.
    fn trace(&self) -> usize {
        self.units.saturating_mul(self.cell.gates + self.cell.apart)
    }

    /// Floats from one trace to the next.
    fn trace_stride(&self) -> usize {
        spread(self.trace())
    }

    /// Floats of a state.
    fn state(&self) -> usize {
        self.units.saturating_mul(self.cell.states)
    }

    /// Floats of each tensor of parameters.
    fn lengths(&self) -> [usize; 4] {
        let rows = self.gate_rows();
        [rows * self.inputs, rows * self.units, rows, rows]
    }

    /// Floats of the traces and of the states before every step.
    fn kept(&self, samples: usize) -> [usize; 2] {
        let rows = samples.saturating_mul(self.steps);
        [rows.saturating_mul(self.trace_stride()), rows.saturating_mul(self.state())]
    }

    /// Where the state of sample n after step t stands in the output, if it does.
    fn output_row(&self, n: usize, t: usize) -> Option<usize> {
        if self.sequences { Some(n * self.steps + t) } else { (t + 1 == self.steps).then_some(n) }
    }

    /// Takes every sample through step t, whose sums are complete.
    fn step(&self, t: usize, [traces, states]: [&mut [f32]; 2], after: &mut [f32], y: &mut [f32]) {
        let (units, state) = (self.units, self.state());
        for n in 0..states.len() / (self.steps * state) {
            let row = n * self.steps + t;
            let (before, next) = states[row * state..].split_at_mut(state);
            let trace = &mut traces[row * self.trace_stride()..][..self.trace()];
            (self.cell.forward)(trace, before, after);
            if t + 1 < self.steps {
                next[..state].copy_from_slice(after);
            }
            if let Some(row) = self.output_row(n, t) {
                y[row * units..][..units].copy_from_slice(&after[..units]);
            }
        }
    }

    /// Takes the gradient of every sample's state back over step t, as far as the sums.
    fn step_back(&self, t: usize, [traces, dstate]: [&mut [f32]; 2], states: &[f32], dy: &[f32]) {
        let (units, state) = (self.units, self.state());
        for (n, dstate) in dstate.chunks_exact_mut(state).enumerate() {
            if let Some(row) = self.output_row(n, t) {
                add_scaled(&mut dstate[..units], 1.0, &dy[row * units..][..units]);
            }
            let row = n * self.steps + t;
            let trace = &mut traces[row * self.trace_stride()..][..self.trace()];
            (self.cell.backward)(trace, &states[row * state..][..state], dstate);
        }
    }
}

impl Layer for Recurrent {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn parameters(&self) -> Vec<Parameter> {
        let (rows, units) = (self.gate_rows(), self.units);
        let tensor = |name, shape, role, initial| Parameter::new(name, shape, role, initial);
        // Every gate is a matrix of its own, from the inputs to U outputs.
        let input = self.init.initial(self.inputs, units);
        let state = Initial::Uniform(1.0 / (units as f32).sqrt());
        vec![
            tensor("weight_ih", vec![rows, self.inputs], Role::Weight, input),
            tensor("weight_hh", vec![rows, units], Role::Weight, state),
            tensor("bias_ih", vec![rows], Role::Parameter, Initial::Constant(0.0)),
            tensor("bias_hh", vec![rows], Role::Parameter, Initial::Constant(0.0)),
        ]
    }

    fn multiply_adds(&self) -> u64 {
        pairs([self.steps, self.units, self.cell.gates, self.inputs]).saturating_add(pairs([
            self.steps,
            self.units,
            self.cell.gates,
            self.units,
        ]))
    }

    fn memory(&self, samples: usize) -> Memory {
        let [traces, states] = self.kept(samples);
        // ForwardArguments a state, backward every sample's and a trace.
        let scratch = samples.saturating_mul(self.state()).saturating_add(self.trace_stride());
        Memory { cache: traces.saturating_add(states), scratch }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let (samples, state) = (context.samples, self.state());
        let [weight_ih, weight_hh, bias_ih, bias_hh] = split(buffers.parameters, self.lengths());
        let [traces, states] = split_mut(buffers.cache, self.kept(samples));
        let after = &mut buffers.scratch[..state];
        self.input_products(samples * self.steps, buffers.x, [weight_ih, bias_ih], traces, context.workspace);
        for first in states.chunks_exact_mut(self.steps * state) {
            first[..state].fill(0.0);
        }
        for t in 0..self.steps {
            self.state_products(t, samples, [weight_hh, bias_hh], states, traces, context.workspace);
            self.step(t, [traces, states], after, buffers.y);
        }
    }

    /// Back-propagation through time over the whole sequence (P. Werbos, 1990).
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let (samples, rows) = (context.samples, context.samples * self.steps);
        let [weight_ih, weight_hh, ..] = split(buffers.parameters, self.lengths());
        let [traces, states] = split_mut(buffers.cache, self.kept(samples));
        let [dstate, sums] = split_mut(buffers.scratch, [samples * self.state(), self.trace_stride()]);
        dstate.fill(0.0);
        for t in (0..self.steps).rev() {
            self.step_back(t, [traces, dstate], states, buffers.dy);
            if t > 0 {
                self.state_gradient(t, samples, weight_hh, traces, dstate, context.workspace);
            }
        }
        if let Some(gradient) = buffers.gradient {
            self.parameter_gradients(rows, buffers.x, [traces, states], gradient, sums, context.workspace);
        }
        if let Some(dx) = buffers.dx {
            self.input_gradient(rows, weight_ih, traces, dx, context.workspace);
        }
    }
}
