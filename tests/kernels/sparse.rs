//! The sparse matrix products against the dense ones, to the bit, at the edges of panels and segments.

use core::ops::Range;

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

/// Compresses the rows from `first` on of a matrix of this size.
fn compress(size: [usize; 2], first: usize, rows: &[f32]) -> SparseRows {
    let mut sparse = SparseRows::default();
    sparse.reserve(size[0], size[1]).unwrap();
    assert!(sparse.compress_rows(size, first, rows), "sparse enough");
    sparse
}

/// Copies rows from another matrix by its message.
fn import(sparse: &mut SparseRows, rows: Range<usize>, exported: &SparseRows) {
    let message = exported.export_rows(rows.clone()).concat();
    sparse.import_rows(rows, &mut |at, to| to.copy_from_slice(&message[at..at + to.len()]));
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
fn imported_rows_equal_local_rows() {
    let sizes = [[128, 784, 64], [3, 10, 4], [20, 401, 33], [803, 50, 5], [7, 1203, 70]];
    for ([n, inputs, units], seed) in sizes.into_iter().zip(1..) {
        let mut draw = Draw::new(seed);
        let x = matrix(&mut draw, n * inputs, seed);
        // Three ranges of rows, one of which may be empty.
        let cuts = [0, n / 5, n / 2, n];
        let rows: Vec<_> = cuts.windows(2).map(|cut| cut[0]..cut[1]).collect();
        let values_of = |rows: &Range<usize>| &x[rows.start * inputs..rows.end * inputs];
        let matrices: Vec<_> =
            rows.iter().map(|rows| compress([n, inputs], rows.start, values_of(rows))).collect();
        for (rank, own_rows) in rows.iter().enumerate() {
            let mut whole = compress([n, inputs], own_rows.start, values_of(own_rows));
            for (other, rows) in rows.iter().enumerate().filter(|&(other, _)| other != rank) {
                import(&mut whole, rows.clone(), &matrices[other]);
            }
            compare(&x, [n, inputs, units], &whole, &mut draw);
        }
    }
}

#[test]
fn missing_rows_are_zero() {
    let (x, mut draw) = ([1.0, 0.0, 0.0, 0.0, 0.0, 2.0], Draw::new(5));
    // Earlier entries are dropped.
    let mut sparse = compress([4, 3], 0, &with_zeros(&mut draw, 12, 40));
    assert!(sparse.compress_rows([4, 3], 1, &x));
    compare(&[&[0.0; 3][..], &x, &[0.0; 3]].concat(), [4, 3, 2], &sparse, &mut draw);
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[should_panic(expected = "indices of row 0")]
fn an_imported_index_out_of_bounds_is_rejected() {
    let wide = compress([2, 50], 0, &[1.0, 0.0].repeat(25));
    let mut narrow = compress([2, 40], 1, &[0.0; 40]);
    import(&mut narrow, 0..1, &wide);
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
