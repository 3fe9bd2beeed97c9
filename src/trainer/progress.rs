//! Training progress: step, epoch, position in the epoch, and the data set that the position refers to.

use crate::data::Dataset;

/// Training progress.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Progress {
    /// Optimiser steps since creation.
    pub step: u64,
    /// Whole epochs since creation, without warm-up data.
    pub epoch: u64,
    /// The number of the current shuffle; its random numbers depend on it. Unlike `epoch` it also counts epochs of warm-up
    /// data, and epochs that new data ended early.
    pub shuffle_index: u64,
    /// Samples of this epoch that are done.
    pub position: usize,
    /// Samples in an epoch; 0 without data.
    pub count: usize,
    /// The hash of the training data.
    pub hash: u64,
    /// The step at which the schedule begins.
    pub schedule_start: u64,
    /// Whether the training data are warm-up data: temporary, until the real training data are set.
    pub warmup: bool,
    /// Whether the data that `position` refers to have been set. False after a session was loaded.
    pub data_is_set: bool,
}

impl Progress {
    /// Training data were set. A new epoch begins, unless a loaded session continues with the same data.
    pub fn new_data(&mut self, data: &Dataset, warmup: bool) {
        let hash = data.hash();
        let resumed =
            self.hash == hash && self.count == data.len() && self.warmup == warmup && !self.data_is_set;
        if !resumed {
            self.shuffle_index += u64::from(self.step > 0);
            self.position = 0;
        }
        if self.warmup && !warmup {
            self.schedule_start = self.step;
        }
        (self.hash, self.count, self.warmup) = (hash, data.len(), warmup);
        self.data_is_set = true;
    }

    /// Adds a step on `samples` samples.
    pub fn advance(&mut self, samples: usize) {
        self.step += 1;
        self.position += samples;
        if self.position >= self.count {
            self.position = 0;
            self.shuffle_index += 1;
            self.epoch += u64::from(!self.warmup);
        }
    }

    /// Epochs since creation, with the fraction of the current epoch.
    pub fn epochs(&self) -> f64 {
        if self.warmup || self.count == 0 {
            return self.epoch as f64;
        }
        self.epoch as f64 + self.position as f64 / self.count as f64
    }

    /// The step number for the schedule.
    pub fn schedule_step(&self) -> u64 {
        if self.warmup { 0 } else { self.step - self.schedule_start }
    }

    /// Progress 0 with the same data.
    pub fn restarted(&self) -> Self {
        Self {
            count: self.count,
            hash: self.hash,
            warmup: self.warmup,
            data_is_set: self.data_is_set,
            ..Self::default()
        }
    }
}
