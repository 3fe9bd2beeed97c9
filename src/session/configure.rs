//! Changes of the training part of the spec while a session lives.

use super::stopping::Stopping;
use super::{Ranges, Session};
use crate::Result;
use crate::network::{Network, Spare};
use crate::schema::raw::Raw;

impl Session {
    /// Changes what may change while a network trains, whole or not at all; see
    /// [`Spec::with_changes`](crate::Spec::with_changes). The optimiser's state stays unless its kind changes.
    ///
    /// # Errors
    /// Code `spec`, with the path of a change that is wrong; code `memory`.
    pub fn configure(&mut self, changes: &Raw) -> Result<()> {
        let spec = self.spec.with_changes(changes)?;
        let network = Network::new(&spec)?;
        let optimizer = (spec.optimizer.kind.build)(&spec.optimizer.record);
        let schedule = (spec.schedule.kind.build)(&spec.schedule.record)?;
        let augmenter = super::augmenter(&spec)?;
        let buffers = network.buffers(self.buffers.capacity())?;
        let same_kind = spec.optimizer.kind.name == self.spec.optimizer.kind.name;
        let same_buffers = optimizer.state_names() == self.optimizer.state_names();

        let before = core::mem::replace(&mut self.optimizer, optimizer);
        if !(same_kind && same_buffers) {
            match self.fresh_state() {
                Ok(state) => (self.state, self.next_second) = state,
                Err(error) => {
                    self.optimizer = before;
                    return Err(error);
                }
            }
            self.updates = 0;
        }
        let ranges = Ranges::of(&network);
        self.traces.change_network(ranges.trained == self.ranges.trained);
        self.ranges = ranges;
        self.division.expire();
        (self.network, self.buffers, self.spare) = (network, buffers, Spare::default());
        self.schedule = schedule;
        self.augmenter = augmenter;
        let stopped = self.stopping.take();
        self.stopping = Stopping::of(&spec).map(|stopping| stopping.continued(stopped));
        self.spec = spec;
        self.unfinish();
        self.change();
        Ok(())
    }
}
