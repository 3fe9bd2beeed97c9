//! A device that runs ahead of the session: it is given one batch after the other, and what it makes of the parameters
//! comes back now and then. Until it does, the session stands where the device was last caught up with, so that the
//! same steps can be taken here where the device fails.

use super::score::{Half, Scoring};
use super::step::no_data;
use super::{Part, Session};
use crate::kernels::all_finite;
use crate::losses::Targets;
use crate::session::clock::Clock;
use crate::{Code, Error, Result};

/// Where the device stands.
#[derive(Clone)]
pub(super) struct Ahead {
    clock: Clock,
    updates: u64,
}

/// The numbers of a step for the device, which the batch at [`Session::batch_ahead`] goes with.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct StepAhead {
    /// Samples in the batch.
    pub samples: usize,
    /// The step's learning rate.
    pub rate: f64,
    /// Updates that the optimiser's state will have seen after it.
    pub count: u64,
    /// Steps since the session was created, this one not included: what random numbers go by.
    pub step: u64,
    /// Epochs since creation, with the fraction of the one at hand, after the step.
    pub epoch: f64,
    /// Whether early stopping has to judge what the step leaves, before the next.
    pub judged: bool,
}

/// How answers are scored: the number by which a device knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum ScoringAhead {
    /// Nothing is right or wrong.
    None,
    /// The class is the greatest output.
    Greatest,
    /// Of two classes, the second lies above one half.
    AboveHalf,
    /// Of two classes, the second lies above zero.
    AboveZero,
}

impl Session {
    /// Gathers the batch of the device's next step and moves the device's place past it. The session's own place
    /// stays.
    ///
    /// # Errors
    /// Code `state` without training data; code `memory`.
    pub fn step_ahead(&mut self) -> Result<StepAhead> {
        self.check_stopping()?;
        let Self { network, buffers, batch, augmenter, data, spec, .. } = self;
        let data = data[Part::Train as usize].as_ref();
        let Some((data, labels)) = data.and_then(|data| Some((data, data.known()?))) else {
            return Err(no_data(Part::Train, "there is nothing to learn from"));
        };
        let batch_size = spec.batch_size();
        network.reserve(buffers, batch_size.min(data.len()))?;
        let Ahead { clock, updates } =
            self.ahead.get_or_insert_with(|| Ahead { clock: self.clock.clone(), updates: self.updates });
        batch.draw_order(clock, spec.seed(), spec.shuffle());
        let places = batch.places(clock, batch_size);
        let samples = places.len();
        data.gather(batch.rows(places.clone()), buffers.input_mut(samples));
        if let Some(augmenter) = augmenter {
            augmenter.apply(buffers.input_mut(samples), spec.seed(), clock.step, 0);
        }
        batch.targets(labels, places, network.outputs());
        let own = spec.learning_rate();
        let (step, rate) = (clock.step, self.schedule.rate(clock.schedule_step(), own));
        clock.advance(samples);
        *updates += 1;
        let judged = self.stopping.is_some() && clock.position == 0 && !clock.warmup;
        Ok(StepAhead { samples, rate, count: *updates, step, epoch: clock.epochs(), judged })
    }

    /// The batch of the last [`step_ahead`](Self::step_ahead), of `samples` samples: inputs and targets.
    pub fn batch_ahead(&mut self, samples: usize) -> (&[f32], Targets<'_>) {
        let classes = self.data[Part::Train as usize].as_ref().is_some_and(|data| data.classes().is_some());
        (self.buffers.input_mut(samples), self.batch.last_targets(classes))
    }

    /// What a device must know of the training data: how answers are scored, whether labels are classes, and how many
    /// samples a batch has at most.
    ///
    /// # Errors
    /// Code `state` without training data.
    pub fn data_ahead(&self) -> Result<(ScoringAhead, bool, usize)> {
        let (data, labels) = self.known_data(Part::Train, "there is nothing to learn from")?;
        let scoring = match Scoring::of(labels, self.loss.link(), self.network.outputs()) {
            Scoring::None => ScoringAhead::None,
            Scoring::Greatest => ScoringAhead::Greatest,
            Scoring::Above(Half::Value) => ScoringAhead::AboveHalf,
            Scoring::Above(Half::Logit) => ScoringAhead::AboveZero,
        };
        Ok((scoring, data.classes().is_some(), self.spec.batch_size().min(data.len())))
    }

    /// A flat buffer: the parameters at 0, then the optimiser's own; empty where it has none.
    pub fn flat(&self, index: usize) -> &[f32] {
        if index == 0 { &self.parameters } else { self.state.get(index - 1).map_or(&[], Vec::as_slice) }
    }

    /// Puts the session where the device stands, with what the device holds: the parameters and the optimiser's
    /// state, as [`flat`](Self::flat) has them.
    ///
    /// # Errors
    /// Code `shape` where the lengths are others; code `data` where a number is not finite. Then the session stays
    /// where it was.
    pub fn catch_up(&mut self, flat: [&[f32]; 3]) -> Result<()> {
        if (0..3).any(|index| flat[index].len() != self.flat(index).len()) {
            return Err(Error::new(Code::Shape, "what the device holds is not this session's")
                .named("not_this_session"));
        }
        if !flat.iter().all(|values| all_finite(values)) {
            return Err(
                Error::new(Code::Data, "what the device holds is not finite").named("device_not_finite")
            );
        }
        let Some(Ahead { clock, updates }) = self.ahead.take() else { return Ok(()) };
        self.parameters.copy_from_slice(flat[0]);
        for (buffer, values) in self.state.iter_mut().zip(&flat[1..]) {
            buffer.copy_from_slice(values);
        }
        if let Some(stopping) = &mut self.stopping {
            stopping.due |= clock.position == 0 && !clock.warmup;
        }
        (self.clock, self.updates) = (clock, updates);
        self.traces.forget();
        self.change();
        Ok(())
    }

    /// Forgets the device: the session goes on from where it stands itself.
    pub fn give_up_ahead(&mut self) {
        self.ahead = None;
    }
}
