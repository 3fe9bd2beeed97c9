//! Direct convolution: tiles read the windows from the image, without packing.
//!
//! With a stride of 1, adjacent positions are adjacent in the image.

use core::ops::Range;

use super::Windows;
use super::occupied::Occupied;
use crate::kernels::matmul::{
    BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, COLUMNS, Matrix, ROWS, Segments, Workspace, pack, ranges,
};
use crate::kernels::vector::{F32x4, LANES};
use crate::memory::product;

/// The number of adjacent positions in a tile.
const TILE_WIDTH: usize = 2 * LANES;

impl Windows {
    /// Whether [`convolve`](Self::convolve) can be used: the stride is 1, a row has at least one tile, and the depth fits
    /// into one panel.
    pub fn are_direct(&self) -> bool {
        self.stride == 1 && self.output_size()[1] >= TILE_WIDTH && Segments::of(self.elements()).count == 1
    }

    /// `y[f, p] = Σ_e weights[f, e] · image[start(p) + offset(e)] + bias[f]` for every image: `images: [n, channels,
    /// height, width]`, `weights: [filters, elements]`, `bias: [filters]` or empty, `y: [n, filters, positions]`.
    /// The sums have the order, and so the bits if weights are finite, of the product of packed panels.
    ///
    /// # Panics
    /// If windows are not [direct](Self::are_direct) or a slice is too short.
    pub fn convolve(
        &self,
        images: &[f32],
        weights: &[f32],
        bias: &[f32],
        y: &mut [f32],
        workspace: &mut Workspace,
    ) {
        assert!(self.are_direct(), "windows for direct convolution");
        let ([rows, columns], elements, width) = (self.output_size(), self.elements(), self.size[2]);
        let filters = weights.len() / elements;
        self.check(images, y, filters);
        let left = workspace.left();
        for block in ranges(filters, BLOCK_ROWS) {
            pack(&Matrix::new(weights, elements), ROWS, block.clone(), 0..elements, left);
            let samples = images.chunks_exact(self.floats());
            for (image, y) in samples.zip(y.chunks_exact_mut(filters * rows * columns)) {
                let occupied = Occupied::new(self, image);
                let planes = y.chunks_mut(ROWS * rows * columns).skip(block.start / ROWS);
                let panels = left.as_chunks::<ROWS>().0.chunks_exact(elements);
                for ((planes, panel), first) in planes.zip(panels).zip(block.clone().step_by(ROWS)) {
                    let bias = F32x4::load_partial(bias.get(first..).unwrap_or_default()).to_array();
                    for row in 0..rows {
                        // The last tile of a row overlaps the one before and writes the same values again.
                        for column in
                            (0..columns).step_by(TILE_WIDTH).map(|column| column.min(columns - TILE_WIDTH))
                        {
                            let size = [self.kernel, TILE_WIDTH + self.kernel - 1];
                            let window = occupied
                                .as_ref()
                                .map_or(0..self.kernel, |occupied| occupied.rows([row, column], size));
                            let sums = self.tile(&image[row * width + column..], panel, &window);
                            let targets = planes.chunks_exact_mut(rows * columns);
                            for ((plane, sums), bias) in targets.zip(sums).zip(bias) {
                                let target = &mut plane[row * columns + column..][..TILE_WIDTH];
                                for (sum, target) in sums.into_iter().zip(target.as_chunks_mut::<LANES>().0) {
                                    (sum + F32x4::splat(bias)).store(target);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// `sums[i][j] = Σ_e panel[e, i] · from[offset(e) + j]` over the elements of some rows of the window: `panel: [elements, 4]`.
    #[allow(clippy::inline_always)] // the sums must stay in registers
    #[inline(always)]
    fn tile(
        &self,
        from: &[f32],
        panel: &[[f32; ROWS]],
        rows: &Range<usize>,
    ) -> [[F32x4; TILE_WIDTH / LANES]; ROWS] {
        let ([channels, height, width], kernel) = (self.size, self.kernel);
        let last = ((channels - 1) * height + kernel - 1) * width + kernel - 1;
        assert!(from.len() >= last + TILE_WIDTH && panel.len() >= self.elements(), "a tile within the image");
        assert!(rows.end <= kernel, "rows of the window");
        let mut sums = [[F32x4::zero(); TILE_WIDTH / LANES]; ROWS];
        for channel in 0..channels {
            for row in rows.clone() {
                let elements = (channel * kernel + row) * kernel..;
                let start = (channel * height + row) * width;
                for (offset, element) in (start..start + kernel).zip(elements) {
                    // SAFETY: `offset` is the offset of an element, at most `last`; `element` is its index. The
                    // lengths of both slices are asserted above. Checks would cost as much as the product.
                    let (left, right) = unsafe {
                        let from = from.as_ptr().add(offset).cast::<[[f32; LANES]; TILE_WIDTH / LANES]>();
                        (panel.get_unchecked(element), &*from)
                    };
                    let right = right.each_ref().map(F32x4::load);
                    for (sums, left) in sums.iter_mut().zip(left) {
                        let left = F32x4::splat(*left);
                        for (sum, right) in sums.iter_mut().zip(right) {
                            *sum = left.mul_add(right, *sum);
                        }
                    }
                }
            }
        }
        sums
    }

    /// Asserts that there is an output, or its gradient, `[n, filters, positions]`, for each of `images: [n, channels, height,
    /// width]`.
    pub(super) fn check(&self, images: &[f32], output: &[f32], filters: usize) {
        let count = images.len() / self.floats();
        assert!(output.len() >= product(&[count, filters, self.positions()]), "an output for every image");
    }

    /// `dw[f, e] += Σ_p dz[f, p] · image[start(p) + offset(e)]` over the positions of every image, image by image:
    /// `images: [n, channels, height, width]`, `dz: [n, filters, positions]`, `dw: [filters, elements]`. The stride
    /// may be any.
    ///
    /// # Panics
    /// If a slice is too short.
    pub(super) fn add_dense_weight_gradient(
        &self,
        images: &[f32],
        dz: &[f32],
        dw: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let (elements, positions) = (self.elements(), self.positions());
        let filters = dw.len() / elements;
        let right = workspace.right();
        let mut starts = [0; BLOCK_DEPTH];
        for segment in Segments::of(positions).ranges() {
            starts
                .iter_mut()
                .zip(self.starts(segment.clone()))
                .for_each(|(start, value)| *start = value as u32);
            let starts = &starts[..segment.len()];
            for (image, dz) in images.chunks_exact(self.floats()).zip(dz.chunks_exact(filters * positions)) {
                for block in ranges(filters, BLOCK_COLUMNS) {
                    pack(&Matrix::new(dz, positions), COLUMNS, block.clone(), segment.clone(), right);
                    let panels = right.as_chunks::<COLUMNS>().0.chunks_exact(segment.len());
                    for (panel, first) in panels.zip(block.step_by(COLUMNS)) {
                        let rows = &mut dw[first * elements..];
                        let mut offsets = self.offsets(0..elements);
                        for group in ranges(elements, LANES) {
                            // A missing element is replaced by the one before; its sums are dropped.
                            let mut offset = 0;
                            let lines = core::array::from_fn(|_| {
                                offset = offsets.next().unwrap_or(offset);
                                &image[offset..]
                            });
                            // SAFETY: the starts of positions ascend.
                            add(unsafe { sums(lines, starts, panel) }, rows, elements, group);
                        }
                    }
                }
            }
        }
    }
}

/// `sums[i][j] = Σ_p lines[i][starts[p]] · panel[p, j]`: each line begins at its element of the first
/// window.
///
/// # Panics
/// If a line ends before the last start.
///
/// # Safety
/// No start exceeds the last.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
unsafe fn sums(
    lines: [&[f32]; LANES],
    starts: &[u32],
    panel: &[[f32; COLUMNS]],
) -> [[F32x4; COLUMNS / LANES]; LANES] {
    let last = starts.last().map_or(0, |start| *start as usize);
    assert!(lines.iter().all(|line| line.len() > last), "an image that contains the windows");
    let mut sums = [[F32x4::zero(); COLUMNS / LANES]; LANES];
    for (start, right) in starts.iter().zip(panel) {
        // SAFETY: no start exceeds the last, as the caller grants, and every line is longer, as asserted. Checks would cost as much as the
        // product.
        let left = lines.map(|line| unsafe { *line.get_unchecked(*start as usize) });
        let right = right.as_chunks::<LANES>().0;
        for (sums, left) in sums.iter_mut().zip(left) {
            let left = F32x4::splat(left);
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum = left.mul_add(F32x4::load(right), *sum);
            }
        }
    }
    sums
}

/// Adds the sums of up to four elements to the rows of the weight gradient, one row for each filter.
fn add(sums: [[F32x4; COLUMNS / LANES]; LANES], rows: &mut [f32], elements: usize, group: Range<usize>) {
    let mut start = group.start;
    for half in 0..COLUMNS / LANES {
        for sum in F32x4::transpose(sums.map(|line| line[half])) {
            let Some(row) = rows.get_mut(start..start + group.len()) else { return };
            match <&mut [f32; LANES]>::try_from(&mut *row) {
                Ok(row) => (F32x4::load(row) + sum).store(row),
                Err(_) => (F32x4::load_partial(row) + sum).store_partial(row),
            }
            start += elements;
        }
    }
}
