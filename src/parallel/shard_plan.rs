//! Divides samples and floats among ranks.

use core::ops::Range;

/// Floats in a SIMD vector; a shard begins at a vector boundary.
const LANES: usize = 4;

/// Contiguous shards of about equal size, one for each rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardPlan {
    world_size: usize,
}

impl ShardPlan {
    /// Shards for `world_size` ranks.
    pub fn new(world_size: usize) -> Self {
        Self { world_size: world_size.max(1) }
    }

    /// One rank's part of `count` samples. Sizes differ by at most one; some may be empty.
    pub fn samples(self, rank: usize, count: usize) -> Range<usize> {
        let boundary = |rank: usize| (count as u64 * rank as u64 / self.world_size as u64) as usize;
        boundary(rank)..boundary(rank + 1)
    }

    /// One rank's shard of `length` floats, in whole vectors.
    pub fn floats(self, rank: usize, length: usize) -> Range<usize> {
        let Range { start, end } = self.samples(rank, length.div_ceil(LANES));
        (LANES * start).min(length)..(LANES * end).min(length)
    }
}

#[cfg(test)]
mod tests {
    use super::ShardPlan;

    #[test]
    fn shards_cover_everything_once_and_begin_at_vectors() {
        for world_size in 1..6 {
            for length in [0, 1, 3, 4, 5, 17, 64, 101] {
                let plan = ShardPlan::new(world_size);
                let shards = (0..world_size).map(|rank| plan.floats(rank, length));
                assert!(shards.clone().all(|shard| shard.start % 4 == 0 || shard.is_empty()));
                assert!(shards.flatten().eq(0..length));
                assert!((0..world_size).flat_map(|rank| plan.samples(rank, length)).eq(0..length));
            }
        }
    }
}
