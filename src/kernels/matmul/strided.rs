//! The micro-kernel for operands with any strides, packed or in place: it multiplies a tile and stores it.

use super::tile::{COLUMNS, ROWS, Sums, multiply};
use crate::kernels::vector::{F32x4, LANES};

/// An operand as tiles read it, packed or in place: line `l` of panel `p` at depth `d` is
/// `data[p · panel + l · line + d · depth]`.
#[derive(Clone, Copy, Debug)]
pub struct Strided<'a> {
    pub(super) data: &'a [f32],
    pub(super) panel: usize,
    pub(super) line: usize,
    pub(super) depth: usize,
}

impl<'a> Strided<'a> {
    /// Packed panels of `width` lines and this depth.
    pub(super) fn packed(data: &'a [f32], width: usize, depth: usize) -> Self {
        Self { data, panel: width * depth, line: 1, depth: width }
    }

    /// Whether `data` has all that tiles of [`ROWS`] lines read of these lines and this depth.
    pub(super) fn has_rows(&self, lines: usize, depth: usize) -> bool {
        let last = lines.saturating_sub(1);
        let whole_panels = lines / ROWS;
        self.has(last / ROWS, last % ROWS, depth, 1)
            && (whole_panels == 0 || self.has(whole_panels - 1, ROWS - 1, depth, 1))
    }

    /// The same for tiles of [`COLUMNS`] adjacent lines. They read all lines of the last panel, also those that are none.
    pub(super) fn has_columns(&self, lines: usize, depth: usize) -> bool {
        self.line == 1 && self.has(lines.saturating_sub(1) / COLUMNS, 0, depth, COLUMNS)
    }

    /// Whether `data` has `width` floats from this line of this panel on, at every depth.
    pub(super) fn has(&self, panel: usize, line: usize, depth: usize, width: usize) -> bool {
        if depth == 0 {
            return true;
        }
        let first = panel.saturating_mul(self.panel).saturating_add(line.saturating_mul(self.line));
        let last = first.saturating_add((depth - 1).saturating_mul(self.depth));
        last.saturating_add(width) <= self.data.len()
    }
}

/// Where a tile reads its operands: `left[lines[i] + d · left_depth]` and `right[d · right_depth + j]`.
pub(super) struct Operands {
    pub left: *const f32,
    pub lines: [usize; ROWS],
    pub left_depth: usize,
    pub right: *const f32,
    pub right_depth: usize,
    pub depth: usize,
}

/// Where a tile is stored: rows of `c` at a distance of `stride`, how many rows, one or two vectors of each, and how.
pub(super) struct Target {
    pub c: *mut f32,
    pub stride: usize,
    pub rows: usize,
    pub vectors: usize,
    pub accumulate: bool,
    /// One value for each column, or null.
    pub bias: *const f32,
}

/// `c[i][j] = Σ_d left[i, d] · right[d, j] + bias[j]`, or `c[i][j] += …`.
///
/// It is a function of its own so that the engine allocates registers for this loop alone.
///
/// # Safety
/// The elements of both operands can be read for every depth, in all four lines and all eight columns. Those of `target` can be
/// written, and those of its bias read.
#[inline(never)]
pub(super) unsafe fn multiply_strided(operands: &Operands, target: &Target) {
    let &Operands { mut left, lines, left_depth, mut right, right_depth, depth } = operands;
    let mut sums = [[F32x4::zero(); COLUMNS / LANES]; ROWS];
    for _ in 0..depth {
        // SAFETY: the caller's promise.
        unsafe {
            let columns: [F32x4; COLUMNS / LANES] =
                core::array::from_fn(|j| F32x4::load(&*right.add(j * LANES).cast()));
            for (sums, line) in sums.iter_mut().zip(lines) {
                let row = F32x4::splat(*left.add(line));
                for (sum, column) in sums.iter_mut().zip(columns) {
                    *sum = row.mul_add(column, *sum);
                }
            }
        }
        // Wrapping: after the last depth they may lie outside of the operands, and are not read.
        left = left.wrapping_add(left_depth);
        right = right.wrapping_add(right_depth);
    }
    // SAFETY: the caller's promise.
    unsafe { store(sums, target) };
}

/// The same for packed panels.
///
/// It is inlined into the loops over the tiles: the engine unrolls loops of this size only within others. In `simd128` the
/// instructions that count and compare would otherwise take a cycle of five.
///
/// # Safety
/// As [`multiply_strided`], with lines adjacent and depths apart by [`ROWS`] and [`COLUMNS`].
#[allow(clippy::inline_always)] // see above
#[inline(always)]
pub(super) unsafe fn multiply_packed(operands: &Operands, target: &Target) {
    // SAFETY: the caller's promise.
    unsafe {
        let left = core::slice::from_raw_parts(operands.left, operands.depth * ROWS);
        let right = core::slice::from_raw_parts(operands.right, operands.depth * COLUMNS);
        store(multiply(left, right), target);
    }
}

/// # Safety
/// As [`multiply_strided`], for the target.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
unsafe fn store(sums: Sums, target: &Target) {
    // The four rows are named because the compiler keeps an indexed array in memory.
    let [a, b, c, d] = sums;
    // SAFETY: the caller's promise, for the rows that the target has.
    unsafe {
        store_row(a, 0, target);
        store_row(b, 1, target);
        store_row(c, 2, target);
        store_row(d, 3, target);
    }
}

/// # Safety
/// The row can be written if the target has it, and its bias read.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
unsafe fn store_row(sums: [F32x4; COLUMNS / LANES], row: usize, target: &Target) {
    if row >= target.rows {
        return;
    }
    for (j, mut sum) in sums.into_iter().enumerate() {
        if j < target.vectors {
            // SAFETY: the caller's promise.
            unsafe {
                let values = &mut *target.c.add(row * target.stride + j * LANES).cast();
                if target.accumulate {
                    sum = F32x4::load(values) + sum;
                }
                if !target.bias.is_null() {
                    sum += F32x4::load(&*target.bias.add(j * LANES).cast());
                }
                sum.store(values);
            }
        }
    }
}
