//! A GPU that takes the steps. It is given one batch after the other; its parameters are read back now and then. Until
//! then the session stays where the device was last read, so that a device that fails loses no step.

use super::data::no_data;
use super::{Part, Session};
use crate::kernels::all_finite;
use crate::losses::Targets;
use crate::model::{Half, Scoring};
use crate::trainer::Progress;
use crate::{Error, ErrorKind, Result};

/// The progress of the device.
#[derive(Clone)]
pub(super) struct DeviceProgress {
    progress: Progress,
    updates: u64,
}

/// The numbers of a step for the device, which the batch at [`Session::device_batch`] goes with.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct DeviceStep {
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
pub enum DeviceScoring {
    /// Nothing is right or wrong.
    None,
    /// The class is the argmax of the outputs.
    Argmax,
    /// Of two classes, the second lies above one half.
    ThresholdHalf,
    /// Of two classes, the second lies above zero.
    ThresholdZero,
}

impl Session {
    /// Gathers the batch of the device's next step and moves the device's place past it. The session's own place
    /// stays.
    ///
    /// # Errors
    /// Kind `state` without training data; kind `memory`.
    pub fn device_step(&mut self) -> Result<DeviceStep> {
        self.check_stopping()?;
        let Self { model, trainer, data, .. } = self;
        let (settings, network) = (trainer.settings, &model.network);
        let data = data[Part::Train as usize].as_ref();
        let Some((data, labels)) = data.and_then(|data| Some((data, data.known()?))) else {
            return Err(no_data(Part::Train, "there is nothing to learn from"));
        };
        network.reserve(&mut trainer.buffers, settings.batch_size.min(data.len()))?;
        let DeviceProgress { progress, updates } = self.device.get_or_insert_with(|| DeviceProgress {
            progress: trainer.progress.clone(),
            updates: trainer.optimizer_buffers.updates,
        });
        trainer.batch.draw_order(progress, settings.seed, settings.shuffle);
        let places = trainer.batch.places(progress, settings.batch_size);
        let samples = places.len();
        let x = trainer.buffers.input_mut(samples);
        data.gather(trainer.batch.rows(places.clone()), x);
        if let Some(augmenter) = &mut trainer.augmenter {
            augmenter.apply(x, settings.seed, progress.step, 0);
        }
        trainer.batch.targets(labels, places, network.outputs());
        let (step, rate) =
            (progress.step, trainer.schedule.rate(progress.schedule_step(), settings.learning_rate));
        progress.advance(samples);
        *updates += 1;
        let judged = trainer.early_stopping.is_some() && progress.position == 0 && !progress.warmup;
        Ok(DeviceStep { samples, rate, count: *updates, step, epoch: progress.epochs(), judged })
    }

    /// The batch of the last [`device_step`](Self::device_step), of `samples` samples: inputs and targets.
    pub fn device_batch(&mut self, samples: usize) -> (&[f32], Targets<'_>) {
        let classes = self.data[Part::Train as usize].as_ref().is_some_and(|data| data.classes().is_some());
        (self.trainer.buffers.input_mut(samples), self.trainer.batch.last_targets(classes))
    }

    /// What a device must know of the training data: how answers are scored, whether labels are classes, and how many
    /// samples a batch has at most.
    ///
    /// # Errors
    /// Kind `state` without training data.
    pub fn device_data(&self) -> Result<(DeviceScoring, bool, usize)> {
        let (data, labels) = self.known_data(Part::Train, "there is nothing to learn from")?;
        let scoring = match Scoring::of(labels, self.model.loss.link(), self.outputs()) {
            Scoring::None => DeviceScoring::None,
            Scoring::Argmax => DeviceScoring::Argmax,
            Scoring::Threshold(Half::Value) => DeviceScoring::ThresholdHalf,
            Scoring::Threshold(Half::Logit) => DeviceScoring::ThresholdZero,
        };
        Ok((scoring, data.classes().is_some(), self.spec.batch_size().min(data.len())))
    }

    /// A flat buffer: the parameters at 0, then the optimiser's own; empty where it has none.
    pub fn flat(&self, index: usize) -> &[f32] {
        if index == 0 {
            return &self.model.parameters;
        }
        self.trainer.optimizer_buffers.buffers.get(index - 1).map_or(&[], Vec::as_slice)
    }

    /// Puts the session where the device stands, with what the device holds: the parameters and the optimiser's
    /// state, as [`flat`](Self::flat) has them.
    ///
    /// # Errors
    /// Kind `shape` where the lengths are others; kind `data` where a number is not finite. Then the session stays
    /// where it was.
    pub fn sync_from_device(&mut self, flat: [&[f32]; 3]) -> Result<()> {
        if (0..3).any(|index| flat[index].len() != self.flat(index).len()) {
            return Err(Error::new(ErrorKind::Shape, "what the device holds is not this session's")
                .named("not_this_session"));
        }
        if !flat.iter().all(|values| all_finite(values)) {
            return Err(
                Error::new(ErrorKind::Data, "what the device holds is not finite").named("device_not_finite")
            );
        }
        let Some(DeviceProgress { progress, updates }) = self.device.take() else { return Ok(()) };
        let Self { model, trainer, .. } = self;
        model.parameters.copy_from_slice(flat[0]);
        for (buffer, values) in trainer.optimizer_buffers.buffers.iter_mut().zip(&flat[1..]) {
            buffer.copy_from_slice(values);
        }
        if let Some(stopping) = &mut trainer.early_stopping {
            stopping.due |= progress.position == 0 && !progress.warmup;
        }
        (trainer.progress, trainer.optimizer_buffers.updates) = (progress, updates);
        trainer.last_step.forget();
        model.change();
        Ok(())
    }

    /// Forgets the device: the session goes on from where it stands itself.
    pub fn drop_device(&mut self) {
        self.device = None;
    }
}
