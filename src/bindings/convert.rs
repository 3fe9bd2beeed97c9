//! Conversion between Rust and JavaScript values: objects by serde, arrays of numbers as typed arrays.

use js_sys::{Float32Array, Uint32Array};
use serde::Serialize;
use serde_wasm_bindgen::{Serializer, preserve};
use wasm_bindgen::JsValue;

use crate::schema::json_value::JsonValue;
use crate::session::NamedArray;
use crate::{Error, ErrorKind};

/// The result of a call from JavaScript.
pub(super) type Outcome<T> = Result<T, JsValue>;

/// A value as a plain JavaScript object: maps as objects, nothing as null, whole numbers as numbers.
pub(super) fn to_js(value: &impl Serialize) -> Outcome<JsValue> {
    let serializer = Serializer::json_compatible();
    value.serialize(&serializer).map_err(|error| unreadable(&error))
}

/// A plain JavaScript value: specs, changes, options. Every further type adds another copy of serde's code to the binary.
pub(super) fn from_js(value: JsValue) -> Outcome<JsonValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| unreadable(&error))
}

/// Only values that are not plain objects fail. The package does not pass any.
fn unreadable(error: &serde_wasm_bindgen::Error) -> JsValue {
    Error::new(ErrorKind::Spec, error).named("unreadable").into()
}

impl From<Error> for JsValue {
    /// An error as a plain object: `code`, `id`, `message`, `values`, and those of the others that apply.
    fn from(error: Error) -> Self {
        error.serialize(&Serializer::json_compatible()).unwrap_or(Self::UNDEFINED)
    }
}

/// `{ name, shape, data }`.
#[derive(Serialize)]
pub(super) struct ArrayObject<'a> {
    name: &'a str,
    shape: &'a [usize],
    #[serde(with = "preserve")]
    data: Float32Array,
}

impl<'a> ArrayObject<'a> {
    /// Copies the numbers to an array that JavaScript owns.
    pub(super) fn new(array: &'a NamedArray<'_>) -> Self {
        Self { name: &array.name, shape: array.shape(), data: Float32Array::from(&*array.data()) }
    }
}

/// A typed array, or null.
pub(super) fn floats(values: Option<&[f32]>) -> JsValue {
    values.map_or(JsValue::NULL, |values| Float32Array::from(values).into())
}

/// A typed array, or null.
pub(super) fn counts(values: Option<&[u32]>) -> JsValue {
    values.map_or(JsValue::NULL, |values| Uint32Array::from(values).into())
}
