//! What forward and backward of a network are told besides the samples.

use crate::layers::BatchStatisticsSync;

/// What one pass through the network is told besides the samples.
pub struct PassContext<'a> {
    /// Samples of this pass.
    pub samples: usize,
    /// The first of them within the whole batch.
    pub first_sample: u32,
    /// Samples of the whole batch.
    pub batch: usize,
    /// The optimiser step, for random numbers.
    pub step: u64,
    /// Whether this is training: dropout is on, batch normalisation uses the batch's statistics.
    pub training: bool,
    /// Sums batch statistics over all parts of the batch.
    pub sync: &'a mut dyn BatchStatisticsSync,
}
