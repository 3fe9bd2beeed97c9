//! Inputs, labels and parameters from JavaScript, each copied once from typed arrays.

use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::Outcome;
use crate::data::{Inputs, Labels};
use crate::session::NamedArray;

/// The inputs of samples.
#[wasm_bindgen]
pub struct SampleInputs(Inputs<'static>);

#[wasm_bindgen]
impl SampleInputs {
    /// From bytes.
    pub fn bytes(values: Vec<u8>) -> Self {
        Self(values.into())
    }

    /// From floats.
    pub fn floats(values: Vec<f32>) -> Self {
        Self(values.into())
    }
}

impl SampleInputs {
    /// The inputs, with a scale if given.
    pub(super) fn scaled(self, scale: Option<f32>) -> Inputs<'static> {
        match scale {
            Some(scale) => self.0.with_scale(scale),
            None => self.0,
        }
    }
}

/// The labels of samples.
#[wasm_bindgen]
pub struct SampleLabels(pub(super) Labels);

#[wasm_bindgen]
impl SampleLabels {
    /// From class indices.
    pub fn classes(values: Vec<u32>) -> Self {
        Self(Labels::Classes(values))
    }

    /// From target values.
    pub fn targets(values: Vec<f32>) -> Self {
        Self(Labels::Values(values))
    }

    /// From numbers. The session decides whether they are classes or values.
    pub fn numbers(values: Vec<f64>) -> Self {
        Self(Labels::from_numbers(values))
    }

    /// From class names.
    pub fn names(names: Vec<String>) -> Self {
        Self(Labels::Names(names))
    }
}

/// Named arrays.
#[wasm_bindgen]
#[derive(Default)]
pub struct ParameterList(pub(super) Vec<NamedArray<'static>>);

#[wasm_bindgen]
impl ParameterList {
    /// An empty list.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an array at the end.
    pub fn add(&mut self, name: String, shape: Vec<u32>, data: Vec<f32>) -> Outcome<()> {
        let shape: Vec<usize> = shape.into_iter().map(|size| size as usize).collect();
        let index = self.0.len();
        let array = NamedArray::new(name, &shape, data)
            .map_err(|error| error.within(format_args!("parameters[{index}]")))?;
        self.0.push(array);
        Ok(())
    }
}
