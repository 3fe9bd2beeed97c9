//! Running queries, and their results as JavaScript values.

use js_sys::Float32Array;
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use wasm_bindgen::JsValue;

use super::convert::{ArrayObject, Outcome, counts, floats, to_js};
use crate::Result;
use crate::model::{ActivationsTask, ExplainTask, GradientsTask, PredictTask, Task};
use crate::session::{
    EvaluateTask, Evaluation, Gradients, NamedArray, NearestTask, Neighbour, NeighbourLabel, Session,
};

/// A running query.
pub(super) enum Query {
    Predict(PredictTask<'static>),
    Activations(ActivationsTask<'static>),
    Gradients(GradientsTask),
    Evaluate(EvaluateTask),
    Explain(ExplainTask),
    Nearest(NearestTask),
}

impl Query {
    pub(super) fn advance(&mut self, session: &Session) -> Result<bool> {
        match self {
            Self::Predict(task) => task.advance(&session.model),
            Self::Activations(task) => task.advance(&session.model),
            Self::Gradients(task) => task.advance(&session.model),
            Self::Evaluate(task) => task.advance(session),
            Self::Explain(task) => task.advance(&session.model),
            Self::Nearest(task) => task.advance(session),
        }
    }

    pub(super) fn finish(self, session: &Session) -> Outcome<JsValue> {
        let model = &session.model;
        match self {
            Self::Predict(task) => Ok(floats(task.finish(model)?.as_slice())),
            Self::Activations(task) => arrays(&task.finish(model)?),
            Self::Gradients(task) => gradients(&task.finish(model)?),
            Self::Evaluate(task) => evaluation(&task.finish(session)?),
            Self::Explain(task) => Ok(floats(task.finish(model)?.as_slice())),
            Self::Nearest(task) => neighbours(&task.finish(session)?),
        }
    }
}

#[derive(Serialize)]
struct GradientsObject<'a> {
    loss: f64,
    #[serde(with = "preserve")]
    input: Float32Array,
    parameters: Vec<ArrayObject<'a>>,
}

fn gradients(gradients: &Gradients) -> Outcome<JsValue> {
    to_js(&GradientsObject {
        loss: gradients.loss,
        input: gradients.input.as_slice().unwrap_or_default().into(),
        parameters: gradients.parameters.iter().map(ArrayObject::new).collect(),
    })
}

/// `[{ name, shape, data }]`.
pub(super) fn arrays(arrays: &[NamedArray<'_>]) -> Outcome<JsValue> {
    to_js(&arrays.iter().map(ArrayObject::new).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct EvaluationObject {
    loss: f64,
    accuracy: Option<f64>,
    count: f64,
    #[serde(with = "preserve")]
    confusion: JsValue,
    #[serde(with = "preserve", skip_serializing_if = "JsValue::is_null")]
    outputs: JsValue,
    #[serde(with = "preserve", skip_serializing_if = "JsValue::is_null")]
    losses: JsValue,
}

fn evaluation(evaluation: &Evaluation) -> Outcome<JsValue> {
    to_js(&EvaluationObject {
        loss: evaluation.loss,
        accuracy: evaluation.accuracy,
        count: evaluation.count as f64,
        confusion: counts(evaluation.confusion.as_ref().and_then(|table| table.as_slice())),
        outputs: floats(evaluation.outputs.as_ref().and_then(|outputs| outputs.as_slice())),
        losses: floats(evaluation.losses.as_deref()),
    })
}

#[derive(Serialize)]
struct NeighbourObject<'a> {
    index: usize,
    label: LabelObject<'a>,
    distance: f64,
}

#[derive(Serialize)]
#[serde(untagged)]
enum LabelObject<'a> {
    Class(u32),
    Name(&'a str),
    Values(&'a [f32]),
}

fn neighbours(neighbours: &[Neighbour]) -> Outcome<JsValue> {
    to_js(&neighbours.iter().map(NeighbourObject::from).collect::<Vec<_>>())
}

impl<'a> From<&'a Neighbour> for NeighbourObject<'a> {
    fn from(neighbour: &'a Neighbour) -> Self {
        let label = match &neighbour.label {
            NeighbourLabel::Class(class) => LabelObject::Class(*class),
            NeighbourLabel::Name(name) => LabelObject::Name(name),
            NeighbourLabel::Values(values) => LabelObject::Values(values),
        };
        Self { index: neighbour.index, label, distance: neighbour.distance }
    }
}
