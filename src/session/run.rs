//! Steps that are asked for, one after the other, with what early stopping looks at in between.

use serde::Serialize;

use super::divided::{Crew, Share};
use super::evaluate::EvaluateTask;
use super::score::Scoring;
use super::task::{Task, check_unchanged, ended};
use super::{Part, Session};
use crate::data::Known;
use crate::layers::Alone;
use crate::{Code, Error, Result};

/// Why training stopped by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finished {
    /// What early stopping watches has not improved for long enough.
    EarlyStopping,
    /// The loss, the gradient or the parameters after the step are not finite; the parameters are those before.
    Diverged,
}

/// What some steps did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// Steps since the session was created.
    pub step: u64,
    /// Epochs since the session was created, with the fraction of the one at hand.
    pub epoch: f64,
    /// Samples of this call.
    pub samples: u64,
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

/// Steps that are asked for, and what those done so far add up to, apart from their session: for callers who cannot
/// borrow it from one step to the next, several workers among them.
///
/// Whoever changes the session in between, or goes on after the end, is told so by code `state`. Whole steps stay done.
pub struct Steps {
    pub(super) remaining: u32,
    pub(super) samples: u64,
    pub(super) loss: f64,
    pub(super) right: u64,
    pub(super) gradient_norm: f64,
    pub(super) learning_rate: f64,
    scored: bool,
    /// The validation at the end of an epoch, while it is under way.
    validation: Option<EvaluateTask>,
    /// The session after what has been done.
    generation: u64,
    step: u64,
    epoch: f64,
    finished: Option<Finished>,
    ended: bool,
}

/// Steps that are being taken in a session, which is theirs meanwhile.
pub struct Run<'a> {
    session: &'a mut Session,
    steps: Steps,
}

impl Run<'_> {
    /// Takes one step, or validates a piece at the end of an epoch; says whether there is more to do.
    ///
    /// # Errors
    /// Code `state` after the end; code `memory`.
    pub fn advance(&mut self) -> Result<bool> {
        self.steps.advance(self.session)
    }

    /// What has been done so far.
    pub fn report(&self) -> Report {
        self.steps.report()
    }

    /// The session, to be looked into between two steps.
    pub fn session(&self) -> &Session {
        self.session
    }
}

impl Steps {
    /// # Errors
    /// As [`Session::step`].
    pub(crate) fn new(session: &mut Session, k: u32) -> Result<Self> {
        session.begin_among(k, &mut Alone)
    }

    /// Takes one step, or validates a piece at the end of an epoch; says whether there is more to do.
    ///
    /// # Errors
    /// Code `state` where the session was changed by anyone else, or after the end; code `memory`.
    pub(crate) fn advance(&mut self, session: &mut Session) -> Result<bool> {
        session.advance_among(self, &mut Alone)
    }

    /// What has been done so far.
    pub fn report(&self) -> Report {
        let samples = self.samples as f64;
        Report {
            step: self.step,
            epoch: self.epoch,
            samples: self.samples,
            loss: self.loss / samples,
            accuracy: (self.scored && self.samples > 0).then(|| self.right as f64 / samples),
            gradient_norm: self.gradient_norm,
            learning_rate: self.learning_rate,
            finished: self.finished,
        }
    }

    /// Notes where the session stands; says whether there is more to do.
    fn note(&mut self, session: &Session) -> bool {
        self.generation = session.generation;
        (self.step, self.epoch) = (session.clock.step, session.clock.epochs());
        self.finished = session.finished;
        self.ended = self.finished.is_some() || (self.remaining == 0 && !session.validation_is_due());
        !self.ended
    }
}

impl Session {
    /// Takes `k` optimiser steps, each on the next batch.
    ///
    /// # Errors
    /// Code `state` without training data, or without validation data that early stopping can judge by; code `memory`.
    pub fn step(&mut self, k: u32) -> Result<Report> {
        let mut run = self.begin(k)?;
        while run.advance()? {}
        Ok(run.report())
    }

    /// Prepares `k` steps, to be taken one by one by [`Run::advance`]. The run may be dropped at any time: whole steps stay
    /// done.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn begin(&mut self, k: u32) -> Result<Run<'_>> {
        let steps = Steps::new(self, k)?;
        Ok(Run { session: self, steps })
    }

    /// The same for one of several workers, each of whom does its share of every batch. All must call it: where the batch
    /// is another than in the steps before, they meet.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn begin_among(&mut self, k: u32, crew: &mut dyn Crew) -> Result<Steps> {
        let (data, labels) = self.known_data(Part::Train, "there is nothing to learn from")?;
        self.check_stopping()?;
        let batch = self.spec.batch_size().min(data.len());
        let (largest, classes) = (batch.div_ceil(crew.count()), matches!(labels, Known::Classes(_)));
        let scored = Scoring::of(labels, self.loss.link(), self.network.outputs()) != Scoring::None;
        self.network.reserve(&mut self.buffers, largest)?;
        self.batch.reserve(largest, self.network.outputs(), classes);
        self.divide(batch, crew)?;
        let mut steps = Steps {
            remaining: k,
            samples: 0,
            loss: 0.0,
            right: 0,
            scored,
            gradient_norm: 0.0,
            learning_rate: self.learning_rate(),
            validation: None,
            generation: 0,
            step: 0,
            epoch: 0.0,
            finished: None,
            ended: false,
        };
        steps.note(self);
        // Whoever asks for no steps may ask once what there is to do.
        steps.ended = false;
        Ok(steps)
    }

    /// Takes one of these steps together with others, all of whom must call it as often; each call that takes a step is at
    /// least one meeting. Whoever stops while it still gives true must call [`gather_state`](Self::gather_state), as all
    /// others; until then parameters and state are not whole, and whoever asks for them is told so by code `state`.
    ///
    /// # Errors
    /// Code `state` where the session was changed by anyone else, or after the end; code `memory`.
    pub fn advance_among(&mut self, steps: &mut Steps, crew: &mut dyn Crew) -> Result<bool> {
        check_unchanged(steps.generation, self)?;
        if steps.ended {
            return Err(ended());
        }
        if self.finished.is_none() {
            if self.validation_is_due() {
                self.validate(steps, crew)?;
            } else if steps.remaining > 0 {
                steps.remaining -= 1;
                self.train_step(steps, crew);
            }
        }
        let more = steps.note(self);
        if !more {
            self.gather_parameters(crew);
            self.gather_traces(crew);
        }
        Ok(more)
    }

    /// Whether early stopping has what it judges by, if there is any.
    ///
    /// # Errors
    /// Code `state`.
    pub(super) fn check_stopping(&self) -> Result<()> {
        let Some(stopping) = self.stopping.as_ref().filter(|_| !self.clock.warmup) else { return Ok(()) };
        let (_, labels) = self.known_data(Part::Validation, "early stopping watches it")?;
        let scoring = Scoring::of(labels, self.loss.link(), self.network.outputs());
        if stopping.by_accuracy && scoring == Scoring::None {
            return Err(Error::mismatch(Code::State, "validation labels that are classes", "targets")
                .named("accuracy_of_targets")
                .at("early_stopping.monitor")
                .with_note("nothing is right or wrong: watch validation_loss"));
        }
        Ok(())
    }

    pub(super) fn learning_rate(&self) -> f64 {
        let own = self.spec.learning_rate();
        self.schedule.rate(self.clock.schedule_step(), own)
    }

    fn validation_is_due(&self) -> bool {
        self.stopping.as_ref().is_some_and(|stopping| stopping.due)
    }

    fn validate(&mut self, steps: &mut Steps, crew: &mut dyn Crew) -> Result<()> {
        let mut validation = if let Some(begun) = steps.validation.take() {
            begun
        } else {
            self.gather_parameters(crew);
            self.begin_evaluation_of(Part::Validation, false, Share::of(crew))?
        };
        if validation.advance(self)? {
            steps.validation = Some(validation);
            crew.sum(&mut []);
            return Ok(());
        }
        validation.join(crew);
        let evaluation = validation.evaluation(self)?;
        if let Some(stopping) = &mut self.stopping
            && stopping.judge(&evaluation, &self.parameters)
        {
            stopping.restore(&mut self.parameters);
            self.finished = Some(Finished::EarlyStopping);
        }
        self.change();
        Ok(())
    }
}
