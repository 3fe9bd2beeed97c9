//! [`SparseRows`]: the non-zero values of a matrix with their column indices, row by row (CSR).

use core::ops::Range;

use bytemuck::{Pod, Zeroable, cast_mut};

use crate::error::Result;
use crate::kernels::matmul::Segments;
use crate::kernels::vector::{F32x4, I32x4, LANES};
use crate::memory::grow;

/// The highest density for which the sparse product is used, as a fraction. Above it the dense product is faster.
const MAX_DENSITY: [usize; 2] = [11, 20];
/// The number of first rows that may be dense before the density is checked.
const MIN_ROWS: usize = 3;

/// A non-zero value with its column index. The two are adjacent in memory because the products read them together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C)]
pub(in crate::kernels) struct Entry {
    /// Of a matrix, the index within the segment of the depth; of a convolution's gradient, the start of the window.
    pub index: u32,
    pub value: f32,
}

// SAFETY: four zero bytes are a `u32` and an `f32`.
unsafe impl Zeroable for Entry {}
// SAFETY: two fields of four bytes each in the order of C, so that there is nothing in between, and any bits are numbers.
unsafe impl Pod for Entry {}

/// The start and the end of a list within the entries.
type Bounds = [u32; 2];

fn range([start, end]: Bounds) -> Range<usize> {
    start as usize..end as usize
}

/// A matrix in compressed sparse row format (CSR), with buffers for the matrix of a whole batch.
///
/// There is a list of entries for each row and each segment of its columns: the segments into which the dense
/// product cuts its depth.
#[derive(Debug)]
pub struct SparseRows {
    bounds: Vec<Bounds>,
    entries: Vec<Entry>,
    /// The number of entries.
    count: usize,
    /// The segments of the columns.
    pub(super) segments: Segments,
    /// Rows and columns of the matrix.
    pub(super) size: [usize; 2],
}

impl Default for SparseRows {
    fn default() -> Self {
        Self { bounds: Vec::new(), entries: Vec::new(), count: 0, segments: Segments::of(0), size: [0, 0] }
    }
}

/// The largest number of entries of `rows` rows of `columns` values, with the row that exceeds the density and with one
/// vector that is written past the last entry.
fn capacity(rows: usize, columns: usize) -> usize {
    (rows.saturating_add(MIN_ROWS).saturating_mul(MAX_DENSITY[0]) / MAX_DENSITY[1] + 2)
        .saturating_mul(columns)
        .saturating_add(LANES)
}

impl SparseRows {
    /// Allocates the buffers for matrices of up to `rows` rows and `columns` columns.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn reserve(&mut self, rows: usize, columns: usize) -> Result<()> {
        // The bounds are 32-bit integers.
        let entries = Some(capacity(rows, columns)).filter(|&entries| u32::try_from(entries).is_ok());
        grow(&mut self.entries, entries.unwrap_or(usize::MAX))?;
        grow(&mut self.bounds, rows.saturating_mul(Segments::of(columns).count))
    }

    /// Compresses `matrix: [rows, columns]`. Returns whether it is sparse enough for the sparse product to be faster.
    ///
    /// # Panics
    /// If the buffers are too small.
    pub fn compress(&mut self, matrix: &[f32], columns: usize) -> bool {
        let rows = matrix.len() / columns.max(1);
        (self.size, self.count, self.segments) = ([0, 0], 0, Segments::of(columns));
        let Self { bounds: all, entries, count, segments, .. } = self;
        // All lists start empty: bounds of an earlier matrix must not be read.
        all[..rows * segments.count].fill([0, 0]);
        for (row, values) in matrix.chunks_exact(columns.max(1)).enumerate() {
            for (segment, range) in segments.ranges().enumerate() {
                let start = *count;
                *count += append::<true>(&values[range], [0, 1], &mut entries[start..]);
                all[row * segments.count + segment] = [start as u32, *count as u32];
            }
            if *count * MAX_DENSITY[1] > (row + 1 + MIN_ROWS) * columns * MAX_DENSITY[0] {
                return false;
            }
        }
        self.size = [rows, columns];
        true
    }

    /// The entries of one row and segment. Their indices are below the length of the segment.
    #[allow(clippy::inline_always)] // a list is as short as a call is long
    #[inline(always)]
    pub(super) fn list(&self, row: usize, segment: usize) -> &[Entry] {
        &self.entries[range(self.bounds[row * self.segments.count + segment])]
    }
}

/// Writes an entry for each non-zero value and returns their number. The buffer has room for the entries and one vector more.
/// Value i has the index `start + i · step`.
///
/// Four entries are written in any case, left-packed; the next four overwrite the surplus. With `IN_RUNS`, four zeros are
/// skipped: zeros of a picture come in runs, so that the branch is seldom mispredicted. Without, there is no branch.
#[inline(never)]
pub(in crate::kernels) fn append<const IN_RUNS: bool>(
    values: &[f32],
    [start, step]: [u32; 2],
    entries: &mut [Entry],
) -> usize {
    let (quads, rest) = values.as_chunks::<LANES>();
    let [start, step] = [start, step].map(|index| index as i32);
    let mut count = 0;
    let mut indices = I32x4::load(&[start, start + step, start + 2 * step, start + 3 * step]);
    for quad in quads {
        let values = F32x4::load(quad);
        let mask = values.not_equal_zero().bits();
        let first = indices;
        indices = indices.plus(I32x4::splat(LANES as i32 * step));
        if IN_RUNS && mask == 0 {
            continue;
        }
        let Some(target) = entries[count..].first_chunk_mut::<LANES>() else {
            unreachable!("the buffer has one vector past the last entry");
        };
        F32x4::from_bits(first).left_pack(mask).store_pairs(values.left_pack(mask), cast_mut(target));
        count += mask.count_ones() as usize;
    }
    let mut index = start + (quads.len() * LANES) as i32 * step;
    for value in rest {
        entries[count] = Entry { index: index as u32, value: *value };
        count += usize::from(*value != 0.0);
        index += step;
    }
    count
}
