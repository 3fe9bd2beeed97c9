//! The matrix products around a cell. Products of one step use strided rows, so no buffer is transposed.

use super::Recurrent;
use crate::kernels::{Epilogue, Matrix, Workspace, matmul, sum_columns};
use crate::layers::parts::split::split_mut;

/// Consecutive rows of `weight_hh` whose products with the state are consecutive in the trace.
struct Block {
    first_row: usize,
    rows: usize,
    column: usize,
    /// Whether they are added to the input product, which the trace already holds.
    adds_to_input: bool,
}

/// A matrix whose rows begin every `stride` floats.
fn strided_rows(data: &[f32], stride: usize) -> Matrix<'_> {
    Matrix { data, row_stride: stride, column_stride: 1 }
}

impl Recurrent {
    fn blocks(&self) -> impl Iterator<Item = Block> {
        let separate = self.cell.separate * self.units;
        let added = self.gate_rows() - separate;
        let blocks = [
            Block { first_row: 0, rows: added, column: 0, adds_to_input: true },
            Block { first_row: added, rows: separate, column: self.gate_rows(), adds_to_input: false },
        ];
        blocks.into_iter().filter(|block| block.rows > 0)
    }

    /// Initialises all traces with the input product: x: [N·T, inputs] → x · `weight_ih`ᵀ + `bias_ih`.
    pub(super) fn input_products(
        &self,
        rows: usize,
        x: &[f32],
        [weight, bias]: [&[f32]; 2],
        traces: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (x, weight) = (Matrix::new(x, self.inputs), Matrix::new(weight, self.inputs));
        let epilogue = Epilogue { accumulate: false, bias: Some(bias) };
        let sizes = [rows, self.gate_rows(), self.inputs];
        matmul(sizes, &x, &weight, traces, self.trace_stride(), &epilogue, workspace);
    }

    /// Adds the recurrent product to the traces of step t: h · `weight_hh`ᵀ + `bias_hh`, with h: [N, U] before that step.
    pub(super) fn state_products(
        &self,
        t: usize,
        samples: usize,
        [weight, bias]: [&[f32]; 2],
        states: &[f32],
        traces: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (units, trace, state) = (self.units, self.trace_stride(), self.state());
        let h = strided_rows(&states[t * state..], self.steps * state);
        for block in self.blocks() {
            let weight = Matrix::new(&weight[block.first_row * units..], units);
            let bias = Some(&bias[block.first_row..][..block.rows]);
            let epilogue = Epilogue { accumulate: block.adds_to_input, bias };
            let sums = &mut traces[t * trace + block.column..];
            let sizes = [samples, block.rows, units];
            matmul(sizes, &h, &weight, sums, self.steps * trace, &epilogue, workspace);
        }
    }

    /// Adds the gradient through the recurrent product of step t: dh += dsums · `weight_hh`.
    pub(super) fn state_gradient(
        &self,
        t: usize,
        samples: usize,
        weight: &[f32],
        traces: &[f32],
        dstate: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (units, trace) = (self.units, self.trace_stride());
        let add = Epilogue { accumulate: true, bias: None };
        for block in self.blocks() {
            let dsums = strided_rows(&traces[t * trace + block.column..], self.steps * trace);
            let weight = Matrix::new(&weight[block.first_row * units..], units).transposed();
            let sizes = [samples, units, block.rows];
            matmul(sizes, &dsums, &weight, dstate, self.state(), &add, workspace);
        }
    }

    /// dx = dsums · `weight_ih`, over all steps at once.
    pub(super) fn input_gradient(
        &self,
        rows: usize,
        weight: &[f32],
        traces: &[f32],
        dx: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (dsums, weight) =
            (strided_rows(traces, self.trace_stride()), Matrix::new(weight, self.inputs).transposed());
        let sizes = [rows, self.inputs, self.gate_rows()];
        matmul(sizes, &dsums, &weight, dx, self.inputs, &Epilogue::default(), workspace);
    }

    /// The gradients of all parameters, over all steps at once: dW = dsumsᵀ · x or h, db = Σ dsums. `sums` is
    /// scratch for one trace.
    pub(super) fn parameter_gradients(
        &self,
        rows: usize,
        x: &[f32],
        [traces, states]: [&[f32]; 2],
        gradient: &mut [f32],
        sums: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let [dweight_ih, dweight_hh, dbias_ih, dbias_hh] = split_mut(gradient, self.lengths());
        let (inputs, units, trace) = (self.inputs, self.units, self.trace_stride());
        let dsums = strided_rows(traces, trace).transposed();
        let x = Matrix::new(x, inputs).transposed();
        let write = Epilogue::default();
        matmul([self.gate_rows(), inputs, rows], &dsums, &x, dweight_ih, inputs, &write, workspace);
        let h = strided_rows(states, self.state()).transposed();
        for block in self.blocks() {
            let dsums = strided_rows(&traces[block.column..], trace).transposed();
            let dweight = &mut dweight_hh[block.first_row * units..];
            matmul([block.rows, units, rows], &dsums, &h, dweight, units, &write, workspace);
        }
        sum_columns(traces, sums, false);
        dbias_ih.copy_from_slice(&sums[..self.gate_rows()]);
        for block in self.blocks() {
            let dbias = &mut dbias_hh[block.first_row..][..block.rows];
            dbias.copy_from_slice(&sums[block.column..][..block.rows]);
        }
    }
}
