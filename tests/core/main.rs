//! Tests of the core: PyTorch's values, finite differences and documented properties. They run natively and in a browser
//! worker.

#![allow(clippy::float_cmp)] // Tests compare bits.

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod article;
mod builders;
mod calls;
mod configure;
mod data;
mod describe;
mod device;

mod errors;
mod explain;
mod extension;
mod extension_layers;
mod extension_trainer;
mod first_release;
#[cfg(not(target_arch = "wasm32"))]
mod formats;
mod golden;
mod gradients;
mod images;
mod layer_harness;
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
mod split_batch;
mod statistics;
mod support;
