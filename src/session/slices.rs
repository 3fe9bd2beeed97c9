//! Which floats of the flat buffers each of several workers updates, and which layers they divide by units or inputs. The order
//! of a step is left to `divided.rs`, what goes between workers for a divided layer to `routes.rs`.
//!
//! Where nothing is said of a layer, each worker takes the gradient of all its parameters over its own samples; these are
//! added, and what follows is exchanged: two floats written and two read for each parameter, by two workers. A layer
//! divided by its units needs none of that, but its inputs and outputs are exchanged, unless a layer follows that is divided by
//! its inputs, of which the sums are. And where there is much work
//! for few parameters these are not divided at all, but the batch is, in pieces (`pieces.rs`).

use core::ops::Range;

use super::Ranges;
use super::divided::{Crew, Share};
use super::pieces::Pieces;
use crate::Result;
use crate::layers::Portion;
use crate::memory::grow;
use crate::network::{Buffers, Network};

/// A stretch of the flat buffers that is divided by itself.
struct Stretch {
    range: Range<usize>,
    cut: Cut,
}

/// Into what a stretch is divided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// Whole vectors.
    Vectors,
    /// So many units.
    Units(usize),
    /// The inputs of so many units.
    Inputs(usize),
}

impl Stretch {
    /// How many slices one worker keeps of it.
    fn rows(&self) -> usize {
        if let Cut::Inputs(units) = self.cut { units } else { 1 }
    }

    /// Where one of the slices that one worker keeps of it lies in buffers that are whole.
    #[inline(never)]
    fn slice(&self, share: Share, row: usize) -> Range<usize> {
        let length = self.range.len() / self.rows();
        let Range { start, end } = match self.cut {
            Cut::Vectors => share.slice(length),
            Cut::Units(units) => {
                let (mine, width) = (share.range(units), length / units);
                mine.start * width..mine.end * width
            }
            Cut::Inputs(_) => share.range(length),
        };
        let at = self.range.start + row * length;
        at + start..at + end
    }

    /// Where what one worker keeps of it lies while steps are taken: several slices have been moved together, to the beginning.
    fn kept(&self, share: Share) -> Range<usize> {
        let slice = self.slice(share, 0);
        match self.cut {
            Cut::Inputs(units) => self.range.start..self.range.start + units * slice.len(),
            Cut::Vectors | Cut::Units(_) => slice,
        }
    }

    /// Moves what one worker keeps of a buffer together, or back to where it lies in a whole one.
    fn pack(&self, share: Share, buffer: &mut [f32], back: bool) {
        let Cut::Inputs(units) = self.cut else { return };
        // In an order in which no slice is written over before it has been moved.
        for row in 0..units {
            let row = if back { units - 1 - row } else { row };
            let slice = self.slice(share, row);
            let together = self.range.start + row * slice.len();
            let (from, to) = if back { (together, slice.start) } else { (slice.start, together) };
            buffer.copy_within(from..from + slice.len(), to);
        }
    }
}

/// A layer that is divided.
pub(super) struct Divided {
    pub layer: u32,
    pub units: usize,
    pub inputs: usize,
    /// By its inputs, which are the units of the layer before, rather than by its units.
    by_inputs: bool,
    /// Whether the layer after it is divided so.
    onward: bool,
    /// Where in its area each leaves what others take, in two places in turns: where weights lie that nobody adds or
    /// exchanges in a step, its own, or those of the layer before.
    pub places: [usize; 2],
}

/// No worker has fewer units of a layer that is divided by them.
const FEWEST: usize = 8;

impl Divided {
    /// The layer divided by its units, if both places fit where its weights lie, by which less goes between workers than
    /// with the samples divided, and no one of `count` has next to no units; and the room that is left there.
    fn by_units(
        layer: u32,
        [units, inputs]: [usize; 2],
        at: usize,
        batch: usize,
        count: usize,
        dx: bool,
    ) -> Option<(Self, Range<usize>)> {
        let first = batch.div_ceil(count).saturating_mul(inputs.max(units));
        let second = batch.saturating_mul(units.div_ceil(count).max(if dx { inputs } else { 0 }));
        let room = at.saturating_add(first).saturating_add(second)..at + units * inputs;
        let places = [at, at.saturating_add(first)];
        let found = Self { layer, units, inputs, by_inputs: false, onward: false, places };
        (room.start <= room.end && units >= FEWEST * count).then_some((found, room))
    }

    /// The layer divided by its inputs, if they are the units of one that has this room left, and both places fit there.
    /// With more units than inputs there would be more to exchange than the inputs are.
    fn by_inputs(
        layer: u32,
        [units, inputs]: [usize; 2],
        room: &Range<usize>,
        batch: usize,
        count: usize,
    ) -> Option<Self> {
        let (first, second) = (batch.saturating_mul(units), batch.div_ceil(count).saturating_mul(units));
        let places = [room.start, room.start.saturating_add(first)];
        let fits = units <= inputs && places[1].saturating_add(second) <= room.end;
        fits.then_some(Self { layer, units, inputs, by_inputs: true, onward: false, places })
    }

    /// What one worker computes of it.
    pub fn portion(&self, share: Share) -> Portion {
        if self.by_inputs {
            Portion::Inputs(share.range(self.inputs))
        } else {
            Portion::Units { units: share.range(self.units), onward: self.onward }
        }
    }
}

/// The layers that so many workers divide, each with where its parameters lie.
#[inline(never)]
fn divided(network: &Network, batch: usize, count: usize) -> Vec<(Divided, Range<usize>)> {
    let mut found: Vec<(Divided, Range<usize>)> = Vec::new();
    let mut dx = false;
    // What is left of the place of the layer before, if that is divided by its units.
    let mut open: Option<Range<usize>> = None;
    let layers = (0..).zip(network.stages()).filter(|(_, (kind, ..))| !kind.is_view());
    for (layer, (kind, range, trainable)) in layers {
        let before = open.take();
        let learns = trainable && !range.is_empty();
        if let Some(sizes) = kind.by_units().filter(|_| trainable && count > 1) {
            let by_inputs = before.and_then(|room| Divided::by_inputs(layer, sizes, &room, batch, count));
            if let Some(divided) = by_inputs {
                if let Some((before, _)) = found.last_mut() {
                    before.onward = true;
                }
                found.push((divided, range));
            } else if let Some((divided, room)) =
                Divided::by_units(layer, sizes, range.start, batch, count, dx)
            {
                open = Some(room);
                found.push((divided, range));
            }
        }
        dx |= learns;
    }
    found
}

/// How many floats the layers have that two workers would divide.
pub(super) fn floats_divided(network: &Network, batch: usize) -> usize {
    divided(network, batch, 2).iter().map(|(_, range)| range.len()).sum()
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
    /// Whether what I keep of the parameters, and of the optimiser's state, has been [moved together](Self::pack).
    pub packed: [bool; 2],
    /// What of my slices the optimiser changes, and what the penalties act on.
    pub trained: Vec<Range<usize>>,
    pub penalised: Vec<Range<usize>>,
    /// For what is on its way between samples and portions, or from others.
    pub passing: Vec<f32>,
}

impl Division {
    /// # Errors
    /// Code `memory`.
    pub fn new(
        network: &Network,
        buffers: &mut Buffers,
        ranges: &Ranges,
        share: Share,
        batch: usize,
    ) -> Result<Self> {
        let mut division = Self { share, batch, ..Self::default() };
        let mut from = 0;
        for (layer, range) in divided(network, batch, share.count) {
            let weights = range.start..range.start + layer.units * layer.inputs;
            division.push(from..weights.start, Cut::Vectors);
            from = weights.end;
            if layer.by_inputs {
                // Each worker has the biases' gradients of its samples, as of any layer that is not divided.
                division.push(weights, Cut::Inputs(layer.units));
            } else {
                division.push(weights, Cut::Units(layer.units));
                division.push(from..range.end, Cut::Units(layer.units));
                from = range.end;
            }
            division.layers.push(layer);
        }
        if division.layers.is_empty() {
            division.pieces = Pieces::of(network, share, batch);
        }
        division.push(from..network.parameter_count(), Cut::Vectors);
        let mut mine = share;
        if division.pieces.is_some() {
            mine = Share::WHOLE;
            grow(&mut division.passing, network.parameter_count())?;
        }
        for slice in division.stretches.iter().map(|stretch| stretch.kept(mine)) {
            add_within(&mut division.trained, &ranges.trained, &slice);
            add_within(&mut division.penalised, &ranges.penalised, &slice);
        }
        for divided in &division.layers {
            let &Divided { layer, units, inputs, .. } = divided;
            network.reserve_portion(buffers, layer, batch, &divided.portion(share))?;
            let [rows, widest] = [batch.div_ceil(share.count), units.max(inputs)];
            grow(&mut division.passing, (rows * widest).max(batch * widest.div_ceil(share.count)))?;
        }
        Ok(division)
    }

    #[inline(never)]
    fn push(&mut self, range: Range<usize>, cut: Cut) {
        if !range.is_empty() {
            self.stretches.push(Stretch { range, cut });
        }
    }

    pub fn is_for(&self, share: Share, batch: usize) -> bool {
        self.share == share && self.batch == batch
    }

    /// Something else is trained: it is to be divided anew.
    pub fn expire(&mut self) {
        self.batch = 0;
    }

    /// A layer, if it is divided.
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
        let added = self.stretches.iter().filter(|stretch| stretch.cut == Cut::Vectors);
        added.map(|stretch| (stretch.range.clone(), stretch.kept(self.share)))
    }

    /// Moves together what I keep of a buffer, where it is of several slices, or back.
    pub fn pack(&self, buffer: &mut [f32], back: bool) {
        self.stretches.iter().for_each(|stretch| stretch.pack(self.share, buffer, back));
    }

    /// Makes those of a buffer's stretches whole of which each has its slices; `numbers` are summed on the way.
    pub fn gather(&self, crew: &mut dyn Crew, buffer: &mut [f32], which: Which, numbers: &mut [f64]) {
        let gathered = || self.stretches.iter().filter(|stretch| which.takes(stretch));
        for stretch in gathered() {
            for slice in (0..stretch.rows()).map(|row| stretch.slice(self.share, row)) {
                crew.put(slice.start, &buffer[slice]);
            }
        }
        crew.sum(numbers);
        for other in self.share.others() {
            for stretch in gathered() {
                for slice in (0..stretch.rows()).map(|row| stretch.slice(other, row)) {
                    crew.get(other.index, slice.start, &mut buffer[slice]);
                }
            }
        }
    }
}

/// Which stretches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    All,
    /// Those of layers that are divided.
    Divided,
    /// All others.
    Others,
}

impl Which {
    fn takes(self, stretch: &Stretch) -> bool {
        self == Self::All || (self == Self::Divided) == (stretch.cut != Cut::Vectors)
    }
}

/// Adds the parts of `ranges` that lie in `slice`.
#[inline(never)]
fn add_within(found: &mut Vec<Range<usize>>, ranges: &[Range<usize>], slice: &Range<usize>) {
    for range in ranges {
        let part = range.start.max(slice.start)..range.end.min(slice.end);
        if !part.is_empty() {
            found.push(part);
        }
    }
}
