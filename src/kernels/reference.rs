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

/// `y = softmax(scale · x)` for every row: `x: [rows, length] → y: [rows, length]`.
pub fn softmax_rows(x: ArrayView2<f32>, scale: f32) -> Array2<f64> {
    let mut y = x.mapv(|x| f64::from(x) * f64::from(scale));
    for mut row in y.rows_mut() {
        let maximum = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        row.mapv_inplace(|x| libm::exp(x - maximum));
        let sum = row.sum();
        row.mapv_inplace(|power| power / sum);
    }
    y
}

/// `dx = scale · y ∘ (dy − Σ y · dy)` for every row: `y, dy: [rows, length] → dx: [rows, length]`.
pub fn softmax_rows_backward(y: ArrayView2<f32>, dy: ArrayView2<f32>, scale: f32) -> Array2<f64> {
    Array2::from_shape_fn(y.dim(), |(i, j)| {
        let mean: f64 = y.row(i).iter().zip(dy.row(i)).map(|(y, dy)| f64::from(*y) * f64::from(*dy)).sum();
        f64::from(scale) * f64::from(y[[i, j]]) * (f64::from(dy[[i, j]]) - mean)
    })
}
