//! The way back ("col2im"): what belongs to an element at a position is added to its float of the images.

use core::ops::Range;

use super::Windows;
use crate::kernels::vector::{F32x4, LANES};

impl Windows {
    /// `images[start(p) + offset(e)] += columns[e, p]` over some elements and positions:
    /// `columns: [elements, positions]`, `images`: whole images from position 0 on.
    ///
    /// Positions must begin and may end anywhere; whatever was in `images` stays as the first summand.
    ///
    /// # Panics
    /// Where `columns` or `images` is too short.
    pub fn fold(&self, columns: &[f32], elements: Range<usize>, positions: Range<usize>, images: &mut [f32]) {
        let lines = columns.chunks_exact(positions.len().max(1));
        let runs = self.runs(positions);
        for (offset, mut line) in self.offsets(elements).zip(lines) {
            for run in runs.clone() {
                let (values, after) = line.split_at(run.count);
                line = after;
                let targets = &mut images[run.start + offset..];
                if self.stride == 1 {
                    add(&mut targets[..run.count], values);
                } else {
                    let targets = targets.iter_mut().step_by(self.stride);
                    targets.zip(values).for_each(|(target, value)| *target += value);
                }
            }
        }
    }
}

/// `targets[i] += values[i]`: rows of windows are short, a pass that is set up for long slices would not pay.
fn add(targets: &mut [f32], values: &[f32]) {
    let ((targets, targets_rest), (values, values_rest)) =
        (targets.as_chunks_mut::<LANES>(), values.as_chunks::<LANES>());
    for (target, value) in targets.iter_mut().zip(values) {
        (F32x4::load(target) + F32x4::load(value)).store(target);
    }
    targets_rest.iter_mut().zip(values_rest).for_each(|(target, value)| *target += value);
}
