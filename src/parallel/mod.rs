//! Several workers train one session: data-parallel, each with the whole model and all data.
//!
//! Each rank runs forward and backward on its part of every batch, reduce-scatters the gradient, updates its shard of the
//! parameters, and all-gathers the parameters (`ZeRO`, stage 1: Rajbhandari et al. 2020, arXiv 1910.02054).

mod communicator;
mod cost_model;
mod data_parallel;
mod shard_plan;
#[cfg(not(target_arch = "wasm32"))]
mod threads;

pub use self::communicator::Communicator;
pub use self::cost_model::{MAX_WORKERS, StepCost, plan};
pub use self::data_parallel::{advance, begin, gather_state};
pub use self::shard_plan::ShardPlan;
#[cfg(not(target_arch = "wasm32"))]
pub use self::threads::ThreadCommunicator;
