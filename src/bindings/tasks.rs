//! Queries in time slices: begin, advance, finish.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::browser::Slice;
use super::convert::{Outcome, from_js};
use super::handle::{Handle, not_begun};
use super::query::Query;
use super::samples::{SampleInputs, SampleLabels};
use crate::parallel::ShardPlan;
use crate::schema::json_value::JsonValue;
use crate::session::{Explain, Method, Nearest, NearestTask, Part};

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

    /// Continues for about `milliseconds`. Returns whether work remains.
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

    /// Drops the running query.
    pub fn drop_task(&mut self) {
        self.query = None;
    }

    /// The result of the finished query.
    pub fn finish_task(&mut self) -> Outcome<JsValue> {
        self.query.take().ok_or_else(not_begun)?.finish(&self.session)
    }
}

/// The options of `explain`; null for missing ones.
fn explain(options: &JsonValue) -> Explain {
    let number = |name| match options.get(name) {
        Some(&JsonValue::Number(value)) => Some(value),
        _ => None,
    };
    let count = |name, default| number(name).map_or(default, |value| value as u32);
    let method = match options.get("method") {
        Some(JsonValue::Text(name)) => name.as_str(),
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
