//! The context of one forward or backward pass of a network.

use crate::layers::BatchStatisticsSync;

/// The context of one pass: which samples of which batch, the step, and the mode.
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
