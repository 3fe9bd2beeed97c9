//! The sparse matrix products against the dense ones, to the bit, at the edges of panels and segments.

use inkgrad::kernels::{
    SparseRows, Workspace, forward, sparse_forward, sparse_weight_gradient, weight_gradient,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

/// A matrix with about `percent` % non-zero values; some zeros are negative.
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

/// A matrix as dense as an image of strokes, or as the output of a hidden `ReLU` layer.
fn matrix(draw: &mut Draw, count: usize, seed: u32) -> Vec<f32> {
    with_zeros(draw, count, if seed.is_multiple_of(2) { 20 } else { 45 })
}

/// Compares both products of one size if the input is sparse enough, and returns whether it is. `sparse` may hold another
/// matrix.
pub(crate) fn check([n, inputs, units]: [usize; 3], sparse: &mut SparseRows, seed: u32) -> bool {
    let mut draw = Draw::new(seed);
    let x = matrix(&mut draw, n * inputs, seed);
    sparse.reserve(n, inputs).unwrap();
    let is_sparse = sparse.compress(&x, inputs);
    if is_sparse {
        compare(&x, [n, inputs, units], sparse, &mut draw);
    }
    is_sparse
}

/// Compares both products of `x`, which `sparse` holds.
#[track_caller]
fn compare(x: &[f32], [n, inputs, units]: [usize; 3], sparse: &SparseRows, draw: &mut Draw) {
    let (weights, bias, dy) = (draw.reals(units * inputs), draw.reals(units), draw.reals(n * units));
    let mut workspace = Workspace::new().unwrap();
    for bias in [None, Some(&*bias)] {
        let (mut expected, mut found) = (vec![f32::NAN; n * units], vec![f32::NAN; n * units]);
        forward(x, &weights, bias, [n, inputs, units], &mut expected, &mut workspace);
        sparse_forward(sparse, &weights, bias, units, &mut found, &mut workspace);
        assert_eq!(bits(&found), bits(&expected), "forward {n} × {inputs} × {units}");
    }
    let (mut expected, mut found) = (vec![f32::NAN; units * inputs], vec![f32::NAN; units * inputs]);
    weight_gradient(&dy, x, [n, inputs, units], &mut expected, false, &mut workspace);
    sparse_weight_gradient(&dy, sparse, units, &mut found, &mut workspace);
    assert_eq!(bits(&found), bits(&expected), "gradient {n} × {inputs} × {units}");
}

#[test]
fn sparse_and_dense_products_have_the_same_bits() {
    let mut sparse = SparseRows::default();
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
        assert!(check(size, &mut sparse, seed), "{size:?} is sparse enough");
    }
}

#[test]
fn only_matrices_below_the_maximal_density_are_compressed() {
    let mut draw = Draw::new(3);
    let mut sparse = SparseRows::default();
    sparse.reserve(40, 600).unwrap();
    for (percent, expected) in [(100, false), (60, false), (50, true), (20, true)] {
        let matrix = with_zeros(&mut draw, 40 * 600, percent);
        assert_eq!(sparse.compress(&matrix, 600), expected, "{percent} % are not zero");
    }
    assert!(sparse.compress(&[-0.0; 600], 600));
}

#[test]
fn a_row_of_zeros_gives_the_bias() {
    let (mut sparse, mut workspace) = (SparseRows::default(), Workspace::new().unwrap());
    sparse.reserve(3, 6).unwrap();
    assert!(sparse.compress(&[0.0; 18], 6));
    let mut y = [f32::NAN; 6];
    sparse_forward(&sparse, &[1.0; 12], Some(&[0.5, -2.0]), 2, &mut y, &mut workspace);
    assert_eq!(y, [0.5, -2.0, 0.5, -2.0, 0.5, -2.0]);
    let mut dw = [f32::NAN; 12];
    sparse_weight_gradient(&[1.0; 6], &sparse, 2, &mut dw, &mut workspace);
    assert_eq!(dw, [0.0; 12]);
}

#[test]
fn a_dense_matrix_drops_the_entries_of_an_earlier_one() {
    let (mut sparse, mut workspace) = (SparseRows::default(), Workspace::new().unwrap());
    sparse.reserve(40, 600).unwrap();
    assert!(sparse.compress(&with_zeros(&mut Draw::new(3), 40 * 600, 20), 600));
    assert!(!sparse.compress(&[1.0; 40 * 60], 60));
    let mut y = [7.0; 40];
    sparse_forward(&sparse, &[1.0; 60], None, 1, &mut y, &mut workspace);
    assert_eq!(y, [7.0; 40]);
}
