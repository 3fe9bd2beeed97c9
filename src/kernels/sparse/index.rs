//! Where the numbers of a matrix are that are not zero: listed row by row for the forward product, column by
//! column for the weights' gradient.

use crate::error::Result;
use crate::kernels::matmul::Parts;
use crate::kernels::vector::{F32x4, LANES};
use crate::memory::grow;

/// Listed is a matrix of which at most one number in this many is not zero: beyond that the dense product is
/// the faster one.
const SPARSITY: usize = 3;
/// Rows that a matrix may begin with before its density is judged.
const PATIENCE: usize = 3;

/// A number that is not zero, and its place along the list within the part.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub place: u32,
    pub value: f32,
}

/// Lists of entries, one for each line and part of the depth, cut as the dense product cuts it.
#[derive(Debug)]
pub(super) struct Lists {
    /// Where each list begins; the last of them ends where the next would begin.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    pub parts: Parts,
    /// From the list of a line to that of the next, and from one part's to that of the next.
    steps: [usize; 2],
}

/// The numbers of a matrix that are not zero, with memory for those of a batch.
#[derive(Debug)]
pub struct NonZeros {
    pub(super) rows: Lists,
    pub(super) columns: Lists,
    /// Rows and columns of the matrix.
    pub(super) size: [usize; 2],
}

impl Default for NonZeros {
    fn default() -> Self {
        Self { rows: Lists::new(), columns: Lists::new(), size: [0, 0] }
    }
}

/// How many entries rows of `columns` numbers may have, with the row that turns out to be too full, and what is
/// written past the last of them.
fn capacity(rows: usize, columns: usize) -> usize {
    ((rows + PATIENCE) / SPARSITY + 2).saturating_mul(columns).saturating_add(LANES)
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
        self.size = [0, 0];
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
                by_row.starts[row * by_row.parts.count + index] = count as u32;
                let counts = &mut by_column.starts[2 + part * columns..][range.clone()];
                count += append(&values[range], &mut by_row.entries[count..], counts);
            }
            if count * SPARSITY > (row + 1 + PATIENCE) * columns {
                return false;
            }
        }
        by_row.starts[rows * by_row.parts.count] = count as u32;
        by_column.take(by_row, [rows, columns]);
        self.size = [rows, columns];
        true
    }
}

/// Lists the numbers of `values` that are not zero, counts each at its column, and gives how many there are. Every
/// number is written and the next takes its place unless it counts: no branch to foretell.
fn append(values: &[f32], entries: &mut [Entry], counts: &mut [u32]) -> usize {
    let mut count = 0;
    let mut put = |place: usize, value: f32| {
        entries[count] = Entry { place: place as u32, value };
        let is = value != 0.0;
        counts[place] += u32::from(is);
        count += usize::from(is);
    };
    let (quads, rest) = values.as_chunks::<LANES>();
    for (quad, first) in quads.iter().zip((0..).step_by(LANES)) {
        if F32x4::load(quad).any_other_than_zero() {
            (first..).zip(quad).for_each(|(place, value)| put(place, *value));
        }
    }
    (quads.len() * LANES..).zip(rest).for_each(|(place, value)| put(place, *value));
    count
}

impl Lists {
    fn new() -> Self {
        Self { starts: Vec::new(), entries: Vec::new(), parts: Parts::of(0), steps: [0, 0] }
    }

    /// One list. Its places are below the length of that part.
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
            let place = (row - part * self.parts.depth) as u32;
            for (index, range) in by_row.parts.ranges().enumerate() {
                let starts = &mut self.starts[1 + part * columns + range.start..];
                for entry in by_row.list(row, index) {
                    let next = &mut starts[entry.place as usize];
                    self.entries[*next as usize] = Entry { place, value: entry.value };
                    *next += 1;
                }
            }
        }
    }
}
