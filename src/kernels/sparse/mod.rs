//! Products of a dense layer with an input that has many zeros, such as a picture or what `ReLU` lets through: only
//! the numbers that are not zero are multiplied.
//!
//! `index` finds them, once a batch; `product` multiplies by them. Each sum has the order and the cuts of the
//! dense product in `matmul`, and 0 · w adds nothing to it: the results are the same to the bit wherever the
//! weights and gradients are finite, so that nobody but the clock can tell which of the two has run.

mod index;
mod product;

pub use index::NonZeros;
pub use product::{sparse_forward, sparse_weight_gradient};
