//! A session: a model, its trainer and their data; saved and loaded as one file.
//!
//! After an error a session is as it was before the call.

mod configure;
mod constraints;
mod data;
mod device;
mod evaluate;
mod histogram;
mod nearest;
mod parameters;
mod queries;
mod run;
mod save;
mod statistics;

pub use self::device::{DeviceScoring, DeviceStep};
pub use self::evaluate::{EvaluateTask, Evaluation};
pub use self::histogram::Histogram;
#[cfg(all(target_arch = "wasm32", feature = "bindings"))]
pub(crate) use self::nearest::NearestTask;
pub use self::nearest::{Nearest, Neighbour, NeighbourLabel};
pub(crate) use self::run::Next;
pub use self::run::{Report, Run, Steps};
pub use self::statistics::{LayerStatistics, ParameterStatistics, Statistics};
pub use crate::model::{Explain, Gradients, Method, NamedArray};
pub use crate::spec::LayerSummary;
pub use crate::trainer::Finished;

use self::data::Training;
use self::device::DeviceProgress;
use crate::data::Dataset;
use crate::model::Model;
use crate::spec::Spec;
use crate::trainer::{GradientTransform, Trainer};
use crate::{Error, ErrorKind, Result};

/// The parts of a session's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The training data.
    Train,
    /// For monitoring during training.
    Validation,
    /// For the final evaluation.
    Test,
}

impl Part {
    /// All parts, each at its index.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }

    /// The part of this name.
    ///
    /// # Errors
    /// Kind `data`.
    pub fn named(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name).ok_or_else(|| {
            Error::mismatch(ErrorKind::Data, "one of train, validation, test", format_args!("\"{name}\""))
                .named("unknown_part")
                .at("part")
        })
    }
}

/// A model in training.
pub struct Session {
    pub(crate) spec: Spec,
    pub(crate) model: Model,
    pub(crate) trainer: Trainer,
    data: [Option<Dataset>; 3],
    /// The scale and type of the training data, from the data or from a saved file.
    training: Option<Training>,
    /// The class names, if labels are names.
    classes: Option<Vec<String>>,
    /// The progress of the GPU, if it trains this session.
    device: Option<DeviceProgress>,
}

impl Session {
    /// A session for a spec: builds the network and initialises its parameters.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the wrong field; kind `memory`.
    pub fn new(spec: Spec) -> Result<Self> {
        let model = Model::new(&spec)?;
        let trainer = Trainer::new(&spec, &model)?;
        let (data, training, classes, device) = ([None, None, None], None, None, None);
        Ok(Self { spec, model, trainer, data, training, classes, device })
    }

    /// The spec with all defaults.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// One row for each layer: name, kind, output shape, parameters, multiply-adds.
    pub fn summary(&self) -> Vec<LayerSummary> {
        self.spec.summarise(self.model.network.layers())
    }

    /// Optimiser steps since the session was created.
    pub fn steps(&self) -> u64 {
        self.trainer.progress.step
    }

    /// Whole epochs since the session was created.
    pub fn epochs(&self) -> u64 {
        self.trainer.progress.epoch
    }

    /// Floats in one sample's prediction.
    pub fn outputs(&self) -> usize {
        self.model.outputs()
    }

    /// Floats in one sample.
    pub fn features(&self) -> usize {
        self.model.features()
    }

    /// The shape of one sample's prediction.
    pub fn output_shape(&self) -> &[usize] {
        self.model.output_shape()
    }

    /// Initialises the parameters, with `seed` if given, and resets training. The data stay.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn reset(&mut self, seed: Option<u32>) -> Result<()> {
        let mut spec = self.spec.clone();
        if let Some(seed) = seed {
            spec.set_seed(seed);
        }
        self.trainer.reset(&spec)?;
        self.spec = spec;
        let Self { spec, model, trainer, .. } = self;
        model.network.initialise(spec.seed(), &mut model.parameters);
        trainer.constrain(model.network.tensors(), &mut model.parameters);
        model.mark_changed();
        Ok(())
    }

    /// Adds a transform of the gradient after the existing ones. It is not saved.
    pub fn add_gradient_transform(&mut self, transform: Box<dyn GradientTransform>) {
        self.trainer.transforms.push(transform);
        self.model.mark_changed();
    }

    /// Checks that the optimiser state is complete. It is not if several workers train and each holds a shard.
    ///
    /// # Errors
    /// Kind `state`.
    fn check_complete(&self) -> Result<()> {
        if self.trainer.optimizer_buffers.is_complete {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::State,
            "the optimiser state is sharded over several workers; call gather_state on all of them first",
        )
        .named("not_gathered"))
    }
}
