//! Loads and stores of incomplete vectors, out of line to keep the binary small: they run once for each slice.
//!
//! Each length has its own arm, since a loop becomes a `memory.copy`: a call into the engine.

use super::LANES;

/// Up to four floats, padded with zeros.
#[inline(never)]
pub(super) fn padded(values: &[f32]) -> [f32; LANES] {
    match *values {
        [] => [0.0; LANES],
        [a] => [a, 0.0, 0.0, 0.0],
        [a, b] => [a, b, 0.0, 0.0],
        [a, b, c] => [a, b, c, 0.0],
        [a, b, c, d, ..] => [a, b, c, d],
    }
}

/// Copies the first `values.len()` lanes.
#[inline(never)]
pub(super) fn write_first(values: &mut [f32], lanes: &[f32; LANES]) {
    match values {
        [] => {}
        [a] => *a = lanes[0],
        [a, b] => [*a, *b] = [lanes[0], lanes[1]],
        [a, b, c] => [*a, *b, *c] = [lanes[0], lanes[1], lanes[2]],
        [a, b, c, d, ..] => [*a, *b, *c, *d] = *lanes,
    }
}
