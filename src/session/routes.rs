//! What goes between workers for a layer that they divide by its units. A place in a worker's area is written before a
//! meeting and read after it; as each layer has two, which are used in turns, nobody writes where others may still read.

use core::ops::Range;

use super::divided::{Crew, Share};
use super::slices::{Divided, Division};
use crate::kernels::add_scaled;
use crate::layers::{Exchange, Route};

/// The others as the layers see them, in a step of so many samples.
pub(super) struct Routes<'a> {
    pub crew: &'a mut dyn Crew,
    pub division: &'a mut Division,
    pub batch: usize,
}

impl Exchange for Routes<'_> {
    fn sum(&mut self, values: &mut [f64]) {
        self.crew.sum(values);
    }

    fn units(&self, layer: u32) -> Option<Range<usize>> {
        let divided = self.division.layers.iter().find(|divided| divided.layer == layer)?;
        Some(self.division.share.range(divided.units))
    }

    fn route(&mut self, layer: u32, route: Route, from: &[f32], to: &mut [f32]) {
        let Some(divided) = self.division.layers.iter().find(|divided| divided.layer == layer) else {
            return;
        };
        let &Divided { units, inputs, places: [first, second], .. } = divided;
        let rows = match route {
            Route::Inputs | Route::InputGradients => Rows { width: inputs, cut: false },
            Route::Outputs | Route::OutputGradients => Rows { width: units, cut: true },
        };
        match route {
            Route::Inputs | Route::OutputGradients => self.samples_to_units(rows, first, from, to),
            Route::Outputs | Route::InputGradients => self.units_to_samples(rows, second, from, to),
        }
    }
}

/// A matrix with a row for each sample, whose columns are cut into one share for each worker, or are not.
#[derive(Clone, Copy)]
struct Rows {
    width: usize,
    cut: bool,
}

impl Rows {
    fn columns(self, share: Share) -> Range<usize> {
        if self.cut { share.range(self.width) } else { 0..self.width }
    }
}

impl Routes<'_> {
    /// From my rows to my columns of everyone's; `at` is the place in an area.
    fn samples_to_units(&mut self, rows: Rows, at: usize, from: &[f32], to: &mut [f32]) {
        let Division { share, passing, .. } = &mut *self.division;
        let mine = share.range(self.batch);
        for other in share.others() {
            if !rows.cut {
                self.crew.put(at, from);
                break;
            }
            let columns = rows.columns(other);
            let piece = &mut passing[..mine.len() * columns.len()];
            copy_rows(mine.len(), (from, rows.width, columns.start), (piece, columns.len(), 0));
            self.crew.put(at + mine.len() * columns.start, piece);
        }
        self.crew.sum(&mut []);
        let columns = rows.columns(*share);
        let own = &mut to[mine.start * columns.len()..];
        copy_rows(mine.len(), (from, rows.width, columns.start), (own, columns.len(), 0));
        for other in share.others() {
            let samples = other.range(self.batch);
            let theirs = &mut to[samples.start * columns.len()..samples.end * columns.len()];
            self.crew.get(other.index, at + samples.len() * columns.start, theirs);
        }
    }

    /// From my columns of everyone's rows to all of my rows; columns that are not cut are added up.
    fn units_to_samples(&mut self, rows: Rows, at: usize, from: &[f32], to: &mut [f32]) {
        let Division { share, passing, .. } = &mut *self.division;
        let mine = share.range(self.batch);
        let columns = rows.columns(*share);
        for other in share.others() {
            let samples = other.range(self.batch);
            let theirs = &from[samples.start * columns.len()..samples.end * columns.len()];
            self.crew.put(at + samples.start * columns.len(), theirs);
        }
        self.crew.sum(&mut []);
        let own = &from[mine.start * columns.len()..];
        copy_rows(mine.len(), (own, columns.len(), 0), (to, rows.width, columns.start));
        for other in share.others() {
            let columns = rows.columns(other);
            let piece = &mut passing[..mine.len() * columns.len()];
            self.crew.get(other.index, at + mine.start * columns.len(), piece);
            if rows.cut {
                copy_rows(mine.len(), (piece, columns.len(), 0), (to, rows.width, columns.start));
            } else {
                add_scaled(to, 1.0, piece);
            }
        }
    }
}

/// Copies so many rows from one matrix to another, each given with its width and the first column; as many columns as the
/// narrower one has.
#[inline(never)]
fn copy_rows(
    rows: usize,
    (from, from_width, from_column): (&[f32], usize, usize),
    (to, to_width, to_column): (&mut [f32], usize, usize),
) {
    let width = from_width.min(to_width);
    for row in 0..rows {
        let source = &from[row * from_width + from_column..][..width];
        to[row * to_width + to_column..][..width].copy_from_slice(source);
    }
}
