//! The JavaScript bindings of file readers, drawing preprocessing and image rendering.

use js_sys::{Float32Array, Uint8Array, Uint8ClampedArray};
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::ImageData;

use super::convert::{Outcome, counts, floats, to_js};
use crate::data::{self, Centre, CsvOptions, Drawing, Fit, Label, Labels};
use crate::paint::Palette;

#[derive(Serialize)]
struct IdxObject {
    shape: Vec<usize>,
    #[serde(with = "preserve")]
    data: Uint8Array,
}

/// Reads an IDX file: `{ shape, data }`.
#[wasm_bindgen]
pub fn read_idx(bytes: Vec<u8>) -> Outcome<JsValue> {
    let idx = data::read_idx(&bytes)?;
    to_js(&IdxObject { data: Uint8Array::from(&*idx.data), shape: idx.shape })
}

#[derive(Serialize)]
struct CsvObject<'a> {
    columns: Vec<&'a str>,
    #[serde(with = "preserve")]
    inputs: Float32Array,
    #[serde(with = "preserve")]
    labels: JsValue,
    classes: Option<Vec<&'a str>>,
}

/// Reads a CSV file: `{ columns, inputs, labels, classes }`. The label's column is `label_name`, else `label_index`, none
/// where there is `no_label`, else the one that looks like it.
#[wasm_bindgen]
pub fn read_csv(
    bytes: Vec<u8>,
    header: Option<bool>,
    label_name: Option<String>,
    label_index: Option<u32>,
    no_label: bool,
) -> Outcome<JsValue> {
    let label = match (label_name, label_index) {
        (Some(name), _) => Label::Name(name),
        (None, Some(index)) => Label::Index(index as usize),
        (None, None) if no_label => Label::None,
        (None, None) => Label::Guess,
    };
    let table = data::read_csv(&bytes, &CsvOptions { header, label })?;
    to_js(&CsvObject {
        columns: table.columns.iter().collect(),
        inputs: Float32Array::from(&*table.inputs),
        labels: match &table.labels {
            Some(Labels::Classes(classes)) => counts(Some(classes)),
            Some(Labels::Values(values)) => floats(Some(values)),
            _ => JsValue::NULL,
        },
        classes: table.classes.as_ref().map(|names| names.iter().collect()),
    })
}

/// The ink of a drawing.
#[wasm_bindgen]
pub struct Ink {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
}

#[wasm_bindgen]
impl Ink {
    /// From ink values, 0 none and 255 full.
    pub fn of_pixels(pixels: Vec<u8>, width: u32, height: u32) -> Self {
        Self { pixels, width: width as usize, height: height as usize }
    }

    /// From an image, or an object with the same fields.
    pub fn of_image(image: &ImageData) -> Outcome<Ink> {
        let (width, height) = (image.width() as usize, image.height() as usize);
        Ok(Self {
            pixels: data::ink_of_image(&image.data(), width, height)
                .map_err(|error| error.within("image"))?,
            width,
            height,
        })
    }
}

#[derive(Serialize)]
struct DrawingObject {
    #[serde(with = "preserve")]
    input: JsValue,
    stages: Vec<StageObject>,
    ink: f64,
}

#[derive(Serialize)]
struct StageObject {
    name: &'static str,
    width: usize,
    height: usize,
    #[serde(with = "preserve")]
    pixels: Uint8Array,
}

/// Prepares a drawing: `{ input, stages, ink }`. The ink fills `box_fraction` of the input and is centred by its centre of
/// mass or its bounding box.
#[wasm_bindgen]
pub fn prepare_drawing(ink: Ink, shape: Vec<u32>, box_fraction: f32, by_mass: bool) -> Outcome<JsValue> {
    let shape: Vec<usize> = shape.into_iter().map(|size| size as usize).collect();
    let prepared = data::prepare_drawing(&Drawing {
        pixels: &ink.pixels,
        width: ink.width,
        height: ink.height,
        shape: &shape,
        fit: Fit { box_fraction, centre: if by_mass { Centre::Mass } else { Centre::Box } },
    })?;
    let stage = |stage: &data::Stage| StageObject {
        name: stage.name,
        width: stage.width,
        height: stage.height,
        pixels: Uint8Array::from(&*stage.pixels),
    };
    to_js(&DrawingObject {
        input: floats(prepared.input.as_deref()),
        stages: prepared.stages.iter().map(stage).collect(),
        ink: f64::from(prepared.ink),
    })
}

/// Renders numbers, height × width, with a palette of two or three RGB colours: zero, positive, negative.
#[wasm_bindgen]
pub fn paint(
    values: Vec<f32>,
    width: u32,
    height: u32,
    palette: Vec<u8>,
    limit: Option<f32>,
) -> Outcome<ImageData> {
    let palette = Palette::from_bytes(&palette)?;
    let pixels = crate::paint::paint(&values, width as usize, height as usize, &palette, limit)?;
    // A copy: an `ImageData` keeps a reference to the array.
    let pixels = Uint8ClampedArray::from(&*pixels);
    ImageData::new_with_js_u8_clamped_array_and_sh(&pixels, width, height)
}
