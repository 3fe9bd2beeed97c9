//! inkgrad: neural networks that train in a browser tab, and anywhere else.
//!
//! A [`Spec`] describes a network and its training; a [`Session`] trains it on a [`Dataset`], step by step:
//!
//! ```
//! use inkgrad::{Dataset, Part, Session, Spec};
//!
//! let spec = Spec::from_json(
//!     r#"{ "input": [2],
//!          "layers": [{ "kind": "dense", "units": 8, "activation": "tanh" }, { "kind": "dense", "units": 2 }],
//!          "loss": { "kind": "cross_entropy" },
//!          "optimizer": { "kind": "adam", "learning_rate": 0.05 } }"#,
//! )?;
//! let mut session = Session::new(spec)?;
//! let corners = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
//! session.set_data(Part::Train, Dataset::new(corners, ["same", "other", "other", "same"])?)?;
//! let report = session.step(200)?;
//! assert_eq!(report.step, 200);
//! let probabilities = session.predict([0.0, 1.0])?;
//! assert!(probabilities[[0, 1]] > 0.9);
//! # Ok::<(), inkgrad::Error>(())
//! ```
//!
//! Data flow one way: data set → batch → forward → loss → backward → optimiser → report. The modules stand in
//! that order in ARCHITECTURE.md; each layer, loss, optimiser and schedule is one file, found by its folder's list.

pub mod activations;
#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
mod bindings;
pub mod data;
pub mod error;
pub mod formats;
pub mod kernels;
pub mod layers;
pub mod losses;
mod memory;
pub mod model;
pub mod optimizers;
pub mod paint;
pub mod parallel;
pub mod random;
mod safetensors;
pub mod schedules;
pub mod schema;
pub mod session;
mod signature;
pub mod spec;
pub mod trainer;

pub use data::Dataset;
pub use error::{Error, ErrorDetails, ErrorKind, Result};
pub use session::{Part, Report, Session};
pub use spec::Spec;

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The examples of the README, tested as the documentation's are.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The programs of the documentation's recipes run as they stand there.
#[cfg(doctest)]
mod recipes {
    macro_rules! recipe {
        ($name:ident, $file:literal) => {
            #[doc = concat!("```\n", include_str!(concat!("../docs/recipes/", $file)), "```")]
            struct $name;
        };
    }
    recipe!(FirstNetwork, "first_network.rs");
    recipe!(OwnData, "own_data.rs");
    recipe!(Export, "export.rs");
}
