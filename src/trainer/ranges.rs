//! The ranges of the flat buffers that a step uses.

use core::ops::Range;

use crate::layers::Role;
use crate::model::Network;

/// Ranges of the flat buffers; adjacent ranges are merged.
#[derive(Default)]
pub(crate) struct Ranges {
    /// Updated by the optimiser.
    pub trained: Vec<Range<usize>>,
    /// Not updated by the optimiser: frozen parameters and buffers.
    pub fixed: Vec<Range<usize>>,
    /// With L1 and L2 penalties.
    pub penalised: Vec<Range<usize>>,
}

impl Ranges {
    pub fn of(network: &Network) -> Self {
        let mut ranges = Self::default();
        for tensor in network.tensors() {
            let range = tensor.range.clone();
            if !tensor.trainable {
                join(&mut ranges.fixed, range);
                continue;
            }
            if tensor.parameter.role == Role::Weight {
                join(&mut ranges.penalised, range.clone());
            }
            join(&mut ranges.trained, range);
        }
        ranges
    }

    /// The parts of the ranges that lie in a shard.
    pub fn within(&self, shard: &Range<usize>) -> Self {
        let clamp = |ranges: &[Range<usize>]| {
            let clamped = ranges.iter().map(|range| range.start.max(shard.start)..range.end.min(shard.end));
            clamped.filter(|range| !range.is_empty()).collect()
        };
        Self { trained: clamp(&self.trained), fixed: clamp(&self.fixed), penalised: clamp(&self.penalised) }
    }
}

/// Appends a range; merges it with the last one if they are adjacent.
fn join(ranges: &mut Vec<Range<usize>>, range: Range<usize>) {
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ if range.is_empty() => {}
        _ => ranges.push(range),
    }
}
