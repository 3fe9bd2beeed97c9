//! Data of the last step, for statistics.
//!
//! The parameters before the step are in the trainer's second buffer: its gradient can be recomputed from them. Once
//! statistics have been requested, each step also copies its gradient and its update.

use super::progress::Progress;
use super::ranges::Ranges;
use crate::Result;
use crate::kernels::zip_map;
use crate::memory::filled;

/// The last step.
#[derive(Default)]
pub(crate) struct LastStep {
    /// Whether steps copy their gradient and update.
    is_recording: bool,
    /// The progress before the step and the number of samples in its batch; `None` without a step.
    step: Option<(Progress, usize)>,
    /// Whether the batch can be gathered again.
    has_batch: bool,
    gradient: CachedBuffer,
    update: CachedBuffer,
}

/// A flat buffer with a flag whether it is up to date.
#[derive(Default)]
struct CachedBuffer {
    values: Vec<f32>,
    is_valid: bool,
}

impl CachedBuffer {
    fn get(&self) -> Option<&[f32]> {
        self.is_valid.then_some(&*self.values)
    }
}

impl LastStep {
    /// Makes each following step copy its gradient and its update.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn enable_recording(&mut self, parameters: usize) -> Result<()> {
        if !self.is_recording {
            let (gradient, update) = (filled(parameters, 0.0)?, filled(parameters, 0.0)?);
            (self.gradient.values, self.update.values) = (gradient, update);
            self.is_recording = true;
        }
        Ok(())
    }

    /// Removes the data of the step.
    pub fn clear(&mut self) {
        self.step = None;
        (self.gradient.is_valid, self.update.is_valid) = (false, false);
    }

    /// The training data have changed.
    pub fn invalidate_batch(&mut self) {
        self.has_batch = false;
    }

    /// Layer settings have changed. The data stay valid, except for the batch, if the same parameters are trained as before.
    pub fn network_changed(&mut self, same_parameters_trained: bool) {
        self.has_batch = false;
        if !same_parameters_trained {
            self.clear();
        }
    }

    /// The gradient of the step, if it was recorded or recomputed.
    pub fn gradient(&self) -> Option<&[f32]> {
        self.gradient.get()
    }

    /// Stores the recomputed gradient of the step.
    pub fn set_gradient(&mut self, values: Vec<f32>) {
        self.gradient = CachedBuffer { values, is_valid: true };
    }

    /// New parameters minus old parameters, if they were recorded.
    pub fn update(&self) -> Option<&[f32]> {
        self.update.get()
    }

    /// The progress before the step and the number of samples in its batch, if it can be gathered again.
    pub fn batch(&self) -> Option<&(Progress, usize)> {
        self.step.as_ref().filter(|_| self.has_batch)
    }

    /// Copies the gradient, before the update overwrites it.
    pub fn record_gradient(&mut self, gradient: &[f32], owned: &Ranges) {
        if self.is_recording {
            for range in &owned.trained {
                self.gradient.values[range.clone()].copy_from_slice(&gradient[range.clone()]);
            }
        }
    }

    /// Records a step on `samples` samples. `progress` is that before the step. The recorded gradient is valid if this
    /// trainer owns all of it.
    pub fn record_step(
        &mut self,
        progress: &Progress,
        samples: usize,
        (after, before): (&[f32], &[f32]),
        [all, owned]: [&Ranges; 2],
    ) {
        (self.step, self.has_batch) = (Some((progress.clone(), samples)), true);
        if !self.is_recording {
            return;
        }
        for range in &all.trained {
            let update = &mut self.update.values[range.clone()];
            update.copy_from_slice(&after[range.clone()]);
            zip_map(update, &before[range.clone()], |after, before| after - before);
        }
        self.update.is_valid = true;
        self.gradient.is_valid = owned.trained == all.trained;
    }
}
