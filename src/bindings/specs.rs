//! The description of a spec, and the layers that can follow a shape. Neither builds a network.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{Outcome, from_js, to_js};
use crate::Spec;

/// `{ spec, layers }`: the spec with all defaults, and a row for each layer.
#[wasm_bindgen]
pub fn describe(spec: JsValue) -> Outcome<JsValue> {
    to_js(&Spec::read(&from_js(spec)?)?.describe()?)
}

/// `[{ kind, fields }]`: the layers that can follow samples of a shape, with a start value for each required field.
#[wasm_bindgen]
pub fn layers_after(shape: Vec<u32>) -> Outcome<JsValue> {
    let shape: Vec<usize> = shape.into_iter().map(|size| size as usize).collect();
    to_js(&crate::spec::layers_after(&shape))
}
