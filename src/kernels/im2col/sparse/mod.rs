//! Backward of a convolution where most of the gradient of the output is zero: after max pooling, three quarters of it.
//!
//! Each element of dz that is not zero adds its window to the gradient of the filters, and its filter to the gradient of the
//! input. The image is in channels-last order, [height, width, channels], so that a row of a window is adjacent floats.

mod gradients;
mod layout;
mod non_zeros;

use core::ops::Range;

use self::layout::Layout;
use super::Windows;
use crate::kernels::vector::{F32x4, LANES};

/// One in so many vectors is looked at. It is odd: the zeros that pooling leaves are the same in every other row.
const SAMPLED: usize = 5;

impl Windows {
    /// The layout for the backward pass of a sparse gradient of the output, if `filters` of these windows fit the workspace.
    pub(super) fn sparse_layout(&self, filters: usize) -> Option<Layout> {
        Some(Layout::new(self)).filter(|layout| layout.fits(filters))
    }

    /// The images in runs of one kind: whether the gradient of their output, `dz: [n, filters, positions]`, is sparse.
    ///
    /// An image is sparse if its non-zeros, times the vectors that each of them takes, are fewer than `percent` hundredths of
    /// the vectors of the dense product.
    pub(super) fn runs_of_images<'a>(
        &self,
        layout: Option<&'a Layout>,
        dz: &'a [f32],
        filters: usize,
        percent: usize,
    ) -> impl Iterator<Item = (bool, Range<usize>)> + use<'a> {
        let (elements, floats) = (self.elements(), (filters * self.positions()).max(1));
        let images = dz.len() / floats;
        let is_sparse = move |image: usize| {
            layout.is_some_and(|layout| {
                let (non_zeros, sampled) = sample(&dz[image * floats..(image + 1) * floats]);
                non_zeros * layout.vectors() * LANES * 100 < sampled * elements * percent
            })
        };
        let mut first = 0;
        core::iter::from_fn(move || {
            if first == images {
                return None;
            }
            let (start, kind) = (first, is_sparse(first));
            first += 1;
            while first < images && is_sparse(first) == kind {
                first += 1;
            }
            Some((kind, start..first))
        })
    }
}

/// The number of non-zeros in a sample of the values, and the size of the sample.
fn sample(values: &[f32]) -> (usize, usize) {
    let quads = values.as_chunks::<LANES>().0.iter().step_by(SAMPLED);
    let sampled = quads.len() * LANES;
    (quads.map(|quad| F32x4::load(quad).not_equal_zero().bits().count_ones() as usize).sum(), sampled)
}
