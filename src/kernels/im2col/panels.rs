//! The im2col matrix as an operand of a matrix product, packed panel by panel from the images.

use core::ops::Range;

use super::Windows;
use crate::kernels::matmul::{COLUMNS, Panels, fill_by_element};
use crate::kernels::vector::LANES;

/// The im2col matrix as an operand, one line for each position; see [`Windows::by_position`].
#[derive(Clone, Copy, Debug)]
pub struct Positions<'a> {
    pub(super) windows: Windows,
    pub(super) images: &'a [f32],
}

impl Panels for Positions<'_> {
    fn fill(&self, width: usize, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        if width == COLUMNS {
            self.fill_columns(lines, depths, panel);
        } else {
            let start = |line| self.windows.starts(line..line + 1).next().unwrap_or_default();
            fill_by_element(width, lines, depths, panel, |line, depth| {
                self.images[start(line) + self.windows.offset(depth)]
            });
        }
    }
}

impl Positions<'_> {
    /// Packs a panel of eight lines.
    pub(super) fn fill_columns(&self, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        let count = lines.len();
        let mut starts = [0; COLUMNS];
        starts.iter_mut().zip(self.windows.starts(lines)).for_each(|(start, value)| *start = value);

        let targets = panel.as_chunks_mut::<COLUMNS>().0;
        // Starts are ascending: the first and the last show whether all are contiguous.
        if count == COLUMNS && starts[COLUMNS - 1] == starts[0] + COLUMNS - 1 {
            for (target, offset) in targets.iter_mut().zip(self.windows.offsets(depths)) {
                let start = starts[0] + offset;
                target.copy_from_slice(&self.images[start..start + COLUMNS]);
            }
            return;
        }
        for (group, starts) in starts.as_chunks::<LANES>().0.iter().enumerate() {
            let count = count.saturating_sub(group * LANES).min(LANES);
            let quads = targets.iter_mut().map(|target| &mut target.as_chunks_mut::<LANES>().0[group]);
            self.fill_quads(starts, count, quads.zip(self.windows.offsets(depths.clone())));
        }
    }

    /// Fills four lines of a panel, of which `count` exist.
    fn fill_quads<'t>(
        &self,
        starts: &[usize; LANES],
        count: usize,
        quads: impl Iterator<Item = (&'t mut [f32; LANES], usize)>,
    ) {
        if count < LANES {
            for (quad, offset) in quads {
                *quad =
                    core::array::from_fn(
                        |lane| {
                            if lane < count { self.images[starts[lane] + offset] } else { 0.0 }
                        },
                    );
            }
        } else if starts[LANES - 1] == starts[0] + LANES - 1 {
            for (quad, offset) in quads {
                let start = starts[0] + offset;
                quad.copy_from_slice(&self.images[start..start + LANES]);
            }
        } else {
            for (quad, offset) in quads {
                *quad = starts.map(|start| self.images[start + offset]);
            }
        }
    }
}
