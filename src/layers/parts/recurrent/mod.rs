//! The loop over the steps of a recurrent layer, and backpropagation through time. `products` has the matrix products; each
//! layer's file has its cell.
//!
//! Letters: N samples, T steps, U units, G gates. Every buffer is [N, T, …].

mod cell;
mod products;

pub(in crate::layers) use cell::{Cell, sigmoid_derivative, tanh_derivative, vectors, vectors_mut};

use super::split::{split, split_mut};
use crate::Result;
use crate::kernels::add_scaled;
use crate::layers::{
    BackwardArguments, ForwardArguments, Layer, LayerContext, Memory, Parameter, Remedy, Role,
    multiply_add_count, sequence,
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
                units: usize = integer(1).start(32), "The size of the hidden state.";
            }
            optional {
                return_sequences: bool = boolean(false),
                    "Whether the output is the state after every step, not only after the last.";
                init: $crate::schema::init::Init = init(Default::Init(Init::GlorotUniform)),
                    "The initializer of the input weights. Recurrent weights are uniform in ±1/√units.";
            }
        } }
    };
}
pub(in crate::layers) use recurrent;

recurrent!(values Values);

/// Runs a cell over every step of a sequence. The initial state is 0.
///
/// x: [N, T, inputs] → y: [N, U], or [N, T, U] with `return_sequences`; `weight_ih`: [G·U, inputs],
/// `weight_hh`: [G·U, U], `bias_ih` and `bias_hh`: [G·U], as in PyTorch. The cache holds the trace of every
/// step and the state before it.
pub(in crate::layers) struct Recurrent {
    cell: &'static Cell,
    steps: usize,
    inputs: usize,
    units: usize,
    sequences: bool,
    output: Vec<usize>,
    init: Init,
}

/// The stride of rows of `floats` floats: an odd number of cache lines. A step reads the same row of every sample; with a
/// stride of a power of two, these rows would share a few sets of the cache. Without padding, 28 steps of an LSTM of 64 units
/// took 1.6 times as long forward and 1.9 times as long backward at a batch of 128, natively.
fn padded_stride(floats: usize) -> usize {
    const LINE: usize = 16;
    let lines = floats.div_ceil(LINE);
    // For short rows the padding costs more than it gains.
    if lines < 4 { floats } else { LINE.saturating_mul(lines | 1) }
}

impl Recurrent {
    pub(in crate::layers) fn new(cell: &'static Cell, values: &Values, input: &[usize]) -> Result<Self> {
        let [steps, inputs] = sequence(input, Remedy::RowsBefore)?;
        let &Values { units, return_sequences: sequences, init } = values;
        checked_product(&[cell.gates + cell.separate, units, inputs.max(units)])?;
        checked_product(&[cell.gates + cell.separate, units, steps])?;
        let output = if sequences { vec![steps, units] } else { vec![units] };
        Ok(Self { cell, steps, inputs, units, sequences, output, init })
    }

    /// Rows of the weights: G·U. The input product writes this many floats of a trace.
    fn gate_rows(&self) -> usize {
        self.units.saturating_mul(self.cell.gates)
    }

    /// Floats of a trace.
    fn trace(&self) -> usize {
        self.units.saturating_mul(self.cell.gates + self.cell.separate)
    }

    /// The stride of traces, in floats.
    fn trace_stride(&self) -> usize {
        padded_stride(self.trace())
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

    /// Floats of the cache: traces, and states before every step.
    fn cache_lengths(&self, samples: usize) -> [usize; 2] {
        let rows = samples.saturating_mul(self.steps);
        [rows.saturating_mul(self.trace_stride()), rows.saturating_mul(self.state())]
    }

    /// The output row of the state of sample n after step t, if the output has it.
    fn output_row(&self, n: usize, t: usize) -> Option<usize> {
        if self.sequences { Some(n * self.steps + t) } else { (t + 1 == self.steps).then_some(n) }
    }

    /// Runs the cell on step t of every sample. The traces hold its pre-activations.
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

    /// Backward of the cell for step t of every sample, down to the pre-activations.
    fn step_backward(&self, t: usize, [traces, dstate]: [&mut [f32]; 2], states: &[f32], dy: &[f32]) {
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
        // Fan-out is U: each gate counts as its own matrix.
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
        multiply_add_count([self.steps, self.units, self.cell.gates, self.inputs])
            .saturating_add(multiply_add_count([self.steps, self.units, self.cell.gates, self.units]))
    }

    fn memory(&self, samples: usize) -> Memory {
        let [traces, states] = self.cache_lengths(samples);
        // Forward needs one state; backward needs the state gradient of every sample and one trace.
        let scratch = samples.saturating_mul(self.state()).saturating_add(self.trace_stride());
        Memory { cache: traces.saturating_add(states), scratch }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let (samples, state) = (context.samples, self.state());
        let [weight_ih, weight_hh, bias_ih, bias_hh] = split(buffers.parameters, self.lengths());
        let [traces, states] = split_mut(buffers.cache, self.cache_lengths(samples));
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

    /// Backpropagation through time over the whole sequence (P. Werbos, 1990).
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let (samples, rows) = (context.samples, context.samples * self.steps);
        let [weight_ih, weight_hh, ..] = split(buffers.parameters, self.lengths());
        let [traces, states] = split_mut(buffers.cache, self.cache_lengths(samples));
        let [dstate, sums] = split_mut(buffers.scratch, [samples * self.state(), self.trace_stride()]);
        dstate.fill(0.0);
        for t in (0..self.steps).rev() {
            self.step_backward(t, [traces, dstate], states, buffers.dy);
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
