//! What JavaScript calls.

use inkgrad::{Error, Result};
use js_sys::{
    Array as JsArray, Float32Array, Float64Array, Int32Array, Object, Reflect, Uint8Array, Uint8ClampedArray,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::contents::{Contents, Values};

/// Opens a file: `{ kind, … }`, where CSV and IDX files are `{ kind: 'text' | 'idx', bytes }`.
#[wasm_bindgen]
#[allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen hands over what it has copied from JavaScript"
)]
pub fn open_file(bytes: Vec<u8>) -> core::result::Result<JsValue, JsValue> {
    match crate::open_file(&bytes) {
        Ok(contents) => Ok(object_of(contents).into()),
        Err(error) => Err(error_of(&error)),
    }
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

fn object_of(contents: Contents) -> Object {
    match contents {
        Contents::Text(bytes) => bytes_object("text", &bytes),
        Contents::Idx(bytes) => bytes_object("idx", &bytes),
        Contents::Array(array) => object([
            ("kind", "array".into()),
            (
                "shape",
                array.shape.iter().map(|&length| JsValue::from(length as f64)).collect::<JsArray>().into(),
            ),
            ("data", values_object(&array.data)),
        ]),
        Contents::Image(image) => object([
            ("kind", "image".into()),
            (
                "image",
                object([
                    ("data", Uint8ClampedArray::from(&*image.pixels).into()),
                    ("width", (image.width as f64).into()),
                    ("height", (image.height as f64).into()),
                ])
                .into(),
            ),
        ]),
        Contents::Archive(entries) => {
            let files = entries.into_iter().map(|entry| entry_object(&entry.name, entry.contents));
            object([("kind", "archive".into()), ("files", files.collect::<JsArray>().into())])
        }
    }
}

/// A file of an archive: its contents with its name, or its error.
fn entry_object(name: &str, contents: Result<Contents>) -> JsValue {
    let object = match contents {
        Ok(contents) => object_of(contents),
        Err(error) => object([("kind", "unreadable".into()), ("error", error_of(&error))]),
    };
    set(&object, "name", &name.into());
    object.into()
}

fn values_object(values: &Values) -> JsValue {
    match values {
        Values::Bytes(values) => Uint8Array::from(&**values).into(),
        Values::Integers(values) => Int32Array::from(&**values).into(),
        Values::Floats(values) => Float32Array::from(&**values).into(),
        Values::Doubles(values) => Float64Array::from(&**values).into(),
        Values::Texts(values) => {
            values.iter().map(|text| JsValue::from(text.as_str())).collect::<JsArray>().into()
        }
    }
}

fn bytes_object(kind: &str, bytes: &[u8]) -> Object {
    object([("kind", kind.into()), ("bytes", Uint8Array::from(bytes).into())])
}
