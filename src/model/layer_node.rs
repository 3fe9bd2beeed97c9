//! A layer in its place within the network, and how it is called.

use core::ops::Range;

use super::pass_context::PassContext;
use crate::Result;
use crate::kernels::{SparseRows, Workspace};
use crate::layers::{BackwardArguments, ForwardArguments, Layer, LayerContext};
use crate::memory::{grow, product};

/// A layer, and where its parameters and its tensors lie.
pub(super) struct LayerNode {
    pub layer: Box<dyn Layer>,
    /// Where its parameters lie.
    pub range: Range<usize>,
    pub trainable: bool,
    /// Indices of the activations that it reads and writes; a view writes what it reads.
    pub input: usize,
    pub output: usize,
}

/// Buffers that belong to one layer.
#[derive(Default)]
pub(super) struct NodeBuffers {
    /// Kept from the forward pass to the backward pass.
    pub cache: Vec<f32>,
    /// The input as sparse rows, where the layer asks for them.
    rows: SparseRows,
    /// Whether the input is sparse enough to be multiplied so.
    is_sparse: bool,
}

/// The index of a layer, the seed, and the buffers that its call may use.
pub(super) struct Shared<'a> {
    pub index: u32,
    pub seed: u32,
    pub own: &'a mut NodeBuffers,
    pub scratch: &'a mut [f32],
    pub workspace: &'a mut Workspace,
}

/// The tensors of a layer's backward pass, as in [`BackwardArguments`].
pub(super) struct Tensors<'a> {
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

    /// Whether the layer runs on so many samples. A view never runs. Without samples only a layer that synchronises
    /// batch statistics does.
    pub fn is_called(&self, samples: usize) -> bool {
        self.input != self.output && (samples > 0 || self.layer.syncs_batch_statistics())
    }

    pub fn forward(
        &self,
        context: &mut PassContext<'_>,
        shared: Shared<'_>,
        parameters: &[f32],
        x: &[f32],
        y: &mut [f32],
    ) {
        let Shared { index, seed, own, scratch, workspace } = shared;
        own.is_sparse = self.layer.sparse_row_length().is_some_and(|row| own.rows.compress(x, row));
        let memory = self.layer.memory(context.samples);
        let mut context =
            self.layer_context(context, [index, seed], own.is_sparse.then_some(&own.rows), workspace);
        let cache = &mut own.cache[..memory.cache];
        let scratch = &mut scratch[..memory.scratch];
        self.layer.forward(&mut context, ForwardArguments { parameters, x, y, cache, scratch });
    }

    pub fn backward(&self, context: &mut PassContext<'_>, shared: Shared<'_>, tensors: Tensors<'_>) {
        let Shared { index, seed, own, scratch, workspace } = shared;
        let Tensors { parameters, x, y, dy, dx, gradient } = tensors;
        let memory = self.layer.memory(context.samples);
        let mut context =
            self.layer_context(context, [index, seed], own.is_sparse.then_some(&own.rows), workspace);
        let cache = &mut own.cache[..memory.cache];
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
    /// Allocates for so many samples of `inputs` floats, here and in the scratch that all layers share.
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
