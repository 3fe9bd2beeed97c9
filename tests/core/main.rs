//! The core against PyTorch's numbers, against finite differences and against its own promises, natively and in
//! a browser's worker.

#![allow(clippy::float_cmp)] // the same bits are what is promised

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod article;
mod builders;
mod calls;
mod configure;
mod data;
mod describe;
mod device;
mod division;
mod errors;
mod explain;
mod extension;
mod extension_layers;
mod extension_trainer;
mod first_release;
mod golden;
mod gradients;
mod images;
mod nearest;
mod normalisation;
mod optimizers;
#[cfg(not(target_arch = "wasm32"))]
mod parallel;
#[cfg(not(target_arch = "wasm32"))]
mod parallel_dense;
#[cfg(not(target_arch = "wasm32"))]
mod ranks;
mod residual;
mod runs;
mod save;
mod schema;
mod sequences;
mod session;
mod statistics;
mod support;
mod trial;
