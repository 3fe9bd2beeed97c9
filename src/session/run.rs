//! Runs of several steps, with the validation of early stopping between epochs.

use core::ops::Range;

use serde::Serialize;

use super::evaluate::EvaluateTask;
use super::{Finished, Part, Session};
use crate::data::ResolvedLabels;
use crate::model::{Scoring, Task, already_ended, check_unchanged};
use crate::trainer::{StepOutcome, Trainer};
use crate::{Error, ErrorKind, Result};

/// The report of some steps.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// Steps since the session was created.
    pub step: u64,
    /// Epochs since the session was created, with the fraction of the current epoch.
    pub epoch: f64,
    /// Samples of this call.
    pub samples: u64,
    /// The mean loss of the samples of this call, before the updates, without penalties; NaN without samples.
    pub loss: f64,
    /// The fraction of correct predictions; `None` if predictions are not scored.
    pub accuracy: Option<f64>,
    /// The Euclidean norm of the last step's gradient, penalties included, before clipping.
    pub gradient_norm: f64,
    /// The last step's learning rate.
    pub learning_rate: f64,
    /// The reason, if training ended.
    pub finished: Option<Finished>,
}

/// The remaining steps of a call and the sums over the steps so far. It does not borrow the session.
///
/// If another call changes the session, or the end is passed, `advance` returns an error of kind `state`. Completed steps
/// remain.
pub struct Steps {
    remaining: u32,
    samples: u64,
    loss: f64,
    correct: u64,
    gradient_norm: f64,
    learning_rate: f64,
    scored: bool,
    /// The validation at the end of an epoch, while it runs.
    pub(crate) validation: Option<EvaluateTask>,
    /// The model's generation after the last step.
    generation: u64,
    step: u64,
    epoch: f64,
    finished: Option<Finished>,
    ended: bool,
}

/// Steps that borrow their session.
pub struct Run<'a> {
    session: &'a mut Session,
    steps: Steps,
}

impl Run<'_> {
    /// Takes one step, or evaluates a block of the validation data at the end of an epoch. Returns whether work remains.
    ///
    /// # Errors
    /// Kind `state` after the end; kind `memory`.
    pub fn advance(&mut self) -> Result<bool> {
        self.steps.advance(self.session)
    }

    /// The report of the steps so far.
    pub fn report(&self) -> Report {
        self.steps.report()
    }

    /// The session between two steps.
    pub fn session(&self) -> &Session {
        self.session
    }
}

impl Steps {
    /// # Errors
    /// As [`Session::step`].
    pub(crate) fn new(session: &mut Session, k: u32) -> Result<Self> {
        session.check_complete()?;
        let shard = 0..session.model.network.parameter_count();
        Self::sharded(session, k, shard, 1)
    }

    /// The same for one of several ranks. Each updates a shard and computes a part of every batch.
    ///
    /// # Errors
    /// As [`Session::step`].
    pub(crate) fn sharded(session: &mut Session, k: u32, shard: Range<usize>, parts: usize) -> Result<Self> {
        let (data, labels) = session.resolved_data(Part::Train, "there is nothing to learn from")?;
        session.check_stopping()?;
        let (outputs, link) = (session.outputs(), session.model.loss.link());
        let largest = session.spec.batch_size().min(data.len()).div_ceil(parts);
        let classes = matches!(labels, ResolvedLabels::Classes(_));
        let scored = Scoring::of(labels, link, outputs) != Scoring::None;
        let trainer = &mut session.trainer;
        session.model.network.reserve(&mut trainer.buffers, largest)?;
        trainer.batch.reserve(largest, outputs, classes);
        trainer.set_shard(shard);
        let mut steps = Self {
            remaining: k,
            samples: 0,
            loss: 0.0,
            correct: 0,
            scored,
            gradient_norm: 0.0,
            learning_rate: trainer.learning_rate(),
            validation: None,
            generation: 0,
            step: 0,
            epoch: 0.0,
            finished: None,
            ended: false,
        };
        steps.copy_progress(session);
        // Zero steps may be advanced once.
        steps.ended = false;
        Ok(steps)
    }

    /// Takes one step, or evaluates a block of the validation data at the end of an epoch. Returns whether work remains.
    ///
    /// # Errors
    /// Kind `state` if the session was changed by another call, or after the end; kind `memory`.
    pub(crate) fn advance(&mut self, session: &mut Session) -> Result<bool> {
        self.check(session)?;
        match self.next(session) {
            Some(Next::Step) => {
                if let (model, trainer, Some(data)) = session.parts() {
                    let outcome = trainer.step(model, data);
                    self.add(&outcome);
                }
            }
            Some(Next::Validation) => self.validate(session)?,
            None => {}
        }
        Ok(self.copy_progress(session))
    }

    /// Checks that these steps can continue.
    ///
    /// # Errors
    /// Kind `state`.
    pub(crate) fn check(&self, session: &Session) -> Result<()> {
        check_unchanged(self.generation, session.model.generation)?;
        if self.ended { Err(already_ended()) } else { Ok(()) }
    }

    /// The next action. A step reduces the number of remaining steps.
    pub(crate) fn next(&mut self, session: &Session) -> Option<Next> {
        let trainer = &session.trainer;
        if trainer.finished.is_some() {
            return None;
        }
        if trainer.early_stopping.as_ref().is_some_and(|stopping| stopping.evaluation_due) {
            return Some(Next::Validation);
        }
        self.remaining = self.remaining.checked_sub(1)?;
        Some(Next::Step)
    }

    /// Adds a step to the sums. A step that diverged is added only if it is the first, to report its loss.
    pub(crate) fn add(&mut self, outcome: &StepOutcome) {
        if !outcome.diverged {
            self.correct += outcome.sums.correct as u64;
            self.gradient_norm = outcome.gradient_norm;
            self.learning_rate = outcome.learning_rate;
        } else if self.samples > 0 {
            return;
        }
        self.samples += outcome.samples as u64;
        self.loss += outcome.sums.loss;
    }

    fn validate(&mut self, session: &mut Session) -> Result<()> {
        let mut task = if let Some(running) = self.validation.take() {
            running
        } else {
            let samples = 0..session.data_len(Part::Validation);
            session.begin_evaluation(Part::Validation, false, samples)?
        };
        if task.advance(session)? {
            self.validation = Some(task);
            return Ok(());
        }
        let evaluation = task.evaluation(session)?;
        session.record_validation(evaluation.loss, evaluation.accuracy);
        Ok(())
    }

    /// The report of the steps so far.
    pub fn report(&self) -> Report {
        let samples = self.samples as f64;
        Report {
            step: self.step,
            epoch: self.epoch,
            samples: self.samples,
            loss: self.loss / samples,
            accuracy: (self.scored && self.samples > 0).then(|| self.correct as f64 / samples),
            gradient_norm: self.gradient_norm,
            learning_rate: self.learning_rate,
            finished: self.finished,
        }
    }

    /// Copies the session's progress. Returns whether work remains.
    pub(crate) fn copy_progress(&mut self, session: &Session) -> bool {
        let Trainer { progress, finished, early_stopping, .. } = &session.trainer;
        self.generation = session.model.generation;
        (self.step, self.epoch, self.finished) = (progress.step, progress.epochs(), *finished);
        let evaluation_due = early_stopping.as_ref().is_some_and(|stopping| stopping.evaluation_due);
        self.ended = self.finished.is_some() || (self.remaining == 0 && !evaluation_due);
        !self.ended
    }
}

impl Session {
    /// Takes `k` optimiser steps, each on the next batch.
    ///
    /// # Errors
    /// Kind `state` without training data, or without validation data for early stopping; kind `memory`.
    pub fn step(&mut self, k: u32) -> Result<Report> {
        let mut run = self.begin(k)?;
        while run.advance()? {}
        Ok(run.report())
    }

    /// Prepares `k` steps; each [`Run::advance`] takes one. The run may be dropped at any time: completed steps remain.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn begin(&mut self, k: u32) -> Result<Run<'_>> {
        let steps = Steps::new(self, k)?;
        Ok(Run { session: self, steps })
    }

    /// The same without a borrow of the session; each [`advance`](Self::advance) takes one step.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn begin_steps(&mut self, k: u32) -> Result<Steps> {
        Steps::new(self, k)
    }

    /// Takes one of these steps, or evaluates a block of the validation data at the end of an epoch. Returns whether work
    /// remains.
    ///
    /// # Errors
    /// Kind `state` if the session was changed by another call, or after the end; kind `memory`.
    pub fn advance(&mut self, steps: &mut Steps) -> Result<bool> {
        steps.advance(self)
    }

    /// Checks that the data have the value that early stopping monitors.
    ///
    /// # Errors
    /// Kind `state`.
    pub(super) fn check_stopping(&self) -> Result<()> {
        let Trainer { early_stopping, progress, .. } = &self.trainer;
        let Some(stopping) = early_stopping.as_ref().filter(|_| !progress.warmup) else { return Ok(()) };
        let (_, labels) = self.resolved_data(Part::Validation, "early stopping watches it")?;
        let scoring = Scoring::of(labels, self.model.loss.link(), self.outputs());
        if stopping.monitors_accuracy && scoring == Scoring::None {
            return Err(Error::mismatch(ErrorKind::State, "validation labels that are classes", "targets")
                .named("accuracy_of_targets")
                .at("early_stopping.monitor")
                .with_note("nothing is right or wrong: watch validation_loss"));
        }
        Ok(())
    }

    /// Passes the validation results of an epoch to early stopping, which may end training.
    pub(crate) fn record_validation(&mut self, loss: f64, accuracy: Option<f64>) {
        let Self { model, trainer, .. } = self;
        if let Some(stopping) = &mut trainer.early_stopping
            && stopping.record_epoch(loss, accuracy, &model.parameters)
        {
            stopping.restore(&mut model.parameters);
            trainer.constrain(model.network.tensors(), &mut model.parameters);
            trainer.finished = Some(Finished::EarlyStopping);
        }
        model.mark_changed();
    }
}

/// The next action of a run.
pub(crate) enum Next {
    Step,
    /// A block of the validation at the end of an epoch.
    Validation,
}
