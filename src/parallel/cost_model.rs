//! The cost model of `workers: 'auto'`: a formula of the network's size, without time measurement.
//!
//! The unit of all costs is one multiply-add. One core does about 40 in a nanosecond.

use crate::model::Network;
use crate::{Result, Spec};

/// Multiply-adds of a training step for each multiply-add of the forward pass: 1 forward, 2 backward.
const PASSES_PER_STEP: f64 = 3.0;

/// Cost of a parameter outside the matrix products, mostly of its update.
const UPDATE_PER_PARAMETER: f64 = 90.0;

/// Cost of the barriers of a step for each worker after the first: 40 µs.
const BARRIERS_PER_WORKER: f64 = 1.6e6;

/// Cost of exchanging the gradient and the new value of a parameter between two workers.
const EXCHANGE_PER_PARAMETER: f64 = 60.0;

/// The smallest saving for which a step uses several workers: 0.4 ms, the cost of the messages of a call of `step(1)`.
const MIN_SAVING: f64 = 16e6;

/// The smallest speed-up for which a step uses several workers. The margin is for other programs on the cores.
const MIN_SPEEDUP: f64 = 1.3;

/// The largest number of workers. No network trains faster with more, and each has a copy of the data.
pub const MAX_WORKERS: u32 = 64;

/// The size of a training step, from which its cost follows. docs/cores.md has the measurements for the constants.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct StepCost {
    /// Multiply-adds of one sample's forward pass.
    pub multiply_adds: u64,
    /// Parameters of the network.
    pub parameters: usize,
    /// Samples of a step.
    pub batch_size: usize,
}

/// The number of workers for a spec, and the number of floats in each rank's window. `requested` is a number of workers, or
/// 0 for the choice of the cost model among `cores`.
///
/// # Errors
/// As [`Session::new`](crate::Session::new), except for the memory of parameters.
pub fn plan(spec: &Spec, cores: u32, requested: u32) -> Result<[u32; 2]> {
    let network = Network::new(spec)?;
    let parameters = network.parameter_count();
    let cost = StepCost { multiply_adds: network.multiply_adds(), parameters, batch_size: spec.batch_size() };
    let workers = if requested == 0 { cost.best_workers(cores) } else { requested.min(MAX_WORKERS) };
    Ok([workers, parameters as u32])
}

impl StepCost {
    /// The number of workers, at most `cores`, with the lowest cost of a step. One if the saving is too small.
    pub fn best_workers(self, cores: u32) -> u32 {
        let single = self.cost_with(1);
        let max_workers = cores.min(MAX_WORKERS).min(u32::try_from(self.batch_size).unwrap_or(u32::MAX));
        let is_worthwhile = |cost: f64| single - cost >= MIN_SAVING && single >= MIN_SPEEDUP * cost;
        (2..=max_workers)
            .map(|workers| (workers, self.cost_with(workers)))
            .filter(|&(_, cost)| is_worthwhile(cost))
            .min_by(|(_, one), (_, other)| one.total_cmp(other))
            .map_or(1, |(workers, _)| workers)
    }

    /// The cost with n workers. Each does 1/n of the arithmetic. Each reads and writes `3 - 2/n` times the number of
    /// parameters: 2 times for n = 2.
    fn cost_with(self, workers: u32) -> f64 {
        let (n, parameters) = (f64::from(workers), self.parameters as f64);
        let arithmetic = PASSES_PER_STEP * self.multiply_adds as f64 * self.batch_size as f64
            + UPDATE_PER_PARAMETER * parameters;
        if workers == 1 {
            return arithmetic;
        }
        arithmetic / n
            + BARRIERS_PER_WORKER * (n - 1.0)
            + EXCHANGE_PER_PARAMETER * parameters * (3.0 - 2.0 / n) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_WORKERS, StepCost};

    /// Multiply-adds of a sample, and parameters.
    const SMALL: (u64, usize) = (2368, 2410);
    const LINEAR: (u64, usize) = (7840, 7850);
    const MNIST: (u64, usize) = (101_632, 101_770);
    const LARGE: (u64, usize) = (535_040, 535_818);
    const CONVOLUTIONAL: (u64, usize) = (322_560, 5994);

    fn workers_for((multiply_adds, parameters): (u64, usize), batch_size: usize, cores: u32) -> u32 {
        StepCost { multiply_adds, parameters, batch_size }.best_workers(cores)
    }

    #[test]
    fn a_small_step_stays_on_one_worker() {
        for (network, batch_size, cores) in [
            (SMALL, 32, 8),
            (SMALL, 256, 2),
            (LINEAR, 256, 2),
            (MNIST, 8, 2),
            (MNIST, 32, 2),
            (MNIST, 64, 2),
            (LARGE, 8, 2),
            (CONVOLUTIONAL, 2, 64),
        ] {
            assert_eq!(workers_for(network, batch_size, cores), 1, "{network:?} in batches of {batch_size}");
        }
    }

    #[test]
    fn a_large_step_is_divided() {
        assert_eq!(workers_for(MNIST, 128, 2), 2);
        assert_eq!(workers_for(MNIST, 512, 2), 2);
        assert_eq!(workers_for(LARGE, 128, 2), 2);
        assert_eq!(workers_for(CONVOLUTIONAL, 64, 2), 2);
        assert_eq!(workers_for(CONVOLUTIONAL, 64, 4), 4);
    }

    #[test]
    fn there_are_no_more_workers_than_cores_and_samples() {
        assert_eq!(workers_for(LARGE, 128, 1), 1);
        assert_eq!(workers_for((1_000_000_000, 1000), 3, 64), 3);
        assert_eq!(workers_for((1_000_000_000, 1000), 4096, 1000), MAX_WORKERS);
    }

    #[test]
    fn a_step_that_saves_less_than_the_messages_of_its_call_stays_on_one_worker() {
        // 120e6 multiply-adds and almost no parameters: two workers save 58e6. A quarter of that saves 13e6.
        assert_eq!(workers_for((400_000, 10), 100, 2), 2);
        assert_eq!(workers_for((400_000, 10), 25, 2), 1);
    }
}
