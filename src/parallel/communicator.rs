//! Collective operations among the workers of one session, as MPI and NCCL name them.

use core::ops::Range;

use super::shard_plan::ShardPlan;
use crate::kernels::add_scaled;

/// Floats that are read and added at once: 16 KiB, which fit into the L1 cache.
const SEGMENT: usize = 4096;

/// One rank's access to all ranks.
///
/// Each rank has a window of floats that it alone writes and all ranks read. [`all_reduce`](Self::all_reduce) is a
/// barrier: what a rank wrote before it, every rank reads after it. All ranks call the collectives in the same order.
pub trait Communicator {
    /// This rank, from 0.
    fn rank(&self) -> usize;

    /// The number of ranks.
    fn world_size(&self) -> usize;

    /// Replaces each value by its sum over all ranks, in the order of ranks: the same bits on every rank. It is a barrier.
    fn all_reduce(&mut self, values: &mut [f64]);

    /// Writes to this rank's window, starting at float `offset`.
    fn write(&mut self, offset: usize, values: &[f32]);

    /// Reads from a rank's window, starting at float `offset`.
    fn read(&mut self, rank: usize, offset: usize, values: &mut [f32]);

    /// Waits for all ranks.
    fn barrier(&mut self) {
        self.all_reduce(&mut []);
    }

    /// Sums the `values` of all ranks over this rank's shard; the rest of `values` is unchanged. Also all-reduces `scalars`.
    ///
    /// The rank's own shard is not written to its window: [`all_gather`](Self::all_gather) writes it, so that the
    /// two may alternate without a barrier in between.
    fn reduce_scatter(&mut self, values: &mut [f32], scalars: &mut [f64]) {
        let (rank, shards) = (self.rank(), ShardPlan::new(self.world_size()));
        let shard = shards.floats(rank, values.len());
        self.write(0, &values[..shard.start]);
        self.write(shard.end, &values[shard.end..]);
        self.all_reduce(scalars);
        let mut segment = [0.0; SEGMENT];
        for start in shard.clone().step_by(SEGMENT) {
            let end = (start + SEGMENT).min(shard.end);
            let received = &mut segment[..end - start];
            for other in others(rank, self.world_size()) {
                self.read(other, start, received);
                add_scaled(&mut values[start..end], 1.0, received);
            }
        }
    }

    /// Completes `values` from the shards of all ranks. Also all-reduces `scalars`.
    fn all_gather(&mut self, values: &mut [f32], scalars: &mut [f64]) {
        let (rank, shards, length) = (self.rank(), ShardPlan::new(self.world_size()), values.len());
        let Range { start, end } = shards.floats(rank, length);
        self.write(start, &values[start..end]);
        self.all_reduce(scalars);
        for other in others(rank, self.world_size()) {
            let Range { start, end } = shards.floats(other, length);
            self.read(other, start, &mut values[start..end]);
        }
    }
}

/// All ranks except one.
fn others(rank: usize, world_size: usize) -> impl Iterator<Item = usize> {
    (0..world_size).filter(move |&other| other != rank)
}
