//! Values of Rust as JavaScript's.

use inkgrad::formats::{ExportedFile, Imported};
use inkgrad::{Error, Result};
use js_sys::{Array as JsArray, Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;

/// Files as `[{ name, bytes }]`.
pub fn files_of(files: Vec<ExportedFile>) -> JsValue {
    let file = |file: ExportedFile| {
        object([("name", file.name.into()), ("bytes", Uint8Array::from(&*file.bytes).into())])
    };
    files.into_iter().map(file).collect::<JsArray>().into()
}

/// Calls with the files of a `[{ name, bytes }]`.
///
/// # Errors
/// Those of the call.
pub fn with_files<T>(files: &JsArray, call: impl FnOnce(&[(&str, &[u8])]) -> Result<T>) -> Result<T> {
    let field = |file: &JsValue, name: &str| Reflect::get(file, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let owned: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|file| {
            (
                field(&file, "name").as_string().unwrap_or_default(),
                Uint8Array::new(&field(&file, "bytes")).to_vec(),
            )
        })
        .collect();
    let borrowed: Vec<(&str, &[u8])> = owned.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    call(&borrowed)
}

/// A session's file with notes as `{ session, notes: [{ id, message, values }] }`.
pub fn imported_of(imported: Imported) -> JsValue {
    let note = |note: inkgrad::formats::Note| {
        let values = Object::new();
        note.values.iter().for_each(|(name, value)| set(&values, name, &value.as_str().into()));
        object([("id", note.id.into()), ("message", note.message.into()), ("values", values.into())])
    };
    let notes = imported.notes.into_iter().map(note).collect::<JsArray>();
    object([("session", Uint8Array::from(&*imported.session).into()), ("notes", notes.into())]).into()
}

/// An error as a plain object, in the form of the core's bindings.
pub fn error_of(error: &Error) -> JsValue {
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
pub fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, &value);
    }
    object
}

/// Setting a field of a plain object does not fail.
pub fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}
