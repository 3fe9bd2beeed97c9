//! What the passes through a network write: activations, their gradients, and what layers keep between the two.

use std::sync::Mutex;

use super::Network;
use super::stage::{Own, Stage};
use super::whole::Gradients;
use crate::Result;
use crate::kernels::Workspace;
use crate::layers::Portion;
use crate::memory::{grow, product};

/// The buffers of the passes through one [`Network`], made by [`Network::buffers`].
pub struct Buffers {
    /// Floats of one sample in each of the activations, the input first.
    widths: Vec<usize>,
    /// Which of the activations each layer writes.
    outputs: Vec<usize>,
    pub(super) activations: Vec<Vec<f32>>,
    /// The gradient of the activations at hand, and of those before.
    pub(super) gradients: [Vec<f32>; 2],
    /// The same of the whole batch for layers that are divided.
    pub(super) whole_gradients: Gradients,
    /// What each layer has for itself.
    pub(super) own: Vec<Own>,
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
            whole_gradients: Gradients::default(),
            own: outputs.iter().map(|_| Own::default()).collect(),
            scratch: Vec::new(),
            workspace: Workspace::new()?,
            capacity: 0,
            widths,
            outputs,
        })
    }

    pub(super) fn reserve(&mut self, stages: &[Stage], samples: usize) -> Result<()> {
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
        for (stage, own) in stages.iter().zip(&mut self.own) {
            own.reserve(stage, samples, self.widths[stage.input], &mut self.scratch)?;
        }
        self.capacity = samples;
        Ok(())
    }

    pub(super) fn reserve_portion(
        &mut self,
        stage: &Stage,
        layer: usize,
        batch: usize,
        portion: &Portion,
    ) -> Result<()> {
        let sizes = [self.widths[stage.input], self.widths[stage.output]];
        let own = &mut self.own[layer];
        own.reserve(stage, batch, sizes[0], &mut self.scratch)?;
        own.whole.reserve_for(batch, sizes, portion, &mut self.whole_gradients)
    }

    /// Samples that there is room for.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    /// Where the samples of the next pass go: `samples` × features.
    pub fn input_mut(&mut self, samples: usize) -> &mut [f32] {
        let width = self.widths[0];
        &mut self.activations[0][..samples * width]
    }

    /// What the last pass gave: `samples` × outputs.
    pub fn output(&self, samples: usize) -> &[f32] {
        let last = self.widths.len() - 1;
        &self.activations[last][..samples * self.widths[last]]
    }

    /// What the last pass gave, and where its gradient goes: both `samples` × outputs.
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

    /// The gradient of the input after a [backward pass](Network::backward) that computes it:
    /// `samples` × features.
    pub fn input_gradient(&self, samples: usize) -> &[f32] {
        &self.gradients[0][..samples * self.widths[0]]
    }
}

/// Buffers that are kept from one look into a network to the next, so that repeated looks allocate nothing.
///
/// Who looks while another does has buffers of its own: nobody waits.
#[derive(Default)]
pub(crate) struct Spare(Mutex<Option<Buffers>>);

impl Spare {
    /// Does some work with buffers for so many samples; what they hold at first is of no meaning.
    ///
    /// # Errors
    /// Code `memory`, and those of the work.
    pub fn with<T>(
        &self,
        network: &Network,
        samples: usize,
        work: impl FnOnce(&mut Buffers) -> Result<T>,
    ) -> Result<T> {
        let kept = self.0.try_lock().ok().and_then(|mut kept| kept.take());
        let mut buffers = match kept {
            Some(buffers) => buffers,
            None => network.buffers(0)?,
        };
        network.reserve(&mut buffers, samples)?;
        let result = work(&mut buffers);
        if let Ok(mut kept) = self.0.try_lock() {
            *kept = Some(buffers);
        }
        result
    }
}
