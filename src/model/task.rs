//! Long calls in blocks: a task is begun, advanced block by block, and finished. The caller may do other work in between.

use crate::{Error, ErrorKind, Result};

/// A long call that changes nothing. `Subject` is what it asks: a model, or a session.
pub(crate) trait Task<Subject>: Sized {
    /// The result.
    type Output;

    /// Computes one block of at most 256 samples. Returns whether blocks remain.
    ///
    /// # Errors
    /// Kind `state` if the subject has changed since the task began, or no block remains; kind `memory`.
    fn advance(&mut self, subject: &Subject) -> Result<bool>;

    /// The result.
    ///
    /// # Errors
    /// Kind `state` if blocks remain.
    fn finish(self, subject: &Subject) -> Result<Self::Output>;
}

/// How far a task is, and the generation of the model it rests on.
#[derive(Clone, Debug)]
pub(crate) struct BlockProgress {
    generation: u64,
    pub done: usize,
    pub total: usize,
}

impl BlockProgress {
    /// The start of `total` units of work.
    pub fn new(generation: u64, total: usize) -> Self {
        Self { generation, done: 0, total }
    }

    /// The size of the next block, at most `most`.
    ///
    /// # Errors
    /// As [`Task::advance`].
    pub fn next(&self, generation: u64, most: usize) -> Result<usize> {
        check_unchanged(self.generation, generation)?;
        if self.done >= self.total {
            return Err(ended());
        }
        Ok(most.min(self.total - self.done))
    }

    /// Counts a block that is done. Returns whether work remains.
    pub fn add(&mut self, done: usize) -> bool {
        self.done += done;
        self.done < self.total
    }

    /// Checks that no work remains.
    ///
    /// # Errors
    /// As [`Task::finish`].
    pub fn check_done(&self) -> Result<()> {
        if self.done >= self.total {
            return Ok(());
        }
        Err(Error::new(ErrorKind::State, "this call has not been done to its end").named("not_done"))
    }
}

/// Checks that nothing has changed since the call began.
///
/// # Errors
/// Kind `state`.
pub(crate) fn check_unchanged(begun: u64, generation: u64) -> Result<()> {
    if begun == generation {
        return Ok(());
    }
    let note = "the session was changed while this call was under way; begin it again";
    Err(Error::new(ErrorKind::State, note).named("changed_meanwhile"))
}

/// The error for a call that has ended already.
pub(crate) fn ended() -> Error {
    Error::new(ErrorKind::State, "this call has come to its end; begin another").named("already_ended")
}

/// Runs a task to its end.
///
/// # Errors
/// Those of the task.
pub(crate) fn complete<S, T: Task<S>>(mut task: T, subject: &S) -> Result<T::Output> {
    while task.advance(subject)? {}
    task.finish(subject)
}
