//! Where the numbers of a matrix are that are not zero, row by row.

use core::ops::Range;

use bytemuck::{Pod, Zeroable, cast_mut, cast_slice, cast_slice_mut};

use crate::error::Result;
use crate::kernels::matmul::Parts;
use crate::kernels::vector::{F32x4, I32x4, LANES};
use crate::memory::grow;

/// Listed is a matrix of whose numbers at most this share is not zero, a fraction: with more, the dense product is the
/// faster one.
const FEW: [usize; 2] = [11, 20];
/// Rows that a matrix may begin with before its density is judged.
const PATIENCE: usize = 3;

/// A number that is not zero. Place and number lie side by side, as the products read them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C)]
pub(super) struct Entry {
    /// Its place along the list within the part.
    pub place: u32,
    pub value: f32,
}

// SAFETY: four zero bytes are a `u32` and an `f32`.
unsafe impl Zeroable for Entry {}
// SAFETY: two fields of four bytes each in the order of C, so that there is nothing in between, and any bits are numbers.
unsafe impl Pod for Entry {}

/// Where a list begins and ends among the entries.
type Bounds = [u32; 2];

fn range([start, end]: Bounds) -> Range<usize> {
    start as usize..end as usize
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
        // Lists begin and end at places that are counted in 32 bits.
        let entries = Some(capacity(rows, columns)).filter(|&entries| u32::try_from(entries).is_ok());
        grow(&mut self.entries, entries.unwrap_or(usize::MAX))?;
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
        all[..rows * parts.count].fill([0, 0]);
        for (row, values) in matrix.chunks_exact(columns.max(1)).enumerate() {
            for (part, range) in parts.ranges().enumerate() {
                let start = *count;
                *count += append(&values[range], &mut entries[start..]);
                all[(first + row) * parts.count + part] = [start as u32, *count as u32];
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

    /// What [`take_rows`](Self::take_rows) takes, of the rows that were found: two pieces, one after the other, in the form in
    /// which numbers go between workers.
    pub fn listed(&self, rows: Range<usize>) -> [&[f32]; 2] {
        let bounds = &self.bounds[rows.start * self.parts.count..rows.end * self.parts.count];
        [cast_slice(bounds), cast_slice(&self.entries[..self.count])]
    }

    /// Takes over what another has listed of these rows; `read(at, to)` reads it from the place `at` on.
    ///
    /// # Panics
    /// Where that is no list of such rows.
    pub fn take_rows(&mut self, rows: Range<usize>, read: &mut dyn FnMut(usize, &mut [f32])) {
        // Until they have been looked through nothing is listed: the products trust every place.
        let (before, size) = (self.count, core::mem::take(&mut self.size));
        let theirs = &mut self.bounds[rows.start * self.parts.count..rows.end * self.parts.count];
        read(0, cast_slice_mut(theirs));
        self.count += theirs.last().map_or(0, |last| range(*last).end);
        read(2 * theirs.len(), cast_slice_mut(&mut self.entries[before..self.count]));
        for theirs in theirs {
            *theirs = theirs.map(|at| before as u32 + at);
        }
        for (part, depth) in self.parts.ranges().enumerate() {
            for row in rows.clone() {
                let within = self.list(row, part).iter().all(|entry| (entry.place as usize) < depth.len());
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
        let Some(room) = entries[count..].first_chunk_mut::<LANES>() else {
            unreachable!("there is room for a vector past the last entry");
        };
        F32x4::from_bits(places).to_front(bits).store_pairs(values.to_front(bits), cast_mut(room));
        count += bits.count_ones() as usize;
        places = places.plus(I32x4::splat(LANES as i32));
    }
    for (place, value) in ((quads.len() * LANES) as u32..).zip(rest) {
        entries[count] = Entry { place, value: *value };
        count += usize::from(*value != 0.0);
    }
    count
}
