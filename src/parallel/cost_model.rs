//! How many workers train a network if the caller leaves it open: a fixed formula of the network's size, never a clock.

use crate::model::Network;
use crate::{Result, Spec};

/// Multiply-adds of a training step per multiply-add of the forward pass: forward, and twice that backward.
const PASSES: f64 = 3.0;

/// Multiply-adds that a parameter costs beside the products: above all its update.
const UPDATE: f64 = 90.0;

/// Multiply-adds that the barriers of a step cost for each further worker, at 40 multiply-adds a nanosecond: 40 µs.
const BARRIERS: f64 = 1.6e6;

/// Multiply-adds that it costs two workers to exchange the gradient and the new value of a parameter.
const EXCHANGE: f64 = 60.0;

/// Multiply-adds in the 0.4 milliseconds that a call of `step(1)` pays for messages: a step must save at least this much.
const MESSAGES: f64 = 16e6;

/// How many times as much a step must cost with one worker: other programs take their part of each core.
const MIN_SPEEDUP: f64 = 1.3;

/// The largest number of workers: no network trains faster with more, and each has a copy of the data.
pub const MAX_WORKERS: u32 = 64;

/// What a training step costs, in multiply-adds. docs/cores.md has the measurements behind the constants.
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

/// The number of workers for a spec, and the floats of each rank's window. `requested` is a number of workers, or 0 for the
/// cost model's choice among `cores`.
///
/// # Errors
/// As [`Session::new`](crate::Session::new), but for the memory of parameters.
pub fn plan(spec: &Spec, cores: u32, requested: u32) -> Result<[u32; 2]> {
    let network = Network::new(spec)?;
    let parameters = network.parameter_count();
    let cost = StepCost { multiply_adds: network.multiply_adds(), parameters, batch_size: spec.batch_size() };
    let workers = if requested == 0 { cost.best_workers(cores) } else { requested.min(MAX_WORKERS) };
    Ok([workers, parameters as u32])
}

impl StepCost {
    /// The number of workers, at most `cores`, with which a step costs least. One, if a step saves too little.
    pub fn best_workers(self, cores: u32) -> u32 {
        let alone = self.with(1);
        let most = cores.min(MAX_WORKERS).min(u32::try_from(self.batch_size).unwrap_or(u32::MAX));
        let pays = |cost: f64| alone - cost >= MESSAGES && alone >= MIN_SPEEDUP * cost;
        (2..=most)
            .map(|workers| (workers, self.with(workers)))
            .filter(|&(_, cost)| pays(cost))
            .min_by(|(_, one), (_, other)| one.total_cmp(other))
            .map_or(1, |(workers, _)| workers)
    }

    /// The cost with `workers` workers. Each does an n-th of the arithmetic; of the parameters each reads and writes
    /// `3 - 2/n` times the whole, twice with two workers.
    fn with(self, workers: u32) -> f64 {
        let (n, parameters) = (f64::from(workers), self.parameters as f64);
        let arithmetic = PASSES * self.multiply_adds as f64 * self.batch_size as f64 + UPDATE * parameters;
        if workers == 1 {
            return arithmetic;
        }
        arithmetic / n + BARRIERS * (n - 1.0) + EXCHANGE * parameters * (3.0 - 2.0 / n) / 2.0
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

    fn chosen((multiply_adds, parameters): (u64, usize), batch_size: usize, cores: u32) -> u32 {
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
            assert_eq!(chosen(network, batch_size, cores), 1, "{network:?} in batches of {batch_size}");
        }
    }

    #[test]
    fn a_large_step_is_divided() {
        assert_eq!(chosen(MNIST, 128, 2), 2);
        assert_eq!(chosen(MNIST, 512, 2), 2);
        assert_eq!(chosen(LARGE, 128, 2), 2);
        assert_eq!(chosen(CONVOLUTIONAL, 64, 2), 2);
        assert_eq!(chosen(CONVOLUTIONAL, 64, 4), 4);
    }

    #[test]
    fn there_are_no_more_workers_than_cores_and_samples() {
        assert_eq!(chosen(LARGE, 128, 1), 1);
        assert_eq!(chosen((1_000_000_000, 1000), 3, 64), 3);
        assert_eq!(chosen((1_000_000_000, 1000), 4096, 1000), MAX_WORKERS);
    }

    #[test]
    fn a_step_that_saves_less_than_the_messages_of_its_call_stays_on_one_worker() {
        // 120e6 multiply-adds and almost no parameters: two workers save 58e6. A quarter of that saves 13e6.
        assert_eq!(chosen((400_000, 10), 100, 2), 2);
        assert_eq!(chosen((400_000, 10), 25, 2), 1);
    }
}
