//! Reference forms of the kernels over `ndarray` views, with sums in double precision, for tests.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

/// `c = start + a · bᵀ + bias`: `a: [m, k]`, `b: [n, k]`, `start: [m, n]`, `bias: [n] → c: [m, n]`.
pub fn matmul(
    a: ArrayView2<f32>,
    b: ArrayView2<f32>,
    start: Option<ArrayView2<f32>>,
    bias: Option<ArrayView1<f32>>,
) -> Array2<f64> {
    Array2::from_shape_fn((a.nrows(), b.nrows()), |(i, j)| {
        let mut sum = start.map_or(0.0, |start| f64::from(start[[i, j]]));
        for d in 0..a.ncols() {
            sum += f64::from(a[[i, d]]) * f64::from(b[[j, d]]);
        }
        sum + bias.map_or(0.0, |bias| f64::from(bias[j]))
    })
}

/// `out[j] = Σ_i matrix[i, j]`: `matrix: [n, units] → out: [units]`.
pub fn sum_columns(matrix: ArrayView2<f32>) -> Array1<f64> {
    Array1::from_shape_fn(matrix.ncols(), |j| matrix.column(j).iter().map(|value| f64::from(*value)).sum())
}

/// `Σ a[i] · b[i]`.
pub fn dot(a: ArrayView1<f32>, b: ArrayView1<f32>) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}
