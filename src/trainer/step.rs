//! One optimiser step, top to bottom. [`Trainer::step`] is the whole step; the functions below it are its phases, in order.

use core::ops::Range;

use super::gradient_transform::StepGradient;
use super::{Finished, Trainer, TrainerSettings};
use crate::data::Dataset;
use crate::kernels::{F32x4, add_scaled, all_finite, sum_of_squares, zip_map};
use crate::layers::{BatchStatisticsSync, WholeBatch};
use crate::losses::Gradient;
use crate::model::{GradientRequest, Model, PassContext, Scoring};
use crate::optimizers::{OptimizerState, Update, UpdateArguments};

/// The batch of one step.
pub(crate) struct StepBatch {
    /// Its positions within the epoch's order.
    positions: Range<usize>,
    /// The step's learning rate.
    pub learning_rate: f64,
}

impl StepBatch {
    /// Samples in the batch.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// The outcome of the step on this batch.
    pub fn outcome(&self, sums: LossSums, gradient_norm: f64, diverged: bool) -> StepOutcome {
        let (samples, learning_rate) = (self.len(), self.learning_rate);
        StepOutcome { samples, sums, gradient_norm, learning_rate, diverged }
    }
}

/// Loss and correct predictions, summed over samples.
#[derive(Clone, Copy)]
pub(crate) struct LossSums {
    pub loss: f64,
    pub correct: f64,
}

impl LossSums {
    /// The norm of the whole gradient; NaN if the loss is not finite.
    pub fn gradient_norm(self, squared: f64) -> f64 {
        if self.loss.is_finite() { squared.sqrt() } else { f64::NAN }
    }
}

/// The outcome of one step.
pub(crate) struct StepOutcome {
    /// Samples of the batch.
    pub samples: usize,
    pub sums: LossSums,
    /// The norm of the gradient, penalties included, before transforms; NaN if the loss is not finite.
    pub gradient_norm: f64,
    pub learning_rate: f64,
    /// Whether loss, gradient or new parameters were not finite. Then parameters and progress are unchanged.
    pub diverged: bool,
}

impl Trainer {
    /// Runs one optimiser step on the next batch. The labels of `data` must be resolved.
    pub(crate) fn step(&mut self, model: &mut Model, data: &Dataset) -> StepOutcome {
        let batch = self.begin_step(model);
        let samples = 0..batch.len();
        let sums = self.forward_backward(model, data, &batch, samples.clone(), &mut WholeBatch);
        self.add_penalties(model);
        let norm = sums.gradient_norm(self.squared_norm());
        let finite = norm.is_finite() && self.update(model, &batch, norm);
        if finite && self.apply_update(model) {
            self.advance(model, &batch, samples.len());
            batch.outcome(sums, norm, false)
        } else {
            let state_is_broken = !self.state_is_finite();
            self.diverge(state_is_broken);
            batch.outcome(sums, norm, true)
        }
    }

    /// Selects the batch and the learning rate, and clears the data of the last step.
    pub(crate) fn begin_step(&mut self, model: &mut Model) -> StepBatch {
        model.mark_changed();
        self.last_step.clear();
        let TrainerSettings { seed, shuffle, batch_size, .. } = self.settings;
        self.batch.draw_order(&self.progress, seed, shuffle);
        StepBatch {
            positions: self.batch.positions(&self.progress, batch_size),
            learning_rate: self.learning_rate(),
        }
    }

    /// Runs forward, loss and backward for part of a batch. Returns the summed loss and the number of correct predictions.
    pub(crate) fn forward_backward(
        &mut self,
        model: &Model,
        data: &Dataset,
        batch: &StepBatch,
        samples: Range<usize>,
        sync: &mut dyn BatchStatisticsSync,
    ) -> LossSums {
        let Some(labels) = data.resolved_labels() else { unreachable!("labels are resolved") };
        let first = samples.start;
        let positions = batch.positions.start + first..batch.positions.start + samples.end;
        let (samples, outputs) = (samples.len(), model.outputs());
        let (buffers, step) = (&mut self.buffers, self.progress.step);

        let x = buffers.input_mut(samples);
        data.gather(self.batch.rows(positions.clone()), x);
        if let Some(augmenter) = &mut self.augmenter {
            augmenter.apply(x, self.settings.seed, step, first as u32);
        }
        let mut context = PassContext {
            samples,
            first_sample: first as u32,
            batch: batch.len(),
            step,
            training: true,
            sync,
        };
        model.network.forward(buffers, &mut context, &model.parameters);

        let targets = self.batch.targets(labels, positions, outputs);
        let (z, dz) = buffers.output_and_gradient(samples);
        let correct = Scoring::of(labels, model.loss.link(), outputs).count_correct(z, outputs, targets);
        let dz = Gradient { dz, scale: 1.0 / batch.len() as f32 };
        let loss = model.loss.apply(z, outputs, targets, Some(dz));

        let wanted = GradientRequest::Trained(&mut self.gradient);
        model.network.backward(buffers, &mut context, &model.parameters, wanted);
        LossSums { loss, correct: correct as f64 }
    }

    /// Adds the gradient of the penalties: l1·sign(w) + 2·l2·w.
    pub(crate) fn add_penalties(&mut self, model: &Model) {
        penalise(&self.settings, &self.owned.penalised, &mut self.gradient, &model.parameters);
    }

    /// The squared Euclidean norm of the gradient over what this trainer updates.
    pub(crate) fn squared_norm(&self) -> f64 {
        self.owned.trained.iter().map(|range| sum_of_squares(&self.gradient[range.clone()])).sum()
    }

    /// Transforms the gradient and computes the new parameters and optimiser state, without replacing the current ones.
    /// Returns whether they are finite.
    pub(crate) fn update(&mut self, model: &Model, batch: &StepBatch, norm: f64) -> bool {
        self.last_step.record_gradient(&self.gradient, &self.owned);
        let mut gradient = StepGradient {
            values: &mut self.gradient,
            ranges: &self.owned.trained,
            norm,
            scale: 1.0,
            step: self.progress.step,
            seed: self.settings.seed,
            batch: batch.len(),
        };
        self.transforms.iter().for_each(|transform| transform.apply(&mut gradient));
        let update = Update {
            count: self.optimizer_buffers.updates + 1,
            rate: batch.learning_rate,
            gradient_scale: gradient.scale,
        };
        let state = &mut self.optimizer_buffers;
        self.owned.trained.iter().all(|range| {
            let arguments = UpdateArguments {
                parameters: &model.parameters[range.clone()],
                gradient: &mut self.gradient[range.clone()],
                new_parameters: &mut self.new_parameters[range.clone()],
            };
            let state = OptimizerState {
                buffers: state.buffers.each_ref().map(|buffer| buffer.get(range.clone()).unwrap_or_default()),
                new_second: state.new_second.get_mut(range.clone()).unwrap_or_default(),
            };
            self.optimizer.update(update, arguments, state);
            all_finite(&self.new_parameters[range.clone()])
        })
    }

    /// Applies the constraints and replaces parameters and optimiser state by the new ones. Returns false, and replaces
    /// nothing, if a constraint's result is not finite.
    pub(crate) fn apply_update(&mut self, model: &mut Model) -> bool {
        for range in &self.all.fixed {
            self.new_parameters[range.clone()].copy_from_slice(&model.parameters[range.clone()]);
        }
        for constraint in &self.constraints {
            constraint.apply(model.network.tensors(), &mut self.new_parameters);
        }
        if !self.constraints.is_empty() && !all_finite(&self.new_parameters) {
            return false;
        }
        core::mem::swap(&mut model.parameters, &mut self.new_parameters);
        self.optimizer_buffers.advance(&mut self.gradient, &self.all, self.shard.len());
        true
    }

    /// Advances progress and updates running statistics. `samples` is the number of samples of the last forward pass.
    pub(crate) fn advance(&mut self, model: &mut Model, batch: &StepBatch, samples: usize) {
        let update = (&*model.parameters, &*self.new_parameters);
        let ranges = [&self.all, &self.owned];
        self.last_step.record_step(&self.progress, batch.len(), update, ranges);
        model.network.update_running_statistics(&self.buffers, samples, &mut model.parameters);
        self.progress.advance(batch.len());
        if self.progress.position == 0
            && !self.progress.warmup
            && let Some(stopping) = &mut self.early_stopping
        {
            stopping.evaluation_due = true;
        }
    }

    /// Ends training after a step that is not finite. An optimiser state that is not finite is reset: it would never become
    /// finite again.
    pub(crate) fn diverge(&mut self, state_is_broken: bool) {
        self.finished = Some(Finished::Diverged);
        if state_is_broken {
            self.optimizer_buffers.clear();
        }
    }

    /// Whether the optimiser state is finite over what this trainer updates.
    pub(crate) fn state_is_finite(&self) -> bool {
        let finite = |buffer: &Vec<f32>| {
            let mut ranges = self.owned.trained.iter();
            ranges.all(|range| buffer.get(range.clone()).is_none_or(all_finite))
        };
        self.optimizer_buffers.buffers.iter().all(finite)
    }
}

/// Adds the gradient of the penalties over these ranges.
pub(crate) fn penalise(
    settings: &TrainerSettings,
    ranges: &[Range<usize>],
    gradient: &mut [f32],
    parameters: &[f32],
) {
    let (l1, l2) = (F32x4::splat(settings.l1 as f32), settings.l2 as f32);
    for range in ranges {
        let (gradient, weights) = (&mut gradient[range.clone()], &parameters[range.clone()]);
        if settings.l1 > 0.0 {
            zip_map(gradient, weights, |g, w| g + l1 * w.sign());
        }
        if l2 > 0.0 {
            add_scaled(gradient, 2.0 * l2, weights);
        }
    }
}
