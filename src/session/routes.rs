//! What goes between workers for a layer that they divide. A place in a worker's area is written before a
//! meeting and read after it; as each layer has two, which are used in turns, nobody writes where others may still read.

use core::ops::Range;

use super::divided::{Crew, Share};
use super::slices::{Divided, Division};
use crate::kernels::{SparseRows, add_scaled};
use crate::layers::{Exchange, Portion, Route};

/// The others as the layers see them, in a step of so many samples.
pub(super) struct Routes<'a> {
    pub crew: &'a mut dyn Crew,
    pub division: &'a mut Division,
    pub batch: usize,
    /// Numbers that are to be summed once all gradients are known that are added up, and whether that is to be done at
    /// the next meeting or has been.
    pub sums: [f64; 2],
    pub left: bool,
}

impl Exchange for Routes<'_> {
    fn sum(&mut self, values: &mut [f64]) {
        self.crew.sum(values);
    }

    fn portion(&self, layer: u32) -> Option<Portion> {
        self.division.divided(layer).map(|divided| divided.portion(self.division.share))
    }

    fn inputs(
        &mut self,
        layer: u32,
        x: &[f32],
        whole: &mut [f32],
        lists: &mut SparseRows,
        listed: bool,
    ) -> bool {
        let Some(&Divided { inputs, places: [at, _], .. }) = self.division.divided(layer) else {
            return false;
        };
        let (share, batch) = (self.division.share, self.batch);
        let message = listed.then(|| lists.export_rows(share.range(batch)));
        let message = message.filter(|[bounds, entries]| bounds.len() + entries.len() <= x.len());
        let short = message.is_some();
        if let Some([bounds, entries]) = message {
            self.crew.put(at, bounds);
            self.crew.put(at + bounds.len(), entries);
        } else {
            self.crew.put(at, x);
        }
        let mut long = [f64::from(u8::from(!short))];
        self.crew.sum(&mut long);
        let others = share.others().map(|other| (other.index, other.range(batch)));
        if long[0] == 0.0 {
            for (index, rows) in others {
                lists.import_rows(rows, &mut |from, to| self.crew.get(index, at + from, to));
            }
            return true;
        }
        if long[0] < share.count as f64 {
            // Some have lists and some have not: then numbers go after all.
            if short {
                self.crew.put(at, x);
            }
            self.crew.sum(&mut []);
        }
        whole[share.range(batch).start * inputs..][..x.len()].copy_from_slice(x);
        for (index, rows) in others {
            self.crew.get(index, at, &mut whole[rows.start * inputs..rows.end * inputs]);
        }
        false
    }

    fn route(&mut self, layer: u32, route: Route, from: &[f32], to: &mut [f32]) {
        let Some(divided) = self.division.divided(layer) else { return };
        let way = Way { route, batch: self.batch, units: divided.units, inputs: divided.inputs };
        let at = divided.places[usize::from(!matches!(route, Route::Sums | Route::OutputGradients))];
        let Division { share, passing, .. } = &mut *self.division;
        // What all get is written once.
        let receivers = if route == Route::SumGradients { 1 } else { share.count };
        for other in share.others().take(receivers) {
            let sent = way.sent(*share, other);
            if let Some(range) = sent.range() {
                self.crew.put(at + sent.place(), &from[range]);
            } else {
                sent.copy(from, &sent.packed(), passing);
                self.crew.put(at + sent.place(), &passing[..sent.len()]);
            }
        }
        let sums = if self.left { &mut self.sums[..] } else { &mut [] };
        self.crew.sum(sums);
        way.sent(*share, *share).copy(from, &way.received(*share, *share), to);
        for other in share.others() {
            let (place, received) = (at + way.sent(other, *share).place(), way.received(other, *share));
            let piece = &mut passing[..received.len()];
            match received.range() {
                Some(range) if way.adds() => {
                    self.crew.get(other.index, place, piece);
                    add_scaled(&mut to[range], 1.0, piece);
                }
                Some(range) => self.crew.get(other.index, place, &mut to[range]),
                None => {
                    self.crew.get(other.index, place, piece);
                    received.packed().copy(piece, &received, to);
                }
            }
        }
    }

    fn leave(&mut self, gradient: &[f32]) {
        self.division.leave(self.crew, gradient);
        self.left = true;
    }
}

/// What goes from whom to whom on a route through a layer of so many units and inputs.
#[derive(Clone, Copy)]
struct Way {
    route: Route,
    batch: usize,
    units: usize,
    inputs: usize,
}

impl Way {
    /// What `from` sends `to`, as a block of what `from` has.
    fn sent(self, from: Share, to: Share) -> Block {
        let samples = |share: Share| share.range(self.batch);
        match self.route {
            Route::Outputs => Block::rows(samples(to), from.range(self.units).len()),
            Route::InputGradients => Block::rows(samples(to), self.inputs),
            Route::OutputGradients => Block::columns(samples(from).len(), self.units, to.range(self.units)),
            Route::Sums => Block::rows(samples(to), self.units),
            Route::SumGradients => Block::rows(0..samples(from).len(), self.units),
        }
    }

    /// The same as a block of what `to` has.
    fn received(self, from: Share, to: Share) -> Block {
        let samples = |share: Share| share.range(self.batch);
        match self.route {
            Route::Outputs => Block::columns(samples(to).len(), self.units, from.range(self.units)),
            Route::InputGradients => Block::rows(0..samples(to).len(), self.inputs),
            Route::OutputGradients => Block::rows(samples(from), to.range(self.units).len()),
            Route::Sums => Block::rows(0..samples(to).len(), self.units),
            Route::SumGradients => Block::rows(samples(from), self.units),
        }
    }

    /// Whether what comes from all is added up.
    fn adds(self) -> bool {
        matches!(self.route, Route::InputGradients | Route::Sums)
    }
}

/// Some rows or some columns of a matrix.
struct Block {
    rows: Range<usize>,
    /// Floats of a whole row, and those that belong to the block.
    width: usize,
    columns: Range<usize>,
}

impl Block {
    fn rows(rows: Range<usize>, width: usize) -> Self {
        Self { rows, width, columns: 0..width }
    }

    fn columns(rows: usize, width: usize, columns: Range<usize>) -> Self {
        Self { rows: 0..rows, width, columns }
    }

    /// A matrix that is as large and no larger.
    fn packed(&self) -> Self {
        Self::rows(0..self.rows.len(), self.columns.len())
    }

    fn len(&self) -> usize {
        self.rows.len() * self.columns.len()
    }

    /// Where it lies among the blocks of the same matrix, one after the other.
    fn place(&self) -> usize {
        self.rows.start * self.columns.len() + self.rows.len() * self.columns.start
    }

    /// The floats of whole rows.
    fn range(&self) -> Option<Range<usize>> {
        let whole = self.columns.len() == self.width;
        whole.then(|| self.rows.start * self.width..self.rows.end * self.width)
    }

    /// Copies this block of one matrix to a block of another, as large.
    #[inline(never)]
    fn copy(&self, from: &[f32], block: &Self, to: &mut [f32]) {
        for (source, target) in self.rows.clone().zip(block.rows.clone()) {
            let source = &from[source * self.width..][self.columns.clone()];
            to[target * block.width..][block.columns.clone()].copy_from_slice(source);
        }
    }
}
