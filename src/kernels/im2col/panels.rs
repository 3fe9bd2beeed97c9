//! The im2col matrix and its transpose as operands of a matrix product, packed panel by panel from the images.

use core::ops::Range;

use super::{Run, Windows};
use crate::kernels::matmul::Panels;
use crate::kernels::vector::{F32x4, LANES};

/// The im2col matrix as an operand, one line for each position; see [`Windows::by_position`].
#[derive(Clone, Copy, Debug)]
pub struct Positions<'a> {
    pub(super) windows: Windows,
    pub(super) images: &'a [f32],
}

/// The transposed im2col matrix as an operand, one line for each element; see [`Windows::by_element`].
#[derive(Clone, Copy, Debug)]
pub struct Elements<'a> {
    pub(super) windows: Windows,
    pub(super) images: &'a [f32],
}

impl Panels for Positions<'_> {
    fn fill<const WIDTH: usize>(&self, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        let count = lines.len();
        let mut starts = [0; WIDTH];
        starts.iter_mut().zip(self.windows.starts(lines)).for_each(|(start, value)| *start = value);

        let targets = panel.as_chunks_mut::<WIDTH>().0;
        // Starts are ascending: the first and the last show whether all are contiguous.
        if count == WIDTH && starts[WIDTH - 1] == starts[0] + WIDTH - 1 {
            for (target, offset) in targets.iter_mut().zip(self.windows.offsets(depths)) {
                let start = starts[0] + offset;
                target.copy_from_slice(&self.images[start..start + WIDTH]);
            }
            return;
        }
        for (group, starts) in starts.as_chunks::<LANES>().0.iter().enumerate() {
            let count = count.saturating_sub(group * LANES).min(LANES);
            let quads = targets.iter_mut().map(|target| &mut target.as_chunks_mut::<LANES>().0[group]);
            self.fill_quads(starts, count, quads.zip(self.windows.offsets(depths.clone())));
        }
    }
}

impl Positions<'_> {
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

impl Panels for Elements<'_> {
    fn fill<const WIDTH: usize>(&self, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        let targets = panel.as_chunks_mut::<WIDTH>().0;
        for group in 0..WIDTH / LANES {
            let first = lines.start + group * LANES;
            let count = lines.end.saturating_sub(first).min(LANES);
            if count == 0 {
                targets.iter_mut().for_each(|target| target[group * LANES..].fill(0.0));
                break;
            }
            // A missing line is read as the first of the four, and cleared below.
            let offsets: [usize; LANES] =
                core::array::from_fn(|lane| self.windows.offset(first + if lane < count { lane } else { 0 }));
            let mut rest = &mut *targets;
            for run in self.windows.runs(depths.clone()) {
                let (targets, after) = rest.split_at_mut(run.count);
                rest = after;
                if self.windows.stride == 1 {
                    self.fill_run(run, offsets, targets, group);
                } else {
                    self.fill_strided(run, offsets, targets, group);
                }
            }
            if count < LANES {
                for target in &mut *targets {
                    target[group * LANES + count..(group + 1) * LANES].fill(0.0);
                }
            }
        }
    }
}

impl Elements<'_> {
    /// Fills four lines at contiguous positions; blocks of 4 × 4 are transposed in registers.
    fn fill_run<const WIDTH: usize>(
        &self,
        Run { start, count }: Run,
        offsets: [usize; LANES],
        targets: &mut [[f32; WIDTH]],
        group: usize,
    ) {
        let lines = offsets.map(|offset| self.images[start + offset..][..count].as_chunks::<LANES>());
        let (quads, rest) = targets.as_chunks_mut::<LANES>();
        for (index, quad) in quads.iter_mut().enumerate() {
            let block = F32x4::transpose(lines.map(|(whole, _)| F32x4::load(&whole[index])));
            for (target, column) in quad.iter_mut().zip(block) {
                column.store(&mut target.as_chunks_mut::<LANES>().0[group]);
            }
        }
        for (index, target) in rest.iter_mut().enumerate() {
            target.as_chunks_mut::<LANES>().0[group] = lines.map(|(_, rest)| rest[index]);
        }
    }

    /// Fills four lines at positions with a stride.
    fn fill_strided<const WIDTH: usize>(
        &self,
        Run { start, .. }: Run,
        offsets: [usize; LANES],
        targets: &mut [[f32; WIDTH]],
        group: usize,
    ) {
        for (index, target) in targets.iter_mut().enumerate() {
            let start = start + index * self.windows.stride;
            target.as_chunks_mut::<LANES>().0[group] = offsets.map(|offset| self.images[start + offset]);
        }
    }
}
