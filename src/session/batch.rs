//! The samples of a step: which they are, and their inputs and targets, gathered from the data set.

use core::ops::Range;

use crate::data::{Dataset, Known};
use crate::losses::Targets;
use crate::memory::filled;
use crate::random::{Purpose, Random};
use crate::{Code, Error, Result};

use super::clock::Clock;

/// Buffers for the order of an epoch and for the targets of a batch.
#[derive(Default)]
pub(super) struct Batch {
    /// The epoch's samples in order, and which order it is.
    order: Vec<u32>,
    drawn: Option<(u64, u32)>,
    classes: Vec<u32>,
    values: Vec<f32>,
}

impl Batch {
    /// Makes room for the order of these data.
    pub fn prepare(&mut self, data: &Dataset) -> Result<()> {
        if data.len() > u32::MAX as usize {
            return Err(Error::new(Code::Memory, "more samples than can be counted in 32 bits")
                .named("too_many_samples")
                .at("inputs"));
        }
        self.order = filled(data.len(), 0)?;
        self.drawn = None;
        Ok(())
    }

    /// Draws the order of the epoch that the clock stands in, unless it is there already.
    pub fn draw_order(&mut self, clock: &Clock, seed: u32, shuffle: bool) {
        if self.drawn == Some((clock.order, seed)) {
            return;
        }
        (0..).zip(&mut self.order).for_each(|(index, slot)| *slot = index);
        if shuffle {
            Random::new(seed, Purpose::Shuffle, 0).shuffle(clock.order, &mut self.order);
        }
        self.drawn = Some((clock.order, seed));
    }

    /// Where in the epoch's order the step stands that the clock stands before.
    pub fn places(&self, clock: &Clock, batch_size: usize) -> Range<usize> {
        clock.position..(clock.position + batch_size).min(self.order.len())
    }

    /// The samples at these places.
    pub fn rows(&self, places: Range<usize>) -> &[u32] {
        &self.order[places]
    }

    /// Their targets.
    pub fn targets(&mut self, labels: Known<'_>, places: Range<usize>, outputs: usize) -> Targets<'_> {
        let rows = self.order[places].iter().map(|&row| row as usize);
        gather_targets(labels, rows, outputs, &mut self.classes, &mut self.values)
    }

    /// The targets that were gathered last: classes, or else values.
    pub fn last_targets(&self, classes: bool) -> Targets<'_> {
        if classes { Targets::Classes(&self.classes) } else { Targets::Values(&self.values) }
    }

    /// Makes room for the targets of `samples` samples, be they classes or values.
    pub fn reserve(&mut self, samples: usize, outputs: usize, classes: bool) {
        if classes {
            self.classes.reserve(samples.saturating_sub(self.classes.len()));
        } else {
            self.values.reserve((samples * outputs).saturating_sub(self.values.len()));
        }
    }
}

/// The targets of `rows`, copied to one of the two buffers.
pub(super) fn gather_targets<'a>(
    labels: Known<'_>,
    rows: impl Iterator<Item = usize>,
    outputs: usize,
    classes: &'a mut Vec<u32>,
    values: &'a mut Vec<f32>,
) -> Targets<'a> {
    match labels {
        Known::Classes(all) => {
            classes.clear();
            classes.extend(rows.map(|row| all[row]));
            Targets::Classes(classes)
        }
        Known::Values(all) => {
            values.clear();
            rows.for_each(|row| values.extend_from_slice(&all[row * outputs..][..outputs]));
            Targets::Values(values)
        }
    }
}
