//! Querys inside a session that are done in slices of time: begun, advanced, finished.

use js_sys::Float32Array;
use serde::Serialize;
use serde_wasm_bindgen::preserve;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::browser::Slice;
use super::convert::{ArrayObject, Outcome, counts, floats, from_js, to_js};
use super::samples::{SampleInputs, SampleLabels};
use super::session::{Handle, not_begun};
use crate::Result;
use crate::model::{ActivationsTask, ExplainTask, GradientsTask, PredictTask, Task};
use crate::parallel::ShardPlan;
use crate::schema::raw::Raw;
use crate::session::{
    EvaluateTask, Evaluation, Explain, Gradients, Method, NamedArray, Nearest, NearestTask, Neighbour,
    NeighbourLabel, Part, Session,
};

/// Whichever query inside is under way.
pub(super) enum Query {
    Predict(PredictTask<'static>),
    Activations(ActivationsTask<'static>),
    Gradients(GradientsTask),
    Evaluate(EvaluateTask),
    Explain(ExplainTask),
    Nearest(NearestTask),
}

impl Query {
    fn advance(&mut self, session: &Session) -> Result<bool> {
        match self {
            Self::Predict(task) => task.advance(&session.model),
            Self::Activations(task) => task.advance(&session.model),
            Self::Gradients(task) => task.advance(&session.model),
            Self::Evaluate(task) => task.advance(session),
            Self::Explain(task) => task.advance(&session.model),
            Self::Nearest(task) => task.advance(session),
        }
    }

    fn finish(self, session: &Session) -> Outcome<JsValue> {
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

#[wasm_bindgen]
impl Handle {
    /// Begins predictions: samples × outputs.
    pub fn begin_prediction(&mut self, inputs: SampleInputs, scale: Option<f32>) -> Outcome<()> {
        self.query = Some(Query::Predict(self.session.prediction(inputs.scaled(scale))?));
        Ok(())
    }

    /// Begins `[{ name, shape, data }]`, every layer's output for one sample.
    pub fn begin_activations(&mut self, input: SampleInputs, scale: Option<f32>) -> Outcome<()> {
        self.query = Some(Query::Activations(self.session.activation(input.scaled(scale))?));
        Ok(())
    }

    /// Begins `{ loss, input, parameters }`, gradients of the data loss.
    pub fn begin_gradients(
        &mut self,
        inputs: SampleInputs,
        labels: SampleLabels,
        scale: Option<f32>,
    ) -> Outcome<()> {
        let task = self.session.gradient(inputs.scaled(scale), labels.0)?;
        self.query = Some(Query::Gradients(task));
        Ok(())
    }

    /// Begins an evaluation of one rank's part of the samples.
    pub fn begin_evaluation(
        &mut self,
        part: &str,
        per_sample: bool,
        rank: u32,
        world_size: u32,
    ) -> Outcome<()> {
        let part = Part::named(part)?;
        let shards = ShardPlan::new(world_size as usize);
        let samples = shards.samples(rank as usize, self.session.data_len(part));
        let task = self.session.begin_evaluation(part, per_sample, samples)?;
        self.query = Some(Query::Evaluate(task));
        Ok(())
    }

    /// Begins an explanation of one sample; `options` are those of `explain`, checked.
    pub fn begin_explanation(
        &mut self,
        input: SampleInputs,
        scale: Option<f32>,
        options: JsValue,
    ) -> Outcome<()> {
        let options = explain(&from_js(options)?);
        let task = self.session.explanation(input.scaled(scale), &options)?;
        self.query = Some(Query::Explain(task));
        Ok(())
    }

    /// Begins to query for the samples nearest to one.
    pub fn begin_nearest(
        &mut self,
        input: SampleInputs,
        scale: Option<f32>,
        part: &str,
        count: u32,
        layer: Option<String>,
    ) -> Outcome<()> {
        let mut nearest = Nearest::of(Part::named(part)?, count as usize);
        nearest.layer = layer;
        let task = NearestTask::new(&self.session, input.scaled(scale), &nearest)?;
        self.query = Some(Query::Nearest(task));
        Ok(())
    }

    /// Goes on for about so many milliseconds; says whether there is more to do.
    pub fn advance_task(&mut self, milliseconds: f64) -> Outcome<bool> {
        let slice = Slice::of(milliseconds);
        let query = self.query.as_mut().ok_or_else(not_begun)?;
        loop {
            if !query.advance(&self.session)? {
                return Ok(false);
            }
            if slice.is_over() {
                return Ok(true);
            }
        }
    }

    /// Forgets what was begun.
    pub fn drop_task(&mut self) {
        self.query = None;
    }

    /// What was begun and is done.
    pub fn finish_task(&mut self) -> Outcome<JsValue> {
        self.query.take().ok_or_else(not_begun)?.finish(&self.session)
    }
}

/// The options of `explain`, with null for what was not given.
fn explain(options: &Raw) -> Explain {
    let number = |name| match options.get(name) {
        Some(&Raw::Number(value)) => Some(value),
        _ => None,
    };
    let count = |name, default| number(name).map_or(default, |value| value as u32);
    let method = match options.get("method") {
        Some(Raw::Text(name)) => name.as_str(),
        _ => "",
    };
    let explain = Explain::by(match method {
        "gradient_x_input" => Method::GradientXInput,
        "integrated_gradients" => Method::IntegratedGradients { steps: count("steps", 32) },
        "occlusion" => Method::Occlusion {
            size: count("size", 4),
            stride: count("stride", 2),
            value: number("value").unwrap_or(0.0) as f32,
        },
        _ => Method::Gradient,
    });
    match number("target") {
        Some(target) => explain.of(target as usize),
        None => explain,
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
