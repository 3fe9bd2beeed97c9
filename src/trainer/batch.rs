//! Selects the samples of a batch and gathers their targets.

use core::ops::Range;

use crate::data::{Dataset, ResolvedLabels};
use crate::losses::Targets;
use crate::memory::filled;
use crate::random::{Purpose, Random};
use crate::{Error, ErrorKind, Result};

use super::progress::Progress;
use crate::model::gather_targets;

/// The sample order of an epoch, and buffers for the targets of a batch.
#[derive(Default)]
pub(crate) struct Batch {
    order: Vec<u32>,
    /// The shuffle index and the seed of `order`; `None` before the first shuffle.
    shuffled_for: Option<(u64, u32)>,
    classes: Vec<u32>,
    values: Vec<f32>,
}

impl Batch {
    /// Allocates the order for a data set.
    pub fn prepare(&mut self, data: &Dataset) -> Result<()> {
        if data.len() > u32::MAX as usize {
            return Err(Error::new(ErrorKind::Memory, "more samples than can be counted in 32 bits")
                .named("too_many_samples")
                .at("inputs"));
        }
        self.order = filled(data.len(), 0)?;
        self.shuffled_for = None;
        Ok(())
    }

    /// Computes the sample order of the current epoch, unless it is current already.
    pub fn draw_order(&mut self, progress: &Progress, seed: u32, shuffle: bool) {
        if self.shuffled_for == Some((progress.shuffle_index, seed)) {
            return;
        }
        (0..).zip(&mut self.order).for_each(|(index, slot)| *slot = index);
        if shuffle {
            Random::new(seed, Purpose::Shuffle, 0).shuffle(progress.shuffle_index, &mut self.order);
        }
        self.shuffled_for = Some((progress.shuffle_index, seed));
    }

    /// The positions of the next batch within the epoch's order.
    pub fn positions(&self, progress: &Progress, batch_size: usize) -> Range<usize> {
        progress.position..(progress.position + batch_size).min(self.order.len())
    }

    /// The indices of the samples at these positions.
    pub fn rows(&self, positions: Range<usize>) -> &[u32] {
        &self.order[positions]
    }

    /// The targets of these samples.
    pub fn targets(
        &mut self,
        labels: ResolvedLabels<'_>,
        positions: Range<usize>,
        outputs: usize,
    ) -> Targets<'_> {
        let rows = self.order[positions].iter().map(|&row| row as usize);
        gather_targets(labels, rows, outputs, &mut self.classes, &mut self.values)
    }

    /// The targets that were gathered last: class indices or values.
    pub fn last_targets(&self, classes: bool) -> Targets<'_> {
        if classes { Targets::Classes(&self.classes) } else { Targets::Values(&self.values) }
    }

    /// Allocates the targets of `samples` samples: class indices or values.
    pub fn reserve(&mut self, samples: usize, outputs: usize, classes: bool) {
        if classes {
            self.classes.reserve(samples.saturating_sub(self.classes.len()));
        } else {
            self.values.reserve((samples * outputs).saturating_sub(self.values.len()));
        }
    }
}
