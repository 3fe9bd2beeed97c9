//! The products that leave out zeros against the dense ones, to the bit, over the sizes at which panels and
//! parts end.

use core::ops::Range;

use inkgrad::kernels::{
    NonZeros, Workspace, forward, sparse_forward, sparse_weight_gradient, weight_gradient,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

/// A matrix of which about `percent` of the numbers are not zero, and some zeros are negative.
fn with_zeros(draw: &mut Draw, count: usize, percent: u32) -> Vec<f32> {
    let mut number = || match (draw.bits() >> 8) % 1000 {
        bits if bits < 10 * percent => draw.real(),
        bits if bits.is_multiple_of(7) => -0.0,
        _ => 0.0,
    };
    (0..count).map(|_| number()).collect()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// A matrix as full as a picture's strokes, or as the units of a hidden layer that are at work.
fn matrix(draw: &mut Draw, count: usize, seed: u32) -> Vec<f32> {
    with_zeros(draw, count, if seed.is_multiple_of(2) { 20 } else { 45 })
}

/// Both products of one size, where the input has few numbers that are not zero, and whether it has; `non_zeros` may hold
/// others.
pub(crate) fn check([n, inputs, units]: [usize; 3], non_zeros: &mut NonZeros, seed: u32) -> bool {
    let mut draw = Draw::new(seed);
    let x = matrix(&mut draw, n * inputs, seed);
    non_zeros.reserve(n, inputs).unwrap();
    let listed = non_zeros.find(&x, inputs);
    if listed {
        compare(&x, [n, inputs, units], non_zeros, &mut draw);
    }
    listed
}

/// Both products of `x`, whose rows are listed.
#[track_caller]
fn compare(x: &[f32], [n, inputs, units]: [usize; 3], non_zeros: &NonZeros, draw: &mut Draw) {
    let (weights, bias, dy) = (draw.reals(units * inputs), draw.reals(units), draw.reals(n * units));
    let mut workspace = Workspace::new().unwrap();
    for bias in [None, Some(&*bias)] {
        let (mut expected, mut found) = (vec![f32::NAN; n * units], vec![f32::NAN; n * units]);
        forward(x, &weights, bias, [n, inputs, units], &mut expected, &mut workspace);
        sparse_forward(non_zeros, &weights, bias, units, &mut found, &mut workspace);
        assert_eq!(bits(&found), bits(&expected), "forward {n} × {inputs} × {units}");
    }
    let (mut expected, mut found) = (vec![f32::NAN; units * inputs], vec![f32::NAN; units * inputs]);
    weight_gradient(&dy, x, [n, inputs, units], &mut expected, false, &mut workspace);
    sparse_weight_gradient(&dy, non_zeros, units, &mut found, &mut workspace);
    assert_eq!(bits(&found), bits(&expected), "gradient {n} × {inputs} × {units}");
}

/// Lists the rows from `first` on, of a matrix of this size.
fn list(size: [usize; 2], first: usize, rows: &[f32]) -> NonZeros {
    let mut non_zeros = NonZeros::default();
    non_zeros.reserve(size[0], size[1]).unwrap();
    assert!(non_zeros.find_rows(size, first, rows), "few enough");
    non_zeros
}

/// Takes rows over from another's lists.
fn take(non_zeros: &mut NonZeros, rows: Range<usize>, theirs: &NonZeros) {
    let message = theirs.listed(rows.clone()).concat();
    non_zeros.take_rows(rows, &mut |at, to| to.copy_from_slice(&message[at..at + to.len()]));
}

#[test]
fn the_bits_of_the_dense_products() {
    let mut non_zeros = NonZeros::default();
    let sizes = [
        [128, 784, 128],
        [32, 784, 10],
        [5, 30, 1],
        [20, 401, 33],
        [401, 64, 40],
        [803, 50, 300],
        [7, 1203, 70],
        [33, 9, 31],
    ];
    for (size, seed) in sizes.into_iter().zip(1..) {
        assert!(check(size, &mut non_zeros, seed), "{size:?} is listed");
    }
}

#[test]
fn rows_that_others_have_listed_are_as_ones_own() {
    let sizes = [[128, 784, 64], [3, 10, 4], [20, 401, 33], [803, 50, 5], [7, 1203, 70]];
    for ([n, inputs, units], seed) in sizes.into_iter().zip(1..) {
        let mut draw = Draw::new(seed);
        let x = matrix(&mut draw, n * inputs, seed);
        // Three parts, of which one may have no row.
        let cuts = [0, n / 5, n / 2, n];
        let rows: Vec<_> = cuts.windows(2).map(|cut| cut[0]..cut[1]).collect();
        let part = |rows: &Range<usize>| &x[rows.start * inputs..rows.end * inputs];
        let lists: Vec<_> = rows.iter().map(|rows| list([n, inputs], rows.start, part(rows))).collect();
        for (mine, own) in rows.iter().enumerate() {
            let mut whole = list([n, inputs], own.start, part(own));
            for (other, rows) in rows.iter().enumerate().filter(|&(other, _)| other != mine) {
                take(&mut whole, rows.clone(), &lists[other]);
            }
            compare(&x, [n, inputs, units], &whole, &mut draw);
        }
    }
}

#[test]
fn rows_that_have_not_come_are_rows_of_zeros() {
    let (x, mut draw) = ([1.0, 0.0, 0.0, 0.0, 0.0, 2.0], Draw::new(5));
    // What was listed before is gone.
    let mut non_zeros = list([4, 3], 0, &with_zeros(&mut draw, 12, 40));
    assert!(non_zeros.find_rows([4, 3], 1, &x));
    compare(&[&[0.0; 3][..], &x, &[0.0; 3]].concat(), [4, 3, 2], &non_zeros, &mut draw);
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[should_panic(expected = "places of row 0")]
fn a_place_outside_of_the_matrix_is_refused() {
    let wide = list([2, 50], 0, &[1.0, 0.0].repeat(25));
    let mut narrow = list([2, 40], 1, &[0.0; 40]);
    take(&mut narrow, 0..1, &wide);
}

#[test]
fn a_matrix_is_listed_where_most_of_it_is_zero() {
    let mut draw = Draw::new(3);
    let mut non_zeros = NonZeros::default();
    non_zeros.reserve(40, 600).unwrap();
    for (percent, listed) in [(100, false), (60, false), (50, true), (20, true)] {
        let matrix = with_zeros(&mut draw, 40 * 600, percent);
        assert_eq!(non_zeros.find(&matrix, 600), listed, "{percent} % are not zero");
    }
    assert!(non_zeros.find(&[-0.0; 600], 600));
}

#[test]
fn a_row_of_zeros_gives_the_bias() {
    let (mut non_zeros, mut workspace) = (NonZeros::default(), Workspace::new().unwrap());
    non_zeros.reserve(3, 6).unwrap();
    assert!(non_zeros.find(&[0.0; 18], 6));
    let mut y = [f32::NAN; 6];
    sparse_forward(&non_zeros, &[1.0; 12], Some(&[0.5, -2.0]), 2, &mut y, &mut workspace);
    assert_eq!(y, [0.5, -2.0, 0.5, -2.0, 0.5, -2.0]);
    let mut dw = [f32::NAN; 12];
    sparse_weight_gradient(&[1.0; 6], &non_zeros, 2, &mut dw, &mut workspace);
    assert_eq!(dw, [0.0; 12]);
}

#[test]
fn a_matrix_with_few_zeros_leaves_nothing_of_an_older_one() {
    let (mut non_zeros, mut workspace) = (NonZeros::default(), Workspace::new().unwrap());
    non_zeros.reserve(40, 600).unwrap();
    assert!(non_zeros.find(&with_zeros(&mut Draw::new(3), 40 * 600, 20), 600));
    assert!(!non_zeros.find(&[1.0; 40 * 60], 60));
    let mut y = [7.0; 40];
    sparse_forward(&non_zeros, &[1.0; 60], None, 1, &mut y, &mut workspace);
    assert_eq!(y, [7.0; 40]);
}
