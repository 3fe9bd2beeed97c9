//! What a device that trains ahead of a session is given, and what it brings back; the device is JavaScript's.

use js_sys::{Float32Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::Outcome;
use super::session::Handle;
use crate::losses::Targets;

#[wasm_bindgen]
impl Handle {
    /// Gathers the device's next batch and gives the step's numbers, those of
    /// [`StepAhead`](crate::session::StepAhead) in order.
    pub fn step_ahead(&mut self) -> Outcome<Vec<f64>> {
        let step = self.session.step_ahead()?;
        let (samples, count) = (step.samples as f64, step.count as f64);
        Ok(vec![samples, step.rate, count, step.step as f64, step.epoch, f64::from(u8::from(step.judged))])
    }

    /// The inputs of that batch.
    pub fn inputs_ahead(&mut self, samples: u32) -> Float32Array {
        self.session.batch_ahead(samples as usize).0.into()
    }

    /// Its targets: classes, or values.
    pub fn targets_ahead(&mut self, samples: u32) -> JsValue {
        match self.session.batch_ahead(samples as usize).1 {
            Targets::Classes(classes) => Uint32Array::from(classes).into(),
            Targets::Values(values) => Float32Array::from(values).into(),
        }
    }

    /// Of the training data: how answers are scored, whether labels are classes, and the samples of the largest batch.
    pub fn data_ahead(&self) -> Outcome<Vec<u32>> {
        let (scoring, classes, largest) = self.session.data_ahead()?;
        Ok(vec![scoring as u32, u32::from(classes), largest as u32])
    }

    /// The parameters at 0, the optimiser's state after them.
    pub fn flat(&self, index: u32) -> Float32Array {
        self.session.flat(index as usize).into()
    }

    /// Puts the session where the device stands.
    pub fn catch_up(&mut self, parameters: Vec<f32>, first: Vec<f32>, second: Vec<f32>) -> Outcome<()> {
        Ok(self.session.catch_up([&parameters, &first, &second])?)
    }

    /// Forgets the device.
    pub fn give_up_ahead(&mut self) {
        self.session.give_up_ahead();
    }
}
