//! inkgrad: neural networks that train in a browser tab.

pub mod activations;
pub mod error;
pub mod kernels;

pub use error::{Code, Error, Result};
