//! inkgrad: neural networks that train in a browser tab.

pub mod activations;
#[cfg(target_arch = "wasm32")]
mod bindings;
pub mod data;
pub mod error;
pub mod kernels;
pub mod layers;
pub mod losses;
mod memory;
pub mod network;
pub mod optimizers;
pub mod random;
mod safetensors;
pub mod schedules;
pub mod session;
pub mod spec;

pub use data::Dataset;
pub use error::{Code, Error, Result};
pub use session::{Part, Report, Session};
pub use spec::Spec;

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
