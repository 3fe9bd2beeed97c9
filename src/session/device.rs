//! Training on a GPU. The session prepares the batches, and the parameters are read back from time to time. Until then,
//! the session keeps the progress of the last read: after a device fault it repeats the steps since then.

use super::data::no_data;
use super::{Part, Session};
use crate::kernels::all_finite;
use crate::losses::Targets;
use crate::model::{DecisionThreshold, Scoring};
use crate::trainer::Progress;
use crate::{Error, ErrorKind, Result};

/// The progress of the device.
#[derive(Clone)]
pub(super) struct DeviceProgress {
    progress: Progress,
    updates: u64,
}

/// The scalars of a device step. [`Session::device_batch`] has its batch.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct DeviceStep {
    /// Samples in the batch.
    pub samples: usize,
    /// The step's learning rate.
    pub rate: f64,
    /// The number of optimiser updates, this one included.
    pub count: u64,
    /// Steps since the session was created, without this one: the counter of random numbers.
    pub step: u64,
    /// Epochs since creation after the step, with the fraction of the current epoch.
    pub epoch: f64,
    /// Whether early stopping must validate the parameters after this step.
    pub judged: bool,
}

/// How predictions are scored, as a number for the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum DeviceScoring {
    /// Predictions are not scored.
    None,
    /// The class is the argmax of the outputs.
    Argmax,
    /// Two classes; the second is above 0.5.
    ThresholdHalf,
    /// Two classes; the second is above 0.
    ThresholdZero,
}

impl Session {
    /// Gathers the batch of the device's next step and advances the device's progress. The session's progress is unchanged.
    ///
    /// # Errors
    /// Kind `state` without training data; kind `memory`.
    pub fn device_step(&mut self) -> Result<DeviceStep> {
        self.check_stopping()?;
        let Self { model, trainer, data, .. } = self;
        let (settings, network) = (trainer.settings, &model.network);
        let data = data[Part::Train as usize].as_ref();
        let Some((data, labels)) = data.and_then(|data| Some((data, data.resolved_labels()?))) else {
            return Err(no_data(Part::Train, "there is nothing to learn from"));
        };
        network.reserve(&mut trainer.buffers, settings.batch_size.min(data.len()))?;
        let DeviceProgress { progress, updates } = self.device.get_or_insert_with(|| DeviceProgress {
            progress: trainer.progress.clone(),
            updates: trainer.optimizer_buffers.updates,
        });
        trainer.batch.draw_order(progress, settings.seed, settings.shuffle);
        let positions = trainer.batch.positions(progress, settings.batch_size);
        let samples = positions.len();
        let x = trainer.buffers.input_mut(samples);
        data.gather(trainer.batch.rows(positions.clone()), x);
        if let Some(augmenter) = &mut trainer.augmenter {
            augmenter.apply(x, settings.seed, progress.step, 0);
        }
        trainer.batch.targets(labels, positions, network.outputs());
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

    /// Properties of the training data for a device: scoring, whether labels are classes, and the largest batch size.
    ///
    /// # Errors
    /// Kind `state` without training data.
    pub fn device_data(&self) -> Result<(DeviceScoring, bool, usize)> {
        let (data, labels) = self.resolved_data(Part::Train, "there is nothing to learn from")?;
        let scoring = match Scoring::of(labels, self.model.loss.link(), self.outputs()) {
            Scoring::None => DeviceScoring::None,
            Scoring::Argmax => DeviceScoring::Argmax,
            Scoring::Threshold(DecisionThreshold::Probability) => DeviceScoring::ThresholdHalf,
            Scoring::Threshold(DecisionThreshold::Logit) => DeviceScoring::ThresholdZero,
        };
        Ok((scoring, data.classes().is_some(), self.spec.batch_size().min(data.len())))
    }

    /// A flat buffer: the parameters at index 0, then the optimiser's buffers. Empty if the optimiser has none.
    pub fn flat(&self, index: usize) -> &[f32] {
        if index == 0 {
            return &self.model.parameters;
        }
        self.trainer.optimizer_buffers.buffers.get(index - 1).map_or(&[], Vec::as_slice)
    }

    /// Updates the session to the device's progress, with its parameters and optimiser state in the order of
    /// [`flat`](Self::flat).
    ///
    /// # Errors
    /// Kind `shape` if the lengths differ; kind `data` if a number is not finite. Then the session is unchanged.
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
            stopping.evaluation_due |= progress.position == 0 && !progress.warmup;
        }
        (trainer.progress, trainer.optimizer_buffers.updates) = (progress, updates);
        trainer.last_step.clear();
        model.mark_changed();
        Ok(())
    }

    /// Drops the device's progress. The session continues from its own.
    pub fn drop_device(&mut self) {
        self.device = None;
    }
}
