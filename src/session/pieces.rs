//! A batch worked off piece by piece by several workers, of a network with much work for few parameters. Each has a share of
//! the samples, in pieces of which it begins with the largest; who is done takes over the last pieces of others, as one core
//! may well be slower than another, or slower for a while (Blumofe, Leiserson: Scheduling multithreaded computations by work
//! stealing, 1999). Everyone adds up all gradients and takes the whole step, so that there is one meeting.
//!
//! Which piece is whose turns out in the doing, but no number depends on it: pieces are always cut alike, each gives a
//! gradient and a loss by itself, and these are added in the pieces' order. What of its share a worker has worked off it adds
//! up itself; what others have taken over they leave, and everyone adds it. As the owner goes from the first piece to the
//! last and all others from the last to the first, what was taken over always comes after what was not.
//! Gradients of parameters that are not trained are left out of every sum: nobody writes them, and nobody reads them.

use core::ops::Range;

use super::Session;
use super::divided::{Crew, Share};
use crate::kernels::add_scaled;
use crate::layers::Layer;
use crate::network::Network;

/// Pieces in a share at most: each is half of what is left, and the last one all of it.
pub const PIECES: usize = 5;

/// Multiply-adds in a piece of a whole batch, forward and backward: with less than some tens of microseconds of work more is
/// lost than won, and with a few samples of a small network products are slower.
const LEAST_WORK: u64 = 3_000_000;

/// Multiply-adds in a step for each parameter and worker, so that it is little that everyone reads, adds and updates all.
const WORK_PER_FLOAT: u64 = 1000;
const MAX_FLOATS: usize = 1 << 17;

/// Pieces that a worker takes over in a step at most.
const MOST_TAKEN: usize = 4;

/// What everyone tells of a piece: its loss, its right answers, and where its gradient lies, if another has taken it over:
/// 1 and the number of the place among all workers'.
type Told = [f64; 3];

/// More workers than this do not work piece by piece: each reads what all have left.
const MOST_WORKERS: usize = 8;

/// How long a worker's area must be: for the flat buffers, or for two halves in turns, each with the sum of what it has done
/// of its share and with what it has taken over.
pub(super) fn area(floats: usize) -> usize {
    if floats <= MAX_FLOATS { 2 * (1 + MOST_TAKEN) * floats } else { floats }
}

/// The number of a piece among all of a batch.
fn number(owner: Share, piece: usize) -> usize {
    owner.index * PIECES + piece
}

/// Adds the gradients of what is trained.
fn add_all(sum: &mut [f32], gradient: &[f32], trained: &[Range<usize>]) {
    for range in trained {
        add_scaled(&mut sum[range.clone()], 1.0, &gradient[range.clone()]);
    }
}

/// How a batch is cut.
#[derive(Clone, Copy)]
pub(super) struct Pieces {
    /// How many there are of each share.
    count: usize,
    /// Which half of the areas is in use. As there is only one meeting in a step, who is ahead may leave the next step's
    /// gradients while others read those of this one.
    second: bool,
}

impl Pieces {
    /// None where a batch is rather not worked off so.
    pub fn of(network: &Network, share: Share, batch: usize) -> Option<Self> {
        let floats = network.parameter_count();
        let work = network.multiply_adds().saturating_mul(3);
        let least = LEAST_WORK.div_ceil(work.max(1)) as usize;
        let pays = work.saturating_mul(batch as u64)
            >= WORK_PER_FLOAT.saturating_mul(share.count as u64).saturating_mul(floats as u64);
        let (mut count, shortest) = (1, batch / share.count.max(1));
        while count < PIECES && shortest >> count >= least {
            count += 1;
        }
        let several = (2..=MOST_WORKERS).contains(&share.count) && count > 1;
        // What all wait for within a layer goes by shares.
        if !pays || !several || floats > MAX_FLOATS || network.layers().any(Layer::exchanges) {
            return None;
        }
        Some(Self { count, second: false })
    }

    /// The samples of a piece of somebody's share of so many.
    fn samples(self, owner: Share, piece: usize, batch: usize) -> Range<usize> {
        let Range { start, end } = owner.range(batch);
        let rest = |before: usize| if before == self.count { 0 } else { (end - start) >> before };
        end - rest(piece)..end - rest(piece + 1)
    }

    /// Adds up the gradients of all pieces, in their order; they lie from `at` on in everyone's area.
    fn add(
        self,
        told: &[Told],
        share: Share,
        at: usize,
        [sum, theirs, extra]: [&mut [f32]; 3],
        trained: &[Range<usize>],
        crew: &mut dyn Crew,
    ) {
        for owner in share.all() {
            let of_owner = if owner.index == 0 { &mut *sum } else { &mut *theirs };
            crew.get(owner.index, at, of_owner);
            for piece in 1..self.count {
                let [.., place] = told[number(owner, piece)];
                if let Some(place) = (place as usize).checked_sub(1) {
                    crew.get(place / MOST_TAKEN, at + (1 + place % MOST_TAKEN) * extra.len(), extra);
                    add_all(of_owner, extra, trained);
                }
            }
            if owner.index > 0 {
                add_all(sum, theirs, trained);
            }
        }
    }
}

impl Session {
    /// Works off my share of a batch, the samples at these places, and what others have not begun with; then adds up
    /// everyone's gradients. Gives the summed loss and the right answers of all.
    pub(super) fn work_off(
        &mut self,
        mut pieces: Pieces,
        batch: &Range<usize>,
        crew: &mut dyn Crew,
    ) -> [f64; 2] {
        let (share, floats) = (self.division.share, self.gradient.len());
        let mut told = [[0.0; 3]; MOST_WORKERS * PIECES];
        let told = &mut told[..share.count * PIECES];
        pieces.second = !pieces.second;
        self.division.pieces = Some(pieces);
        let at = usize::from(pieces.second) * (1 + MOST_TAKEN) * floats;
        let mut taken = 0;
        for away in 0..share.count {
            // Who is next to me first, so that not all come to the same one.
            let next = share.index + away;
            let index = if next < share.count { next } else { next - share.count };
            let owner = Share { index, ..share };
            for turn in 0..pieces.count {
                // Mine from the first on, which nobody else takes; others' from the last on.
                let piece = if away == 0 { turn } else { pieces.count - 1 - turn };
                let samples = pieces.samples(owner, piece, batch.len());
                let free = match piece {
                    0 => away == 0,
                    _ => taken < MOST_TAKEN && crew.claim(number(owner, piece)),
                };
                if !free {
                    continue;
                }
                let ([loss, right], _) = self.put_through(batch, samples, away + piece > 0, crew);
                let mut place = 0;
                if away > 0 {
                    place = 1 + share.index * MOST_TAKEN + taken;
                    taken += 1;
                    crew.put(at + taken * floats, &self.next);
                } else if piece > 0 {
                    add_all(&mut self.gradient, &self.next, &self.ranges.trained);
                }
                told[number(owner, piece)] = [loss, right, place as f64];
            }
            if away == 0 {
                crew.put(at, &self.gradient);
            }
        }
        crew.sum(told.as_flattened_mut());
        let extra = &mut self.division.passing[..floats];
        let buffers = [&mut *self.gradient, &mut self.next, extra];
        pieces.add(told, share, at, buffers, &self.ranges.trained, crew);
        told.iter().fold([0.0; 2], |sum, told| [sum[0] + told[0], sum[1] + told[1]])
    }
}
