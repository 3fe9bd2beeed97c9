//! The elements of the gradient of one filter's output that are not zero.

use core::ops::Range;

use super::layout::Layout;
use crate::kernels::sparse::{Entry, append};
use crate::kernels::vector::LANES;

/// The most positions that are gathered at once.
pub(super) const CAPACITY: usize = 800;

/// Values that are not zero, with the starts of their windows in the channels-last image as indices, in ascending order.
pub(super) struct NonZeros {
    entries: [Entry; CAPACITY + LANES],
    count: usize,
}

impl NonZeros {
    pub fn new() -> Self {
        Self { entries: [Entry::default(); CAPACITY + LANES], count: 0 }
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries[..self.count]
    }

    /// Gathers the values of some rows of a filter's gradient, `plane: [rows, columns]`.
    pub fn gather(&mut self, layout: &Layout, plane: &[f32], rows: &Range<usize>) {
        let ([_, columns], [_, _, width]) = (layout.windows.output_size(), layout.windows.size());
        let (stride, channels) = (layout.windows.stride(), layout.channels);
        // A stride may be far larger than the image where there is one position.
        let step = if columns == 1 { 0 } else { stride * channels };
        self.count = 0;
        for (row, values) in rows.clone().zip(plane[rows.start * columns..].chunks_exact(columns)) {
            let start = row * stride * width * channels;
            let indices = [start, step].map(|index| index as u32);
            self.count += append::<false>(values, indices, &mut self.entries[self.count..]);
        }
    }
}
