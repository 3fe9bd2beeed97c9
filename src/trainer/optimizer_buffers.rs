//! The optimiser's buffers, laid out like the parameters.

use super::ranges::Ranges;
use crate::Result;
use crate::memory::filled;
use crate::optimizers::Optimizer;

/// The state of an optimiser: at most two buffers, and the number of updates.
#[derive(Default)]
pub(crate) struct OptimizerBuffers {
    /// Empty if the optimiser has none.
    pub buffers: [Vec<f32>; 2],
    /// An update writes the new second buffer here. It writes the new first buffer over the gradient.
    pub new_second: Vec<f32>,
    /// Updates so far.
    pub updates: u64,
    /// Whether all of the buffers is up to date. After a sharded update only this rank's shard is.
    pub is_complete: bool,
}

impl OptimizerBuffers {
    /// The state before the first update, for this number of parameters.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn new(optimizer: &dyn Optimizer, parameters: usize) -> Result<Self> {
        let mut state = Self { is_complete: true, ..Self::default() };
        for (buffer, _) in state.buffers.iter_mut().zip(optimizer.state_names()) {
            *buffer = filled(parameters, 0.0)?;
        }
        state.new_second = filled(state.buffers[1].len(), 0.0)?;
        Ok(state)
    }

    /// Replaces the buffers by those that the update wrote. `updated` is the number of floats that it covered.
    pub fn advance(&mut self, gradient: &mut Vec<f32>, all: &Ranges, updated: usize) {
        let [first, second] = &mut self.buffers;
        for (buffer, new) in [(first, gradient), (second, &mut self.new_second)] {
            if buffer.is_empty() {
                continue;
            }
            for range in &all.fixed {
                new[range.clone()].copy_from_slice(&buffer[range.clone()]);
            }
            self.is_complete &= updated == buffer.len();
            core::mem::swap(buffer, new);
        }
        self.updates += 1;
    }

    /// The state before the first update.
    pub fn clear(&mut self) {
        self.buffers.iter_mut().for_each(|buffer| buffer.fill(0.0));
        (self.updates, self.is_complete) = (0, true);
    }
}
