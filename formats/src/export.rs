//! Exports to safetensors, PyTorch, ONNX or the spec.
#![cfg(target_arch = "wasm32")]

use inkgrad::formats;
use inkgrad_formats::values::{error_of, files_of};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Exports what `session.save()` wrote: `[{ name, bytes }]`. `options` is a JSON object.
///
/// # Errors
/// An error of the core as a plain object.
#[wasm_bindgen]
#[allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what it has copied from JavaScript"
)]
pub fn export_model(saved: Vec<u8>, format: &str, options: &str) -> Result<JsValue, JsValue> {
    formats::export_plainly(&saved, format, options).map(files_of).map_err(|error| error_of(&error))
}
