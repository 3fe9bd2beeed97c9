//! Reductions: sums, norms and maxima, and row sums of matrices, each in an order that depends on the shapes alone.

use super::sums::sum_of_terms;
use super::vector::{F32x4, F64x2, LANES};

/// The number of independent partial sums in double precision.
const PARTIAL_SUMS: usize = 8;

/// The sum, accumulated in double precision.
pub fn sum(values: &[f32]) -> f64 {
    sum_of(values, |value| value)
}

/// The sum of the squares. Short chunks are summed in single precision, unless a square could overflow or underflow.
pub fn sum_of_squares(values: &[f32]) -> f64 {
    // Within these bounds, what overflow or underflow could lose is below the rounding error.
    const SAFE: core::ops::Range<f64> = 1e-20..1e36;
    let fast = sum_of_terms([values], |[value]| value * value);
    if SAFE.contains(&fast) { fast } else { sum_of(values, |value| value * value) }
}

/// `Σ term(value)`; the term of 0 must be 0.
fn sum_of(values: &[f32], term: impl Fn(F64x2) -> F64x2) -> f64 {
    let (chunks, rest) = values.as_chunks::<PARTIAL_SUMS>();
    let mut partial = [F64x2::zero(); PARTIAL_SUMS / 2];
    let mut add = |[low, high]: [F32x4; PARTIAL_SUMS / LANES]| {
        let ([a, b], [c, d]) = (low.widen(), high.widen());
        partial[0] = partial[0] + term(a);
        partial[1] = partial[1] + term(b);
        partial[2] = partial[2] + term(c);
        partial[3] = partial[3] + term(d);
    };
    for chunk in chunks {
        let quads = chunk.as_chunks::<LANES>().0;
        add([F32x4::load(&quads[0]), F32x4::load(&quads[1])]);
    }
    if !rest.is_empty() {
        let (low, high) = rest.split_at(rest.len().min(LANES));
        add([F32x4::load_partial(low), F32x4::load_partial(high)]);
    }
    partial.iter().flat_map(|pair| pair.to_array()).sum()
}

/// `Σ a[i]·b[i]` over two slices of one length.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    debug_assert_eq!(a.len(), b.len());
    let ((a_chunks, a_rest), (b_chunks, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let mut sums = [F32x4::zero(); 4];
    for (a, b) in a_chunks.chunks(4).zip(b_chunks.chunks(4)) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum = F32x4::load(a).mul_add(F32x4::load(b), *sum);
        }
    }
    sums[3] = F32x4::load_partial(a_rest).mul_add(F32x4::load_partial(b_rest), sums[3]);
    ((sums[0] + sums[1]) + (sums[2] + sums[3])).sum()
}

/// `out[j] = Σ_i matrix[i, j]`, or `out[j] += …` with `accumulate`: the gradient of a bias.
///
/// `matrix: [n, units] → out: [units]`; rows are added from the first to the last.
pub fn sum_columns(matrix: &[f32], out: &mut [f32], accumulate: bool) {
    const GROUP: usize = 4 * LANES; // a cache line of every row
    let units = out.len();
    if units == 0 {
        return;
    }
    for (group, sums) in out.chunks_mut(GROUP).enumerate() {
        let first = group * GROUP;
        if let Ok(sums) = <&mut [f32; GROUP]>::try_from(&mut *sums) {
            let mut partial = [F32x4::zero(); 4];
            for row in matrix.chunks_exact(units) {
                let (vectors, _) = row[first..first + GROUP].as_chunks::<LANES>();
                for (sum, values) in partial.iter_mut().zip(vectors) {
                    *sum += F32x4::load(values);
                }
            }
            for (sum, partial) in sums.as_chunks_mut::<LANES>().0.iter_mut().zip(partial) {
                let total = if accumulate { F32x4::load(sum) + partial } else { partial };
                total.store(sum);
            }
        } else {
            for (column, sum) in sums.iter_mut().enumerate() {
                let rows = matrix.chunks_exact(units);
                let partial: f32 = rows.fold(0.0, |sum, row| sum + row[first + column]);
                *sum = if accumulate { *sum + partial } else { partial };
            }
        }
    }
}

/// `matrix[i, j] += row[j]`: adds a bias to every row. `matrix: [n, units]`, `row: [units]`.
pub fn add_row(matrix: &mut [f32], row: &[f32]) {
    if row.is_empty() {
        return;
    }
    for values in matrix.chunks_exact_mut(row.len()) {
        super::elementwise::zip_map(values, row, |value, bias| value + bias);
    }
}

/// The maximum; −∞ for an empty slice, NaN if any value is NaN.
pub fn max(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let lowest = F32x4::splat(f32::NEG_INFINITY);
    let whole = chunks.iter().fold(lowest, |max, chunk| max.max(F32x4::load(chunk)));
    rest.iter().fold(whole, |max, value| max.max(F32x4::splat(*value))).max_lane()
}

/// The index of the maximum (argmax): the first of equal ones; NaN counts only if there is no number; 0 for an empty slice.
pub fn argmax(values: &[f32]) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    let mut found = false;
    for (index, value) in values.iter().enumerate() {
        if *value > best.1 || (!found && !value.is_nan()) {
            best = (index, *value);
            found = true;
        }
    }
    best.0
}

/// Whether no value is infinite or NaN.
pub fn all_finite(values: &[f32]) -> bool {
    let zero = F32x4::zero();
    let (chunks, rest) = values.as_chunks::<LANES>();
    let (blocks, singles) = chunks.as_chunks::<4>();
    // 0 · x is ±0 for every finite x and NaN otherwise, and NaN propagates through the sum.
    let zero_or_nan = |chunk: &[f32; LANES]| zero * F32x4::load(chunk);
    let mut sums = [zero; 4];
    for [a, b, c, d] in blocks {
        sums = [
            sums[0] + zero_or_nan(a),
            sums[1] + zero_or_nan(b),
            sums[2] + zero_or_nan(c),
            sums[3] + zero_or_nan(d),
        ];
    }
    let sum =
        singles.iter().fold((sums[0] + sums[1]) + (sums[2] + sums[3]), |sum, chunk| sum + zero_or_nan(chunk));
    (sum + zero * F32x4::load_partial(rest)).sum() == 0.0
}
