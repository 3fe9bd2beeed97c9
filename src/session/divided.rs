//! One step taken by several workers together: what they exchange, and who does which part of it. How numbers get from
//! one to the other is left to whoever implements [`Crew`].
//!
//! Every worker holds the whole session and the whole data, and does the same things in the same order; what differs
//! is the part of the batch that it puts through the network, and the slices of the flat buffers that it adds up and
//! updates (`slices.rs`). A step goes: my samples' gradient → everyone's gradients added over my slices → the norm, joined
//! → my slices' update → everyone's slices gathered. Large layers are divided by their units or inputs instead, of which each
//! worker has its own for the whole batch: their parameters are gathered when somebody wants to see them. Where there is
//! much work for few parameters no slices are cut: everyone adds up and updates all of them (`pieces.rs`). Whatever decides
//! on the way (a loss that is not finite, an epoch's end) is a joined number, the same for all, so that nobody waits for one
//! who has turned off.

use core::ops::Range;

use super::slices::{Division, Which, floats_divided};
use super::{Session, pieces};
use crate::kernels::add_scaled;
use crate::layers::{Alone, Exchange};
use crate::network::Network;
use crate::{Result, Spec};

/// Floats that are read and added at once: few enough to be still in the cache nearest to the core when they are added.
const PIECE: usize = 4096;

/// Those who work on the same step, as seen by one of them.
///
/// Each has an [area](Work::area) of its own, which it alone writes and all may read. A sum is a meeting:
/// what anyone wrote before it, everyone reads after it.
pub trait Crew: Exchange {
    /// How many there are.
    fn count(&self) -> usize;

    /// Which of them this one is, from 0.
    fn index(&self) -> usize;

    /// Writes `values` to my own area, from the place `at` on.
    fn put(&mut self, at: usize, values: &[f32]);

    /// Reads `values` from worker `from`'s area, from the place `at` on.
    fn get(&mut self, from: usize, at: usize, values: &mut [f32]);

    /// Whether a piece of work is mine to do: the first to ask for a number between two meetings has it. What is asked for
    /// is asked for in one order, the same for all.
    fn claim(&mut self, number: usize) -> bool;
}

impl Crew for Alone {
    fn count(&self) -> usize {
        1
    }

    fn index(&self) -> usize {
        0
    }

    fn put(&mut self, _at: usize, _values: &[f32]) {}

    fn get(&mut self, _from: usize, _at: usize, _values: &mut [f32]) {}

    fn claim(&mut self, _number: usize) -> bool {
        true
    }
}

/// One of several about equal shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which, from 0.
    pub index: usize,
    /// Of how many.
    pub count: usize,
}

impl Default for Share {
    fn default() -> Self {
        Self::WHOLE
    }
}

impl Share {
    /// All there is.
    pub const WHOLE: Self = Self { index: 0, count: 1 };

    /// The share of the one whose crew this is.
    pub fn of(crew: &dyn Crew) -> Self {
        Self { index: crew.index(), count: crew.count() }
    }

    /// This share of `length` things, in order; some have one more than others, and there may be none.
    pub fn range(self, length: usize) -> Range<usize> {
        let cut = |index: usize| (length as u64 * index as u64 / self.count as u64) as usize;
        cut(self.index)..cut(self.index + 1)
    }

    /// The same in whole vectors of four, so that a slice begins where a vector does.
    pub(super) fn slice(self, length: usize) -> Range<usize> {
        let Range { start, end } = self.range(length.div_ceil(4));
        4 * start..(4 * end).min(length)
    }

    /// The shares of all, in order.
    pub(super) fn all(self) -> impl Iterator<Item = Self> {
        (0..self.count).map(move |index| Self { index, ..self })
    }

    /// The shares of all others.
    pub(super) fn others(self) -> impl Iterator<Item = Self> {
        self.all().filter(move |other| other.index != self.index)
    }
}

/// What a step costs, by which it is decided how many workers share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Work {
    /// Multiplications and additions, counted as pairs, of one sample's forward pass.
    pub multiply_adds: u64,
    /// Floats in each flat buffer.
    pub floats: usize,
    /// Samples in a step.
    pub batch_size: usize,
    /// Of the floats, those of layers that two workers would divide.
    pub divided: usize,
    /// Floats in the area that each worker of a [`Crew`] must have, however many there are.
    pub area: usize,
}

impl Work {
    /// The cost of a step of this spec, found without making room for its parameters.
    ///
    /// # Errors
    /// As [`Session::new`], but for its memory.
    pub fn of(spec: &Spec) -> Result<Self> {
        let network = Network::new(spec)?;
        Ok(Self {
            multiply_adds: network.multiply_adds(),
            floats: network.parameter_count(),
            batch_size: spec.batch_size(),
            divided: floats_divided(&network, spec.batch_size()),
            area: pieces::area(network.parameter_count()),
        })
    }
}

impl Session {
    /// Divides the flat buffers for batches of so many samples, unless they are so divided.
    pub(super) fn divide(&mut self, batch: usize, crew: &mut dyn Crew) -> Result<()> {
        let share = Share::of(crew);
        if self.division.is_for(share, batch) {
            return Ok(());
        }
        // Whoever keeps a slice of the state from now on must have it.
        self.gather_state(crew);
        self.traces.change_division();
        self.division = Division::new(&self.network, &mut self.buffers, &self.ranges, share, batch)?;
        Ok(())
    }

    /// Moves what I keep of the parameters, and of the optimiser's state, together for steps to be taken, or back; what is
    /// there already stays.
    #[inline(never)]
    pub(super) fn pack(&mut self, wanted: [bool; 2]) {
        let [first, second] = &mut self.state;
        for (which, buffer) in [(0, &mut self.parameters), (1, first), (1, second)] {
            if self.division.packed[which] != wanted[which] && !buffer.is_empty() {
                self.division.pack(buffer, !wanted[which]);
            }
        }
        self.division.packed = wanted;
    }

    /// Adds everyone's gradients over my slices, and everyone's `numbers`, if they were not summed when gradients were left.
    pub(super) fn reduce(&mut self, crew: &mut dyn Crew, numbers: &mut [f64], left: bool) {
        let Self { division, gradient, next, .. } = self;
        let share = Share::of(crew);
        if !left {
            division.leave(crew, gradient);
            crew.sum(numbers);
        }
        for (_, mine) in division.added() {
            for start in mine.clone().step_by(PIECE) {
                let piece = start..(start + PIECE).min(mine.end);
                // Nothing has been written to `next` yet.
                let theirs = &mut next[piece.clone()];
                for other in share.others() {
                    crew.get(other.index, start, theirs);
                    add_scaled(&mut gradient[piece.clone()], 1.0, theirs);
                }
            }
        }
    }

    /// Makes the parameters that follow whole from everyone's slices, but for layers that are divided;
    /// `numbers` are summed on the way.
    pub(super) fn gather_next(&mut self, crew: &mut dyn Crew, numbers: &mut [f64]) {
        self.division.gather(crew, &mut self.next, Which::Others, numbers);
    }

    /// Makes the parameters whole, of which each worker keeps its units and inputs up to date.
    pub(super) fn gather_parameters(&mut self, crew: &mut dyn Crew) {
        if !self.division.layers.is_empty() {
            self.pack([false, self.division.packed[1]]);
            self.division.gather(crew, &mut self.parameters, Which::Divided, &mut []);
            // Nobody may write before all have read.
            crew.sum(&mut []);
        }
        self.whole[0] = true;
    }

    /// Makes the parameters whole, and the optimiser's state, of which each worker keeps its slices up to date.
    pub fn gather_state(&mut self, crew: &mut dyn Crew) {
        self.gather_parameters(crew);
        self.pack([false; 2]);
        for buffer in self.state.iter_mut().filter(|buffer| !buffer.is_empty()) {
            // What was gathered last may still be read.
            crew.sum(&mut []);
            self.division.gather(crew, buffer, Which::All, &mut []);
        }
        crew.sum(&mut []);
        self.whole[1] = true;
        self.gather_traces(crew);
    }
}
