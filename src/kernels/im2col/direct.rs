//! Convolutions whose windows are read where they lie: with a stride of 1, neighbouring positions are neighbours in
//! the image, and a tile of the product needs no panel of them.

use super::Windows;
use crate::kernels::matmul::{BLOCK_ROWS, Matrix, Parts, ROWS, Workspace, pack, ranges};
use crate::kernels::vector::{F32x4, LANES};

/// Neighbouring positions of a tile.
const ACROSS: usize = 2 * LANES;
/// Elements whose sums over the positions are taken at once.
const TOGETHER: usize = 2;

impl Windows {
    /// Whether the functions of this file can be used: windows side by side, at least a tile of them in a row, and
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
        let last = self.offset(self.elements() - 1);
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
    /// `images: [n, channels, height, width]`, `dz: [n, filters, positions]`, `dw: [filters, elements]`.
    ///
    /// # Panics
    /// Where windows are not [direct](Self::are_direct) or a slice is too short.
    pub fn add_weight_gradient(&self, images: &[f32], dz: &[f32], dw: &mut [f32]) {
        assert!(self.are_direct(), "windows side by side");
        let (elements, positions) = (self.elements(), self.positions());
        let filters = dw.len() / elements;
        for (image, dz) in images.chunks_exact(self.floats()).zip(dz.chunks_exact(filters * positions)) {
            for group in ranges(filters, ROWS) {
                // What is not there is taken as the last that is, and its sums are dropped.
                let plane =
                    |index: usize| &dz[(group.start + index).min(group.end - 1) * positions..][..positions];
                let planes = core::array::from_fn(plane);
                for pair in ranges(elements, TOGETHER) {
                    let line = |index: usize| &image[self.offset((pair.start + index).min(pair.end - 1))..];
                    let sums = self.sums(planes, core::array::from_fn(line));
                    for (element, sums) in pair.zip(sums) {
                        let [a, b, c, d] = F32x4::transpose(sums);
                        let sums = ((a + b) + (c + d)).to_array();
                        for (filter, sum) in group.clone().zip(sums) {
                            dw[filter * elements + element] += sum;
                        }
                    }
                }
            }
        }
    }

    /// Four partial sums each of the products of every plane of `planes: [positions]` with every one of `lines`, which
    /// begin at the element's float of the first window.
    #[allow(clippy::inline_always)] // the sums must stay in registers
    #[inline(always)]
    fn sums(&self, planes: [&[f32]; ROWS], lines: [&[f32]; TOGETHER]) -> [[F32x4; ROWS]; TOGETHER] {
        let ([rows, columns], width) = (self.grid(), self.size[2]);
        let reach = (rows - 1) * width + columns;
        assert!(planes.iter().all(|plane| plane.len() == rows * columns), "planes of a float a position");
        assert!(lines.iter().all(|line| line.len() >= reach), "lines as long as the windows reach");
        let mut sums = [[F32x4::zero(); ROWS]; TOGETHER];
        let mut add = |planes: [F32x4; ROWS], lines: [F32x4; TOGETHER]| {
            for (sums, line) in sums.iter_mut().zip(lines) {
                for (sum, plane) in sums.iter_mut().zip(planes) {
                    *sum = plane.mul_add(line, *sum);
                }
            }
        };
        let whole = columns - columns % LANES;
        for row in 0..rows {
            let (position, place) = (row * columns, row * width);
            for column in (0..whole).step_by(LANES) {
                // SAFETY: `column + 4 ≤ columns`, so that the ends are at most `rows · columns` and `reach`, which the
                // slices were found to have. Checks would cost as much as the product.
                unsafe {
                    add(
                        planes.map(|plane| F32x4::load(&*plane.as_ptr().add(position + column).cast())),
                        lines.map(|line| F32x4::load(&*line.as_ptr().add(place + column).cast())),
                    );
                }
            }
            if whole < columns {
                add(
                    planes.map(|plane| F32x4::load_partial(&plane[position + whole..position + columns])),
                    lines.map(|line| F32x4::load_partial(&line[place + whole..place + columns])),
                );
            }
        }
        sums
    }
}
