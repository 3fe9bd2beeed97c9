//! Exports to Keras 3 or TensorFlow.js, and imports our own Keras file.
#![cfg(target_arch = "wasm32")]

use inkgrad::formats;
use inkgrad_formats::values::{error_of, files_of, imported_of, with_files};
use js_sys::Array as JsArray;
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
    formats::export_to_keras(&saved, format, options).map(files_of).map_err(|error| error_of(&error))
}

/// Imports our own Keras file from files, `[{ name, bytes }]`: `{ session, notes }`.
///
/// # Errors
/// An error of the core as a plain object.
#[wasm_bindgen]
pub fn import_model(files: &JsArray) -> Result<JsValue, JsValue> {
    with_files(files, formats::import_from_keras).map(imported_of).map_err(|error| error_of(&error))
}
