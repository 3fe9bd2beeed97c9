//! Training progress: step, epoch, position in the epoch, and the data set that the position refers to.

use crate::data::Dataset;

/// Training progress.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Progress {
    /// Optimiser steps since creation.
    pub step: u64,
    /// Whole epochs since creation, warm-ups not counted.
    pub epoch: u64,
    /// Which of all orders drawn so far this epoch goes through the data in.
    pub order: u64,
    /// Samples of this epoch that have been trained on.
    pub position: usize,
    /// Samples in an epoch; 0 before there are data.
    pub count: usize,
    /// The hash of the training data.
    pub hash: u64,
    /// The step at which the schedule begins.
    pub schedule_start: u64,
    /// Whether the training data are only there until the real ones come.
    pub warmup: bool,
    /// Whether the data that the place refers to are there; not so after a session was loaded.
    pub present: bool,
}

impl Progress {
    /// New training data: an epoch begins, unless they are the data that a saved session was in the middle of.
    pub fn new_data(&mut self, data: &Dataset, warmup: bool) {
        let hash = data.hash();
        let resumed = self.hash == hash && self.count == data.len() && self.warmup == warmup && !self.present;
        if !resumed {
            self.order += u64::from(self.step > 0);
            self.position = 0;
        }
        if self.warmup && !warmup {
            self.schedule_start = self.step;
        }
        (self.hash, self.count, self.warmup) = (hash, data.len(), warmup);
        self.present = true;
    }

    /// The place after one more step, on `samples` samples.
    pub fn advance(&mut self, samples: usize) {
        self.step += 1;
        self.position += samples;
        if self.position >= self.count {
            self.position = 0;
            self.order += 1;
            self.epoch += u64::from(!self.warmup);
        }
    }

    /// Epochs since creation, with the fraction that is done of the one at hand.
    pub fn epochs(&self) -> f64 {
        if self.warmup || self.count == 0 {
            return self.epoch as f64;
        }
        self.epoch as f64 + self.position as f64 / self.count as f64
    }

    /// The step as the schedule counts it.
    pub fn schedule_step(&self) -> u64 {
        if self.warmup { 0 } else { self.step - self.schedule_start }
    }

    /// The beginning of a run on the same data.
    pub fn restarted(&self) -> Self {
        Self {
            count: self.count,
            hash: self.hash,
            warmup: self.warmup,
            present: self.present,
            ..Self::default()
        }
    }
}
