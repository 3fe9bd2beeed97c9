//! The readers of files and drawings for JavaScript.

use js_sys::{Array, Float32Array, Uint8Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{Outcome, object, shape, texts};
use crate::data::{self, Centre, CsvOptions, Drawing, Fit, Label, Labels, Names, Stage};

/// Reads an IDX file: `{ shape, data }`.
#[wasm_bindgen]
pub fn read_idx(bytes: Vec<u8>) -> Outcome<JsValue> {
    let idx = data::read_idx(&bytes)?;
    Ok(object([("shape", shape(&idx.shape)), ("data", Uint8Array::from(&*idx.data).into())]).into())
}

/// Reads a CSV file: `{ columns, inputs, labels, classes }`. The label's column is `label_name`, else `label_index`,
/// else the last.
#[wasm_bindgen]
pub fn read_csv(
    bytes: Vec<u8>,
    header: Option<bool>,
    label_name: Option<String>,
    label_index: Option<u32>,
) -> Outcome<JsValue> {
    let by_index = |index: Option<u32>| index.map_or(Label::Last, |index| Label::Index(index as usize));
    let label = label_name.map_or_else(|| by_index(label_index), Label::Name);
    let table = data::read_csv(&bytes, &CsvOptions { header, label })?;
    let labels: JsValue = match &table.labels {
        Labels::Classes(classes) => Uint32Array::from(&**classes).into(),
        Labels::Values(values) => Float32Array::from(&**values).into(),
        _ => JsValue::NULL,
    };
    let names = |names: &Names| texts(names.iter());
    let fields = object([
        ("columns", names(&table.columns)),
        ("inputs", Float32Array::from(&*table.inputs).into()),
        ("labels", labels),
        ("classes", table.classes.as_ref().map_or(JsValue::NULL, names)),
    ]);
    Ok(fields.into())
}

/// Makes a drawing ready for a network: `{ input, stages, ink }`. The ink fills `box_fraction` of the input, by its
/// centre of mass or else that of its bounding box.
#[wasm_bindgen]
pub fn prepare_drawing(
    pixels: Vec<u8>,
    width: u32,
    height: u32,
    shape: Vec<u32>,
    box_fraction: f32,
    by_mass: bool,
) -> Outcome<JsValue> {
    let shape: Vec<usize> = shape.into_iter().map(|size| size as usize).collect();
    let drawing = Drawing {
        pixels: &pixels,
        width: width as usize,
        height: height as usize,
        shape: &shape,
        fit: Fit { box_fraction, centre: if by_mass { Centre::Mass } else { Centre::Box } },
    };
    let prepared = data::prepare_drawing(&drawing)?;
    let input = prepared.input.as_deref();
    let fields = object([
        ("input", input.map_or(JsValue::NULL, |input| Float32Array::from(input).into())),
        ("stages", prepared.stages.iter().map(stage).collect::<Array>().into()),
        ("ink", prepared.ink.into()),
    ]);
    Ok(fields.into())
}

fn stage(stage: &Stage) -> JsValue {
    object([
        ("name", stage.name.into()),
        ("width", (stage.width as u32).into()),
        ("height", (stage.height as u32).into()),
        ("pixels", Uint8Array::from(&*stage.pixels).into()),
    ])
    .into()
}
