//! Values on their way between Rust and JavaScript: errors, trees of plain values, named arrays.
//!
//! serde-wasm-bindgen could do the trees; what is written out here is 7 KB smaller (gzip).

use js_sys::{Array, Float32Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::Error;
use crate::schema::raw::Raw;

/// What a call from JavaScript gives.
pub(super) type Outcome<T> = Result<T, JsValue>;

impl From<Error> for JsValue {
    /// An error as a plain object: `code`, `message`, and of `path`, `offset`, `found`, `expected` those that apply.
    fn from(error: Error) -> Self {
        let fields = object([("code", error.code.name().into()), ("message", error.to_string().into())]);
        for (name, value) in [("path", &error.path), ("found", &error.found), ("expected", &error.expected)] {
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

/// A JavaScript value as the spec's reader takes it. The package has seen to it that there is nothing in it but plain
/// objects, arrays, strings, numbers and truth values; whatever else there may be is nothing.
pub(super) fn raw(value: &JsValue) -> Raw {
    if let Some(number) = value.as_f64() {
        return Raw::Number(number);
    }
    if let Some(text) = value.as_string() {
        return Raw::Text(text);
    }
    if let Some(flag) = value.as_bool() {
        return Raw::Boolean(flag);
    }
    if Array::is_array(value) {
        return Raw::List(value.unchecked_ref::<Array>().iter().map(|item| raw(&item)).collect());
    }
    if !value.is_object() {
        return Raw::Nothing;
    }
    let object: &Object = value.unchecked_ref();
    let field = |name: JsValue| {
        let value = Reflect::get(object, &name).unwrap_or(JsValue::UNDEFINED);
        (name.as_string().unwrap_or_default(), raw(&value))
    };
    Raw::Map(Object::keys(object).iter().map(field).collect())
}

/// A tree of plain values for JavaScript; fields that hold nothing are left out.
pub(super) fn plain(raw: &Raw) -> JsValue {
    match raw {
        Raw::Nothing => JsValue::NULL,
        Raw::Boolean(value) => (*value).into(),
        Raw::Number(value) => (*value).into(),
        Raw::Text(text) => text.into(),
        Raw::List(items) => items.iter().map(plain).collect::<Array>().into(),
        Raw::Map(fields) => {
            let given = fields.iter().filter(|(_, value)| *value != Raw::Nothing);
            object(given.map(|(name, value)| (name.as_str(), plain(value)))).into()
        }
    }
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
