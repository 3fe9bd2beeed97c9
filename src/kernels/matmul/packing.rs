//! Packed panels: a few lines of an operand, interleaved in the order in which the tile reads them.

use core::ops::Range;

use super::tile::COLUMNS;
use crate::kernels::vector::{F32x4, LANES};

/// What an operand of a product comes from. An operand is lines by depth: the product's element (i, j) sums,
/// over the depth, line i of the left operand times line j of the right.
pub trait Panels {
    /// Writes the panel of some lines and depths: `panel[d · WIDTH + l]` is line `lines.start + l` at
    /// `depths.start + d`. Where there are fewer than `WIDTH` lines, the rest is zero.
    ///
    /// `panel` is `WIDTH · depths.len()` long.
    fn fill<const WIDTH: usize>(&self, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]);
}

/// An operand on the right, for a product whose code is not worth a copy for every kind of operand.
pub trait RightOperand {
    /// As [`Panels::fill`] with a tile's columns.
    fn fill_columns(&self, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]);
}

impl<T: Panels> RightOperand for T {
    fn fill_columns(&self, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        self.fill::<COLUMNS>(lines, depths, panel);
    }
}

/// A view of a matrix whose element (row, column) is `data[row · row_stride + column · column_stride]`. As an
/// operand, its rows are the lines and its columns the depth.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    /// Holds every element.
    pub data: &'a [f32],
    /// From a row to the next.
    pub row_stride: usize,
    /// From a column to the next.
    pub column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// The view of `data: [rows, columns]`, row by row.
    pub fn new(data: &'a [f32], columns: usize) -> Self {
        Self { data, row_stride: columns, column_stride: 1 }
    }

    /// The same elements with rows and columns exchanged.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self { data: self.data, row_stride: self.column_stride, column_stride: self.row_stride }
    }

    /// Lines that are contiguous: four by four turned in registers, the rest one by one.
    fn fill_from_rows<const WIDTH: usize>(
        &self,
        lines: Range<usize>,
        depths: Range<usize>,
        panel: &mut [f32],
    ) {
        let row = |line: usize| {
            let start = line * self.row_stride + depths.start;
            &self.data[start..start + depths.len()]
        };
        let targets = panel.as_chunks_mut::<WIDTH>().0;
        let count = lines.len();
        let turned = count - count % LANES;
        for first in (0..turned).step_by(LANES) {
            turn_rows(core::array::from_fn(|line| row(lines.start + first + line)), targets, first);
        }
        for line in turned..count {
            let values = row(lines.start + line);
            targets.iter_mut().zip(values).for_each(|(target, value)| target[line] = *value);
        }
        if count < WIDTH {
            for target in targets {
                target[count..].fill(0.0);
            }
        }
    }

    /// Neighbouring lines that are neighbours in memory, copied depth by depth.
    fn fill_from_columns<const WIDTH: usize>(
        &self,
        lines: Range<usize>,
        depths: Range<usize>,
        panel: &mut [f32],
    ) {
        let targets = panel.as_chunks_mut::<WIDTH>().0.iter_mut();
        if lines.len() == WIDTH {
            for (depth, target) in depths.zip(targets) {
                let start = depth * self.column_stride + lines.start;
                target.copy_from_slice(&self.data[start..start + WIDTH]);
            }
        } else {
            for (depth, target) in depths.zip(targets) {
                let start = depth * self.column_stride + lines.start;
                target[..lines.len()].copy_from_slice(&self.data[start..start + lines.len()]);
                target[lines.len()..].fill(0.0);
            }
        }
    }

    fn fill_from_anywhere<const WIDTH: usize>(
        &self,
        lines: Range<usize>,
        depths: Range<usize>,
        panel: &mut [f32],
    ) {
        for (depth, target) in depths.zip(panel.as_chunks_mut::<WIDTH>().0) {
            target.fill(0.0);
            for (line, value) in lines.clone().zip(target) {
                *value = self.data[line * self.row_stride + depth * self.column_stride];
            }
        }
    }
}

/// Writes four rows as columns `first..first + 4` of the panel.
pub(in crate::kernels) fn turn_rows<const WIDTH: usize>(
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
    fn fill<const WIDTH: usize>(&self, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        if self.column_stride == 1 {
            self.fill_from_rows::<WIDTH>(lines, depths, panel);
        } else if self.row_stride == 1 {
            self.fill_from_columns::<WIDTH>(lines, depths, panel);
        } else {
            self.fill_from_anywhere::<WIDTH>(lines, depths, panel);
        }
    }
}
