//! A session: a network in training, with its data, its optimiser and its place in the run.
//!
//! One step goes data set → batch → forward → loss → backward → optimiser → report; each part has its file here.
//! After an error a session is as it was before the call.

mod ahead;
mod array;
mod batch;
mod clock;
mod configure;
mod data;
mod divided;
mod evaluate;
mod explain;
mod gradients;
mod histogram;
mod inspect;
mod nearest;
mod occlusion;
mod parameters;
mod pieces;
mod predict;
mod progress;
mod routes;
mod run;
mod save;
mod score;
mod slices;
mod statistics;
mod step;
mod stopping;
mod task;
mod traces;

pub use self::ahead::{ScoringAhead, StepAhead};
pub use self::array::NamedArray;
pub use self::divided::{Crew, Share, Work};
pub use self::evaluate::{EvaluateTask, Evaluation};
pub use self::explain::{Explain, Method};
pub use self::gradients::Gradients;
pub use self::histogram::Histogram;
pub use self::nearest::{Nearest, Neighbour, NeighbourLabel};
pub use self::pieces::PIECES;
pub use self::run::{Finished, Report, Run, Steps};
pub use self::statistics::{LayerStatistics, ParameterStatistics, Statistics};
#[cfg(target_arch = "wasm32")]
pub(crate) use self::{
    explain::ExplainTask,
    gradients::GradientsTask,
    nearest::NearestTask,
    predict::{ActivationsTask, PredictTask},
    run::Steps as StepTask,
    task::Task,
};
pub use crate::spec::LayerSummary;

use core::ops::Range;

use self::ahead::Ahead;
use self::batch::Batch;
use self::clock::Clock;
use self::data::Training;
use self::slices::Division;
use self::stopping::Stopping;
use self::traces::Traces;
use crate::data::{Augmentation, Augmenter, Dataset};
use crate::losses::Loss;
use crate::memory::filled;
use crate::network::{Buffers, Network, Spare, flat};
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
            Error::mismatch(Code::Data, "one of train, validation, test", format_args!("\"{name}\""))
                .named("unknown_part")
                .at("part")
        })
    }
}

/// A network in training.
pub struct Session {
    spec: Spec,
    network: Network,
    /// Those of training, which hold what the last step left.
    buffers: Buffers,
    /// Those of predictions and other looks inside.
    spare: Spare,
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
    /// Where a step writes what follows the second of them; what follows the first takes the gradient's place.
    next_second: Vec<f32>,
    /// How many updates the optimiser's state has seen.
    updates: u64,
    data: [Option<Dataset>; 3],
    /// What is known of the training data, by themselves or by a saved file.
    training: Option<Training>,
    /// The names of the classes, if they have any.
    classes: Option<Vec<String>>,
    /// Counts the changes: what was begun before one does not go on after it.
    generation: u64,
    /// Whether this worker has all parameters, and all of the optimiser's state, and not only what it keeps of them.
    whole: [bool; 2],
    traces: Traces,
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
            next_second: Vec::new(),
            updates: 0,
            data: [None, None, None],
            training: None,
            classes: None,
            generation: 0,
            whole: [true; 2],
            traces: Traces::default(),
            clock: Clock::default(),
            ahead: None,
            batch: Batch::default(),
            division: Division::default(),
            augmenter: augmenter(&spec)?,
            stopping: Stopping::of(&spec),
            finished: None,
            buffers: network.buffers(0)?,
            spare: Spare::default(),
            network,
            spec,
        };
        (session.state, session.next_second) = session.fresh_state()?;
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

    /// Draws fresh parameters, from `seed` where one is given, and starts anew; the data stay.
    ///
    /// # Errors
    /// Code `memory`.
    pub fn reset(&mut self, seed: Option<u32>) -> Result<()> {
        let state = self.fresh_state()?;
        if let Some(seed) = seed {
            self.spec.set_seed(seed);
        }
        (self.state, self.next_second) = state;
        self.updates = 0;
        self.network.initialise(self.spec.seed(), &mut self.parameters);
        self.division.packed = [false; 2];
        self.clock = self.clock.restarted();
        self.stopping = Stopping::of(&self.spec);
        self.finished = None;
        self.whole = [true; 2];
        self.traces.forget();
        self.change();
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

    /// The optimiser's buffers before the first update, and the successor of the second.
    fn fresh_state(&self) -> Result<([Vec<f32>; 2], Vec<f32>)> {
        let mut state = [Vec::new(), Vec::new()];
        for (buffer, _) in state.iter_mut().zip(self.optimizer.state_names()) {
            *buffer = filled(self.network.parameter_count(), 0.0)?;
        }
        let next_second = filled(state[1].len(), 0.0)?;
        Ok((state, next_second))
    }

    /// Notes that something has changed that calls under way may rest on.
    fn change(&mut self) {
        self.generation += 1;
    }

    /// Whether this worker has all parameters, as it has but in the middle of steps of several.
    ///
    /// # Errors
    /// Code `state`.
    fn check_whole(&self) -> Result<()> {
        if self.whole[0] { Ok(()) } else { Err(not_whole()) }
    }

    /// The same of the parameters and the optimiser's state.
    ///
    /// # Errors
    /// Code `state`.
    fn check_all_whole(&self) -> Result<()> {
        if self.whole == [true; 2] { Ok(()) } else { Err(not_whole()) }
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

/// Others keep parts of what is asked for.
fn not_whole() -> Error {
    Error::new(
        Code::State,
        "several workers are in the middle of steps; call gather_state on all of them first",
    )
    .named("not_gathered")
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
