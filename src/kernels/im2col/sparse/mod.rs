//! Backward of a convolution where most of the gradient of the output is zero: after max pooling, three quarters of it.
//!
//! Each element of dz that is not zero adds its window to the gradient of the filters, and its filter to the gradient of the
//! input. The image is in channels-last order, [height, width, channels], so that a row of a window is adjacent floats.

mod gradients;
mod layout;
mod non_zeros;

use self::layout::Layout;
use super::Windows;
use crate::kernels::vector::{F32x4, LANES};

/// How many vectors of a gradient are looked at, at most twice as many. One in an odd number is: the zeros that pooling leaves are
/// the same in every other row.
const SAMPLED: usize = 1000;

impl Windows {
    /// The layout for the backward pass of `dz: [n, filters, positions]`, if most of it is zero and it fits the workspace.
    ///
    /// That is so if the non-zeros, times the vectors that each of them takes, are fewer than `percent` hundredths of the vectors
    /// of the dense product.
    pub(super) fn sparse_layout(&self, dz: &[f32], filters: usize, percent: usize) -> Option<Layout> {
        let layout = Layout::new(self);
        if !layout.fits(filters) {
            return None;
        }
        let quads = dz.as_chunks::<LANES>().0;
        let (mut sampled, mut non_zeros) = (0, 0);
        for quad in quads.iter().step_by((quads.len() / SAMPLED) | 1) {
            sampled += LANES;
            non_zeros += F32x4::load(quad).not_equal_zero().bits().count_ones() as usize;
        }
        // Products of three sizes may exceed 32 bits.
        let [taken, dense] =
            [[non_zeros, layout.vectors() * LANES, 100], [sampled, self.elements(), percent]]
                .map(|factors| factors.iter().map(|&factor| factor as u64).product::<u64>());
        (taken < dense).then_some(layout)
    }
}
