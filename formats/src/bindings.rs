//! What JavaScript calls.

use inkgrad::formats::{self, ExportOptions, Format};
use inkgrad::{Error, Result};
use js_sys::{Array as JsArray, Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Exports what `session.save()` wrote: `[{ name, bytes }]`. `options` is a JSON object.
#[wasm_bindgen]
#[allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what it has copied from JavaScript"
)]
pub fn export_model(saved: Vec<u8>, format: &str, options: &str) -> core::result::Result<JsValue, JsValue> {
    let export = || -> Result<_> {
        formats::export(&saved, Format::named(format)?, &ExportOptions::from_json(options)?)
    };
    let files = export().map_err(|error| error_of(&error))?;
    let file = |file: formats::ExportedFile| {
        object([("name", file.name.into()), ("bytes", Uint8Array::from(&*file.bytes).into())])
    };
    Ok(files.into_iter().map(file).collect::<JsArray>().into())
}

/// An error as a plain object, in the form of the core's bindings.
fn error_of(error: &Error) -> JsValue {
    let values = Object::new();
    for (name, value) in &error.values {
        set(&values, name, &value.as_str().into());
    }
    let fields = object([
        ("code", error.kind.name().into()),
        ("id", error.id().into()),
        ("message", error.to_string().into()),
        ("values", values.into()),
    ]);
    for (name, value) in [("path", &error.path), ("found", &error.found), ("expected", &error.expected)] {
        if let Some(value) = value {
            set(&fields, name, &value.as_str().into());
        }
    }
    if let Some(offset) = error.offset {
        set(&fields, "offset", &(offset as f64).into());
    }
    fields.into()
}

/// An object of these fields.
fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, &value);
    }
    object
}

/// Setting a field of a plain object does not fail.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}
