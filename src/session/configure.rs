//! Changes of the training part of the spec during training.

use super::Session;
use crate::Result;
use crate::model::{BufferPool, Network};
use crate::schema::json_value::JsonValue;

impl Session {
    /// Changes the spec's fields that may change during training, all or none; see
    /// [`Spec::with_changes`](crate::Spec::with_changes). The optimiser's state stays unless its kind changes.
    ///
    /// # Errors
    /// Kind `spec`, with the path of a change that is wrong; kind `memory`.
    pub fn configure(&mut self, changes: &JsonValue) -> Result<()> {
        let spec = self.spec.with_changes(changes)?;
        let network = Network::new(&spec)?;
        self.trainer.configure(&spec, &self.spec, &network)?;
        (self.model.network, self.model.pool) = (network, BufferPool::default());
        self.spec = spec;
        self.model.mark_changed();
        Ok(())
    }
}
