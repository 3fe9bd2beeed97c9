//! One optimiser step after the other: forward, loss, backward, penalties, clipping, update.

use core::ops::Range;

use super::divided::{Crew, Share};
use super::routes::Routes;
use super::run::{Finished, Steps};
use super::score::Scoring;
use super::{Part, Session};
use crate::kernels::{F32x4, add_scaled, all_finite, sum_of_squares, zip_map};
use crate::layers::Alone;
use crate::losses::Gradient;
use crate::network::{self, Wanted};
use crate::optimizers::{OptimizerState, Update, UpdateArguments};
use crate::{Code, Error, Spec};

impl Session {
    /// One optimiser step; after one that is not finite nothing has changed but `finished`.
    pub(super) fn train_step(&mut self, steps: &mut Steps, crew: &mut dyn Crew) {
        let rate = self.learning_rate();
        self.change();
        self.begin_traces(crew);
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
        self.trace_gradient();
        if !norm.is_finite() || !self.update(rate, norm, crew) {
            self.diverge(steps, loss, samples, crew);
            return;
        }
        self.trace_step(samples);
        self.network.commit(&self.buffers, Share::of(crew).range(samples).len(), &mut self.parameters);
        self.clock.advance(samples);
        if self.clock.position == 0
            && !self.clock.warmup
            && let Some(stopping) = &mut self.stopping
        {
            stopping.due = true;
        }
        steps.samples += samples as u64;
        steps.loss += loss;
        steps.right += right as u64;
        steps.gradient_norm = norm;
        steps.learning_rate = rate;
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
        let Self { network, buffers, batch, augmenter, data, clock, spec, loss, parameters, .. } = self;
        let Self { division, gradient, next, .. } = self;
        let data = data[Part::Train as usize].as_ref();
        let Some((data, labels)) = data.and_then(|data| Some((data, data.known()?))) else {
            unreachable!("a run begins with data")
        };
        let outputs = network.outputs();
        batch.draw_order(clock, spec.seed(), spec.shuffle());
        let (whole, first_sample) = (batch_places.len(), samples.start as u32);
        let places = batch_places.start + samples.start..batch_places.start + samples.end;
        let samples = samples.len();
        data.gather(batch.rows(places.clone()), buffers.input_mut(samples));
        if let Some(augmenter) = augmenter {
            augmenter.apply(buffers.input_mut(samples), spec.seed(), clock.step, first_sample);
        }
        let mut routes = Routes { crew, division, batch: whole, sums: [0.0; 2], left: false };
        let (step, training, alone) = (clock.step, true, &mut Alone);
        let part = network::Part { samples, first_sample, batch: whole, step, training, exchange: alone };
        network.forward(buffers, &mut network::Part { exchange: &mut routes, ..part }, parameters);
        let targets = batch.targets(labels, places, outputs);
        let (z, dz) = buffers.output_and_gradient(samples);
        let right = Scoring::of(labels, loss.link(), outputs).count_right(z, outputs, targets);
        let total = loss.apply(z, outputs, targets, Some(Gradient { dz, scale: 1.0 / whole as f32 }));
        routes.sums = [total, right as f64];
        // Layers meet the others on the way back, whose loss may be finite.
        if total.is_finite() || routes.crew.count() > 1 {
            let gradient = if added { next } else { gradient };
            let part = &mut network::Part { exchange: &mut routes, ..part };
            network.backward(buffers, part, parameters, Wanted::Trained(gradient));
        }
        (routes.sums, routes.left)
    }

    /// Adds the penalties' gradient, l1·sign(w) + 2·l2·w, over my slice, and gives the norm of the whole.
    fn penalise_and_measure(&mut self, crew: &mut dyn Crew) -> f64 {
        penalise(&self.spec, &self.division.penalised, &mut self.gradient, &self.parameters);
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
            let flow = UpdateArguments {
                parameters: &self.parameters[range.clone()],
                gradient: &mut self.gradient[range.clone()],
                new_parameters: &mut self.next[range.clone()],
            };
            let state = OptimizerState {
                buffers: self.state.each_ref().map(|buffer| buffer.get(range.clone()).unwrap_or_default()),
                new_second: self.next_second.get_mut(range.clone()).unwrap_or_default(),
            };
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
        let [first, second] = &mut self.state;
        let successors = [
            (&mut self.parameters, &mut self.next),
            (first, &mut self.gradient),
            (second, &mut self.next_second),
        ];
        for (buffer, next) in successors.into_iter().filter(|(buffer, _)| !buffer.is_empty()) {
            for range in &self.ranges.fixed {
                next[range.clone()].copy_from_slice(&buffer[range.clone()]);
            }
            core::mem::swap(buffer, next);
        }
        self.updates += 1;
        true
    }

    fn diverge(&mut self, steps: &mut Steps, loss: f64, samples: usize, crew: &mut dyn Crew) {
        self.finished = Some(Finished::Diverged);
        if steps.samples == 0 {
            // There is no finite step to report: the loss that ended it is what there is to see.
            steps.samples = samples as u64;
            steps.loss = loss;
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

/// Adds the penalties' gradient over these ranges.
pub(super) fn penalise(spec: &Spec, ranges: &[Range<usize>], gradient: &mut [f32], parameters: &[f32]) {
    let l1 = F32x4::splat(spec.l1() as f32);
    let l2 = spec.l2() as f32;
    for range in ranges {
        let (gradient, weights) = (&mut gradient[range.clone()], &parameters[range.clone()]);
        if spec.l1() > 0.0 {
            zip_map(gradient, weights, |g, w| g + l1 * w.sign());
        }
        if l2 > 0.0 {
            add_scaled(gradient, 2.0 * l2, weights);
        }
    }
}

/// A part of the data is asked for and has not been set.
pub(super) fn no_data(part: Part, why: &str) -> Error {
    let name = part.name();
    Error::mismatch(Code::State, format_args!("{name} data"), "none")
        .named("expected_data")
        .value("part", name)
        .value("why", why)
        .with_note(format_args!("set them with Session::set_data first: {why}"))
}
