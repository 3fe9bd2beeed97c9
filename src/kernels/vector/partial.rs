//! Loads and stores of incomplete vectors, out of line to keep the binary small: they run once for each slice.

use super::LANES;

/// Up to four floats, padded with zeros.
#[inline(never)]
pub(super) fn padded(values: &[f32]) -> [f32; LANES] {
    let mut padded = [0.0; LANES];
    padded.iter_mut().zip(values).for_each(|(lane, value)| *lane = *value);
    padded
}

/// Copies the first `values.len()` lanes.
#[inline(never)]
pub(super) fn write_first(values: &mut [f32], lanes: &[f32; LANES]) {
    values.iter_mut().zip(lanes).for_each(|(value, lane)| *value = *lane);
}
