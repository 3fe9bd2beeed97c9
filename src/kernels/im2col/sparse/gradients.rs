//! The gradients of the filters and of the input, a few segments of the windows at a time.

use super::layout::{LONG_ROWS, Layout, SHORT_ROWS};
use super::non_zeros::{CAPACITY, NonZeros};
use crate::kernels::matmul::{Workspace, ranges};
use crate::kernels::sparse::Entry;
use crate::kernels::vector::{F32x4, LANES};

/// The vectors of some segments, which stay in registers.
type Registers<const AT_ONCE: usize, const VECTORS: usize> = [[F32x4; VECTORS]; AT_ONCE];

impl Layout {
    /// `dw[f, e] += Σ_p dz[f, p] · image[start(p) + offset(e)]` over the positions of every image: `images: [n, channels, height,
    /// width]`, `dz: [n, filters, positions]`, `dw: [filters, elements]`.
    ///
    /// # Panics
    /// If a slice is too short.
    pub(in crate::kernels::im2col) fn add_weight_gradient(
        &self,
        images: &[f32],
        dz: &[f32],
        dw: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let elements = self.windows.elements();
        let filters = dw.len() / elements;
        let [sums, image] = workspace.both();
        let (sums, image) = (&mut sums[..filters * self.filter()], &mut image[..self.image()]);
        sums.fill(0.0);
        for (source, dz) in images
            .chunks_exact(self.windows.floats())
            .zip(dz.chunks_exact(filters * self.windows.positions()))
        {
            self.write_image(source, image);
            self.each_filter(dz, |filter, non_zeros| {
                let sums = &mut sums[filter * self.filter()..][..self.filter()];
                if self.has_short_rows() {
                    self.add_windows::<{ SHORT_ROWS[0] }, { SHORT_ROWS[1] }>(non_zeros, image, sums);
                } else {
                    self.add_windows::<{ LONG_ROWS[0] }, { LONG_ROWS[1] }>(non_zeros, image, sums);
                }
            });
        }
        self.add_weights(sums, dw);
    }

    /// `images[start(p) + offset(e)] += Σ_f weights[f, e] · dz[f, p]` over the positions of every image: `weights: [filters,
    /// elements]`, `dz: [n, filters, positions]`, `images: [n, channels, height, width]`.
    ///
    /// # Panics
    /// If a slice is too short.
    pub(in crate::kernels::im2col) fn add_input_gradient(
        &self,
        weights: &[f32],
        dz: &[f32],
        images: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let elements = self.windows.elements();
        let filters = weights.len() / elements;
        let [packed, image] = workspace.both();
        let (packed, image) = (&mut packed[..filters * self.filter()], &mut image[..self.image()]);
        self.pack_weights(weights, packed);
        for (target, dz) in images
            .chunks_exact_mut(self.windows.floats())
            .zip(dz.chunks_exact(filters * self.windows.positions()))
        {
            image.fill(0.0);
            self.each_filter(dz, |filter, non_zeros| {
                let weights = &packed[filter * self.filter()..][..self.filter()];
                self.add_filters::<{ LONG_ROWS[0] }, { LONG_ROWS[1] }>(non_zeros, weights, image);
            });
            self.add_image(image, target);
        }
    }

    /// Calls `f` with the non-zeros of each filter of `dz: [filters, positions]`, or several times with a part of them.
    fn each_filter(&self, dz: &[f32], mut f: impl FnMut(usize, &NonZeros)) {
        let [rows, columns] = self.windows.output_size();
        let mut non_zeros = NonZeros::new();
        for (filter, plane) in dz.chunks_exact(rows * columns).enumerate() {
            for rows in ranges(rows, CAPACITY / columns) {
                non_zeros.gather(self, plane, &rows);
                f(filter, &non_zeros);
            }
        }
    }

    /// `sums += Σ_i value_i · window_i`.
    #[inline(never)]
    fn add_windows<const AT_ONCE: usize, const VECTORS: usize>(
        &self,
        non_zeros: &NonZeros,
        image: &[f32],
        sums: &mut [f32],
    ) {
        for (group, sums) in sums.chunks_exact_mut(AT_ONCE * VECTORS * LANES).enumerate() {
            let offsets = core::array::from_fn(|at| self.offset(group * AT_ONCE + at));
            let found: Registers<AT_ONCE, VECTORS> = sum_of_segments(non_zeros, image, offsets);
            for (sum, target) in found.as_flattened().iter().zip(sums.as_chunks_mut::<LANES>().0) {
                (F32x4::load(target) + *sum).store(target);
            }
        }
    }

    /// `window_i += value_i · filter` for each i.
    #[inline(never)]
    fn add_filters<const AT_ONCE: usize, const VECTORS: usize>(
        &self,
        non_zeros: &NonZeros,
        weights: &[f32],
        image: &mut [f32],
    ) {
        for (group, weights) in weights.chunks_exact(AT_ONCE * VECTORS * LANES).enumerate() {
            let offsets = core::array::from_fn(|at| self.offset(group * AT_ONCE + at));
            let quads = weights.as_chunks::<LANES>().0;
            let weights: Registers<AT_ONCE, VECTORS> =
                core::array::from_fn(|at| core::array::from_fn(|v| F32x4::load(&quads[at * VECTORS + v])));
            add_to_segments(non_zeros, &weights, image, offsets);
        }
    }
}

/// Asserts that the segments at these offsets of the last window are within an image of this length.
fn check(entries: &[Entry], offsets: &[usize], segment: usize, length: usize) {
    let last = entries.last().map_or(0, |entry| entry.index as usize);
    assert!(
        offsets.iter().all(|offset| last + offset + segment <= length),
        "an image that contains the windows"
    );
}

/// `sums[s][v] = Σ_i value_i · from[index_i + offsets[s] + 4 v ..]`.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn sum_of_segments<const AT_ONCE: usize, const VECTORS: usize>(
    non_zeros: &NonZeros,
    from: &[f32],
    offsets: [usize; AT_ONCE],
) -> Registers<AT_ONCE, VECTORS> {
    let entries = non_zeros.entries();
    check(entries, &offsets, VECTORS * LANES, from.len());
    let rows = offsets.map(|offset| from[offset..].as_ptr());
    let mut sums = [[F32x4::zero(); VECTORS]; AT_ONCE];
    for entry in entries {
        let value = F32x4::splat(entry.value);
        for (sums, row) in sums.iter_mut().zip(rows) {
            // SAFETY: indices of `NonZeros` ascend, and the segments of the last are asserted to be within the image. Checks would
            // cost as much as the product.
            let segment: &[[f32; LANES]; VECTORS] = unsafe { &*row.add(entry.index as usize).cast() };
            for (sum, quad) in sums.iter_mut().zip(segment) {
                *sum = value.mul_add(F32x4::load(quad), *sum);
            }
        }
    }
    sums
}

/// `to[index_i + offsets[s] + 4 v ..] += value_i · weights[s][v]` for each i.
#[allow(clippy::inline_always)] // the weights must stay in registers
#[inline(always)]
fn add_to_segments<const AT_ONCE: usize, const VECTORS: usize>(
    non_zeros: &NonZeros,
    weights: &Registers<AT_ONCE, VECTORS>,
    to: &mut [f32],
    offsets: [usize; AT_ONCE],
) {
    let entries = non_zeros.entries();
    check(entries, &offsets, VECTORS * LANES, to.len());
    let to = to.as_mut_ptr();
    for entry in entries {
        let value = F32x4::splat(entry.value);
        for (weights, offset) in weights.iter().zip(offsets) {
            // SAFETY: as above. No other reference to the image is alive.
            let segment: &mut [[f32; LANES]; VECTORS] =
                unsafe { &mut *to.wrapping_add(offset).add(entry.index as usize).cast() };
            for (weight, quad) in weights.iter().zip(segment) {
                value.mul_add(*weight, F32x4::load(quad)).store(quad);
            }
        }
    }
}
