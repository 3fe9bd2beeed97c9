//! What the last step leaves for statistics.
//!
//! The parameters before it lie in the trainer's other buffer, so that its gradient can be computed again. Once
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
    is_watched: bool,
    /// The progress before the step and the samples of its batch; none without a step.
    taken: Option<(Progress, usize)>,
    /// Whether its batch can be gathered again.
    has_batch: bool,
    gradient: Kept,
    update: Kept,
}

/// A flat buffer, valid or not.
#[derive(Default)]
struct Kept {
    values: Vec<f32>,
    is_valid: bool,
}

impl Kept {
    fn get(&self) -> Option<&[f32]> {
        self.is_valid.then_some(&*self.values)
    }
}

impl LastStep {
    /// From now on each step copies its gradient and its update.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn watch(&mut self, parameters: usize) -> Result<()> {
        if !self.is_watched {
            let (gradient, update) = (filled(parameters, 0.0)?, filled(parameters, 0.0)?);
            (self.gradient.values, self.update.values) = (gradient, update);
            self.is_watched = true;
        }
        Ok(())
    }

    /// Forgets the step.
    pub fn forget(&mut self) {
        self.taken = None;
        (self.gradient.is_valid, self.update.is_valid) = (false, false);
    }

    /// The training data have changed.
    pub fn forget_batch(&mut self) {
        self.has_batch = false;
    }

    /// The layers' settings have changed, and perhaps which of them are trained.
    pub fn change_network(&mut self, same_are_trained: bool) {
        self.has_batch = false;
        if !same_are_trained {
            self.forget();
        }
    }

    /// The gradient of the step, if it was kept or computed again.
    pub fn gradient(&self) -> Option<&[f32]> {
        self.gradient.get()
    }

    /// Keeps the gradient of the step, computed again.
    pub fn set_gradient(&mut self, values: Vec<f32>) {
        self.gradient = Kept { values, is_valid: true };
    }

    /// New parameters minus old ones, if they were kept.
    pub fn update(&self) -> Option<&[f32]> {
        self.update.get()
    }

    /// The progress before the step and the samples of its batch, if that can be gathered again.
    pub fn batch(&self) -> Option<&(Progress, usize)> {
        self.taken.as_ref().filter(|_| self.has_batch)
    }

    /// Copies the gradient, before the update overwrites it.
    pub fn keep_gradient(&mut self, gradient: &[f32], owned: &Ranges) {
        if self.is_watched {
            for range in &owned.trained {
                self.gradient.values[range.clone()].copy_from_slice(&gradient[range.clone()]);
            }
        }
    }

    /// Notes a step on `samples` samples; `progress` still stands before it. The kept gradient is
    /// valid if this trainer owns all of it.
    pub fn keep_step(
        &mut self,
        progress: &Progress,
        samples: usize,
        (after, before): (&[f32], &[f32]),
        [all, owned]: [&Ranges; 2],
    ) {
        (self.taken, self.has_batch) = (Some((progress.clone(), samples)), true);
        if !self.is_watched {
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
