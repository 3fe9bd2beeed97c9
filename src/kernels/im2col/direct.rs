//! Convolutions whose windows are read where they lie, so that a tile of the product needs no panel of them. With a
//! stride of 1, neighbouring positions are neighbours in the image.

use core::ops::Range;

use super::Windows;
use crate::kernels::matmul::{
    BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, COLUMNS, Matrix, Parts, ROWS, Workspace, pack, ranges,
};
use crate::kernels::vector::{F32x4, LANES};

/// Neighbouring positions of a tile.
const ACROSS: usize = 2 * LANES;

impl Windows {
    /// Whether [`convolve`](Self::convolve) can be used: windows side by side, at least a tile of them in a row, and
    /// a depth that one panel holds.
    pub fn are_direct(&self) -> bool {
        self.stride == 1 && self.grid()[1] >= ACROSS && Parts::of(self.elements()).count == 1
    }

    /// `y[f, p] = Σ_e weights[f, e] · image[start(p) + offset(e)] + bias[f]` for every image: `images: [n, channels,
    /// height, width]`, `weights: [filters, elements]`, `bias: [filters]` or empty, `y: [n, filters, positions]`.
    /// The sums have the order, and so the bits, of the product by panels.
    ///
    /// # Panics
    /// Where windows are not [direct](Self::are_direct) or a slice is too short.
    pub fn convolve(
        &self,
        images: &[f32],
        weights: &[f32],
        bias: &[f32],
        y: &mut [f32],
        workspace: &mut Workspace,
    ) {
        assert!(self.are_direct(), "windows side by side");
        let ([rows, columns], elements, width) = (self.grid(), self.elements(), self.size[2]);
        let filters = weights.len() / elements;
        let left = workspace.left();
        for block in ranges(filters, BLOCK_ROWS) {
            pack::<ROWS>(&Matrix::new(weights, elements), block.clone(), 0..elements, left);
            let samples = images.chunks_exact(self.floats());
            for (image, y) in samples.zip(y.chunks_exact_mut(filters * rows * columns)) {
                let planes = y.chunks_mut(ROWS * rows * columns).skip(block.start / ROWS);
                let panels = left.as_chunks::<ROWS>().0.chunks_exact(elements);
                for ((planes, panel), first) in planes.zip(panels).zip(block.clone().step_by(ROWS)) {
                    let bias = F32x4::load_partial(bias.get(first..).unwrap_or_default()).to_array();
                    for row in 0..rows {
                        // The last tile of a row is moved back over the one before: it writes the same again.
                        for column in (0..columns).step_by(ACROSS).map(|column| column.min(columns - ACROSS))
                        {
                            let sums = self.tile(&image[row * width + column..], panel);
                            let places = planes.chunks_exact_mut(rows * columns);
                            for ((plane, sums), bias) in places.zip(sums).zip(bias) {
                                let target = &mut plane[row * columns + column..][..ACROSS];
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

    /// `sums[i][j] = Σ_e panel[e, i] · from[offset(e) + j]`: `panel: [elements, 4]`.
    #[allow(clippy::inline_always)] // the sums must stay in registers
    #[inline(always)]
    fn tile(&self, from: &[f32], panel: &[[f32; ROWS]]) -> [[F32x4; ACROSS / LANES]; ROWS] {
        let ([channels, height, width], kernel) = (self.size, self.kernel);
        let last = ((channels - 1) * height + kernel - 1) * width + kernel - 1;
        assert!(from.len() >= last + ACROSS && panel.len() >= self.elements(), "a tile of windows");
        let mut sums = [[F32x4::zero(); ACROSS / LANES]; ROWS];
        let mut element = 0;
        for channel in 0..channels {
            for row in 0..kernel {
                let start = (channel * height + row) * width;
                for offset in start..start + kernel {
                    // SAFETY: `offset` is that of an element, at most `last`, and `element` counts them; both
                    // slices were found long enough above. Checks would cost as much as the product.
                    let (left, right) = unsafe {
                        let from = from.as_ptr().add(offset).cast::<[[f32; LANES]; ACROSS / LANES]>();
                        (panel.get_unchecked(element), &*from)
                    };
                    let right = right.each_ref().map(F32x4::load);
                    for (sums, left) in sums.iter_mut().zip(left) {
                        let left = F32x4::splat(*left);
                        for (sum, right) in sums.iter_mut().zip(right) {
                            *sum = left.mul_add(right, *sum);
                        }
                    }
                    element += 1;
                }
            }
        }
        sums
    }

    /// `dw[f, e] += Σ_p dz[f, p] · image[start(p) + offset(e)]` over the positions of every image, image by image:
    /// `images: [n, channels, height, width]`, `dz: [n, filters, positions]`, `dw: [filters, elements]`. Any windows
    /// will do.
    ///
    /// # Panics
    /// Where a slice is too short.
    pub fn add_weight_gradient(&self, images: &[f32], dz: &[f32], dw: &mut [f32], workspace: &mut Workspace) {
        let (elements, positions) = (self.elements(), self.positions());
        let filters = dw.len() / elements;
        let right = workspace.right();
        let mut starts = [0; BLOCK_DEPTH];
        for part in Parts::of(positions).ranges() {
            starts.iter_mut().zip(self.starts(part.clone())).for_each(|(start, place)| *start = place as u32);
            let starts = &starts[..part.len()];
            for (image, dz) in images.chunks_exact(self.floats()).zip(dz.chunks_exact(filters * positions)) {
                for block in ranges(filters, BLOCK_COLUMNS) {
                    pack::<COLUMNS>(&Matrix::new(dz, positions), block.clone(), part.clone(), right);
                    let panels = right.as_chunks::<COLUMNS>().0.chunks_exact(part.len());
                    for (panel, first) in panels.zip(block.step_by(COLUMNS)) {
                        let rows = &mut dw[first * elements..];
                        let mut offsets = self.offsets(0..elements);
                        for places in ranges(elements, LANES) {
                            // An element that is not there is taken as the one before, and its sums are dropped.
                            let mut offset = 0;
                            let lines = core::array::from_fn(|_| {
                                offset = offsets.next().unwrap_or(offset);
                                &image[offset..]
                            });
                            add(sums(lines, starts, panel), rows, elements, places);
                        }
                    }
                }
            }
        }
    }
}

/// `sums[i][j] = Σ_p lines[i][starts[p]] · panel[p, j]`: each line begins with the float of its element of the first
/// window. Starts must only grow.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn sums(
    lines: [&[f32]; LANES],
    starts: &[u32],
    panel: &[[f32; COLUMNS]],
) -> [[F32x4; COLUMNS / LANES]; LANES] {
    let last = starts.last().map_or(0, |start| *start as usize);
    assert!(lines.iter().all(|line| line.len() > last), "an image that the windows stand on");
    let mut sums = [[F32x4::zero(); COLUMNS / LANES]; LANES];
    for (start, right) in starts.iter().zip(panel) {
        // SAFETY: no start is after the last, and every line is longer than that. Checks would cost as much as the
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

/// Adds the sums of up to four elements to the rows of the gradient, one a filter, as many as there are.
fn add(sums: [[F32x4; COLUMNS / LANES]; LANES], rows: &mut [f32], elements: usize, places: Range<usize>) {
    let mut start = places.start;
    for half in 0..COLUMNS / LANES {
        for sum in F32x4::transpose(sums.map(|line| line[half])) {
            let Some(row) = rows.get_mut(start..start + places.len()) else { return };
            match <&mut [f32; LANES]>::try_from(&mut *row) {
                Ok(row) => (F32x4::load(row) + sum).store(row),
                Err(_) => (F32x4::load_partial(row) + sum).store_partial(row),
            }
            start += elements;
        }
    }
}
