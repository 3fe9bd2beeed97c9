//! Imports safetensors and ONNX models.
#![cfg(target_arch = "wasm32")]

use inkgrad::formats;
use inkgrad_formats::values::{error_of, imported_of, with_files};
use js_sys::Array as JsArray;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Imports a model from its files, `[{ name, bytes }]`: `{ session, notes }`. `options` is a JSON object.
///
/// # Errors
/// An error of the core as a plain object.
#[wasm_bindgen]
pub fn import_model(files: &JsArray, options: &str) -> Result<JsValue, JsValue> {
    let imported = formats::ImportOptions::from_json(options)
        .and_then(|options| with_files(files, |files| formats::import_plainly(files, &options)));
    imported.map(imported_of).map_err(|error| error_of(&error))
}
