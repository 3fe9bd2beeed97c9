//! Sums of a term over slices: chunks in single precision with SIMD, their totals in double precision.

use super::vector::{F32x4, LANES};

/// The length of a chunk that is summed in single precision, by sixteen partial sums of 64 values.
const CHUNK: usize = 1024;
/// The number of independent partial sums.
const PARTIAL_SUMS: usize = 4;

/// `Σ_i term(a[i], b[i], …)`, where `term` gets four adjacent elements of every slice at a time.
///
/// The order of the sum depends on the length alone. The last vector is padded with zeros, whose terms are dropped.
///
/// # Panics
/// If the lengths differ.
pub fn sum_of_terms<const INPUTS: usize>(
    inputs: [&[f32]; INPUTS],
    term: impl Fn([F32x4; INPUTS]) -> F32x4,
) -> f64 {
    let length = inputs.first().map_or(0, |slice| slice.len());
    assert!(inputs.iter().all(|slice| slice.len() == length), "a sum of terms needs slices of one length");
    let mut total = 0.0;
    for start in (0..length).step_by(CHUNK) {
        let end = length.min(start + CHUNK);
        let chunk = inputs.map(|slice| &slice[start..end]);
        let vectors = chunk.map(|slice| slice.as_chunks::<LANES>().0);
        let vector = |index: usize| term(vectors.map(|vectors| F32x4::load(&vectors[index])));
        let whole = (end - start) / LANES;
        let mut partial = [F32x4::zero(); PARTIAL_SUMS];
        for first in (0..whole / PARTIAL_SUMS * PARTIAL_SUMS).step_by(PARTIAL_SUMS) {
            for (sum, index) in partial.iter_mut().zip(first..) {
                *sum += vector(index);
            }
        }
        for (sum, index) in partial.iter_mut().zip(whole / PARTIAL_SUMS * PARTIAL_SUMS..whole) {
            *sum += vector(index);
        }
        total += f64::from(((partial[0] + partial[1]) + (partial[2] + partial[3])).sum());
        if !(end - start).is_multiple_of(LANES) {
            let rest = term(chunk.map(|slice| F32x4::load_partial(slice.as_chunks::<LANES>().1)));
            total += sum_of_first(rest, (end - start) % LANES);
        }
    }
    total
}

#[inline(never)]
fn sum_of_first(values: F32x4, count: usize) -> f64 {
    values.to_array().iter().take(count).map(|value| f64::from(*value)).sum()
}
