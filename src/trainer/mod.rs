//! A trainer: optimiser, progress, schedule, early stopping, and one step (`step.rs`) of a model on a data set.
//!
//! It owns the gradient, the new parameters and the optimiser state; the model owns the parameters. After a step
//! that diverges, parameters and progress are those before it.

mod batch;
mod constraint;
mod early_stopping;
mod gradient_transform;
mod last_step;
mod optimizer_buffers;
mod progress;
mod ranges;
mod step;

pub use self::constraint::{Constraint, LoadConstraint};
pub use self::gradient_transform::{GradientTransform, StepGradient};
pub(crate) use self::{
    batch::Batch,
    early_stopping::EarlyStopping,
    last_step::LastStep,
    optimizer_buffers::OptimizerBuffers,
    progress::Progress,
    ranges::Ranges,
    step::{LossSums, StepOutcome, penalise},
};

use core::ops::Range;

use serde::Serialize;

use self::gradient_transform::ClipNorm;
use crate::Result;
use crate::data::{Augmentation, Augmenter};
use crate::model::{Buffers, Model, Network, Tensor, flat_zeros};
use crate::optimizers::Optimizer;
use crate::schedules::Schedule;
use crate::spec::Spec;

/// The reason why training ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Finished {
    /// The monitored value has not improved for long enough.
    EarlyStopping,
    /// The loss, the gradient or the new parameters are not finite; the parameters are those before the step.
    Diverged,
}

/// Scalar hyperparameters of training.
#[derive(Clone, Copy)]
pub(crate) struct TrainerSettings {
    pub seed: u32,
    pub batch_size: usize,
    pub shuffle: bool,
    pub learning_rate: f64,
    pub l1: f64,
    pub l2: f64,
}

impl TrainerSettings {
    fn of(spec: &Spec) -> Self {
        Self {
            seed: spec.seed(),
            batch_size: spec.batch_size(),
            shuffle: spec.shuffle(),
            learning_rate: spec.learning_rate(),
            l1: spec.l1(),
            l2: spec.l2(),
        }
    }
}

/// Trains a [`Model`].
pub struct Trainer {
    pub(crate) settings: TrainerSettings,
    pub(crate) optimizer: Box<dyn Optimizer>,
    pub(crate) optimizer_buffers: OptimizerBuffers,
    pub(crate) schedule: Box<dyn Schedule>,
    pub(crate) progress: Progress,
    pub(crate) early_stopping: Option<EarlyStopping>,
    pub(crate) finished: Option<Finished>,
    /// The gradient. An update leaves the optimiser's first buffer here.
    pub(crate) gradient: Vec<f32>,
    /// Where an update writes. After a step it holds the parameters before it.
    pub(crate) new_parameters: Vec<f32>,
    pub(crate) buffers: Buffers,
    pub(crate) batch: Batch,
    pub(crate) augmenter: Option<Augmenter>,
    pub(crate) last_step: LastStep,
    pub(crate) transforms: Vec<Box<dyn GradientTransform>>,
    pub(crate) constraints: Vec<Box<dyn Constraint>>,
    /// The ranges of the whole model.
    pub(crate) all: Ranges,
    /// The parts of `all` that lie in `shard`.
    pub(crate) owned: Ranges,
    /// The range of the flat buffers that this trainer updates; everything unless [`set_shard`](Self::set_shard) says less.
    pub(crate) shard: Range<usize>,
}

impl Trainer {
    /// A trainer of this model with the training settings of a spec.
    ///
    /// # Errors
    /// Kind `spec`, kind `memory`.
    pub fn new(spec: &Spec, model: &Model) -> Result<Self> {
        let network = model.network();
        let optimizer = (spec.optimizer.kind.build)(&spec.optimizer.config);
        Ok(Self {
            settings: TrainerSettings::of(spec),
            optimizer_buffers: OptimizerBuffers::new(&*optimizer, network.parameter_count())?,
            optimizer,
            schedule: (spec.schedule.kind.build)(&spec.schedule.config)?,
            progress: Progress::default(),
            early_stopping: EarlyStopping::of(spec),
            finished: None,
            gradient: flat_zeros(network)?,
            new_parameters: flat_zeros(network)?,
            buffers: network.buffers(0)?,
            batch: Batch::default(),
            augmenter: augmenter(spec)?,
            last_step: LastStep::default(),
            transforms: clipping(spec),
            constraints: Vec::new(),
            all: Ranges::of(network),
            owned: Ranges::of(network),
            shard: 0..network.parameter_count(),
        })
    }

    /// Applies the training settings of a changed spec. `network` is the changed network, of the same layout. The optimiser
    /// state is kept if kind and buffers of the optimiser are the same.
    ///
    /// # Errors
    /// Kind `spec`, kind `memory`. Then nothing has changed.
    pub(crate) fn configure(&mut self, spec: &Spec, before: &Spec, network: &Network) -> Result<()> {
        let optimizer = (spec.optimizer.kind.build)(&spec.optimizer.config);
        let schedule = (spec.schedule.kind.build)(&spec.schedule.config)?;
        let augmenter = augmenter(spec)?;
        let buffers = network.buffers(self.buffers.capacity())?;
        let same_kind = spec.optimizer.kind.name == before.optimizer.kind.name;
        if !(same_kind && optimizer.state_names() == self.optimizer.state_names()) {
            self.optimizer_buffers = OptimizerBuffers::new(&*optimizer, network.parameter_count())?;
        }
        let all = Ranges::of(network);
        self.last_step.network_changed(all.trained == self.all.trained);
        self.owned = all.within(&self.shard);
        // Clipping is the first transform if there is any.
        let had_clipping = before.clip_norm().is_some();
        self.transforms.splice(..usize::from(had_clipping), clipping(spec));
        let previous = self.early_stopping.take();
        self.early_stopping = EarlyStopping::of(spec).map(|stopping| stopping.resume_from(previous));
        (self.all, self.buffers, self.schedule, self.augmenter) = (all, buffers, schedule, augmenter);
        (self.optimizer, self.settings) = (optimizer, TrainerSettings::of(spec));
        self.resume();
        Ok(())
    }

    /// Resets training on the same data, with the spec's seed.
    ///
    /// # Errors
    /// Kind `memory`. Then nothing has changed.
    pub(crate) fn reset(&mut self, spec: &Spec) -> Result<()> {
        self.optimizer_buffers = OptimizerBuffers::new(&*self.optimizer, self.gradient.len())?;
        self.settings.seed = spec.seed();
        self.progress = self.progress.restarted();
        self.early_stopping = EarlyStopping::of(spec);
        self.finished = None;
        self.last_step.clear();
        Ok(())
    }

    /// Continues training after it has finished.
    pub(crate) fn resume(&mut self) {
        if self.finished.take().is_some()
            && let Some(stopping) = &mut self.early_stopping
        {
            stopping.reset_patience();
        }
    }

    /// Updates only this range of the flat buffers from now on; other trainers update the rest.
    pub(crate) fn set_shard(&mut self, shard: Range<usize>) {
        if self.shard != shard {
            self.owned = self.all.within(&shard);
            self.shard = shard;
        }
    }

    /// Applies the constraints to parameters that do not come from an update.
    pub(crate) fn constrain(&self, tensors: &[Tensor], parameters: &mut [f32]) {
        self.constraints.iter().for_each(|constraint| constraint.apply(tensors, parameters));
    }

    /// The learning rate of the next step.
    pub(crate) fn learning_rate(&self) -> f64 {
        self.schedule.rate(self.progress.schedule_step(), self.settings.learning_rate)
    }
}

/// Gradient clipping, if the spec has it.
fn clipping(spec: &Spec) -> Vec<Box<dyn GradientTransform>> {
    let clip = |limit| Box::new(ClipNorm { limit }) as Box<dyn GradientTransform>;
    spec.clip_norm().map(clip).into_iter().collect()
}

/// The augmentation of training images, if the spec has it.
fn augmenter(spec: &Spec) -> Result<Option<Augmenter>> {
    let (Some(values), &[channels, height, width]) = (spec.augment(), spec.input()) else { return Ok(None) };
    let limits = Augmentation {
        shift: values.shift as f32,
        rotate: values.rotate as f32,
        scale: values.scale as f32,
        elastic: values.elastic as f32,
    };
    Augmenter::new(limits, [channels, height, width]).map(Some)
}
