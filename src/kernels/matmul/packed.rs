//! A right operand that is packed once for many products, such as the weights of a recurrent layer for all steps.

use core::ops::Range;

use super::block::{Segments, pack};
use super::packing::{Panels, fill_by_element};
use super::strided::Strided;
use super::tile::COLUMNS;

/// The panels of an operand [lines, depth], for every segment of the depth one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct PackedColumns<'a> {
    panels: &'a [f32],
    /// Lines with those that fill the last panel.
    padded_lines: usize,
    depth: usize,
}

impl<'a> PackedColumns<'a> {
    /// Floats of the panels of an operand [lines, depth].
    pub fn floats([lines, depth]: [usize; 2]) -> usize {
        lines.div_ceil(COLUMNS).saturating_mul(COLUMNS).saturating_mul(depth)
    }

    /// Packs an operand [lines, depth] into the front of a buffer of at least [`floats`](Self::floats).
    ///
    /// # Panics
    /// If the buffer or the operand is too short.
    pub fn pack(operand: &dyn Panels, [lines, depth]: [usize; 2], buffer: &'a mut [f32]) -> Self {
        let padded_lines = lines.div_ceil(COLUMNS) * COLUMNS;
        for depths in Segments::of(depth).ranges() {
            let panels = &mut buffer[depths.start * padded_lines..depths.end * padded_lines];
            pack(operand, COLUMNS, 0..lines, depths, panels);
        }
        Self { panels: buffer, padded_lines, depth }
    }

    /// The segment that begins at this depth or contains it.
    fn segment(&self, depth: usize) -> Range<usize> {
        let length = Segments::of(self.depth).depth.max(1);
        let start = depth / length * length;
        start..(start + length).min(self.depth)
    }

    /// Where the panel of a line begins, in the segment of a depth.
    fn panel(&self, line: usize, segment: &Range<usize>) -> usize {
        segment.start * self.padded_lines + line / COLUMNS * COLUMNS * segment.len()
    }
}

impl Panels for PackedColumns<'_> {
    fn fill(&self, width: usize, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        fill_by_element(width, lines, depths, panel, |line, depth| {
            let segment = self.segment(depth);
            self.panels[self.panel(line, &segment) + (depth - segment.start) * COLUMNS + line % COLUMNS]
        });
    }

    fn in_place(
        &self,
        width: usize,
        lines: Range<usize>,
        depths: Range<usize>,
        _others: usize,
    ) -> Option<Strided<'_>> {
        let is_packed_so =
            width == COLUMNS && lines.start.is_multiple_of(COLUMNS) && self.segment(depths.start) == depths;
        is_packed_so
            .then(|| Strided::packed(&self.panels[self.panel(lines.start, &depths)..], COLUMNS, depths.len()))
    }
}
