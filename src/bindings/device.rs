//! Batches for the GPU trainer, and parameters read back from it. JavaScript names are those of
//! `package/gpu`.

use js_sys::{Float32Array, Uint32Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::Outcome;
use super::handle::Handle;
use crate::losses::Targets;

#[wasm_bindgen]
impl Handle {
    /// Gathers the device's next batch. Returns the fields of [`DeviceStep`](crate::session::DeviceStep) in order.
    #[wasm_bindgen(js_name = step_ahead)]
    pub fn device_step(&mut self) -> Outcome<Vec<f64>> {
        let step = self.session.device_step()?;
        let (samples, count) = (step.samples as f64, step.count as f64);
        Ok(vec![samples, step.rate, count, step.step as f64, step.epoch, f64::from(u8::from(step.judged))])
    }

    /// The inputs of that batch.
    #[wasm_bindgen(js_name = inputs_ahead)]
    pub fn device_inputs(&mut self, samples: u32) -> Float32Array {
        self.session.device_batch(samples as usize).0.into()
    }

    /// Its targets: classes, or values.
    #[wasm_bindgen(js_name = targets_ahead)]
    pub fn device_targets(&mut self, samples: u32) -> JsValue {
        match self.session.device_batch(samples as usize).1 {
            Targets::Classes(classes) => Uint32Array::from(classes).into(),
            Targets::Values(values) => Float32Array::from(values).into(),
        }
    }

    /// Properties of the training data: scoring, whether labels are classes, and the largest batch size.
    #[wasm_bindgen(js_name = data_ahead)]
    pub fn device_data(&self) -> Outcome<Vec<u32>> {
        let (scoring, classes, largest) = self.session.device_data()?;
        Ok(vec![scoring as u32, u32::from(classes), largest as u32])
    }

    /// The parameters at index 0, then the optimiser's buffers.
    pub fn flat(&self, index: u32) -> Float32Array {
        self.session.flat(index as usize).into()
    }

    /// Brings the session to the progress of the device.
    #[wasm_bindgen(js_name = catch_up)]
    pub fn sync_from_device(
        &mut self,
        parameters: Vec<f32>,
        first: Vec<f32>,
        second: Vec<f32>,
    ) -> Outcome<()> {
        Ok(self.session.sync_from_device([&parameters, &first, &second])?)
    }

    /// Drops the device's progress.
    #[wasm_bindgen(js_name = give_up_ahead)]
    pub fn drop_device(&mut self) {
        self.session.drop_device();
    }
}
