//! What a step leaves behind for statistics: for whoever has asked, its gradient and what it has changed. For whoever has not,
//! the parameters before it, which lie where the next step writes, so that nothing is paid: its gradient can be had from them
//! once more.

use super::Session;
use super::clock::Clock;
use super::divided::Crew;
use super::slices::Which;
use crate::Result;
use crate::kernels::zip_map;
use crate::network::flat;

/// What is known of the last step.
#[derive(Default)]
pub(super) struct Traces {
    watched: Watched,
    /// Where the clock stood before the last step, and the samples of its batch; none where there has been no step, or its
    /// numbers are lost.
    last: Option<(Clock, usize)>,
    /// Whether its batch can be put together again.
    batch_is_there: bool,
    /// Whether this worker has all of its numbers, and not only what it keeps of them.
    whole: bool,
    /// The last step's gradient, if it is known.
    gradient: Trace,
    /// The parameters after the last step less those before, if they are known.
    update: Trace,
}

/// Whether statistics have been asked for: then each step notes what it changes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Watched {
    #[default]
    No,
    /// One worker has been asked.
    Alone,
    /// All have been asked, so that they bring their parts together.
    Together,
}

/// A flat buffer, of meaning only where its numbers are known.
#[derive(Default)]
struct Trace {
    values: Vec<f32>,
    is_known: bool,
}

impl Trace {
    fn known(&self) -> Option<&[f32]> {
        self.is_known.then_some(&*self.values)
    }
}

impl Traces {
    /// Forgets the step, as what it left is there no longer.
    pub fn forget(&mut self) {
        self.last = None;
        (self.gradient.is_known, self.update.is_known) = (false, false);
    }

    /// The training data are others now.
    pub fn forget_batch(&mut self) {
        self.batch_is_there = false;
    }

    /// Layers have other settings, and perhaps others are trained.
    pub fn change_network(&mut self, same_are_trained: bool) {
        self.batch_is_there = false;
        if !same_are_trained {
            self.forget();
        }
    }

    /// The work is to be divided otherwise: what others keep can be had no longer.
    pub fn change_division(&mut self) {
        if !self.whole {
            self.forget();
        }
    }

    /// The last step's gradient, if it is known.
    pub fn gradient(&self) -> Option<&[f32]> {
        self.gradient.known().filter(|_| self.whole)
    }

    /// Takes note of the last step's gradient.
    pub fn set_gradient(&mut self, gradient: Vec<f32>) {
        self.gradient = Trace { values: gradient, is_known: true };
    }

    /// What the last step has changed, if that is known.
    pub fn update(&self) -> Option<&[f32]> {
        self.update.known().filter(|_| self.whole)
    }

    /// Where the clock stood before the last step, and the samples of its batch, if it can be put together again.
    pub fn batch(&self) -> Option<&(Clock, usize)> {
        self.last.as_ref().filter(|_| self.batch_is_there && self.whole)
    }
}

impl Session {
    /// From now on each call of several workers leaves what [`statistics`](Self::statistics) tells of, which any of them can then
    /// be asked for. All must call it.
    ///
    /// # Errors
    /// Code `memory`.
    pub fn watch_among(&mut self, crew: &mut dyn Crew) -> Result<()> {
        self.watch()?;
        self.traces.watched = Watched::Together;
        self.gather_traces(crew);
        Ok(())
    }

    /// From now on each step notes what it changes.
    pub(super) fn watch(&mut self) -> Result<()> {
        if self.traces.watched == Watched::No {
            let (gradient, update) = (flat(&self.network)?, flat(&self.network)?);
            (self.traces.gradient.values, self.traces.update.values) = (gradient, update);
            self.traces.watched = Watched::Alone;
        }
        Ok(())
    }

    /// A step begins, and writes over what the last one left.
    pub(super) fn begin_traces(&mut self, crew: &dyn Crew) {
        let alike = crew.count() == 1 || self.division.pieces.is_some();
        self.traces.forget();
        self.traces.whole = alike;
        self.whole = [self.division.layers.is_empty(), alike];
    }

    /// The gradient is whole, and the update not yet made, which may write over it.
    pub(super) fn trace_gradient(&mut self) {
        let Self { traces, division, gradient, .. } = self;
        if traces.watched != Watched::No {
            for range in &division.trained {
                traces.gradient.values[range.clone()].copy_from_slice(&gradient[range.clone()]);
            }
        }
    }

    /// A step on so many samples has been taken, and the clock still stands before it.
    pub(super) fn trace_step(&mut self, samples: usize) {
        let Self { traces, clock, division, parameters, next, .. } = self;
        (traces.last, traces.batch_is_there) = (Some((clock.clone(), samples)), true);
        if traces.watched != Watched::No {
            for range in &division.trained {
                let update = &mut traces.update.values[range.clone()];
                update.copy_from_slice(&parameters[range.clone()]);
                zip_map(update, &next[range.clone()], |after, before| after - before);
            }
            (traces.gradient.is_known, traces.update.is_known) = (true, true);
        }
    }

    /// Makes whole what the last step left, of which each worker has what it keeps, if it has been asked for.
    pub(super) fn gather_traces(&mut self, crew: &mut dyn Crew) {
        let Self { traces, division, next, .. } = self;
        if traces.watched != Watched::Together || traces.whole || traces.last.is_none() {
            return;
        }
        for buffer in [next, &mut traces.gradient.values, &mut traces.update.values] {
            // What was gathered last may still be read.
            crew.sum(&mut []);
            division.pack(buffer, true);
            division.gather(crew, buffer, Which::All, &mut []);
        }
        crew.sum(&mut []);
        traces.whole = true;
    }
}
