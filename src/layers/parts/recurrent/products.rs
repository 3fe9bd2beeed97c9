//! The matrix products around a cell. A row of the states is [xₜ, hₜ₋₁, …], so that one product gives W xₜ + V hₜ₋₁.

use core::ops::Range;

use super::Recurrent;
use crate::kernels::{Epilogue, Matrix, PackedColumns, Workspace, matmul, sum_columns, zip_map};
use crate::layers::parts::split::split_mut;

/// Consecutive rows of the weights, the part of [xₜ, hₜ₋₁] that they multiply, and where their sums begin in the trace.
struct Block {
    first_row: usize,
    rows: usize,
    inputs: Range<usize>,
    column: usize,
}

/// The maximal number of blocks.
const BLOCKS: usize = 3;

/// A matrix whose rows begin every `stride` floats.
fn strided_rows(data: &[f32], stride: usize) -> Matrix<'_> {
    Matrix { data, row_stride: stride, column_stride: 1 }
}

/// Packs right operands one after the other into a buffer.
fn pack_all<'a, 'b>(
    operands: impl Iterator<Item = (Matrix<'b>, [usize; 2])>,
    mut buffer: &'a mut [f32],
) -> [PackedColumns<'a>; BLOCKS] {
    let mut packed = [PackedColumns::default(); BLOCKS];
    for ((operand, size), packed) in operands.zip(&mut packed) {
        let (panels, rest) = core::mem::take(&mut buffer).split_at_mut(PackedColumns::floats(size));
        *packed = PackedColumns::pack(&operand, size, panels);
        buffer = rest;
    }
    packed
}

impl Recurrent {
    /// Rows of the weights whose sums with x and with h are added, and rows whose sums are kept separate.
    fn row_counts(&self) -> [usize; 2] {
        let separate = self.cell.separate * self.units;
        [self.gate_rows() - separate, separate]
    }

    fn blocks(&self) -> impl Iterator<Item = Block> + use<> {
        let [joint, separate] = self.row_counts();
        let (inputs, width, gates) = (self.inputs, self.joint_width(), self.gate_rows());
        let blocks = [
            Block { first_row: 0, rows: joint, inputs: 0..width, column: 0 },
            Block { first_row: joint, rows: separate, inputs: 0..inputs, column: joint },
            Block { first_row: joint, rows: separate, inputs: inputs..width, column: gates },
        ];
        blocks.into_iter().filter(|block| block.rows > 0)
    }

    /// The blocks that multiply h.
    fn state_blocks(&self) -> impl Iterator<Item = Block> + use<> {
        let inputs = self.inputs;
        self.blocks().filter(move |block| block.inputs.end > inputs)
    }

    /// Floats of [xₜ, hₜ₋₁].
    pub(super) fn joint_width(&self) -> usize {
        self.inputs.saturating_add(self.units)
    }

    /// Floats of the packed weights, of the forward pass or of the backward pass.
    pub(super) fn packed_floats(&self) -> usize {
        let sum = |sizes: &mut dyn Iterator<Item = [usize; 2]>| {
            sizes.fold(0_usize, |sum, size| sum.saturating_add(PackedColumns::floats(size)))
        };
        let forward = sum(&mut self.blocks().map(|block| [block.rows, block.inputs.len()]));
        forward.max(sum(&mut self.state_blocks().map(|block| [self.units, block.rows])))
    }

    /// Packs the weights of [`step_products`](Self::step_products), once for all steps. `joint` is scratch: [G·U, inputs + U].
    pub(super) fn pack_weights<'a>(
        &self,
        [weight_ih, weight_hh]: [&[f32]; 2],
        joint: &mut [f32],
        buffer: &'a mut [f32],
    ) -> [PackedColumns<'a>; BLOCKS] {
        let width = self.joint_width();
        let rows = weight_ih.chunks_exact(self.inputs).zip(weight_hh.chunks_exact(self.units));
        for (joint, (input, state)) in joint.chunks_exact_mut(width).zip(rows) {
            joint[..self.inputs].copy_from_slice(input);
            joint[self.inputs..].copy_from_slice(state);
        }
        let operands = self.blocks().map(|block| {
            let rows = strided_rows(&joint[block.first_row * width + block.inputs.start..], width);
            (rows, [block.rows, block.inputs.len()])
        });
        pack_all(operands, buffer)
    }

    /// Packs the weights of [`state_gradient`](Self::state_gradient), once for all steps.
    pub(super) fn pack_state_weights<'a>(
        &self,
        weight: &[f32],
        buffer: &'a mut [f32],
    ) -> [PackedColumns<'a>; BLOCKS] {
        let operands = self.state_blocks().map(|block| {
            let rows = Matrix::new(&weight[block.first_row * self.units..], self.units);
            (rows.transposed(), [self.units, block.rows])
        });
        pack_all(operands, buffer)
    }

    /// The biases in the order of a trace, those of x and of h added where their sums are.
    pub(super) fn trace_bias(&self, [bias_ih, bias_hh]: [&[f32]; 2], bias: &mut [f32]) {
        let [joint, separate] = self.row_counts();
        let (sums, rest) = bias.split_at_mut(self.gate_rows());
        sums.copy_from_slice(bias_ih);
        zip_map(&mut sums[..joint], &bias_hh[..joint], |a, b| a + b);
        rest[..separate].copy_from_slice(&bias_hh[joint..]);
    }

    /// Writes the traces of step t: W xₜ + b + V hₜ₋₁ + c, and the two apart for separate gates.
    pub(super) fn step_products(
        &self,
        t: usize,
        samples: usize,
        (weights, bias): (&[PackedColumns<'_>; BLOCKS], &[f32]),
        states: &[f32],
        traces: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (trace, row) = (self.trace_stride(), self.state_row());
        let (states, traces) = (&states[t * samples * row..], &mut traces[t * samples * trace..]);
        for (block, weight) in self.blocks().zip(weights) {
            let operand = strided_rows(&states[block.inputs.start..], row);
            let epilogue = Epilogue { accumulate: false, bias: Some(&bias[block.column..][..block.rows]) };
            let sizes = [samples, block.rows, block.inputs.len()];
            matmul(sizes, &operand, weight, &mut traces[block.column..], trace, &epilogue, workspace);
        }
    }

    /// Adds the gradient through the recurrent product of step t: dh += dsums · `weight_hh`.
    pub(super) fn state_gradient(
        &self,
        t: usize,
        samples: usize,
        weights: &[PackedColumns<'_>; BLOCKS],
        traces: &[f32],
        dstate: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let trace = self.trace_stride();
        let add = Epilogue { accumulate: true, bias: None };
        for (block, weight) in self.state_blocks().zip(weights) {
            let dsums = strided_rows(&traces[t * samples * trace + block.column..], trace);
            let sizes = [samples, self.units, block.rows];
            matmul(sizes, &dsums, weight, dstate, self.state(), &add, workspace);
        }
    }

    /// dx = dsums · `weight_ih`, over all steps at once. It replaces the x in the rows of the states.
    pub(super) fn input_gradient(
        &self,
        rows: usize,
        weight: &[f32],
        traces: &[f32],
        states: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (dsums, weight) =
            (strided_rows(traces, self.trace_stride()), Matrix::new(weight, self.inputs).transposed());
        let sizes = [rows, self.inputs, self.gate_rows()];
        matmul(sizes, &dsums, &weight, states, self.state_row(), &Epilogue::default(), workspace);
    }

    /// The gradients of all parameters, over all steps at once: dW = dsumsᵀ · [x, h], db = Σ dsums. `sums` is scratch for one
    /// trace, `joint` for dW: [G·U, inputs + U].
    pub(super) fn parameter_gradients(
        &self,
        rows: usize,
        [traces, states]: [&[f32]; 2],
        gradient: &mut [f32],
        [sums, joint]: [&mut [f32]; 2],
        workspace: &mut Workspace,
    ) {
        let [dweight_ih, dweight_hh, dbias_ih, dbias_hh] = split_mut(gradient, self.lengths());
        let (width, trace) = (self.joint_width(), self.trace_stride());
        for block in self.blocks() {
            let dsums = strided_rows(&traces[block.column..], trace).transposed();
            let operand = strided_rows(&states[block.inputs.start..], self.state_row()).transposed();
            let dweight = &mut joint[block.first_row * width + block.inputs.start..];
            let sizes = [block.rows, block.inputs.len(), rows];
            matmul(sizes, &dsums, &operand, dweight, width, &Epilogue::default(), workspace);
        }
        let rows = dweight_ih.chunks_exact_mut(self.inputs).zip(dweight_hh.chunks_exact_mut(self.units));
        for (joint, (input, state)) in joint.chunks_exact(width).zip(rows) {
            input.copy_from_slice(&joint[..self.inputs]);
            state.copy_from_slice(&joint[self.inputs..]);
        }
        sum_columns(traces, sums, false);
        dbias_ih.copy_from_slice(&sums[..self.gate_rows()]);
        for block in self.state_blocks() {
            let dbias = &mut dbias_hh[block.first_row..][..block.rows];
            dbias.copy_from_slice(&sums[block.column..][..block.rows]);
        }
    }
}
