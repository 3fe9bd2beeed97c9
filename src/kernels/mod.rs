//! Arithmetic over slices of floats: SIMD vectors, element-wise operations, reductions and matrix products.
//!
//! Kernels know no layers, allocate nothing (except [`Workspace::new`]) and accept every value. [`mod@reference`] holds the plain
//! forms that kernels are tested against.

// The one place with `unsafe`: vector instructions and pointers into slices whose lengths were checked.
#![allow(unsafe_code)]

mod channels;
mod double;
mod elementwise;
mod gates;
pub mod im2col;
mod math;
mod matmul;
mod reduce;
pub mod reference;
mod softmax;
mod sparse;
mod sums;
mod vector;
pub mod winograd;

pub use channels::Channels;
pub use double::{cosine_and_sine, power};
pub use elementwise::{add_scaled, map, scale, scale_bytes, update, zip_map};
pub use gates::{gate_sigmoid, gate_tanh};
pub use math::{exp, exp_m1, exp_negative, ln, ln_1p, polynomial, scalar, sigmoid, softplus, tanh};
pub use matmul::{
    Epilogue, Matrix, PackedColumns, Panels, Strided, Workspace, forward, input_gradient, matmul,
    weight_gradient,
};
pub use reduce::{add_row, all_finite, argmax, dot, max, sum, sum_columns, sum_of_squares};
pub use softmax::{softmax_rows, softmax_rows_backward};
pub use sparse::{SparseRows, sparse_forward, sparse_weight_gradient};
pub use sums::sum_of_terms;
pub use vector::{F32x4, LANES, Mask};
