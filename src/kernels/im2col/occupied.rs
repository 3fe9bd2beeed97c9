//! Where an image of one channel is not zero. Of a drawing, that is half of the windows.

use core::ops::Range;

use super::Windows;
use crate::kernels::vector::{F32x4, LANES};

/// The most rows of an image that is looked at.
const MAX_ROWS: usize = 64;
/// If more of the vectors are not zero, nothing is gained.
const MAX_OCCUPIED_PERCENT: usize = 75;

/// For each row of an image, a bit for each vector that has a value other than 0.
pub(super) struct Occupied {
    rows: [u64; MAX_ROWS],
}

impl Occupied {
    /// Of an image of one channel, `[height, width]`; `None` if it is too large, or mostly not zero.
    pub fn new(windows: &Windows, image: &[f32]) -> Option<Self> {
        let [channels, height, width] = windows.size();
        let vectors = width.div_ceil(LANES);
        if channels != 1 || height > MAX_ROWS || vectors > u64::BITS as usize {
            return None;
        }
        let (mut rows, mut count) = ([0; MAX_ROWS], 0);
        for (bits, row) in rows.iter_mut().zip(image.chunks_exact(width)) {
            let (quads, rest) = row.as_chunks::<LANES>();
            for (index, quad) in quads.iter().enumerate() {
                *bits |= u64::from(F32x4::load(quad).not_equal_zero().bits() != 0) << index;
            }
            if rest.iter().any(|&value| value != 0.0) {
                *bits |= 1 << quads.len();
            }
            count += bits.count_ones() as usize;
        }
        (count * 100 <= height * vectors * MAX_OCCUPIED_PERCENT).then_some(Self { rows })
    }

    /// The rows of a window, from the first to the last that is not zero, of a tile: `width` columns from `column` on, and `height`
    /// rows from `row` on.
    pub fn rows(&self, [row, column]: [usize; 2], [height, width]: [usize; 2]) -> Range<usize> {
        let (first, last) = (column / LANES, (column + width - 1) / LANES);
        let mask = u64::MAX >> (u64::BITS as usize - 1 - last) & (u64::MAX << first);
        let rows = &self.rows[row..row + height];
        let is_occupied = |bits: &u64| bits & mask != 0;
        let Some(first) = rows.iter().position(is_occupied) else { return 0..0 };
        first..rows.iter().rposition(is_occupied).map_or(0, |last| last + 1)
    }
}
