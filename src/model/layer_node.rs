//! A node of the network: a layer with the ranges of its parameters and activations.

use core::ops::Range;

use super::pass_context::PassContext;
use crate::Result;
use crate::kernels::{SparseRows, Workspace};
use crate::layers::{BackwardArguments, ForwardArguments, Layer, LayerContext};
use crate::memory::{grow, product};

/// A layer, the range of its parameters, and the indices of its activations.
pub(super) struct LayerNode {
    pub layer: Box<dyn Layer>,
    /// The range of its parameters in the flat buffers.
    pub range: Range<usize>,
    pub trainable: bool,
    /// Indices of the activations that it reads and writes; equal for a view.
    pub input: usize,
    pub output: usize,
}

/// Buffers that belong to one layer.
#[derive(Default)]
pub(super) struct NodeBuffers {
    /// Written by the forward pass, read by the backward pass.
    pub cache: Vec<f32>,
    /// The input as sparse rows, if the layer uses them.
    rows: SparseRows,
    /// Whether the input is sparse enough to use them.
    is_sparse: bool,
}

/// The index of a layer, the seed, and the buffers of its forward and backward.
pub(super) struct NodeResources<'a> {
    pub index: u32,
    pub seed: u32,
    pub buffers: &'a mut NodeBuffers,
    pub scratch: &'a mut [f32],
    pub workspace: &'a mut Workspace,
}

/// The tensors of a layer's backward pass, as in [`BackwardArguments`].
pub(super) struct BackwardTensors<'a> {
    pub parameters: &'a [f32],
    pub x: &'a [f32],
    pub y: &'a [f32],
    pub dy: &'a mut [f32],
    pub dx: Option<&'a mut [f32]>,
    pub gradient: Option<&'a mut [f32]>,
}

impl LayerNode {
    pub fn new(
        layer: Box<dyn Layer>,
        range: Range<usize>,
        trainable: bool,
        [input, output]: [usize; 2],
    ) -> Self {
        Self { layer, range, trainable, input, output }
    }

    /// Whether the layer runs on `samples` samples. A view never runs. On an empty part of a batch only layers that
    /// synchronise batch statistics run.
    pub fn is_called(&self, samples: usize) -> bool {
        self.input != self.output && (samples > 0 || self.layer.syncs_batch_statistics())
    }

    pub fn forward(
        &self,
        context: &mut PassContext<'_>,
        resources: NodeResources<'_>,
        parameters: &[f32],
        x: &[f32],
        y: &mut [f32],
    ) {
        let NodeResources { index, seed, buffers, scratch, workspace } = resources;
        buffers.is_sparse = self.layer.sparse_row_length().is_some_and(|row| buffers.rows.compress(x, row));
        let memory = self.layer.memory(context.samples);
        let mut context =
            self.layer_context(context, [index, seed], buffers.is_sparse.then_some(&buffers.rows), workspace);
        let cache = &mut buffers.cache[..memory.cache];
        let scratch = &mut scratch[..memory.scratch];
        self.layer.forward(&mut context, ForwardArguments { parameters, x, y, cache, scratch });
    }

    pub fn backward(
        &self,
        context: &mut PassContext<'_>,
        resources: NodeResources<'_>,
        tensors: BackwardTensors<'_>,
    ) {
        let NodeResources { index, seed, buffers, scratch, workspace } = resources;
        let BackwardTensors { parameters, x, y, dy, dx, gradient } = tensors;
        let memory = self.layer.memory(context.samples);
        let mut context =
            self.layer_context(context, [index, seed], buffers.is_sparse.then_some(&buffers.rows), workspace);
        let cache = &mut buffers.cache[..memory.cache];
        let scratch = &mut scratch[..memory.scratch];
        self.layer
            .backward(&mut context, BackwardArguments { parameters, x, y, dy, dx, gradient, cache, scratch });
    }

    fn layer_context<'a>(
        &self,
        context: &'a mut PassContext<'_>,
        [layer, seed]: [u32; 2],
        sparse_rows: Option<&'a SparseRows>,
        workspace: &'a mut Workspace,
    ) -> LayerContext<'a> {
        LayerContext {
            samples: context.samples,
            first_sample: context.first_sample,
            batch: context.batch,
            step: context.step,
            seed,
            training: context.training,
            layer,
            trainable: self.trainable,
            sync: context.sync,
            sparse_rows,
            workspace,
        }
    }
}

impl NodeBuffers {
    /// Allocates the buffers for `samples` samples of `inputs` floats, and the shared scratch.
    pub fn reserve(
        &mut self,
        node: &LayerNode,
        samples: usize,
        inputs: usize,
        scratch: &mut Vec<f32>,
    ) -> Result<()> {
        let memory = node.layer.memory(samples);
        grow(&mut self.cache, memory.cache)?;
        grow(scratch, memory.scratch)?;
        if let Some(row) = node.layer.sparse_row_length() {
            self.rows.reserve(product(&[samples, inputs]) / row, row)?;
        }
        Ok(())
    }
}
