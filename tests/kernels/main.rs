//! The kernels against their plain references and against their promises, natively and in a browser's worker.
//!
//! Every test has fixed cases, which run everywhere; where chance finds more, `chance` draws cases natively.

#![allow(clippy::float_cmp)] // bits and exact results are what is compared

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod activations;
#[cfg(not(target_arch = "wasm32"))]
mod chance;
mod channels;
mod im2col;
mod math;
mod matmul;
mod overflow;
mod passes;
mod sparse;
mod support;
mod vectors;
