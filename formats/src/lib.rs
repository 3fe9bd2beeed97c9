//! The formats of [`inkgrad::formats`] for JavaScript, as a wasm module of its own: the package loads it when a network is
//! first exported or imported.

#[cfg(target_arch = "wasm32")]
mod bindings;
