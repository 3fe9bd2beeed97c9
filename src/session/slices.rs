//! Which floats of the flat buffers each of several workers updates, and which layers they divide by their units. The order
//! of a step is left to `divided.rs`, what goes between workers for a divided layer to `routes.rs`.
//!
//! Where nothing is said of a layer, each worker takes the gradient of all its parameters over its own samples; these are
//! added, and what follows is exchanged: two floats written and two read for each parameter, by two workers. A layer
//! divided by its units needs none of that, but its inputs and outputs are exchanged. And where there is much work
//! for few parameters these are not divided at all, but the batch is, in pieces (`pieces.rs`).

use core::ops::Range;

use super::Ranges;
use super::divided::{Crew, Share};
use super::pieces::Pieces;
use crate::Result;
use crate::memory::grow;
use crate::network::Network;

/// A stretch of the flat buffers that is divided by itself.
struct Stretch {
    range: Range<usize>,
    /// Where it is divided by units: how many.
    units: Option<usize>,
}

impl Stretch {
    /// What one worker keeps of it: whole units, or whole vectors.
    #[inline(never)]
    fn slice(&self, share: Share) -> Range<usize> {
        let length = self.range.len();
        let Range { start, end } = match self.units {
            Some(units) => {
                let mine = share.range(units);
                let row = length / units;
                mine.start * row..mine.end * row
            }
            None => share.slice(length),
        };
        self.range.start + start..self.range.start + end
    }
}

/// A layer that is divided by its units.
pub(super) struct Divided {
    pub layer: u32,
    pub units: usize,
    pub inputs: usize,
    /// Where its weights lie. Nobody adds or exchanges them in a step: there, in its own area, each leaves what others
    /// take, in the two places in turns.
    pub places: [usize; 2],
}

impl Divided {
    /// The layer, if both places fit where its weights lie, by which less goes between workers than with the samples
    /// divided, and no one of `count` has next to no units.
    fn of(
        layer: u32,
        [units, inputs]: [usize; 2],
        at: usize,
        batch: usize,
        count: usize,
        dx: bool,
    ) -> Option<Self> {
        const FEWEST: usize = 8;
        let by_samples = batch.div_ceil(count).saturating_mul(inputs.max(units));
        let first = by_samples.max(batch.saturating_mul(inputs.div_ceil(count)));
        let second = batch.saturating_mul(units.div_ceil(count).max(if dx { inputs } else { 0 }));
        let fits = first.saturating_add(second) <= units * inputs;
        let places = [at, at.saturating_add(first)];
        (fits && units >= FEWEST * count).then_some(Self { layer, units, inputs, places })
    }
}

/// The layers that so many workers divide by their units, each with where its parameters lie.
fn divided(
    network: &Network,
    batch: usize,
    count: usize,
) -> impl Iterator<Item = (Divided, Range<usize>)> + use<'_> {
    let mut dx = false;
    (0..).zip(network.stages()).filter_map(move |(layer, (kind, range, trainable))| {
        let found = kind.by_units().filter(|_| trainable && count > 1);
        let found = found.and_then(|sizes| Divided::of(layer, sizes, range.start, batch, count, dx));
        dx |= trainable && !range.is_empty();
        Some((found?, range))
    })
}

/// How many floats the layers have that two workers would divide by their units.
pub(super) fn by_units(network: &Network, batch: usize) -> usize {
    divided(network, batch, 2).map(|(_, range)| range.len()).sum()
}

/// How the flat buffers are divided, for whom, and for how many samples.
#[derive(Default)]
pub(super) struct Division {
    pub share: Share,
    batch: usize,
    stretches: Vec<Stretch>,
    pub layers: Vec<Divided>,
    /// Where no floats are divided: how the batch is.
    pub pieces: Option<Pieces>,
    /// What of my slices the optimiser changes, and what the penalties act on.
    pub trained: Vec<Range<usize>>,
    pub penalised: Vec<Range<usize>>,
    /// For what is on its way between samples and units, or from others.
    pub passing: Vec<f32>,
}

impl Division {
    /// # Errors
    /// Code `memory`.
    pub fn new(network: &mut Network, ranges: &Ranges, share: Share, batch: usize) -> Result<Self> {
        let mut division = Self { share, batch, ..Self::default() };
        let mut from = 0;
        for (layer, range) in divided(network, batch, share.count) {
            let weights = range.start..range.start + layer.units * layer.inputs;
            division.push(from..weights.start, None);
            division.push(weights.clone(), Some(layer.units));
            division.push(weights.end..range.end, Some(layer.units));
            from = range.end;
            division.layers.push(layer);
        }
        if division.layers.is_empty() {
            division.pieces = Pieces::of(network, share, batch);
        }
        division.push(from..network.parameter_count(), None);
        let mut mine = share;
        if division.pieces.is_some() {
            mine = Share::WHOLE;
            grow(&mut division.passing, network.parameter_count())?;
        }
        for slice in division.stretches.iter().map(|stretch| stretch.slice(mine)) {
            division.trained.extend(within(&ranges.trained, &slice));
            division.penalised.extend(within(&ranges.penalised, &slice));
        }
        for &Divided { layer, units, inputs, .. } in &division.layers {
            network.reserve_units(layer, batch, share.range(units).len())?;
            let [rows, widest] = [batch.div_ceil(share.count), units.max(inputs)];
            grow(&mut division.passing, (rows * widest).max(batch * widest.div_ceil(share.count)))?;
        }
        Ok(division)
    }

    fn push(&mut self, range: Range<usize>, units: Option<usize>) {
        if !range.is_empty() {
            self.stretches.push(Stretch { range, units });
        }
    }

    pub fn is_for(&self, share: Share, batch: usize) -> bool {
        self.share == share && self.batch == batch
    }

    /// Something else is trained: it is to be divided anew.
    pub fn expire(&mut self) {
        self.batch = 0;
    }

    /// A layer, if it is divided by its units.
    pub fn divided(&self, layer: u32) -> Option<&Divided> {
        self.layers.iter().find(|divided| divided.layer == layer)
    }

    /// Writes my samples' gradients for those who add them up.
    pub fn leave(&self, crew: &mut dyn Crew, gradient: &[f32]) {
        for (whole, mine) in self.added() {
            crew.put(whole.start, &gradient[whole.start..mine.start]);
            crew.put(mine.end, &gradient[mine.end..whole.end]);
        }
    }

    /// The stretches over which gradients are added, each with my slice of it.
    pub fn added(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
        let added = self.stretches.iter().filter(|stretch| stretch.units.is_none());
        added.map(|stretch| (stretch.range.clone(), stretch.slice(self.share)))
    }

    /// Makes those of a buffer's stretches whole of which each has its slices; `numbers` are summed on the way.
    pub fn gather(&self, crew: &mut dyn Crew, buffer: &mut [f32], which: Which, numbers: &mut [f64]) {
        let gathered = || self.stretches.iter().filter(|stretch| which.takes(stretch));
        for stretch in gathered() {
            let slice = stretch.slice(self.share);
            crew.put(slice.start, &buffer[slice]);
        }
        crew.sum(numbers);
        for other in self.share.others() {
            for stretch in gathered() {
                let slice = stretch.slice(other);
                crew.get(other.index, slice.start, &mut buffer[slice]);
            }
        }
    }
}

/// Which stretches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    All,
    /// Those of layers that are divided by their units.
    Units,
    /// All others.
    Others,
}

impl Which {
    fn takes(self, stretch: &Stretch) -> bool {
        self == Self::All || (self == Self::Units) == stretch.units.is_some()
    }
}

/// The parts of `ranges` that lie in `slice`.
fn within(ranges: &[Range<usize>], slice: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let cut = move |range: &Range<usize>| range.start.max(slice.start)..range.end.min(slice.end);
    ranges.iter().map(cut).filter(|range| !range.is_empty())
}
