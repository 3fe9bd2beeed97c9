//! What a spec amounts to, and what can follow a shape, for JavaScript; no network is made for either.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{Outcome, from_js, to_js};
use crate::Spec;

/// `{ spec, layers }`: the spec with every default filled in, and a row a layer.
#[wasm_bindgen]
pub fn describe(spec: JsValue) -> Outcome<JsValue> {
    to_js(&Spec::read(&from_js(spec)?)?.describe()?)
}

/// `[{ kind, fields }]`: the layers that can follow samples of a shape, with a start for every field that must be given.
#[wasm_bindgen]
pub fn layers_after(shape: Vec<u32>) -> Outcome<JsValue> {
    let shape: Vec<usize> = shape.into_iter().map(|size| size as usize).collect();
    to_js(&crate::spec::layers_after(&shape))
}
