//! The formats of [`inkgrad::formats`] for JavaScript, as wasm modules of their own: `export.rs`, `keras.rs` and `import.rs`
//! are a binary each, which the package loads when a network is first exported so or imported. Here is what they share.

#[cfg(target_arch = "wasm32")]
pub mod values;
