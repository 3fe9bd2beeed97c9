//! The way back ("col2im"): the gradient of the windows is added to the images where each element belongs, tile by tile
//! of the product that gives it, so that it is never in memory as a whole.

use core::ops::Range;

use super::Windows;
use crate::kernels::matmul::{
    BLOCK_ROWS, COLUMNS, Matrix, Panels, Parts, ROWS, RightOperand, Sums, Workspace, multiply, ranges,
};
use crate::kernels::vector::{F32x4, LANES};

/// Quads of elements whose weights are packed at once.
const QUADS: usize = BLOCK_ROWS / ROWS;

/// Where a tile's positions are: the first floats of their windows, as many as there are.
#[derive(Clone, Copy)]
struct Places {
    starts: [usize; COLUMNS],
    count: usize,
}

impl Windows {
    /// `images[start(p) + offset(e)] += Σ_f weights[f, e] · dz[p, f]` over all positions, elements and filters:
    /// `weights: [filters, elements]`, `dz` with a line a position and the filters as its depth, `images: [n, channels,
    /// height, width]`.
    ///
    /// Elements go column by column of the window: neighbours in a row would be added to floats that have just been
    /// written, which the processor must wait for.
    ///
    /// # Panics
    /// Where a slice is too short.
    pub fn add_input_gradient(
        &self,
        weights: &[f32],
        dz: &dyn RightOperand,
        images: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (positions, filters) = (self.positions(), weights.len() / self.elements());
        let quads = self.kernel * self.quads_of_a_column();
        let [left, right] = workspace.both();
        for part in Parts::of(filters).ranges() {
            let right = &mut right[..COLUMNS * part.len()];
            for block in ranges(quads, QUADS) {
                let mut offsets = [[usize::MAX; ROWS]; QUADS];
                let panels = left.chunks_exact_mut(ROWS * part.len());
                for ((quad, panel), offsets) in block.clone().zip(panels).zip(&mut offsets) {
                    *offsets = self.pack_quad(quad, weights, part.clone(), panel);
                }
                let offsets = &offsets[..block.len()];
                let samples = images.chunks_exact_mut(self.floats()).zip((0..).step_by(positions));
                for (image, first) in samples {
                    for tile in self.tiles() {
                        dz.fill_columns(first + tile.start..first + tile.end, part.clone(), right);
                        let places = self.places(tile);
                        let panels = left.chunks_exact(ROWS * part.len());
                        for (panel, offsets) in panels.zip(offsets) {
                            add(multiply(panel, right), offsets, &places, image);
                        }
                    }
                }
            }
        }
    }

    /// Elements of one column of the window, by fours.
    fn quads_of_a_column(&self) -> usize {
        (self.size[0] * self.kernel).div_ceil(ROWS)
    }

    /// The weights of four elements of one column of the window, and their offsets: beyond any image where there are fewer.
    fn pack_quad(
        &self,
        quad: usize,
        weights: &[f32],
        part: Range<usize>,
        panel: &mut [f32],
    ) -> [usize; ROWS] {
        let ([channels, height, width], kernel) = (self.size, self.kernel);
        let (column, first) = (quad / self.quads_of_a_column(), quad % self.quads_of_a_column() * ROWS);
        let lines = first..(first + ROWS).min(channels * kernel);
        let of_column =
            Matrix { data: &weights[column..], row_stride: kernel, column_stride: self.elements() };
        of_column.fill::<ROWS>(lines.clone(), part, panel);
        let mut offsets = [usize::MAX; ROWS];
        for (offset, line) in offsets.iter_mut().zip(lines) {
            *offset = (line / kernel * height + line % kernel) * width + column;
        }
        offsets
    }

    /// An image's positions by up to eight neighbours of a row, or across rows where a row has fewer.
    fn tiles(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let (columns, positions) = (self.grid()[1], self.positions());
        let row = if columns < COLUMNS { positions } else { columns };
        ranges(positions, row).flat_map(|row| {
            ranges(row.len(), COLUMNS).map(move |tile| row.start + tile.start..row.start + tile.end)
        })
    }

    fn places(&self, tile: Range<usize>) -> Places {
        let (mut starts, count) = ([0; COLUMNS], tile.len());
        starts.iter_mut().zip(self.starts(tile)).for_each(|(start, place)| *start = place);
        Places { starts, count }
    }
}

/// Adds a tile's sums to the floats of its elements at its positions.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn add(sums: Sums, offsets: &[usize; ROWS], places: &Places, image: &mut [f32]) {
    let Places { starts, count } = places;
    // Starts only grow, so that the first and the last tell whether all are neighbours.
    if *count == COLUMNS && starts[COLUMNS - 1] == starts[0] + COLUMNS - 1 {
        for (sums, offset) in sums.iter().zip(offsets) {
            let place = starts[0].saturating_add(*offset);
            let Some(floats) = image.get_mut(place..).and_then(|floats| floats.first_chunk_mut::<COLUMNS>())
            else {
                return;
            };
            for (sum, floats) in sums.iter().zip(floats.as_chunks_mut::<LANES>().0) {
                (F32x4::load(floats) + *sum).store(floats);
            }
        }
    } else {
        add_apart(&sums, offsets, &starts[..*count], image);
    }
}

/// The same where the positions are not neighbours, or are fewer.
#[inline(never)]
fn add_apart(sums: &Sums, offsets: &[usize; ROWS], starts: &[usize], image: &mut [f32]) {
    for (sums, offset) in sums.iter().zip(offsets) {
        if *offset == usize::MAX {
            return;
        }
        let lanes = sums.map(F32x4::to_array);
        for (start, sum) in starts.iter().zip(lanes.as_flattened()) {
            image[start + offset] += sum;
        }
    }
}
