//! Where the numbers of a matrix are that are not zero: listed row by row for the forward product, column by
//! column for the weights' gradient.

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

/// Lists of entries, one for each line and part of the depth, cut as the dense product cuts it.
#[derive(Debug)]
pub(super) struct Lists {
    /// Where each list begins; the last of them ends where the next would begin.
    starts: Vec<i32>,
    entries: Vec<Entry>,
    pub parts: Parts,
    /// From the list of a line to that of the next, and from one part's to that of the next.
    steps: [usize; 2],
}

/// The numbers of a matrix that are not zero, with memory for those of a batch.
#[derive(Debug)]
pub struct NonZeros {
    pub(super) rows: Lists,
    columns: Lists,
    /// Whether the columns are listed too.
    both: bool,
    /// Rows and columns of the matrix.
    pub(super) size: [usize; 2],
}

impl Default for NonZeros {
    fn default() -> Self {
        Self { rows: Lists::new(), columns: Lists::new(), both: false, size: [0, 0] }
    }
}

/// How many entries rows of `columns` numbers may have, with the row that turns out to be too full, and what is
/// written past the last of them.
fn capacity(rows: usize, columns: usize) -> usize {
    ((rows + PATIENCE) * FEW[0] / FEW[1] + 2).saturating_mul(columns).saturating_add(LANES)
}

impl NonZeros {
    /// Makes room for the matrices of up to `rows` rows and `columns` columns.
    ///
    /// # Errors
    /// Code `memory`.
    pub fn reserve(&mut self, rows: usize, columns: usize) -> Result<()> {
        let entries = capacity(rows, columns);
        for (lists, lines, depth) in [(&mut self.rows, rows, columns), (&mut self.columns, columns, rows)] {
            grow(&mut lists.entries, entries)?;
            grow(&mut lists.starts, lines * Parts::of(depth).count + 2)?;
        }
        Ok(())
    }

    /// Lists the numbers of `matrix: [rows, columns]` that are not zero; says whether there are few enough for
    /// a list to pay.
    ///
    /// # Panics
    /// Where there is no room for them.
    pub fn find(&mut self, matrix: &[f32], columns: usize) -> bool {
        let rows = matrix.len() / columns.max(1);
        // Nothing is listed until all is: lists of two matrices must not be read as one.
        (self.size, self.both) = ([0, 0], false);
        self.rows.parts = Parts::of(columns);
        self.columns.parts = Parts::of(rows);
        let Self { rows: by_row, columns: by_column, .. } = self;
        (by_row.steps, by_column.steps) = ([by_row.parts.count, 1], [1, columns]);
        // Counts come first where the starts will be, two places further on.
        by_column.starts[..columns * by_column.parts.count + 2].fill(0);
        let mut count = 0;
        for (row, values) in matrix.chunks_exact(columns.max(1)).enumerate() {
            let part = by_column.parts.of_place(row);
            for (index, range) in by_row.parts.ranges().enumerate() {
                by_row.starts[row * by_row.parts.count + index] = count as i32;
                let counts = &mut by_column.starts[2 + part * columns..][range.clone()];
                count += append(&values[range], &mut by_row.entries[count..], counts);
            }
            if count * FEW[1] > (row + 1 + PATIENCE) * columns * FEW[0] {
                return false;
            }
        }
        by_row.starts[rows * by_row.parts.count] = count as i32;
        self.size = [rows, columns];
        true
    }

    /// The lists of the columns, made when they are first asked for: a prediction never does.
    pub(super) fn columns(&mut self) -> &Lists {
        if !self.both {
            self.columns.take(&self.rows, self.size);
            self.both = true;
        }
        &self.columns
    }
}

/// Lists the numbers of `values` that are not zero, counts each at its column, and gives how many there are. Four numbers
/// are written whatever they are, and the next take the place of those that do not count: no branch to foretell.
fn append(values: &[f32], entries: &mut [Entry], counts: &mut [i32]) -> usize {
    let ((quads, rest), (count_quads, count_rest)) =
        (values.as_chunks::<LANES>(), counts.as_chunks_mut::<LANES>());
    let (mut count, mut places) = (0, I32x4::load(&[0, 1, 2, 3]));
    for (quad, counts) in quads.iter().zip(count_quads) {
        let values = F32x4::load(quad);
        let listed = values.other_than_zero();
        I32x4::load(counts).minus(listed.minus_ones()).store(counts);
        let bits = listed.bits();
        let Some(room) = entries[count..].as_flattened_mut().first_chunk_mut() else {
            unreachable!("there is room for a vector past the last entry");
        };
        F32x4::from_bits(places).to_front(bits).store_pairs(values.to_front(bits), room);
        count += bits.count_ones() as usize;
        places = places.plus(I32x4::splat(LANES as i32));
    }
    for ((place, value), counted) in (quads.len() * LANES..).zip(rest).zip(count_rest) {
        entries[count] = [f32::from_bits(place as u32), *value];
        let listed = *value != 0.0;
        *counted += i32::from(listed);
        count += usize::from(listed);
    }
    count
}

impl Lists {
    fn new() -> Self {
        Self { starts: Vec::new(), entries: Vec::new(), parts: Parts::of(0), steps: [0, 0] }
    }

    /// One list. Its places are below the length of that part.
    #[allow(clippy::inline_always)] // a list is as short as a call is long
    #[inline(always)]
    pub fn list(&self, line: usize, part: usize) -> &[Entry] {
        let at = line * self.steps[0] + part * self.steps[1];
        &self.entries[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The entries of `by_row` by column; the counts of this one's lists stand two places after each.
    fn take(&mut self, by_row: &Self, [rows, columns]: [usize; 2]) {
        let mut total = 0;
        for start in &mut self.starts[1..columns * self.parts.count + 2] {
            total += *start;
            *start = total;
        }
        // Each list grows from its start, held one place further on, until that is where the next begins.
        for row in 0..rows {
            let part = self.parts.of_place(row);
            let line = f32::from_bits((row - part * self.parts.depth) as u32);
            for (index, range) in by_row.parts.ranges().enumerate() {
                let starts = &mut self.starts[1 + part * columns + range.start..];
                for entry in by_row.list(row, index) {
                    let next = &mut starts[place(entry)];
                    self.entries[*next as usize] = [line, entry[1]];
                    *next += 1;
                }
            }
        }
    }
}
