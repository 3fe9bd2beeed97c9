//! The kernels against their reference implementations and documented properties, natively and in a browser worker.
//!
//! Every test has fixed cases, which run everywhere; `property` adds random cases natively.

#![allow(clippy::float_cmp)] // bits and exact results are what is compared

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

mod activations;
mod channels;
mod elementwise;
mod im2col;
mod math;
mod matmul;
mod overflow;
#[cfg(not(target_arch = "wasm32"))]
mod property;
mod softmax;
mod sparse;
mod support;
mod vectors;
mod winograd;
