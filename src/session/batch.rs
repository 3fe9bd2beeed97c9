//! The samples of a step: which they are, and their inputs and targets, gathered from the data set.

use core::ops::Range;

use crate::data::{Dataset, Labels};
use crate::losses::Targets;
use crate::memory::filled;
use crate::random::{Purpose, Random};
use crate::{Code, Error, Result};

use super::Session;
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
            return Err(Error::new(Code::Memory, "more samples than can be counted in 32 bits").at("inputs"));
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
    pub fn targets(&mut self, labels: &Labels, places: Range<usize>, outputs: usize) -> Targets<'_> {
        let rows = self.order[places].iter().map(|&row| row as usize);
        gather_targets(labels, rows, outputs, &mut self.classes, &mut self.values)
    }

    /// The targets that were gathered last: classes, or else values.
    pub fn last_targets(&self, classes: bool) -> Targets<'_> {
        if classes { Targets::Classes(&self.classes) } else { Targets::Values(&self.values) }
    }

    /// Makes room for the targets of `samples` samples.
    pub fn reserve(&mut self, samples: usize, outputs: usize, labels: &Labels) {
        match labels {
            Labels::Classes(_) => self.classes.reserve(samples.saturating_sub(self.classes.len())),
            Labels::Values(_) => self.values.reserve((samples * outputs).saturating_sub(self.values.len())),
        }
    }
}

/// The targets of `rows`, copied to one of the two buffers.
pub(super) fn gather_targets<'a>(
    labels: &Labels,
    rows: impl Iterator<Item = usize>,
    outputs: usize,
    classes: &'a mut Vec<u32>,
    values: &'a mut Vec<f32>,
) -> Targets<'a> {
    match labels {
        Labels::Classes(all) => {
            classes.clear();
            classes.extend(rows.map(|row| all[row]));
            Targets::Classes(classes)
        }
        Labels::Values(all) => {
            values.clear();
            rows.for_each(|row| values.extend_from_slice(&all[row * outputs..][..outputs]));
            Targets::Values(values)
        }
    }
}

impl Session {
    /// Whether the data fit the network: their length and what their labels say.
    pub(super) fn check_labels(&self, data: &Dataset) -> Result<()> {
        let (outputs, kind) = (self.network.outputs(), self.spec.loss.kind.name);
        if data.features() != self.network.features() {
            let expected = format!("{} numbers a sample, as the spec's input has", self.network.features());
            return Err(Error::mismatch(Code::Shape, expected, data.features().to_string()).at("inputs"));
        }
        match data.labels() {
            Labels::Classes(_) => self.check_classes(data, outputs),
            Labels::Values(_) if self.loss.needs_classes() => {
                Err(Error::mismatch(Code::Data, "class indices (a Uint8Array or Uint32Array)", "floats")
                    .at("labels")
                    .with_note(format!("{kind} takes one class a sample")))
            }
            Labels::Values(values) if values.len() != data.len() * outputs => {
                let expected =
                    format!("{} numbers, {outputs} for each of {} samples", data.len() * outputs, data.len());
                Err(Error::mismatch(Code::Shape, expected, values.len().to_string()).at("labels"))
            }
            Labels::Values(values) if self.loss.link() == crate::losses::Link::Sigmoid => {
                match values.iter().position(|value| !(0.0..=1.0).contains(value)) {
                    Some(at) => {
                        Err(Error::mismatch(Code::Data, "a probability from 0 to 1", values[at].to_string())
                            .at(format!("labels[{at}]")))
                    }
                    None => Ok(()),
                }
            }
            Labels::Values(_) => Ok(()),
        }
    }

    fn check_classes(&self, data: &Dataset, outputs: usize) -> Result<()> {
        let Labels::Classes(classes) = data.labels() else { return Ok(()) };
        let classes_known = match (outputs, self.loss.link()) {
            (1, crate::losses::Link::Identity) => return Ok(()),
            (1, crate::losses::Link::Sigmoid) => 2,
            (outputs, _) => outputs,
        };
        match classes.iter().position(|&class| class as usize >= classes_known) {
            Some(at) => Err(Error::mismatch(
                Code::Data,
                format!("a class from 0 to {}", classes_known - 1),
                classes[at].to_string(),
            )
            .at(format!("labels[{at}]"))
            .with_note("give the last layer one output for each class")),
            None => Ok(()),
        }
    }
}
