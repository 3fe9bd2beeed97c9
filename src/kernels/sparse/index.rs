//! Where the numbers of a matrix are that are not zero, row by row.

use core::ops::Range;

use crate::error::Result;
use crate::kernels::matmul::Parts;
use crate::kernels::vector::{F32x4, I32x4, LANES};
use crate::memory::grow;

/// Listed is a matrix of whose numbers at most this share is not zero, a fraction: with more, the dense product is the
/// faster one.
const FEW: [usize; 2] = [11, 20];
/// Rows that a matrix may begin with before its density is judged.
const PATIENCE: usize = 3;

/// A number that is not zero, after the bits of its place along the list within the part: as floats, so that four of
/// them are written as two vectors.
pub(super) type Entry = [f32; 2];

/// The place of an entry.
#[allow(clippy::inline_always)] // one load
#[inline(always)]
pub(super) fn place([place, _]: &Entry) -> usize {
    place.to_bits() as usize
}

/// Where a list begins and ends among the entries: bits, as entries have them, so that lists travel as floats.
type Bounds = [f32; 2];

fn bounds(start: usize, end: usize) -> Bounds {
    [start, end].map(|at| f32::from_bits(at as u32))
}

fn range([start, end]: Bounds) -> Range<usize> {
    start.to_bits() as usize..end.to_bits() as usize
}

/// The numbers of a matrix that are not zero, with memory for those of a batch: a list for each row and part of the row,
/// cut as the dense product cuts its depth.
#[derive(Debug)]
pub struct NonZeros {
    bounds: Vec<Bounds>,
    entries: Vec<Entry>,
    /// Entries so far.
    count: usize,
    /// How rows are cut.
    pub(super) parts: Parts,
    /// Rows and columns of the matrix.
    pub(super) size: [usize; 2],
}

impl Default for NonZeros {
    fn default() -> Self {
        Self { bounds: Vec::new(), entries: Vec::new(), count: 0, parts: Parts::of(0), size: [0, 0] }
    }
}

/// How many entries rows of `columns` numbers may have, with the row that turns out to be too full, and what is
/// written past the last of them.
fn capacity(rows: usize, columns: usize) -> usize {
    (rows.saturating_add(PATIENCE).saturating_mul(FEW[0]) / FEW[1] + 2)
        .saturating_mul(columns)
        .saturating_add(LANES)
}

impl NonZeros {
    /// Makes room for the matrices of up to `rows` rows and `columns` columns.
    ///
    /// # Errors
    /// Code `memory`.
    pub fn reserve(&mut self, rows: usize, columns: usize) -> Result<()> {
        grow(&mut self.entries, capacity(rows, columns))?;
        grow(&mut self.bounds, rows.saturating_mul(Parts::of(columns).count))
    }

    /// Lists the numbers of `matrix: [rows, columns]` that are not zero; says whether there are few enough for
    /// a list to pay.
    ///
    /// # Panics
    /// Where there is no room for them.
    pub fn find(&mut self, matrix: &[f32], columns: usize) -> bool {
        self.find_rows([matrix.len() / columns.max(1), columns], 0, matrix)
    }

    /// The same of some rows of a matrix of this size, from row `first` on, in place of everything listed before. The other
    /// rows may [come](Self::take_rows) from whoever has them.
    ///
    /// # Panics
    /// Where there is no room for them.
    pub fn find_rows(&mut self, [rows, columns]: [usize; 2], first: usize, matrix: &[f32]) -> bool {
        (self.size, self.count, self.parts) = ([0, 0], 0, Parts::of(columns));
        let Self { bounds: all, entries, count, parts, .. } = self;
        // Every list is there, and empty: what is left of another matrix's must not be read.
        all[..rows * parts.count].fill(bounds(0, 0));
        for (row, values) in matrix.chunks_exact(columns.max(1)).enumerate() {
            for (part, range) in parts.ranges().enumerate() {
                let start = *count;
                *count += append(&values[range], &mut entries[start..]);
                all[(first + row) * parts.count + part] = bounds(start, *count);
            }
            if *count * FEW[1] > (row + 1 + PATIENCE) * columns * FEW[0] {
                return false;
            }
        }
        self.size = [rows, columns];
        true
    }

    /// A row's list of one part. Its places are below the length of that part.
    #[allow(clippy::inline_always)] // a list is as short as a call is long
    #[inline(always)]
    pub(super) fn list(&self, row: usize, part: usize) -> &[Entry] {
        &self.entries[range(self.bounds[row * self.parts.count + part])]
    }

    /// What [`take_rows`](Self::take_rows) takes, of the rows that were found: two pieces, one after the other.
    pub fn listed(&self, rows: Range<usize>) -> [&[f32]; 2] {
        let bounds = &self.bounds[rows.start * self.parts.count..rows.end * self.parts.count];
        [bounds.as_flattened(), self.entries[..self.count].as_flattened()]
    }

    /// Takes over what another has listed of these rows; `read(at, to)` reads it from the place `at` on.
    ///
    /// # Panics
    /// Where that is no list of such rows.
    pub fn take_rows(&mut self, rows: Range<usize>, read: &mut dyn FnMut(usize, &mut [f32])) {
        // Until they have been looked through nothing is listed: the products trust every place.
        let (before, size) = (self.count, core::mem::take(&mut self.size));
        let theirs = &mut self.bounds[rows.start * self.parts.count..rows.end * self.parts.count];
        read(0, theirs.as_flattened_mut());
        self.count += theirs.last().map_or(0, |last| range(*last).end);
        read(2 * theirs.len(), self.entries[before..self.count].as_flattened_mut());
        for theirs in theirs {
            let Range { start, end } = range(*theirs);
            *theirs = bounds(before + start, before + end);
        }
        for (part, depth) in self.parts.ranges().enumerate() {
            for row in rows.clone() {
                let within = self.list(row, part).iter().all(|entry| place(entry) < depth.len());
                assert!(within, "places of row {row}");
            }
        }
        self.size = size;
    }
}

/// Lists the numbers of `values` that are not zero, and gives how many there are. Four numbers are written whatever they
/// are, and the next take the place of those that do not count: no branch to foretell.
fn append(values: &[f32], entries: &mut [Entry]) -> usize {
    let (quads, rest) = values.as_chunks::<LANES>();
    let (mut count, mut places) = (0, I32x4::load(&[0, 1, 2, 3]));
    for quad in quads {
        let values = F32x4::load(quad);
        let bits = values.other_than_zero().bits();
        let Some(room) = entries[count..].as_flattened_mut().first_chunk_mut() else {
            unreachable!("there is room for a vector past the last entry");
        };
        F32x4::from_bits(places).to_front(bits).store_pairs(values.to_front(bits), room);
        count += bits.count_ones() as usize;
        places = places.plus(I32x4::splat(LANES as i32));
    }
    for (place, value) in (quads.len() * LANES..).zip(rest) {
        entries[count] = [f32::from_bits(place as u32), *value];
        count += usize::from(*value != 0.0);
    }
    count
}
