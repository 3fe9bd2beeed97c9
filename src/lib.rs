//! inkgrad: neural networks that train in a browser tab.

pub mod error;

pub use error::{Code, Error, Result};
