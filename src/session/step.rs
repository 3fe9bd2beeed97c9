//! One optimiser step after the other: forward, loss, backward, penalties, clipping, update.

use core::ops::Range;

use serde::Serialize;

use super::divided::{Crew, Share};
use super::evaluate::EvaluationRun;
use super::routes::Routes;
use super::score::Scoring;
use super::{Part, Session};
use crate::kernels::{F32x4, add_scaled, all_finite, sum_of_squares, zip_map};
use crate::layers::Alone;
use crate::losses::Gradient;
use crate::network;
use crate::optimizers::{Flow, Update};
use crate::{Code, Error, Result};

/// Why training stopped by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Finished {
    /// What early stopping watches has not improved for long enough.
    EarlyStopping,
    /// The loss, the gradient or the parameters after the step are not finite; the parameters are those before.
    Diverged,
}

/// What some steps did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Steps since the session was created.
    pub step: f64,
    /// Epochs since the session was created, with the fraction of the one at hand.
    pub epoch: f64,
    /// Samples of this call.
    pub samples: f64,
    /// The mean loss of the samples of this call, each before its update, without penalties; NaN where there
    /// were none.
    pub loss: f64,
    /// The fraction of them that was answered right; none where nothing is right or wrong.
    pub accuracy: Option<f64>,
    /// The Euclidean norm of the last step's gradient, penalties included, before clipping.
    pub gradient_norm: f64,
    /// The last step's learning rate.
    pub learning_rate: f64,
    /// Why training stopped, if it did.
    pub finished: Option<Finished>,
}

/// Steps that are asked for, and what those done so far add up to.
///
/// Between two calls of [`Session::advance`] the caller may do something else, or drop the run: whole steps
/// stay done.
pub struct Run {
    remaining: u32,
    samples: u64,
    loss: f64,
    right: u64,
    scored: bool,
    gradient_norm: f64,
    learning_rate: f64,
    /// The validation at the end of an epoch, while it is under way.
    validation: Option<EvaluationRun>,
}

impl Session {
    /// Takes `k` optimiser steps, each on the next batch.
    ///
    /// # Errors
    /// Code `state` without training data, or without validation data where early stopping needs them; code
    /// `memory`.
    pub fn step(&mut self, k: u32) -> Result<Report> {
        let mut run = self.begin(k)?;
        while self.advance(&mut run)? {}
        Ok(self.report(&run))
    }

    /// Prepares `k` steps, to be taken one by one by [`advance`](Self::advance).
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn begin(&mut self, k: u32) -> Result<Run> {
        self.begin_among(k, &mut Alone)
    }

    /// The same for one of several workers, each of whom does its share of every batch. All must call it: where the batch
    /// is another than in the steps before, they meet.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn begin_among(&mut self, k: u32, crew: &mut dyn Crew) -> Result<Run> {
        let Some(data) = &self.data[Part::Train as usize] else {
            return Err(no_data(Part::Train, "there is nothing to learn from"));
        };
        let batch = self.spec.batch_size().min(data.len());
        let largest = batch.div_ceil(crew.count());
        self.network.reserve(largest)?;
        self.batch.reserve(largest, self.network.outputs(), data.labels());
        let scored = Scoring::of(data, self.loss.link(), self.network.outputs()) != Scoring::None;
        let validates = self.stopping.is_some() && !self.clock.warmup;
        if validates && self.data[Part::Validation as usize].is_none() {
            return Err(no_data(Part::Validation, "early stopping watches it"));
        }
        self.divide(batch, crew)?;
        let learning_rate = self.learning_rate();
        Ok(Run {
            remaining: k,
            samples: 0,
            loss: 0.0,
            right: 0,
            scored,
            gradient_norm: 0.0,
            learning_rate,
            validation: None,
        })
    }

    /// Takes one step, or validates a piece at the end of an epoch; says whether there is more to do.
    ///
    /// # Errors
    /// Code `memory`.
    pub fn advance(&mut self, run: &mut Run) -> Result<bool> {
        self.advance_among(run, &mut Alone)
    }

    /// The same together with others, all of whom must call it as often; each call that takes a step is at least one
    /// meeting. Whoever stops while it still gives true must call [`gather_state`](Self::gather_state), as all others.
    ///
    /// # Errors
    /// Code `memory`.
    pub fn advance_among(&mut self, run: &mut Run, crew: &mut dyn Crew) -> Result<bool> {
        if self.finished.is_some() {
            return Ok(false);
        }
        if self.validation_is_due() {
            self.validate(run, crew)?;
        } else if run.remaining > 0 {
            run.remaining -= 1;
            self.train_step(run, crew);
        }
        let more = self.finished.is_none() && (run.remaining > 0 || self.validation_is_due());
        if !more {
            self.gather_parameters(crew);
        }
        Ok(more)
    }

    /// What a run has done so far.
    pub fn report(&self, run: &Run) -> Report {
        let samples = run.samples as f64;
        Report {
            step: self.clock.step as f64,
            epoch: self.clock.epochs(),
            samples,
            loss: run.loss / samples,
            accuracy: (run.scored && run.samples > 0).then(|| run.right as f64 / samples),
            gradient_norm: run.gradient_norm,
            learning_rate: run.learning_rate,
            finished: self.finished,
        }
    }

    fn learning_rate(&self) -> f64 {
        let own = self.spec.learning_rate();
        self.schedule.rate(self.clock.schedule_step(), own)
    }

    fn validation_is_due(&self) -> bool {
        self.stopping.as_ref().is_some_and(|stopping| stopping.due)
    }

    fn validate(&mut self, run: &mut Run, crew: &mut dyn Crew) -> Result<()> {
        let mut validation = if let Some(begun) = run.validation.take() {
            begun
        } else {
            self.gather_parameters(crew);
            self.begin_evaluation_of(Part::Validation, false, Share::of(crew))?
        };
        if self.advance_evaluation(&mut validation)? {
            run.validation = Some(validation);
            crew.sum(&mut []);
            return Ok(());
        }
        validation.join(crew);
        let evaluation = validation.finish();
        if let Some(stopping) = &mut self.stopping {
            let stop = stopping.judge(&evaluation, &self.parameters);
            if stop {
                stopping.restore(&mut self.parameters);
                self.finished = Some(Finished::EarlyStopping);
            }
        }
        Ok(())
    }

    /// One optimiser step; after one that is not finite nothing has changed but `finished`.
    fn train_step(&mut self, run: &mut Run, crew: &mut dyn Crew) {
        let rate = self.learning_rate();
        self.pack([true; 2]);
        let places = self.batch.places(&self.clock, self.spec.batch_size());
        let samples = places.len();
        let [loss, right] = if let Some(pieces) = self.division.pieces {
            self.work_off(pieces, &places, crew)
        } else {
            let (mut sums, left) = self.put_through(&places, Share::of(crew).range(samples), false, crew);
            self.reduce(crew, &mut sums, left);
            sums
        };
        let norm = if loss.is_finite() { self.penalise_and_measure(crew) } else { f64::NAN };
        if !norm.is_finite() || !self.update(rate, norm, crew) {
            self.diverge(run, loss, samples, crew);
            return;
        }
        self.network.commit(Share::of(crew).range(samples).len(), &mut self.parameters);
        self.clock.advance(samples);
        if self.clock.position == 0
            && !self.clock.warmup
            && let Some(stopping) = &mut self.stopping
        {
            stopping.due = true;
        }
        run.samples += samples as u64;
        run.loss += loss;
        run.right += right as u64;
        run.gradient_norm = norm;
        run.learning_rate = rate;
    }

    /// Puts some samples of the batch at these places through the network and its loss, and takes the gradient back where
    /// the loss is finite, to `next` if it is to be [added](Self::work_off): the summed loss and the right answers, and
    /// whether these are everyone's already, and gradients left for those who add them up.
    pub(super) fn put_through(
        &mut self,
        batch_places: &Range<usize>,
        samples: Range<usize>,
        added: bool,
        crew: &mut dyn Crew,
    ) -> ([f64; 2], bool) {
        let Self { network, batch, augmenter, data, clock, spec, loss, parameters, .. } = self;
        let Self { division, gradient, next, .. } = self;
        let Some(data) = &data[Part::Train as usize] else { unreachable!("a run begins with data") };
        let outputs = network.outputs();
        batch.draw_order(clock, spec.seed(), spec.shuffle());
        let (whole, first_sample) = (batch_places.len(), samples.start as u32);
        let places = batch_places.start + samples.start..batch_places.start + samples.end;
        let samples = samples.len();
        data.gather(batch.rows(places.clone()), network.input_mut(samples));
        if let Some(augmenter) = augmenter {
            augmenter.apply(network.input_mut(samples), spec.seed(), clock.step, first_sample);
        }
        let mut routes = Routes { crew, division, batch: whole, sums: [0.0; 2], left: false };
        let (step, training, alone) = (clock.step, true, &mut Alone);
        let part = network::Part { samples, first_sample, batch: whole, step, training, exchange: alone };
        network.forward(&mut network::Part { exchange: &mut routes, ..part }, parameters);
        let targets = batch.targets(data.labels(), places, outputs);
        let (z, dz) = network.output_and_gradient(samples);
        let right = Scoring::of(data, loss.link(), outputs).count_right(z, outputs, targets);
        let total = loss.apply(z, outputs, targets, Some(Gradient { dz, scale: 1.0 / whole as f32 }));
        routes.sums = [total, right as f64];
        // Layers meet the others on the way back, whose loss may be finite.
        if total.is_finite() || routes.crew.count() > 1 {
            let gradient = if added { next } else { gradient };
            network.backward(
                &mut network::Part { exchange: &mut routes, ..part },
                parameters,
                gradient,
                false,
            );
        }
        (routes.sums, routes.left)
    }

    /// Adds the penalties' gradient, l1·sign(w) + 2·l2·w, over my slice, and gives the norm of the whole.
    fn penalise_and_measure(&mut self, crew: &mut dyn Crew) -> f64 {
        let l1 = F32x4::splat(self.spec.l1() as f32);
        let l2 = self.spec.l2() as f32;
        for range in &self.division.penalised {
            let (gradient, weights) = (&mut self.gradient[range.clone()], &self.parameters[range.clone()]);
            if self.spec.l1() > 0.0 {
                zip_map(gradient, weights, |g, w| g + l1 * w.sign());
            }
            if l2 > 0.0 {
                add_scaled(gradient, 2.0 * l2, weights);
            }
        }
        let trained = self.division.trained.iter();
        let mut squares = [trained.map(|range| sum_of_squares(&self.gradient[range.clone()])).sum()];
        if self.division.pieces.is_none() {
            crew.sum(&mut squares);
        }
        squares[0].sqrt()
    }

    /// Moves the parameters; false, with nothing moved, where the result would not be finite.
    fn update(&mut self, rate: f64, norm: f64, crew: &mut dyn Crew) -> bool {
        // As PyTorch's clip_grad_norm_: a little is added to the norm, so that nothing is divided by 0.
        let limit = self.spec.clip_norm().unwrap_or(f64::INFINITY);
        let gradient_scale = (limit / (norm + 1e-6)).min(1.0) as f32;
        let update = Update { count: self.updates + 1, rate, gradient_scale };
        let mut finite = true;
        for range in &self.division.trained {
            let flow = Flow {
                parameters: &self.parameters[range.clone()],
                gradient: &self.gradient[range.clone()],
                next: &mut self.next[range.clone()],
            };
            let state = self.state.each_mut().map(|buffer| buffer.get_mut(range.clone()).unwrap_or_default());
            self.optimizer.update(update, flow, state);
            finite = all_finite(&self.next[range.clone()]);
            if !finite {
                break;
            }
        }
        let mut faults = [f64::from(u8::from(!finite))];
        if self.division.pieces.is_none() {
            self.gather_next(crew, &mut faults);
        }
        if faults[0] > 0.0 {
            return false;
        }
        for range in &self.ranges.fixed {
            self.next[range.clone()].copy_from_slice(&self.parameters[range.clone()]);
        }
        core::mem::swap(&mut self.parameters, &mut self.next);
        self.updates += 1;
        true
    }

    fn diverge(&mut self, run: &mut Run, loss: f64, samples: usize, crew: &mut dyn Crew) {
        self.finished = Some(Finished::Diverged);
        if run.samples == 0 {
            // There is no finite step to report: the loss that ended it is what there is to see.
            run.samples = samples as u64;
            run.loss = loss;
        }
        // Whoever goes on from here must not carry a moment along that is infinite for good.
        let mut faults = [f64::from(u8::from(!self.state.iter().all(|buffer| all_finite(buffer))))];
        crew.sum(&mut faults);
        if faults[0] > 0.0 {
            self.state.iter_mut().for_each(|buffer| buffer.fill(0.0));
            self.updates = 0;
        }
    }
}

pub(super) fn no_data(part: Part, why: &str) -> Error {
    let name = part.name();
    Error::mismatch(Code::State, format!("{name} data"), "none")
        .with_note(format!("call setData('{name}', …) first: {why}"))
}
