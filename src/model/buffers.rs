//! The buffers of forward and backward: activations, their gradients, and each layer's cache.

use super::layer_node::{LayerNode, NodeBuffers};
use crate::Result;
use crate::kernels::Workspace;
use crate::memory::{grow, product};

/// The buffers of forward and backward of one [`Network`](super::Network). [`Network::buffers`](super::Network::buffers)
/// allocates them.
pub struct Buffers {
    /// Floats per sample of each activation, the input first.
    widths: Vec<usize>,
    /// For each layer, the index of the activation that it writes.
    outputs: Vec<usize>,
    pub(super) activations: Vec<Vec<f32>>,
    /// Gradients of a layer's output and input; the two are swapped after each layer.
    pub(super) gradients: [Vec<f32>; 2],
    pub(super) nodes: Vec<NodeBuffers>,
    pub(super) scratch: Vec<f32>,
    pub(super) workspace: Workspace,
    capacity: usize,
}

impl Buffers {
    pub(super) fn new(widths: Vec<usize>, outputs: impl Iterator<Item = usize>) -> Result<Self> {
        let outputs: Vec<_> = outputs.collect();
        Ok(Self {
            activations: widths.iter().map(|_| Vec::new()).collect(),
            gradients: [Vec::new(), Vec::new()],
            nodes: outputs.iter().map(|_| NodeBuffers::default()).collect(),
            scratch: Vec::new(),
            workspace: Workspace::new()?,
            capacity: 0,
            widths,
            outputs,
        })
    }

    pub(super) fn reserve(&mut self, nodes: &[LayerNode], samples: usize) -> Result<()> {
        if samples <= self.capacity {
            return Ok(());
        }
        let widest = self.widths.iter().copied().max().unwrap_or(0);
        for (buffer, &width) in self.activations.iter_mut().zip(&self.widths) {
            grow(buffer, product(&[samples, width]))?;
        }
        for buffer in &mut self.gradients {
            grow(buffer, product(&[samples, widest]))?;
        }
        for (node, own) in nodes.iter().zip(&mut self.nodes) {
            own.reserve(node, samples, self.widths[node.input], &mut self.scratch)?;
        }
        self.capacity = samples;
        Ok(())
    }

    /// The number of samples that fit.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    /// The input of the next pass: `samples` × features.
    pub fn input_mut(&mut self, samples: usize) -> &mut [f32] {
        let width = self.widths[0];
        &mut self.activations[0][..samples * width]
    }

    /// The output of the last pass: `samples` × outputs.
    pub fn output(&self, samples: usize) -> &[f32] {
        let last = self.widths.len() - 1;
        &self.activations[last][..samples * self.widths[last]]
    }

    /// The output of the last pass, and the buffer for its gradient: both `samples` × outputs.
    pub fn output_and_gradient(&mut self, samples: usize) -> (&[f32], &mut [f32]) {
        let last = self.widths.len() - 1;
        let length = samples * self.widths[last];
        (&self.activations[last][..length], &mut self.gradients[0][..length])
    }

    /// The output of one layer in the last pass: `samples` × its shape.
    pub fn activation(&self, layer: usize, samples: usize) -> &[f32] {
        let output = self.outputs[layer];
        &self.activations[output][..samples * self.widths[output]]
    }

    /// The gradient of the input after a [backward pass](super::Network::backward) that computes it:
    /// `samples` × features.
    pub fn input_gradient(&self, samples: usize) -> &[f32] {
        &self.gradients[0][..samples * self.widths[0]]
    }
}
