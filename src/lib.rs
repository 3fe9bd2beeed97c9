//! inkgrad: neural networks that train in a browser tab, and anywhere else.
//!
//! A [`Spec`] describes a network and its training; a [`Session`] trains it on a [`Dataset`], step by step:
//!
//! ```
//! use inkgrad::data::{Inputs, Labels};
//! use inkgrad::session::Samples;
//! use inkgrad::{Dataset, Part, Session, Spec};
//!
//! let spec = Spec::from_json(
//!     r#"{ "input": [2],
//!          "layers": [{ "kind": "dense", "units": 8, "activation": "tanh" }, { "kind": "dense", "units": 2 }],
//!          "loss": { "kind": "cross_entropy" },
//!          "optimizer": { "kind": "adam", "learning_rate": 0.05 } }"#,
//! )?;
//! let mut session = Session::new(spec)?;
//! let corners = Inputs::Floats(vec![0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
//! let data = Dataset::new(corners, Labels::Classes(vec![0, 1, 1, 0]), 1.0, 2)?;
//! session.set_data(Part::Train, data, false)?;
//! let report = session.step(200)?;
//! assert_eq!(report.step, 200.0);
//! let probabilities = session.predict(Samples::Floats(&[0.0, 1.0]), None)?;
//! assert!(probabilities[1] > 0.9);
//! # Ok::<(), inkgrad::Error>(())
//! ```
//!
//! Data flow one way: data set → batch → forward → loss → backward → optimiser → report. The modules stand in
//! that order in ARCHITECTURE.md; each layer, loss, optimiser and schedule is one file, found by its folder's list.

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
pub mod schema;
pub mod session;
mod sizes;
pub mod spec;

pub use data::Dataset;
pub use error::{Code, Error, Fault, Result};
pub use session::{Part, Report, Session};
pub use spec::Spec;

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The examples of the README, tested as the documentation's are.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
