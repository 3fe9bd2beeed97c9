//! Fewer floats than a vector has. Out of line: what is done once a slice is not worth its bytes in every loop.

use super::LANES;

/// Up to four neighbours, then zeros.
#[inline(never)]
pub(super) fn padded(values: &[f32]) -> [f32; LANES] {
    let mut padded = [0.0; LANES];
    padded.iter_mut().zip(values).for_each(|(lane, value)| *lane = *value);
    padded
}

/// As many as `values` is long.
#[inline(never)]
pub(super) fn write_first(values: &mut [f32], lanes: &[f32; LANES]) {
    values.iter_mut().zip(lanes).for_each(|(value, lane)| *value = *lane);
}
