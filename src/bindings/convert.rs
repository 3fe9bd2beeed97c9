//! Values on their way between Rust and JavaScript: errors, plain objects, named arrays.

use js_sys::{Array, Float32Array, Object, Reflect};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::{Deserializer, Serializer};
use wasm_bindgen::JsValue;

use crate::spec::raw::Raw;
use crate::{Code, Error};

/// What a call from JavaScript gives.
pub(super) type Outcome<T> = Result<T, JsValue>;

impl From<Error> for JsValue {
    /// An error as a plain object: `code`, `message`, and of `path`, `offset`, `found`, `expected` those that apply.
    fn from(error: Error) -> Self {
        let fields = object([("code", error.code.name().into()), ("message", error.to_string().into())]);
        for (name, value) in [("path", error.path), ("found", error.found), ("expected", error.expected)] {
            if let Some(value) = value {
                set(&fields, name, &value.into());
            }
        }
        if let Some(offset) = error.offset {
            set(&fields, "offset", &(offset as f64).into());
        }
        fields.into()
    }
}

/// A plain JavaScript object.
pub(super) fn object<'a>(fields: impl IntoIterator<Item = (&'a str, JsValue)>) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, &value);
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Only a frozen object refuses, and this one is fresh.
    let _ = Reflect::set(object, &name.into(), value);
}

/// A value that knows how to describe itself, as plain objects and arrays.
pub(super) fn plain(value: &impl Serialize) -> Outcome<JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

/// A JavaScript value as the spec's reader takes it: whatever is in it, NaN and infinities too.
pub(super) fn raw(value: JsValue) -> Outcome<Raw> {
    let read = Raw::deserialize(Deserializer::from(value));
    read.map_err(|error| Error::new(Code::Spec, error.to_string()).into())
}

/// An array of strings.
pub(super) fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> JsValue {
    texts.map(JsValue::from_str).collect::<Array>().into()
}

/// A shape as an array of numbers.
pub(super) fn shape(shape: &[usize]) -> JsValue {
    shape.iter().map(|&size| JsValue::from(size as u32)).collect::<Array>().into()
}

/// `{ name, shape, data }`.
pub(super) fn named_array(name: &str, shape_of: &[usize], data: &[f32]) -> JsValue {
    object([("name", name.into()), ("shape", shape(shape_of)), ("data", Float32Array::from(data).into())])
        .into()
}
