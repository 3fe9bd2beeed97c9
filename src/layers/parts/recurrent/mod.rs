//! The loop over the steps of a recurrent layer, and backpropagation through time. `products` has the matrix products; each
//! layer's file has its cell.
//!
//! Letters: N samples, T steps, U units, G gates. Within the layer every buffer is [T, N, …], so that the rows of a step are
//! adjacent; input and output are [N, T, …].

mod cell;
mod products;

pub(in crate::layers) use cell::{Cell, sigmoid_derivative, tanh_derivative, vectors, vectors_mut};

use core::ops::Range;

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
/// step, its input and the state before it.
pub(in crate::layers) struct Recurrent {
    cell: &'static Cell,
    steps: usize,
    inputs: usize,
    units: usize,
    sequences: bool,
    output: Vec<usize>,
    init: Init,
}

/// The stride of rows of `floats` floats: an odd number of cache lines. The weight gradients read the same columns of many rows;
/// with a stride of a power of two, these would share a few sets of the cache.
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
        let vectors = cell.gates + cell.separate + cell.kept;
        checked_product(&[vectors, units, inputs.max(units)])?;
        checked_product(&[vectors, units, steps])?;
        let output = if sequences { vec![steps, units] } else { vec![units] };
        Ok(Self { cell, steps, inputs, units, sequences, output, init })
    }

    /// Rows of the weights: G·U. The input product writes this many floats of a trace.
    fn gate_rows(&self) -> usize {
        self.units.saturating_mul(self.cell.gates)
    }

    /// Floats of a trace.
    fn trace(&self) -> usize {
        self.units.saturating_mul(self.cell.gates + self.cell.separate + self.cell.kept)
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

    /// Floats of a row of the states: the input of the step, and the state before it.
    fn state_row(&self) -> usize {
        self.inputs.saturating_add(self.state())
    }

    /// Floats of the cache: the traces, and the rows of the states for every step and after the last.
    fn cache_lengths(&self, samples: usize) -> [usize; 2] {
        let rows = samples.saturating_mul(self.steps);
        [
            rows.saturating_mul(self.trace_stride()),
            rows.saturating_add(samples).saturating_mul(self.state_row()),
        ]
    }

    /// Floats of the scratch: the state gradient of every sample, one trace, the packed weights, and both weights side by side.
    fn scratch_lengths(&self, samples: usize) -> [usize; 4] {
        [
            samples.saturating_mul(self.state()),
            self.trace_stride(),
            self.packed_floats(),
            self.gate_rows().saturating_mul(self.joint_width()),
        ]
    }

    /// The output row of the state of sample n after step t, if the output has it.
    fn output_row(&self, n: usize, t: usize) -> Option<usize> {
        if self.sequences { Some(n * self.steps + t) } else { (t + 1 == self.steps).then_some(n) }
    }

    /// The range of step t in the rows of the states.
    fn step_range(&self, t: usize, samples: usize) -> Range<usize> {
        let floats = samples * self.state_row();
        t * floats..(t + 1) * floats
    }

    /// Runs the cell on step t of every sample. The traces hold its pre-activations.
    fn step(&self, t: usize, samples: usize, [traces, states]: [&mut [f32]; 2], y: &mut [f32]) {
        let (units, row, stride) = (self.units, self.state_row(), self.trace_stride());
        let (before, after) = states.split_at_mut(self.step_range(t, samples).end);
        let before = before[self.step_range(t, samples)].chunks_exact(row);
        let traces = traces[t * samples * stride..].chunks_exact_mut(stride);
        for (n, ((before, after), trace)) in before.zip(after.chunks_exact_mut(row)).zip(traces).enumerate() {
            let (before, after) = (&before[self.inputs..], &mut after[self.inputs..]);
            (self.cell.forward)(&mut trace[..self.trace()], before, after);
            if let Some(row) = self.output_row(n, t) {
                y[row * units..][..units].copy_from_slice(&after[..units]);
            }
        }
    }

    /// Backward of the cell for step t of every sample, down to the pre-activations.
    fn step_backward(
        &self,
        t: usize,
        samples: usize,
        [traces, dstate]: [&mut [f32]; 2],
        states: &[f32],
        dy: &[f32],
    ) {
        let (units, row, stride) = (self.units, self.state_row(), self.trace_stride());
        let traces = traces[t * samples * stride..].chunks_exact_mut(stride);
        let states = states[self.step_range(t, samples)].chunks_exact(row);
        let dstates = dstate.chunks_exact_mut(self.state());
        for (n, ((before, dstate), trace)) in states.zip(dstates).zip(traces).enumerate() {
            if let Some(row) = self.output_row(n, t) {
                add_scaled(&mut dstate[..units], 1.0, &dy[row * units..][..units]);
            }
            (self.cell.backward)(&mut trace[..self.trace()], &before[self.inputs..], dstate);
        }
    }

    /// The place of the input of sample n and step t in x: [N, T, inputs], and in the rows of the states: [T, N, …].
    fn input_places(&self, samples: usize) -> impl Iterator<Item = [Range<usize>; 2]> + use<> {
        let (steps, inputs, row) = (self.steps, self.inputs, self.state_row());
        (0..samples).flat_map(move |n| {
            (0..steps).map(move |t| {
                [(n * steps + t) * inputs, (t * samples + n) * row].map(|start| start..start + inputs)
            })
        })
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
        let cache = self.cache_lengths(samples).into_iter().fold(0, usize::saturating_add);
        let scratch = self.scratch_lengths(samples).into_iter().fold(0, usize::saturating_add);
        Memory { cache, scratch }
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let samples = context.samples;
        let [weight_ih, weight_hh, bias_ih, bias_hh] = split(buffers.parameters, self.lengths());
        let [traces, states] = split_mut(buffers.cache, self.cache_lengths(samples));
        let [_, bias, packed, joint] = split_mut(buffers.scratch, self.scratch_lengths(samples));
        let weights = self.pack_weights([weight_ih, weight_hh], joint, packed);
        self.trace_bias([bias_ih, bias_hh], bias);
        states[self.step_range(0, samples)].fill(0.0);
        for [from, to] in self.input_places(samples) {
            states[to].copy_from_slice(&buffers.x[from]);
        }
        for t in 0..self.steps {
            self.step_products(t, samples, (&weights, bias), states, traces, context.workspace);
            self.step(t, samples, [traces, states], buffers.y);
        }
    }

    /// Backpropagation through time over the whole sequence (P. Werbos, 1990).
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let (samples, rows) = (context.samples, context.samples * self.steps);
        let [weight_ih, weight_hh, ..] = split(buffers.parameters, self.lengths());
        let [traces, states] = split_mut(buffers.cache, self.cache_lengths(samples));
        let [dstate, sums, packed, joint] = split_mut(buffers.scratch, self.scratch_lengths(samples));
        let weights = self.pack_state_weights(weight_hh, packed);
        dstate.fill(0.0);
        for t in (0..self.steps).rev() {
            self.step_backward(t, samples, [traces, dstate], states, buffers.dy);
            if t > 0 {
                self.state_gradient(t, samples, &weights, traces, dstate, context.workspace);
            }
        }
        if let Some(gradient) = buffers.gradient {
            self.parameter_gradients(rows, [traces, states], gradient, [sums, joint], context.workspace);
        }
        if let Some(dx) = buffers.dx {
            self.input_gradient(rows, weight_ih, traces, states, context.workspace);
            for [to, from] in self.input_places(samples) {
                dx[to].copy_from_slice(&states[from]);
            }
        }
    }
}
