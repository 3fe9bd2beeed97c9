//! One of several workers who train the same session, each in its own instance: the meeting itself is JavaScript's.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{Outcome, from_js};
use super::session::{Handle, not_begun};
use crate::Spec;
use crate::layers::Exchange;
use crate::session::{Crew, Session, Share, Work};

#[wasm_bindgen]
extern "C" {
    /// The others, as `package/crew/fellows.js` makes them. Arrays are views of this instance's memory.
    pub type Fellows;

    #[wasm_bindgen(method, getter)]
    fn index(this: &Fellows) -> u32;

    #[wasm_bindgen(method, getter)]
    fn count(this: &Fellows) -> u32;

    #[wasm_bindgen(method)]
    fn sum(this: &Fellows, values: &mut [f64]);

    #[wasm_bindgen(method)]
    fn put(this: &Fellows, at: u32, values: &[f32]);

    #[wasm_bindgen(method)]
    fn get(this: &Fellows, from: u32, at: u32, values: &mut [f32]);

    #[wasm_bindgen(method)]
    fn claim(this: &Fellows, number: u32) -> bool;
}

/// The others, and who this one is among them.
struct Together<'a> {
    fellows: &'a Fellows,
    share: Share,
}

impl<'a> From<&'a Fellows> for Together<'a> {
    fn from(fellows: &'a Fellows) -> Self {
        let share = Share { index: fellows.index() as usize, count: fellows.count() as usize };
        Self { fellows, share }
    }
}

impl Exchange for Together<'_> {
    fn sum(&mut self, values: &mut [f64]) {
        self.fellows.sum(values);
    }
}

impl Crew for Together<'_> {
    fn count(&self) -> usize {
        self.share.count
    }

    fn index(&self) -> usize {
        self.share.index
    }

    fn put(&mut self, at: usize, values: &[f32]) {
        self.fellows.put(at as u32, values);
    }

    fn get(&mut self, from: usize, at: usize, values: &mut [f32]) {
        self.fellows.get(from as u32, at as u32, values);
    }

    fn claim(&mut self, number: usize) -> bool {
        self.fellows.claim(number as u32)
    }
}

/// What a step of this spec costs: multiply-adds of a sample, floats in each flat buffer, samples in a batch, of the floats
/// those of layers that are divided; and floats in each worker's area.
#[wasm_bindgen]
pub fn work(spec: JsValue) -> Outcome<Vec<f64>> {
    Ok(work_of(&Spec::read(&from_js(spec)?)?)?)
}

/// The same of a session that was saved.
#[wasm_bindgen]
pub fn saved_work(bytes: Vec<u8>) -> Outcome<Vec<f64>> {
    Ok(work_of(&Session::saved_spec(&bytes)?)?)
}

fn work_of(spec: &Spec) -> crate::Result<Vec<f64>> {
    let Work { multiply_adds, floats, batch_size, divided, area } = Work::of(spec)?;
    Ok(vec![multiply_adds as f64, floats as f64, batch_size as f64, divided as f64, area as f64])
}

#[wasm_bindgen]
impl Handle {
    /// Prepares `k` optimiser steps, to be taken together with others.
    pub fn begin_among(&mut self, k: u32, fellows: &Fellows) -> Outcome<()> {
        self.run = Some(self.session.begin_among(k, &mut Together::from(fellows))?);
        Ok(())
    }

    /// Takes one step of those, or validates a piece; says whether there is more to do.
    pub fn advance_among(&mut self, fellows: &Fellows) -> Outcome<bool> {
        let run = self.run.as_mut().ok_or_else(not_begun)?;
        Ok(self.session.advance_among(run, &mut Together::from(fellows))?)
    }

    /// From now on each call leaves what `statistics` tells of; all must call it.
    pub fn watch_among(&mut self, fellows: &Fellows) -> Outcome<()> {
        Ok(self.session.watch_among(&mut Together::from(fellows))?)
    }

    /// Makes the optimiser's state and the parameters whole, of which each keeps its slices.
    pub fn gather_state(&mut self, fellows: &Fellows) {
        self.session.gather_state(&mut Together::from(fellows));
    }
}
