//! Implicit col2im: each tile of the gradient of the windows is added to the gradient of the images at once.

use core::ops::Range;

use super::{Positions, Windows};
use crate::kernels::matmul::{
    BLOCK_ROWS, COLUMNS, Matrix, Panels, ROWS, Segments, Sums, Workspace, multiply, ranges,
};
use crate::kernels::vector::{F32x4, LANES};

/// The number of quads of elements whose weights are packed at once.
const QUADS: usize = BLOCK_ROWS / ROWS;

/// The starts of the windows at the positions of a tile, `count` of them.
#[derive(Clone, Copy)]
struct TileStarts {
    starts: [usize; COLUMNS],
    count: usize,
}

impl Windows {
    /// `images[start(p) + offset(e)] += Σ_f weights[f, e] · dz[p, f]` over all positions, elements and filters:
    /// `weights: [filters, elements]`, `dz` with one line for each position and the filters as its depth, `images: [n, channels,
    /// height, width]`.
    ///
    /// Elements are visited column by column of the window. Adjacent elements of a row would read floats that have just
    /// been written (store-to-load forwarding), which stalls the processor.
    ///
    /// # Panics
    /// If a slice is too short.
    pub(super) fn add_dense_input_gradient(
        &self,
        weights: &[f32],
        dz: &Positions<'_>,
        images: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (positions, filters) = (self.positions(), weights.len() / self.elements());
        let quads = self.kernel * self.quads_of_a_column();
        let [left, right] = workspace.both();
        for segment in Segments::of(filters).ranges() {
            let right = &mut right[..COLUMNS * segment.len()];
            for block in ranges(quads, QUADS) {
                let mut offsets = [[usize::MAX; ROWS]; QUADS];
                let panels = left.chunks_exact_mut(ROWS * segment.len());
                for ((quad, panel), offsets) in block.clone().zip(panels).zip(&mut offsets) {
                    *offsets = self.pack_quad(quad, weights, segment.clone(), panel);
                }
                let offsets = &offsets[..block.len()];
                let samples = images.chunks_exact_mut(self.floats()).zip((0..).step_by(positions));
                for (image, first) in samples {
                    for tile in self.tiles() {
                        dz.fill_columns(first + tile.start..first + tile.end, segment.clone(), right);
                        let tile_starts = self.tile_starts(tile);
                        let panels = left.chunks_exact(ROWS * segment.len());
                        for (panel, offsets) in panels.zip(offsets) {
                            add(multiply(panel, right), offsets, &tile_starts, image);
                        }
                    }
                }
            }
        }
    }

    /// The number of quads of elements in one column of the window.
    fn quads_of_a_column(&self) -> usize {
        (self.size[0] * self.kernel).div_ceil(ROWS)
    }

    /// Packs the weights of four elements of one column of the window and returns their offsets; `usize::MAX` for missing
    /// elements.
    fn pack_quad(
        &self,
        quad: usize,
        weights: &[f32],
        segment: Range<usize>,
        panel: &mut [f32],
    ) -> [usize; ROWS] {
        let ([channels, height, width], kernel) = (self.size, self.kernel);
        let (column, first) = (quad / self.quads_of_a_column(), quad % self.quads_of_a_column() * ROWS);
        let lines = first..(first + ROWS).min(channels * kernel);
        let of_column =
            Matrix { data: &weights[column..], row_stride: kernel, column_stride: self.elements() };
        of_column.fill(ROWS, lines.clone(), segment, panel);
        let mut offsets = [usize::MAX; ROWS];
        for (offset, line) in offsets.iter_mut().zip(lines) {
            *offset = (line / kernel * height + line % kernel) * width + column;
        }
        offsets
    }

    /// The positions of an image in tiles of up to eight: within a row, or across rows if a row is shorter than a tile.
    fn tiles(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let (columns, positions) = (self.output_size()[1], self.positions());
        let row = if columns < COLUMNS { positions } else { columns };
        ranges(positions, row).flat_map(|row| {
            ranges(row.len(), COLUMNS).map(move |tile| row.start + tile.start..row.start + tile.end)
        })
    }

    fn tile_starts(&self, tile: Range<usize>) -> TileStarts {
        let (mut starts, count) = ([0; COLUMNS], tile.len());
        starts.iter_mut().zip(self.starts(tile)).for_each(|(start, value)| *start = value);
        TileStarts { starts, count }
    }
}

/// Adds the sums of a tile to the image.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn add(sums: Sums, offsets: &[usize; ROWS], tile_starts: &TileStarts, image: &mut [f32]) {
    let TileStarts { starts, count } = tile_starts;
    // Starts are ascending: the first and the last show whether all are contiguous.
    if *count == COLUMNS && starts[COLUMNS - 1] == starts[0] + COLUMNS - 1 {
        for (sums, offset) in sums.iter().zip(offsets) {
            let start = starts[0].saturating_add(*offset);
            let Some(floats) = image.get_mut(start..).and_then(|floats| floats.first_chunk_mut::<COLUMNS>())
            else {
                return;
            };
            for (sum, floats) in sums.iter().zip(floats.as_chunks_mut::<LANES>().0) {
                (F32x4::load(floats) + *sum).store(floats);
            }
        }
    } else {
        add_scattered(&sums, offsets, &starts[..*count], image);
    }
}

/// The same for positions that are not contiguous, or fewer than a tile has.
#[inline(never)]
fn add_scattered(sums: &Sums, offsets: &[usize; ROWS], starts: &[usize], image: &mut [f32]) {
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
