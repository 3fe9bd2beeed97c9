//! Long calls in parts: a task is made, advanced block by block, and finished, so that a caller can do something else in
//! between. The public methods of a session run one to its end.

use super::Session;
use crate::{Code, Error, Result};

/// A look into a session that takes long.
pub(crate) trait Task: Sized {
    /// What it gives in the end.
    type Output;

    /// Does one block, of at most 256 samples; says whether there is more to do.
    ///
    /// # Errors
    /// Code `state` where the session was changed since the task was made, or where nothing was left to do; code `memory`.
    fn advance(&mut self, session: &Session) -> Result<bool>;

    /// What it has found.
    ///
    /// # Errors
    /// Code `state` where not all blocks have been done.
    fn finish(self, session: &Session) -> Result<Self::Output>;
}

/// How far a task is, and what of the session it rests on.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    generation: u64,
    pub done: usize,
    pub total: usize,
}

impl Progress {
    /// The beginning of so much work.
    pub fn new(session: &Session, total: usize) -> Self {
        Self { generation: session.generation, done: 0, total }
    }

    /// How much of at most `most` is to be done next.
    ///
    /// # Errors
    /// As [`Task::advance`].
    pub fn next(&self, session: &Session, most: usize) -> Result<usize> {
        check_unchanged(self.generation, session)?;
        if self.done >= self.total {
            return Err(ended());
        }
        Ok(most.min(self.total - self.done))
    }

    /// Notes what has been done; says whether there is more to do.
    pub fn add(&mut self, done: usize) -> bool {
        self.done += done;
        self.done < self.total
    }

    /// Whether all has been done.
    ///
    /// # Errors
    /// As [`Task::finish`].
    pub fn check_done(&self) -> Result<()> {
        if self.done >= self.total {
            return Ok(());
        }
        Err(Error::new(Code::State, "this call has not been done to its end").named("not_done"))
    }
}

/// Whether the session is as it was at this generation.
///
/// # Errors
/// Code `state`.
pub(super) fn check_unchanged(generation: u64, session: &Session) -> Result<()> {
    if generation == session.generation {
        return Ok(());
    }
    let note = "the session was changed while this call was under way; begin it again";
    Err(Error::new(Code::State, note).named("changed_meanwhile"))
}

/// Nothing is left to do.
pub(super) fn ended() -> Error {
    Error::new(Code::State, "this call has come to its end; begin another").named("already_ended")
}

/// Does all of a task.
///
/// # Errors
/// Those of the task.
pub(super) fn complete<T: Task>(mut task: T, session: &Session) -> Result<T::Output> {
    while task.advance(session)? {}
    task.finish(session)
}
