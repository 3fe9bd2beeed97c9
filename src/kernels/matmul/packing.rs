//! Packed panels: a few lines of an operand, interleaved in the order in which a tile reads them.

use core::ops::Range;

use super::strided::Strided;
use super::tile::{COLUMNS, ROWS};
use crate::kernels::vector::{F32x4, LANES};

/// Up to so many lines of the other operand, packing costs more than it gains: each panel is read once for eight of them.
/// Without a fused multiply-add, a tile reads packed panels faster than others.
const FEW_LINES: usize = if cfg!(target_feature = "relaxed-simd") { 256 } else { 64 };
/// Lines within so many floats stay in the L2 cache, and do not share a few sets of the L1 cache.
const NEAR: usize = 1 << 15;
/// Up to this depth, and for so many lines of the other operand, adjacent lines stay in the L1 cache while tiles read them.
const SHORT_DEPTH: usize = 64;

/// An operand of a matrix product, from which panels are packed.
///
/// An operand has the shape [lines, depth]: element (i, j) of the product is the dot product of line i of the left operand
/// and line j of the right one. A panel of the left operand has a `width` of four lines, of the right one of eight.
pub trait Panels {
    /// Packs some lines and depths: `panel[d · width + l]` is line `lines.start + l` at `depths.start + d`. With fewer than
    /// `width` lines, the rest is zero.
    ///
    /// The length of `panel` is `width · depths.len()`.
    fn fill(&self, width: usize, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]);

    /// These lines and depths where they lie, if tiles of `width` lines can read them there, and if that takes less time than to
    /// pack them. The other operand has `others` lines.
    fn in_place(
        &self,
        width: usize,
        lines: Range<usize>,
        depths: Range<usize>,
        others: usize,
    ) -> Option<Strided<'_>> {
        let _ = (width, lines, depths, others);
        None
    }
}

/// Packs elements one by one: `element(line, depth)`.
pub(in crate::kernels) fn fill_by_element(
    width: usize,
    lines: Range<usize>,
    depths: Range<usize>,
    panel: &mut [f32],
    element: impl Fn(usize, usize) -> f32,
) {
    for (depth, target) in depths.zip(panel.chunks_exact_mut(width)) {
        target.fill(0.0);
        for (line, value) in lines.clone().zip(target) {
            *value = element(line, depth);
        }
    }
}

/// A view of a matrix whose element (row, column) is `data[row · row_stride + column · column_stride]`. As an
/// operand, its rows are the lines and its columns the depth.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    /// The elements.
    pub data: &'a [f32],
    /// The distance from a row to the next.
    pub row_stride: usize,
    /// The distance from a column to the next.
    pub column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// The view of `data: [rows, columns]` in row-major order.
    pub fn new(data: &'a [f32], columns: usize) -> Self {
        Self { data, row_stride: columns, column_stride: 1 }
    }

    /// The same elements with rows and columns exchanged.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self { data: self.data, row_stride: self.column_stride, column_stride: self.row_stride }
    }

    /// Packs contiguous lines: blocks of 4 × 4 are transposed in registers, the rest is copied one by one.
    fn fill_contiguous_lines<const WIDTH: usize>(
        &self,
        lines: Range<usize>,
        depths: Range<usize>,
        panel: &mut [f32],
    ) {
        let row = |line: usize| {
            let start = line * self.row_stride + depths.start;
            &self.data[start..start + depths.len()]
        };
        let count = lines.len();
        if count < WIDTH {
            panel.fill(0.0);
        }
        let targets = panel.as_chunks_mut::<WIDTH>().0;
        let transposed_count = count - count % LANES;
        for first in (0..transposed_count).step_by(LANES) {
            transpose_rows(core::array::from_fn(|line| row(lines.start + first + line)), targets, first);
        }
        for line in transposed_count..count {
            let values = row(lines.start + line);
            targets.iter_mut().zip(values).for_each(|(target, value)| target[line] = *value);
        }
    }

    /// Packs lines that are adjacent in memory at each depth.
    fn fill_adjacent_lines<const WIDTH: usize>(
        &self,
        lines: Range<usize>,
        depths: Range<usize>,
        panel: &mut [f32],
    ) {
        let targets = panel.as_chunks_mut::<WIDTH>().0.iter_mut().take(depths.len());
        if lines.len() == WIDTH && !depths.is_empty() {
            let last = (depths.end - 1).saturating_mul(self.column_stride).saturating_add(lines.end);
            assert!(last <= self.data.len(), "an operand of a matrix product is too short");
            let mut source = self.data.as_ptr().wrapping_add(depths.start * self.column_stride + lines.start);
            for target in targets {
                // SAFETY: the lines end at `last` at the last depth, and before it at the others.
                *target = unsafe { *source.cast() };
                source = source.wrapping_add(self.column_stride);
            }
        } else {
            for (depth, target) in depths.zip(targets) {
                let start = depth * self.column_stride + lines.start;
                let mut quads = self.data[start..start + lines.len()].chunks(LANES);
                for target in target.as_chunks_mut::<LANES>().0 {
                    quads.next().map_or(F32x4::zero(), F32x4::load_up_to).store(target);
                }
            }
        }
    }

    fn fill_lines<const WIDTH: usize>(&self, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        if self.column_stride == 1 {
            self.fill_contiguous_lines::<WIDTH>(lines, depths, panel);
        } else if self.row_stride == 1 {
            self.fill_adjacent_lines::<WIDTH>(lines, depths, panel);
        } else {
            let element = |line, depth| self.data[line * self.row_stride + depth * self.column_stride];
            fill_by_element(WIDTH, lines, depths, panel, element);
        }
    }
}

/// Writes four rows as columns `first..first + 4` of the panel.
pub(in crate::kernels) fn transpose_rows<const WIDTH: usize>(
    rows: [&[f32]; LANES],
    targets: &mut [[f32; WIDTH]],
    first: usize,
) {
    let group = first / LANES;
    assert!(first.is_multiple_of(LANES) && group < WIDTH / LANES, "a group of four columns");
    let quads = rows.map(|row| row.as_chunks::<LANES>());
    let (target_quads, target_rest) = targets.as_chunks_mut::<LANES>();
    for (index, target_quad) in target_quads.iter_mut().enumerate() {
        let block = F32x4::transpose(quads.map(|(quads, _)| F32x4::load(&quads[index])));
        for (target, column) in target_quad.iter_mut().zip(block) {
            column.store(&mut target.as_chunks_mut::<LANES>().0[group]);
        }
    }
    for (depth, target) in target_rest.iter_mut().enumerate() {
        for (value, (_, rest)) in target[first..].iter_mut().zip(quads) {
            *value = rest[depth];
        }
    }
}

impl Panels for Matrix<'_> {
    fn fill(&self, width: usize, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        match width {
            ROWS => self.fill_lines::<ROWS>(lines, depths, panel),
            _ => self.fill_lines::<COLUMNS>(lines, depths, panel),
        }
    }

    /// A left operand with contiguous lines is read as fast in place as from panels. Lines that are adjacent at each depth are
    /// too as long as they are so short that they stay in the cache; a right operand must have them.
    fn in_place(
        &self,
        width: usize,
        lines: Range<usize>,
        depths: Range<usize>,
        others: usize,
    ) -> Option<Strided<'_>> {
        let is_left = width == ROWS;
        let pays = if self.column_stride == 1 && is_left {
            others <= FEW_LINES && lines.len().saturating_mul(self.row_stride) <= NEAR
        } else {
            self.row_stride == 1 && depths.len() <= SHORT_DEPTH && others <= SHORT_DEPTH
        };
        if !pays {
            return None;
        }
        let data = self.data.get(lines.start * self.row_stride + depths.start * self.column_stride..)?;
        let (panel, line, depth) = (width * self.row_stride, self.row_stride, self.column_stride);
        let strided = Strided { data, panel, line, depth };
        let has_all = if is_left { Strided::has_rows } else { Strided::has_columns };
        has_all(&strided, lines.len(), depths.len()).then_some(strided)
    }
}
