//! A session: a network in training, with its data, its optimiser and its place in the run.
//!
//! One step goes data set → batch → forward → loss → backward → optimiser → report; each part has its file here.
//! After an error a session is as it was before the call.

mod ahead;
mod batch;
mod clock;
mod configure;
mod divided;
mod evaluate;
mod inspect;
mod parameters;
mod pieces;
mod routes;
mod save;
mod score;
mod slices;
mod step;
mod stopping;

pub use self::ahead::{ScoringAhead, StepAhead};
pub use self::divided::{Crew, Share, Work};
pub use self::evaluate::{Evaluation, EvaluationRun};
pub use self::inspect::{Activations, Gradients, Samples};
pub use self::parameters::NamedArray;
pub use self::pieces::PIECES;
pub use self::step::{Finished, Report, Run};
pub use crate::spec::LayerSummary;

use core::ops::Range;

use self::ahead::Ahead;
use self::batch::Batch;
use self::clock::Clock;
use self::slices::Division;
use self::stopping::Stopping;
use crate::data::{Augmentation, Augmenter, Dataset};
use crate::losses::Loss;
use crate::memory::filled;
use crate::network::{Network, flat};
use crate::optimizers::Optimizer;
use crate::schedules::Schedule;
use crate::spec::Spec;
use crate::{Code, Error, Result};

/// The parts that a session's data are divided into; a sample is in one of them alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the network learns from.
    Train,
    /// What is watched while it learns.
    Validation,
    /// What is looked at in the end.
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
    /// Code `data`.
    pub fn named(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name).ok_or_else(|| {
            Error::mismatch(Code::Data, "one of train, validation, test", format!("\"{name}\"")).at("part")
        })
    }
}

/// A network in training.
pub struct Session {
    spec: Spec,
    network: Network,
    loss: Box<dyn Loss>,
    optimizer: Box<dyn Optimizer>,
    schedule: Box<dyn Schedule>,
    ranges: Ranges,
    parameters: Vec<f32>,
    /// Where a step writes the parameters that follow; they change places once these are found finite.
    next: Vec<f32>,
    gradient: Vec<f32>,
    /// The optimiser's buffers; empty where it has none.
    state: [Vec<f32>; 2],
    /// How many updates the optimiser's state has seen.
    updates: u64,
    data: [Option<Dataset>; 3],
    /// The data's scale that a saved file told of, until data are set.
    saved_scale: Option<f32>,
    clock: Clock,
    /// Where a device stands that runs ahead.
    ahead: Option<Ahead>,
    batch: Batch,
    /// Who works on which floats.
    division: Division,
    augmenter: Option<Augmenter>,
    stopping: Option<Stopping>,
    finished: Option<Finished>,
}

/// What distorts training images, if the spec asks for it.
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

/// Which ranges of the flat buffers a step works on, neighbours joined.
#[derive(Default)]
struct Ranges {
    /// What the optimiser changes.
    trained: Vec<Range<usize>>,
    /// What it leaves alone.
    fixed: Vec<Range<usize>>,
    /// What the penalties act on.
    penalised: Vec<Range<usize>>,
}

impl Session {
    /// A session for a checked spec: builds the network and draws its first parameters.
    ///
    /// # Errors
    /// Code `spec`, with the path of what does not fit together; code `memory`.
    pub fn new(spec: Spec) -> Result<Self> {
        let network = Network::new(&spec)?;
        spec.check_output(network.layers())?;
        let mut session = Self {
            loss: (spec.loss.kind.build)(&spec.loss.record),
            optimizer: (spec.optimizer.kind.build)(&spec.optimizer.record),
            schedule: (spec.schedule.kind.build)(&spec.schedule.record)?,
            ranges: Ranges::of(&network),
            parameters: flat(&network)?,
            next: flat(&network)?,
            gradient: flat(&network)?,
            state: [Vec::new(), Vec::new()],
            updates: 0,
            data: [None, None, None],
            saved_scale: None,
            clock: Clock::default(),
            ahead: None,
            batch: Batch::default(),
            division: Division::default(),
            augmenter: augmenter(&spec)?,
            stopping: Stopping::of(&spec),
            finished: None,
            network,
            spec,
        };
        session.state = session.fresh_state()?;
        session.network.initialise(session.spec.seed(), &mut session.parameters);
        Ok(session)
    }

    /// The spec, every default filled in.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// How many optimiser steps there have been since the session was created.
    pub fn steps(&self) -> u64 {
        self.clock.step
    }

    /// Sets a part of the data, or replaces it.
    ///
    /// New training data drop the part-finished epoch. While data given as a `warmup` are trained on, the epoch
    /// stays 0, the schedule stays at its first rate and early stopping waits; all three begin with the data
    /// that replace them.
    ///
    /// # Errors
    /// Codes `data` and `shape`, where the data do not fit the network.
    pub fn set_data(&mut self, part: Part, data: Dataset, warmup: bool) -> Result<()> {
        self.check_labels(&data)?;
        if part == Part::Train {
            self.batch.prepare(&data)?;
            self.clock.new_data(&data, warmup);
            self.saved_scale = None;
        }
        self.data[part as usize] = Some(data);
        self.unfinish();
        Ok(())
    }

    /// Draws fresh parameters, from `seed` where one is given, and starts anew; the data stay.
    ///
    /// # Errors
    /// Code `memory`.
    pub fn reset(&mut self, seed: Option<u32>) -> Result<()> {
        let state = self.fresh_state()?;
        if let Some(seed) = seed {
            self.spec.set_seed(seed);
        }
        self.state = state;
        self.updates = 0;
        self.network.initialise(self.spec.seed(), &mut self.parameters);
        self.division.packed = [false; 2];
        self.clock = self.clock.restarted();
        self.stopping = Stopping::of(&self.spec);
        self.finished = None;
        Ok(())
    }

    /// Floats in one sample's prediction.
    pub fn outputs(&self) -> usize {
        self.network.outputs()
    }

    /// Floats in one sample.
    pub fn features(&self) -> usize {
        self.network.features()
    }

    /// What the values of samples are multiplied by unless a call says otherwise: as the training data are.
    pub fn scale(&self) -> f32 {
        self.data[Part::Train as usize].as_ref().map(Dataset::scale).or(self.saved_scale).unwrap_or(1.0)
    }

    fn fresh_state(&self) -> Result<[Vec<f32>; 2]> {
        let mut state = [Vec::new(), Vec::new()];
        for (buffer, _) in state.iter_mut().zip(self.optimizer.state_names()) {
            *buffer = filled(self.network.parameter_count(), 0.0)?;
        }
        Ok(state)
    }

    /// Lets a run that had finished go on.
    fn unfinish(&mut self) {
        if self.finished.take().is_some()
            && let Some(stopping) = &mut self.stopping
        {
            stopping.wait_again();
        }
    }
}

impl Ranges {
    fn of(network: &Network) -> Self {
        let mut ranges = Self::default();
        for tensor in network.tensors() {
            let range = tensor.range.clone();
            if !tensor.trainable {
                join(&mut ranges.fixed, range);
                continue;
            }
            if tensor.parameter.role == crate::layers::Role::Weight {
                join(&mut ranges.penalised, range.clone());
            }
            join(&mut ranges.trained, range);
        }
        ranges
    }
}

/// Appends a range, to the last one where they touch.
fn join(ranges: &mut Vec<Range<usize>>, range: Range<usize>) {
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ if range.is_empty() => {}
        _ => ranges.push(range),
    }
}
