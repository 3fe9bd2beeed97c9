//! The bindings for JavaScript. They only convert values. `package/` has queues, promises, options and the checks of
//! arguments.
//!
//! Specs, options, summaries, evaluations and errors cross as plain objects, by serde; arrays of numbers as typed arrays
//! that are copied once. Counts cross as 32-bit integers or floats: a `usize` would bring `BigInt` along.

// wasm-bindgen needs owned arguments and ignores `must_use`.
#![allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what it has copied from JavaScript"
)]

mod browser;
mod convert;
mod device;
mod handle;
mod parallel;
mod query;
mod readers;
mod samples;
mod session;
mod specs;
mod tasks;

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the crate.
#[wasm_bindgen]
pub fn version() -> String {
    crate::VERSION.to_owned()
}

/// The instruction set that this binary was built for, as the package names it.
#[wasm_bindgen]
pub fn build() -> String {
    let name = if cfg!(target_feature = "relaxed-simd") { "relaxed-simd" } else { "simd128" };
    name.to_owned()
}

/// Whether `bytes` contiguous bytes can be allocated. The glue aborts if it cannot allocate memory for an array, so large
/// arrays are checked before.
#[wasm_bindgen]
pub fn has_room(bytes: f64) -> bool {
    let mut room = Vec::<u8>::new();
    bytes < f64::from(u32::MAX) && room.try_reserve_exact(bytes as usize).is_ok()
}
