//! One rank of data-parallel training. JavaScript owns the shared memory.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{Outcome, from_js};
use super::handle::{Handle, not_begun};
use crate::Spec;
use crate::parallel::{self, Communicator};
use crate::session::Session;

#[wasm_bindgen]
extern "C" {
    /// The memory that all ranks share, as `package/workers/shared-window.js` makes it. Arrays are views of this
    /// instance's memory.
    pub type SharedWindow;

    #[wasm_bindgen(method, getter)]
    fn rank(this: &SharedWindow) -> u32;

    #[wasm_bindgen(method, getter)]
    fn world_size(this: &SharedWindow) -> u32;

    #[wasm_bindgen(method)]
    fn all_reduce(this: &SharedWindow, values: &mut [f64]);

    #[wasm_bindgen(method)]
    fn write(this: &SharedWindow, at: u32, values: &[f32]);

    #[wasm_bindgen(method)]
    fn read(this: &SharedWindow, rank: u32, at: u32, values: &mut [f32]);
}

/// A communicator over a shared window. Rank and world size are read once.
struct SharedCommunicator<'a> {
    window: &'a SharedWindow,
    rank: usize,
    world_size: usize,
}

impl<'a> From<&'a SharedWindow> for SharedCommunicator<'a> {
    fn from(window: &'a SharedWindow) -> Self {
        Self { window, rank: window.rank() as usize, world_size: window.world_size() as usize }
    }
}

impl Communicator for SharedCommunicator<'_> {
    fn rank(&self) -> usize {
        self.rank
    }

    fn world_size(&self) -> usize {
        self.world_size
    }

    fn all_reduce(&mut self, values: &mut [f64]) {
        self.window.all_reduce(values);
    }

    fn write(&mut self, at: usize, values: &[f32]) {
        self.window.write(at as u32, values);
    }

    fn read(&mut self, rank: usize, at: usize, values: &mut [f32]) {
        self.window.read(rank as u32, at as u32, values);
    }
}

/// `[workers, window_floats]`: how many workers train this spec, and how many floats the window of each holds.
/// `requested` is the number of workers, or 0 for the choice of the cost model.
#[wasm_bindgen]
pub fn parallel_plan(spec: JsValue, cores: u32, requested: u32) -> Outcome<Vec<u32>> {
    Ok(parallel::plan(&Spec::read(&from_js(spec)?)?, cores, requested)?.to_vec())
}

/// The same for a saved session.
#[wasm_bindgen]
pub fn saved_parallel_plan(bytes: Vec<u8>, cores: u32, requested: u32) -> Outcome<Vec<u32>> {
    Ok(parallel::plan(&Session::saved_spec(&bytes)?, cores, requested)?.to_vec())
}

/// The largest number of workers.
#[wasm_bindgen]
pub fn max_workers() -> u32 {
    parallel::MAX_WORKERS
}

#[wasm_bindgen]
impl Handle {
    /// Prepares `k` optimiser steps that all ranks take together.
    pub fn begin_parallel(&mut self, k: u32, window: &SharedWindow) -> Outcome<()> {
        self.run = Some(parallel::begin(&mut self.session, k, &mut SharedCommunicator::from(window))?);
        Ok(())
    }

    /// Takes one of these steps, or evaluates a block of the validation data. Returns whether work remains.
    pub fn advance_parallel(&mut self, window: &SharedWindow) -> Outcome<bool> {
        let run = self.run.as_mut().ok_or_else(not_begun)?;
        Ok(parallel::advance(&mut self.session, run, &mut SharedCommunicator::from(window))?)
    }

    /// Gathers the optimiser state from the shards of all ranks.
    pub fn gather_state(&mut self, window: &SharedWindow) {
        parallel::gather_state(&mut self.session, &mut SharedCommunicator::from(window));
    }
}
