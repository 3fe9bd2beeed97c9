//! The products of a dense layer for a sparse input, such as an image or the output of `ReLU`.
//!
//! `rows` compresses the input, once a batch; `product` multiplies it. Each sum has the order and the segments of the
//! dense product in `matmul`, and adding 0 · w changes nothing. The results therefore have the same bits as the dense
//! product if weights and gradients are finite.

mod product;
mod rows;

pub use product::{sparse_forward, sparse_weight_gradient};
pub use rows::SparseRows;
pub(super) use rows::{Entry, append};
