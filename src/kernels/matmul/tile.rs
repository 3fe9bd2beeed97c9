//! The micro-kernel: it multiplies two packed panels into a tile of 4 × 8 sums, which stay in registers.

use crate::kernels::vector::{F32x4, LANES};

/// The number of lines of the left operand in a tile.
pub(in crate::kernels) const ROWS: usize = 4;
/// The number of lines of the right operand in a tile.
pub(in crate::kernels) const COLUMNS: usize = 8;

/// The sums of a tile.
pub(in crate::kernels) type Sums = [[F32x4; COLUMNS / LANES]; ROWS];

/// `sums[i][j] = Σ_d left[d, i] · right[d, j]`, from depth 0 on: `left: [depth, 4]`, `right: [depth, 8]`.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
pub(in crate::kernels) fn multiply(left: &[f32], right: &[f32]) -> Sums {
    let mut sums = [[F32x4::zero(); COLUMNS / LANES]; ROWS];
    for (left, right) in left.as_chunks::<ROWS>().0.iter().zip(right.as_chunks::<COLUMNS>().0) {
        let right: [F32x4; COLUMNS / LANES] =
            core::array::from_fn(|j| F32x4::load(&right.as_chunks::<LANES>().0[j]));
        for (sums, left) in sums.iter_mut().zip(left) {
            let left = F32x4::splat(*left);
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum = left.mul_add(right, *sum);
            }
        }
    }
    sums
}
