//! The transforms of F(2, 3), each on four tiles at a time: one tile a lane.

// Squares of vectors must stay in registers: a call keeps them in memory, and the rate halves.
#![allow(clippy::inline_always)]

use crate::kernels::vector::{F32x4, LANES};

/// A matrix of vectors; every lane has its own.
pub(super) type Square<const SIDE: usize> = [[F32x4; SIDE]; SIDE];

/// Applies a transform of one dimension to the rows, then to the columns.
// The compiler unrolls loops over indices, and calls a function for `map`.
#[allow(clippy::needless_range_loop)]
#[inline(always)]
fn both_sides<const FROM: usize, const TO: usize>(
    square: Square<FROM>,
    side: impl Fn([F32x4; FROM]) -> [F32x4; TO],
) -> Square<TO> {
    let (mut rows, mut both) = ([[F32x4::zero(); TO]; FROM], [[F32x4::zero(); TO]; TO]);
    for row in 0..FROM {
        rows[row] = side(square[row]);
    }
    for column in 0..TO {
        let mut values = [F32x4::zero(); FROM];
        for row in 0..FROM {
            values[row] = rows[row][column];
        }
        let values = side(values);
        for row in 0..TO {
            both[row][column] = values[row];
        }
    }
    both
}

/// The terms of an input tile, Bᵀ d B, row by row: `row(i)` gives row i of d, and `store` takes a row of terms.
///
/// The rows are asked for in such an order that the engine has registers for all vectors.
#[inline(always)]
pub(super) fn transform_input(row: impl Fn(usize) -> [F32x4; 4], mut store: impl FnMut(usize, [F32x4; 4])) {
    let both = |f: fn(F32x4, F32x4) -> F32x4, a: [F32x4; 4], b: [F32x4; 4]| {
        let [a, b, c, d] = [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])];
        [a - c, b + c, c - b, d - b]
    };
    let third = row(2);
    store(0, both(|a, b| a - b, row(0), third));
    let second = row(1);
    store(1, both(|a, b| a + b, second, third));
    store(2, both(|a, b| a - b, third, second));
    store(3, both(|a, b| a - b, row(3), second));
}

/// The terms of a filter: G w Gᵀ.
#[inline(always)]
pub(super) fn transform_filter(square: Square<3>) -> Square<4> {
    let half = F32x4::splat(0.5);
    both_sides(square, |[a, b, c]| {
        let (outer, inner) = ((a + c) * half, b * half);
        [a, outer + inner, outer - inner, c]
    })
}

/// The output tile of its terms: Aᵀ m A.
#[inline(always)]
pub(super) fn transform_output(terms: Square<4>) -> Square<2> {
    both_sides(terms, |[a, b, c, d]| [a + b + c, b - c + d])
}

/// The terms of the gradient of an output tile: A dz Aᵀ.
#[inline(always)]
pub(super) fn transform_output_gradient(tile: Square<2>) -> Square<4> {
    both_sides(tile, |[a, b]| [a, a + b, a - b, b])
}

/// The gradient of a filter of the sums of its terms: Gᵀ m G.
#[inline(always)]
pub(super) fn transform_filter_gradient(terms: Square<4>) -> Square<3> {
    let half = F32x4::splat(0.5);
    both_sides(terms, |[a, b, c, d]| {
        let (sum, difference) = ((b + c) * half, (b - c) * half);
        [a + sum, difference, sum + d]
    })
}

/// The index after the last float that [`load_row`] reads for these starts, which ascend from row to row.
#[inline(always)]
pub(super) fn end_of_rows(starts: &[[usize; LANES]]) -> usize {
    starts.last().map_or(0, |&[a, b, c, d]| a.max(b).max(c.max(d)) + LANES)
}

/// A row of four floats, for four tiles or channels: `row[j]` has column j in each lane. The row of a lane begins at
/// `offset + starts[lane]`.
///
/// # Safety
/// `from` has at least `offset` + [`end_of_rows`] floats.
#[inline(always)]
pub(super) unsafe fn load_row(from: &[f32], offset: usize, &[a, b, c, d]: &[usize; LANES]) -> [F32x4; 4] {
    // SAFETY: the caller has compared the length with the end of the rows. Checks in every row would cost as much as the
    // transform.
    let load = |start: usize| F32x4::load(unsafe { &*from.as_ptr().add(offset + start).cast() });
    F32x4::transpose([load(a), load(b), load(c), load(d)])
}

/// Copies rows of four floats in several planes: `copies: [planes, starts]`. Floats beyond the end are 0: only rows of the last
/// tiles reach there.
pub(super) fn copy_rows(from: &[f32], plane: usize, starts: &[usize], copies: &mut [[f32; LANES]]) {
    for (index, copies) in copies.chunks_exact_mut(starts.len()).enumerate() {
        for (copy, start) in copies.iter_mut().zip(starts) {
            let rest = &from[index * plane + start..];
            *copy = F32x4::load_partial(rest.get(..LANES).unwrap_or(rest)).to_array();
        }
    }
}

/// Stores the terms of a row at `targets[first + column · step]`.
///
/// # Safety
/// `targets` has more than `first + 3 · step` vectors.
#[inline(always)]
pub(super) unsafe fn store_row(terms: [F32x4; 4], targets: &mut [[f32; LANES]], first: usize, step: usize) {
    debug_assert!(targets.len() > first + 3 * step, "a panel of all terms");
    for (column, term) in terms.into_iter().enumerate() {
        // SAFETY: the caller has compared the length with the last index.
        term.store(unsafe { targets.get_unchecked_mut(first + column * step) });
    }
}
