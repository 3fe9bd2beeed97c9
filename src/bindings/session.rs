//! A session for JavaScript. Long calls have three parts (begin, advance, result), so that the caller can yield to the event
//! loop between them. Queries are in `tasks.rs`.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::browser::Slice;
use super::convert::{Outcome, from_js, to_js};
use super::handle::{Handle, not_begun};
use super::query::arrays;
use super::samples::{ParameterList, SampleInputs, SampleLabels};
use crate::Spec;
use crate::data::Dataset;
use crate::session::{Finished, Part, Session};

#[wasm_bindgen]
impl Handle {
    /// A session for a spec.
    pub fn create(spec: JsValue) -> Outcome<Handle> {
        Ok(Session::new(Spec::read(&from_js(spec)?)?)?.into())
    }

    /// A session from the bytes of `save`.
    pub fn load(bytes: Vec<u8>) -> Outcome<Handle> {
        Ok(Session::load(&bytes)?.into())
    }

    /// The spec with all defaults.
    pub fn spec(&self) -> Outcome<JsValue> {
        to_js(self.session.spec())
    }

    /// `[{ name, kind, outputShape, parameters, multiplyAdds }]`.
    pub fn summary(&self) -> Outcome<JsValue> {
        to_js(&self.session.summary())
    }

    /// The class names, or null.
    pub fn classes(&self) -> Outcome<JsValue> {
        to_js(&self.session.classes())
    }

    /// `{ stepsLeft, step, epoch, validation }`: the steps to the end of the current epoch, steps and whole epochs so far, and
    /// whether validation data are set.
    pub fn progress(&self) -> Outcome<JsValue> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Progress {
            steps_left: f64,
            step: f64,
            epoch: f64,
            validation: bool,
        }
        to_js(&Progress {
            steps_left: self.session.steps_left_in_epoch()? as f64,
            step: self.session.steps() as f64,
            epoch: self.session.epochs() as f64,
            validation: self.session.has_data(Part::Validation),
        })
    }

    /// Sets a part of the data, or replaces it.
    pub fn set_data(
        &mut self,
        part: &str,
        inputs: SampleInputs,
        labels: SampleLabels,
        scale: Option<f32>,
        warmup: bool,
    ) -> Outcome<()> {
        let data = Dataset::flat(inputs.scaled(scale), self.session.features(), labels.0)?;
        match Part::named(part)? {
            Part::Train if warmup => Ok(self.session.set_warmup_data(data)?),
            part => Ok(self.session.set_data(part, data)?),
        }
    }

    /// Prepares `k` optimiser steps, which [`advance`](Self::advance) then takes.
    pub fn begin(&mut self, k: u32) -> Outcome<()> {
        self.run = Some(self.session.begin_steps(k)?);
        Ok(())
    }

    /// Takes prepared steps for about `milliseconds`. Returns whether work remains.
    pub fn advance(&mut self, milliseconds: f64) -> Outcome<bool> {
        let run = self.run.as_mut().ok_or_else(not_begun)?;
        // A single step does not read the clock.
        let mut more = self.session.advance(run)?;
        let slice = Slice::of(if more { milliseconds } else { f64::INFINITY });
        while more && !slice.is_over() {
            more = self.session.advance(run)?;
        }
        Ok(more)
    }

    /// The report of the steps since [`begin`](Self::begin), as the fields of [`Report`](crate::Report) in order. An object
    /// would cost more than a small step (docs/performance.md has the measurement). A missing accuracy is NaN; `finished` is
    /// 0 for no, 1 for early stopping, 2 for divergence.
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

    /// `[{ name, shape, data }]`.
    pub fn parameters(&self) -> Outcome<JsValue> {
        arrays(&self.session.parameters())
    }

    /// Sets parameters; none if there is an error.
    pub fn set_parameters(&mut self, list: ParameterList) -> Outcome<()> {
        Ok(self.session.set_parameters(&list.0)?)
    }

    /// Makes each following step record its gradient and update for `statistics`.
    pub fn watch_statistics(&mut self) -> Outcome<()> {
        Ok(self.session.watch_statistics()?)
    }

    /// Statistics of parameters and layers.
    pub fn statistics(&mut self) -> Outcome<JsValue> {
        to_js(&self.session.statistics()?)
    }

    /// Changes the training part of the spec.
    pub fn configure(&mut self, changes: JsValue) -> Outcome<()> {
        Ok(self.session.configure(&from_js(changes)?)?)
    }

    /// The session as a file.
    pub fn save(&self) -> Outcome<Vec<u8>> {
        Ok(self.session.save()?)
    }

    /// Initialises the parameters, with `seed` if given, and resets training.
    pub fn reset(&mut self, seed: Option<u32>) -> Outcome<()> {
        Ok(self.session.reset(seed)?)
    }
}
