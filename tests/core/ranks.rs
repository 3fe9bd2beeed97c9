//! Runs the same work on several ranks, each a thread with a session of its own.

use inkgrad::Session;
use inkgrad::parallel::{Communicator, ThreadCommunicator, plan};

/// A rank's communicator that counts what a step costs.
pub(crate) struct Rank {
    inner: ThreadCommunicator,
    pub(crate) barriers: u64,
    /// Floats read and written.
    pub(crate) floats: u64,
}

impl Communicator for Rank {
    fn rank(&self) -> usize {
        self.inner.rank()
    }

    fn world_size(&self) -> usize {
        self.inner.world_size()
    }

    fn all_reduce(&mut self, values: &mut [f64]) {
        self.barriers += 1;
        self.inner.all_reduce(values);
    }

    fn write(&mut self, at: usize, values: &[f32]) {
        self.floats += values.len() as u64;
        self.inner.write(at, values);
    }

    fn read(&mut self, rank: usize, at: usize, values: &mut [f32]) {
        self.floats += values.len() as u64;
        self.inner.read(rank, at, values);
    }
}

/// Lets `count` ranks do the same, each in a session of its own that `begin` makes.
pub(crate) fn on_ranks<Done: Send>(
    count: usize,
    begin: &(dyn Fn() -> Session + Sync),
    work: &(dyn Fn(&mut Session, &mut Rank) -> Done + Sync),
) -> Vec<(Session, Done)> {
    let [_, window] = plan(begin().spec(), 1, count as u32).expect("a spec");
    let ranks = ThreadCommunicator::group(count, window as usize);
    std::thread::scope(|scope| {
        let run = |inner| {
            scope.spawn(move || {
                let mut rank = Rank { inner, barriers: 0, floats: 0 };
                let mut session = begin();
                let done = work(&mut session, &mut rank);
                (session, done)
            })
        };
        let threads: Vec<_> = ranks.into_iter().map(run).collect();
        threads.into_iter().map(|thread| thread.join().expect("a rank")).collect()
    })
}
