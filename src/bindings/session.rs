//! A session for JavaScript. Long calls come in three parts (begin, advance, what it gave) so that the caller may do
//! something else in between.

use js_sys::{Array, Float32Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{Outcome, named_array, object, plain, raw};
use crate::data::{Dataset, Inputs, Labels};
use crate::schema::raw::Raw;
use crate::session::{
    ActivationsTask, EvaluateTask, Evaluation, Finished, GradientsTask, LayerSummary, NamedArray, Part,
    PredictTask, Session, Share, StepTask, Task,
};
use crate::{Code, Error, Spec};

/// The inputs of some samples, copied from a typed array.
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
    /// With a scale of their own, if there is one.
    fn scaled(self, scale: Option<f32>) -> Inputs<'static> {
        match scale {
            Some(scale) => self.0.with_scale(scale),
            None => self.0,
        }
    }
}

/// The labels of some samples, copied from a typed array.
#[wasm_bindgen]
pub struct SampleLabels(Labels);

#[wasm_bindgen]
impl SampleLabels {
    /// From class indices.
    pub fn classes(values: Vec<u32>) -> Self {
        Self(Labels::Classes(values))
    }

    /// From values to be approached.
    pub fn values(values: Vec<f32>) -> Self {
        Self(Labels::Values(values))
    }
}

/// Named arrays, copied from typed arrays.
#[wasm_bindgen]
#[derive(Default)]
pub struct ParameterList(Vec<NamedArray<'static>>);

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
        let path = format!("parameters[{}].data", self.0.len());
        self.0.push(NamedArray::new(name, &shape, data).map_err(|error| error.at(path))?);
        Ok(())
    }
}

/// A session, and whichever long call is under way in it.
#[wasm_bindgen]
pub struct Handle {
    pub(super) session: Session,
    pub(super) run: Option<StepTask>,
    evaluation: Option<EvaluateTask>,
}

impl From<Session> for Handle {
    fn from(session: Session) -> Self {
        Self { session, run: None, evaluation: None }
    }
}

#[wasm_bindgen]
impl Handle {
    /// A session for a spec.
    pub fn create(spec: JsValue) -> Outcome<Handle> {
        Ok(Session::new(Spec::read(&raw(&spec))?)?.into())
    }

    /// A session from what `save` gave.
    pub fn load(bytes: Vec<u8>) -> Outcome<Handle> {
        Ok(Session::load(&bytes)?.into())
    }

    /// The spec, every default filled in.
    pub fn spec(&self) -> JsValue {
        plain(&Raw::from(self.session.spec()))
    }

    /// `[{ name, kind, outputShape, parameters, multiplyAdds }]`.
    pub fn summary(&self) -> Array {
        self.session.summary().iter().map(summary_row).collect()
    }

    /// Sets a part of the data, or replaces it.
    pub fn set_data(
        &mut self,
        part: &str,
        inputs: SampleInputs,
        labels: SampleLabels,
        scale: f32,
        warmup: bool,
    ) -> Outcome<()> {
        let data = Dataset::flat(inputs.scaled(Some(scale)), self.session.features(), labels.0)?;
        if warmup {
            return Ok(self.session.set_warmup_data(data)?);
        }
        Ok(self.session.set_data(Part::named(part)?, data)?)
    }

    /// Prepares `k` optimiser steps, which [`advance`](Self::advance) then takes.
    pub fn begin(&mut self, k: u32) -> Outcome<()> {
        self.run = Some(StepTask::new(&mut self.session, k)?);
        Ok(())
    }

    /// Takes at most `most` steps of those prepared; says whether there is more to do.
    pub fn advance(&mut self, most: u32) -> Outcome<bool> {
        let run = self.run.as_mut().ok_or_else(not_begun)?;
        let mut more = true;
        for _ in 0..most {
            more = run.advance(&mut self.session)?;
            if !more {
                break;
            }
        }
        Ok(more)
    }

    /// What the steps taken since [`begin`](Self::begin) did, as the numbers of [`Report`](crate::Report) in order: a
    /// step must cost little, and an object built here costs more than many a step. An accuracy that is none is NaN;
    /// `finished` is 0 for no, 1 for early stopping, 2 for divergence.
    pub fn report(&self) -> Outcome<Vec<f64>> {
        let report = self.run.as_ref().ok_or_else(not_begun)?.report();
        let finished = match report.finished {
            None => 0.0,
            Some(Finished::EarlyStopping) => 1.0,
            Some(Finished::Diverged) => 2.0,
        };
        Ok(vec![
            report.step as f64,
            report.epoch,
            report.samples as f64,
            report.loss,
            report.accuracy.unwrap_or(f64::NAN),
            report.gradient_norm,
            report.learning_rate,
            finished,
        ])
    }

    /// Prepares an evaluation, which [`advance_evaluation`](Self::advance_evaluation) then does piece by piece.
    /// Of `count` shares of the samples it takes the one at `index`.
    pub fn begin_evaluation(&mut self, part: &str, per_sample: bool, index: u32, count: u32) -> Outcome<()> {
        let share = Share { index: index as usize, count: count as usize };
        self.evaluation = Some(EvaluateTask::new(&self.session, Part::named(part)?, per_sample, share)?);
        Ok(())
    }

    /// Evaluates at most `most` pieces; says whether there are more.
    pub fn advance_evaluation(&mut self, most: u32) -> Outcome<bool> {
        let evaluation = self.evaluation.as_mut().ok_or_else(not_begun)?;
        let mut more = true;
        for _ in 0..most {
            more = evaluation.advance(&self.session)?;
            if !more {
                break;
            }
        }
        Ok(more)
    }

    /// `{ loss, accuracy, count, confusion, outputs }` of the evaluation that has been done.
    pub fn evaluation(&mut self) -> Outcome<JsValue> {
        let task = self.evaluation.take().ok_or_else(not_begun)?;
        let evaluation: Evaluation = task.finish(&self.session)?;
        let confusion = evaluation.confusion.as_ref().and_then(|table| table.as_slice());
        let mut fields = vec![
            ("loss", evaluation.loss.into()),
            ("accuracy", evaluation.accuracy.map_or(JsValue::NULL, JsValue::from)),
            ("count", (evaluation.count as f64).into()),
            ("confusion", confusion.map_or(JsValue::NULL, |table| Uint32Array::from(table).into())),
        ];
        if let Some(outputs) = evaluation.outputs.as_ref().and_then(|outputs| outputs.as_slice()) {
            fields.push(("outputs", Float32Array::from(outputs).into()));
        }
        if let Some(losses) = evaluation.losses.as_deref() {
            fields.push(("losses", Float32Array::from(losses).into()));
        }
        Ok(object(fields).into())
    }

    /// Predictions: samples × outputs.
    pub fn predict(&mut self, inputs: SampleInputs, scale: Option<f32>) -> Outcome<Vec<f32>> {
        let predictions = complete(PredictTask::new(&self.session, inputs.scaled(scale))?, &self.session)?;
        Ok(predictions.into_raw_vec_and_offset().0)
    }

    /// `[{ name, shape, data }]`: every layer's output for one sample.
    pub fn activations(&mut self, input: SampleInputs, scale: Option<f32>) -> Outcome<Array> {
        let task = ActivationsTask::new(&self.session, input.scaled(scale))?;
        Ok(list(&complete(task, &self.session)?))
    }

    /// `{ loss, input, parameters }`: gradients of the data loss.
    pub fn gradients(
        &mut self,
        inputs: SampleInputs,
        labels: SampleLabels,
        scale: Option<f32>,
    ) -> Outcome<JsValue> {
        let task = GradientsTask::new(&self.session, inputs.scaled(scale), labels.0)?;
        let gradients = complete(task, &self.session)?;
        let fields = object([
            ("loss", gradients.loss.into()),
            ("input", Float32Array::from(gradients.input.as_slice().unwrap_or_default()).into()),
            ("parameters", list(&gradients.parameters).into()),
        ]);
        Ok(fields.into())
    }

    /// `[{ name, shape, data }]`.
    pub fn parameters(&self) -> Array {
        list(&self.session.parameters())
    }

    /// Sets some parameters, or none of them where one is wrong.
    pub fn set_parameters(&mut self, list: ParameterList) -> Outcome<()> {
        Ok(self.session.set_parameters(&list.0)?)
    }

    /// Changes the training part of the spec.
    pub fn configure(&mut self, changes: JsValue) -> Outcome<()> {
        Ok(self.session.configure(&raw(&changes))?)
    }

    /// The session as a file.
    pub fn save(&self) -> Outcome<Vec<u8>> {
        Ok(self.session.save()?)
    }

    /// Fresh parameters, from `seed` where one is given.
    pub fn reset(&mut self, seed: Option<u32>) -> Outcome<()> {
        Ok(self.session.reset(seed)?)
    }
}

fn summary_row(row: &LayerSummary) -> JsValue {
    object([
        ("name", row.name.as_str().into()),
        ("kind", row.kind.into()),
        (
            "outputShape",
            row.output_shape.iter().map(|&size| JsValue::from(size as f64)).collect::<Array>().into(),
        ),
        ("parameters", (row.parameters as f64).into()),
        ("multiplyAdds", (row.multiply_adds as f64).into()),
    ])
    .into()
}

fn list(arrays: &[NamedArray<'_>]) -> Array {
    arrays.iter().map(|array| named_array(&array.name, array.shape(), &array.data())).collect()
}

/// Does all of a task.
fn complete<T: Task>(mut task: T, session: &Session) -> crate::Result<T::Output> {
    while task.advance(session)? {}
    task.finish(session)
}

pub(super) fn not_begun() -> Error {
    Error::new(Code::State, "nothing has been begun").named("not_begun")
}
