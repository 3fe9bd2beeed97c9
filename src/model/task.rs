//! Tasks: long computations in blocks. A caller creates a task, advances it block by block, and finishes it; it may yield in
//! between.

use crate::{Error, ErrorKind, Result};

/// A long computation that changes nothing. `Subject` is the model or the session that it reads.
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

/// The progress of a task, and the generation of the model that it reads.
#[derive(Clone, Debug)]
pub(crate) struct BlockProgress {
    generation: u64,
    pub done: usize,
    pub total: usize,
}

impl BlockProgress {
    /// No progress yet of `total` samples or windows.
    pub fn new(generation: u64, total: usize) -> Self {
        Self { generation, done: 0, total }
    }

    /// The size of the next block, at most `max_size`.
    ///
    /// # Errors
    /// As [`Task::advance`].
    pub fn next(&self, generation: u64, max_size: usize) -> Result<usize> {
        check_unchanged(self.generation, generation)?;
        if self.done >= self.total {
            return Err(already_ended());
        }
        Ok(max_size.min(self.total - self.done))
    }

    /// Adds a completed block. Returns whether blocks remain.
    pub fn add(&mut self, done: usize) -> bool {
        self.done += done;
        self.done < self.total
    }

    /// Checks that no block remains.
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

/// Checks that the model has not changed since the task began.
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

/// The error for a task that has already ended.
pub(crate) fn already_ended() -> Error {
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
