//! Data-parallel training: the phases of [`Trainer`](crate::trainer::Trainer), with collectives in between.
//!
//! Every decision (a loss that is not finite, the end of an epoch) depends only on values with the same bits on every rank.

use super::communicator::Communicator;
use super::shard_plan::ShardPlan;
use crate::data::Dataset;
use crate::layers::BatchStatisticsSync;
use crate::model::{Model, Task};
use crate::session::{Next, Part, Session, Steps};
use crate::trainer::{LossSums, StepOutcome, Trainer};
use crate::{Error, ErrorKind, Result};

/// Batch statistics, summed over all ranks.
struct StatisticsSync<'a>(&'a mut dyn Communicator);

impl BatchStatisticsSync for StatisticsSync<'_> {
    fn all_reduce(&mut self, values: &mut [f64]) {
        self.0.all_reduce(values);
    }
}

/// Prepares `k` steps that all ranks run. Every rank has the same session and the same data.
///
/// # Errors
/// As [`Session::step`].
pub fn begin(session: &mut Session, k: u32, communicator: &mut dyn Communicator) -> Result<Steps> {
    let shards = ShardPlan::new(communicator.world_size());
    let shard = shards.floats(communicator.rank(), session.model.network.parameter_count());
    Steps::sharded(session, k, shard, communicator.world_size())
}

/// Runs one step on all ranks, or evaluates a block of the validation data at the end of an epoch. Returns whether work
/// remains. All ranks call it the same number of times. It has at least one barrier unless no work remains.
///
/// The parameters are complete after it. The optimiser state is sharded until [`gather_state`].
///
/// # Errors
/// Kind `state` if the session was changed by another call, or after the end; kind `memory`.
pub fn advance(
    session: &mut Session,
    steps: &mut Steps,
    communicator: &mut dyn Communicator,
) -> Result<bool> {
    steps.check(session)?;
    match steps.next(session) {
        Some(Next::Step) => {
            if let (model, trainer, Some(data)) = session.parts() {
                steps.add(&step(trainer, model, data, communicator));
            }
        }
        Some(Next::Validation) => validate(session, steps, communicator)?,
        None => {}
    }
    Ok(steps.copy_progress(session))
}

/// One optimiser step: this rank's part of the batch, and its shard of the gradient and of the update.
fn step(
    trainer: &mut Trainer,
    model: &mut Model,
    data: &Dataset,
    communicator: &mut dyn Communicator,
) -> StepOutcome {
    let batch = trainer.begin_step(model);
    let samples = ShardPlan::new(communicator.world_size()).samples(communicator.rank(), batch.len());
    let count = samples.len();
    let sync = &mut StatisticsSync(communicator);
    let LossSums { loss, correct } = trainer.forward_backward(model, data, &batch, samples, sync);

    let mut sums = [loss, correct];
    communicator.reduce_scatter(&mut trainer.gradient, &mut sums);
    let sums = LossSums { loss: sums[0], correct: sums[1] };
    trainer.add_penalties(model);
    let mut squares = [trainer.squared_norm()];
    communicator.all_reduce(&mut squares);
    let norm = sums.gradient_norm(squares[0]);

    let mut finite = norm.is_finite();
    if finite {
        let mut non_finite = [f64::from(u8::from(!trainer.update(model, &batch, norm)))];
        communicator.all_gather(&mut trainer.new_parameters, &mut non_finite);
        finite = non_finite[0] == 0.0 && trainer.apply_update(model);
    }
    if finite {
        trainer.advance(model, &batch, count);
    } else {
        let mut broken_state = [f64::from(u8::from(!trainer.state_is_finite()))];
        communicator.all_reduce(&mut broken_state);
        trainer.diverge(broken_state[0] > 0.0);
    }
    batch.outcome(sums, norm, !finite)
}

/// One block of the validation at the end of an epoch, from this rank's part of the samples.
fn validate(session: &mut Session, steps: &mut Steps, communicator: &mut dyn Communicator) -> Result<()> {
    let count = session.data_len(Part::Validation);
    let mut task = if let Some(running) = steps.validation.take() {
        running
    } else {
        let samples = ShardPlan::new(communicator.world_size()).samples(communicator.rank(), count);
        session.begin_evaluation(Part::Validation, false, samples)?
    };
    let outcome = if task.has_blocks() { task.advance(session) } else { Ok(false) };
    let mut flags = [matches!(outcome, Ok(true)), outcome.is_err()].map(|flag| f64::from(u8::from(flag)));
    communicator.all_reduce(&mut flags);
    let [more, failed] = flags;
    outcome?;
    if failed > 0.0 {
        return Err(Error::new(ErrorKind::State, "another rank has failed").named("rank_failed"));
    }
    if more > 0.0 {
        steps.validation = Some(task);
        return Ok(());
    }
    let (mut sums, scored) = (task.sums(), task.is_scored());
    communicator.all_reduce(&mut sums);
    let [loss, accuracy] = sums.map(|sum| sum / count as f64);
    session.record_validation(loss, scored.then_some(accuracy));
    Ok(())
}

/// Gathers the optimiser state from the shards of all ranks. All ranks call it.
pub fn gather_state(session: &mut Session, communicator: &mut dyn Communicator) {
    let state = &mut session.trainer.optimizer_buffers;
    for buffer in state.buffers.iter_mut().filter(|buffer| !buffer.is_empty()) {
        // Other ranks may still read the previously gathered values.
        communicator.barrier();
        communicator.all_gather(buffer, &mut []);
    }
    communicator.barrier();
    state.is_complete = true;
}
