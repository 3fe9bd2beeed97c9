//! A summary of the layers: what each is, gives and costs.

use super::Session;
use crate::spec::LayerSummary;

impl Session {
    /// What each layer is, gives and costs.
    pub fn summary(&self) -> Vec<LayerSummary> {
        self.spec.summarise(self.network.layers())
    }
}
