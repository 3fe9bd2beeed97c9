//! What a step leaves behind for statistics: its gradient, the parameters before it, and, for whoever has asked, what it has
//! changed. Gradient and parameters lie in the step's own buffers, so that nothing is paid by those who do not ask.

use super::Session;
use super::clock::Clock;
use super::divided::Crew;
use super::slices::Which;
use crate::kernels::zip_map;
use crate::network::flat;
use crate::Result;

/// What is known of the last step.
#[derive(Default)]
pub(super) struct Traces {
    /// Whether statistics have been asked for: then each step notes what it changes.
    watched: bool,
    /// Whether all workers have been asked for them, so that they bring their parts together.
    together: bool,
    /// Where the clock stood before the last step, and the samples of its batch; none where there has been no step, or its
    /// numbers are lost.
    last: Option<(Clock, usize)>,
    /// Whether its batch can be put together again.
    batch_is_there: bool,
    /// Whether this worker has all of its numbers, and not only what it keeps of them.
    whole: bool,
    /// The parameters after the last step less those before; of no meaning unless the step was watched.
    update: Vec<f32>,
    updated: bool,
}

impl Traces {
    /// Forgets the step, as what it left is there no longer.
    pub fn forget(&mut self) {
        (self.last, self.updated) = (None, false);
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

    /// Whether the last step's gradient is at hand.
    pub fn has_gradient(&self) -> bool {
        self.last.is_some() && self.whole
    }

    /// What the last step has changed, if that was noted.
    pub fn update(&self) -> Option<&[f32]> {
        (self.has_gradient() && self.updated).then_some(&self.update)
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
        self.traces.together = true;
        self.gather_traces(crew);
        Ok(())
    }

    /// From now on each step notes what it changes.
    pub(super) fn watch(&mut self) -> Result<()> {
        if !self.traces.watched {
            self.traces.update = flat(&self.network)?;
            self.traces.watched = true;
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

    /// A step on so many samples has been taken, and the clock still stands before it.
    pub(super) fn trace_step(&mut self, samples: usize) {
        let Self { traces, clock, division, parameters, next, .. } = self;
        (traces.last, traces.batch_is_there) = (Some((clock.clone(), samples)), true);
        if traces.watched {
            for range in &division.trained {
                let update = &mut traces.update[range.clone()];
                update.copy_from_slice(&parameters[range.clone()]);
                zip_map(update, &next[range.clone()], |after, before| after - before);
            }
            traces.updated = true;
        }
    }

    /// Makes whole what the last step left, of which each worker has what it keeps, if it has been asked for.
    pub(super) fn gather_traces(&mut self, crew: &mut dyn Crew) {
        let Self { traces, division, gradient, next, .. } = self;
        if !traces.together || traces.whole || traces.last.is_none() {
            return;
        }
        for buffer in [gradient, next, &mut traces.update] {
            // What was gathered last may still be read.
            crew.sum(&mut []);
            division.pack(buffer, true);
            division.gather(crew, buffer, Which::All, &mut []);
        }
        crew.sum(&mut []);
        traces.whole = true;
    }
}
