//! The gradient of the filters where most of the gradient of the output is zero: after max pooling, three quarters of it.
//!
//! Each element of dz that is not zero adds its window. Zeros add nothing to finite sums, and the rest is added in the order of
//! the dense product: for finite images both give the same bits.

use super::Windows;
use crate::kernels::matmul::BLOCK_DEPTH;
use crate::kernels::sparse::{Entry, append};
use crate::kernels::vector::{F32x4, LANES};

/// The rows of a window whose sums stay in registers, with two vectors for each.
const ROWS: usize = 5;
/// With a larger share of non-zeros, in hundredths, the dense product is faster.
const MOST_NON_ZEROS: usize = 40;
/// One in so many vectors is looked at. It is odd: the zeros that pooling leaves are the same in every other row.
const SAMPLED: usize = 5;

/// The non-zeros of a piece of a plane of dz, with the starts of their windows as indices.
struct NonZeros {
    entries: [Entry; BLOCK_DEPTH + LANES],
    count: usize,
}

impl Windows {
    /// Whether [`add_sparse_weight_gradient`](Self::add_sparse_weight_gradient) is faster than the dense product for this
    /// gradient of the output of one image. A row of a window must fill one or two vectors.
    pub(super) fn is_sparse(&self, dz: &[f32]) -> bool {
        if !(LANES..=2 * LANES).contains(&self.kernel) {
            return false;
        }
        // A sample: both paths give the same bits.
        let sample = || dz.as_chunks::<LANES>().0.iter().step_by(SAMPLED);
        let non_zeros: u32 =
            sample().map(|quad| F32x4::load(quad).not_equal_zero().bits().count_ones()).sum();
        non_zeros as usize * 100 < sample().len() * LANES * MOST_NON_ZEROS
    }

    /// `dw[f, e] += Σ_p dz[f, p] · image[start(p) + offset(e)]` over some positions of one image, whose windows begin at
    /// `starts`: `image: [channels, height, width]`, `dz: [filters, positions]`, `dw: [filters, elements]`.
    pub(super) fn add_sparse_weight_gradient(
        &self,
        image: &[f32],
        dz: &[f32],
        first: usize,
        starts: &[u32],
        dw: &mut [f32],
    ) {
        let ([_, height, width], kernel) = (self.size, self.kernel);
        let mut non_zeros = NonZeros { entries: [Entry::default(); BLOCK_DEPTH + LANES], count: 0 };
        for (dz, dw) in dz.chunks_exact(self.positions()).zip(dw.chunks_exact_mut(self.elements())) {
            non_zeros.gather(&dz[first..first + starts.len()], starts);
            for (channel, dw) in dw.chunks_exact_mut(kernel * kernel).enumerate() {
                for (group, dw) in dw.chunks_mut(ROWS * kernel).enumerate() {
                    let row = |row: usize| {
                        // A missing row is the last one again; its sums are dropped.
                        let row = (group * ROWS + row).min(kernel - 1);
                        &image[(channel * height + row) * width..]
                    };
                    let sums = non_zeros.sums([row(0), row(1), row(2), row(3), row(4)], kernel - LANES);
                    for ([left, right], dw) in sums.iter().zip(dw.chunks_exact_mut(kernel)) {
                        add(*left, *right, dw);
                    }
                }
            }
        }
    }
}

impl NonZeros {
    /// Gathers the values that are not zero.
    fn gather(&mut self, dz: &[f32], starts: &[u32]) {
        self.count = append(dz, &mut self.entries);
        for entry in &mut self.entries[..self.count] {
            entry.index = starts[entry.index as usize];
        }
    }

    /// `sums[r][0][j] = Σ_i value_i · rows[r][start_i + j]`, and `sums[r][1]` the same from `second` on.
    #[allow(clippy::inline_always)] // the sums must stay in registers
    #[inline(always)]
    fn sums(&self, rows: [&[f32]; ROWS], second: usize) -> [[F32x4; 2]; ROWS] {
        let entries = &self.entries[..self.count];
        let last = entries.last().map_or(0, |entry| entry.index as usize);
        assert!(
            rows.iter().all(|row| row.len() >= last + second + LANES),
            "an image that contains the windows"
        );
        let mut sums = [[F32x4::zero(); 2]; ROWS];
        for entry in entries {
            let value = F32x4::splat(entry.value);
            for (sums, row) in sums.iter_mut().zip(&rows) {
                // SAFETY: starts are ascending, and every row is as long as the last of them needs, as asserted. Checks
                // would cost as much as the product.
                let [left, right] = unsafe {
                    let from = row.as_ptr().add(entry.index as usize);
                    [&*from.cast(), &*from.add(second).cast()]
                };
                sums[0] = value.mul_add(F32x4::load(left), sums[0]);
                sums[1] = value.mul_add(F32x4::load(right), sums[1]);
            }
        }
        sums
    }
}

/// Adds the sums of a row of a window: the first four, and the last four, of which some are among the first.
#[allow(clippy::inline_always)] // a few instructions
#[inline(always)]
fn add(left: F32x4, right: F32x4, dw: &mut [f32]) {
    let twice = 2 * LANES - dw.len();
    let Some((first, rest)) = dw.split_first_chunk_mut() else { return };
    (F32x4::load(first) + left).store(first);
    rest.iter_mut().zip(&right.to_array()[twice..]).for_each(|(dw, sum)| *dw += sum);
}
