//! Runs a function on several ranks, each a thread with its own session.

use inkgrad::Session;
use inkgrad::parallel::{Communicator, ThreadCommunicator, plan};

/// A communicator that counts barriers and transferred floats.
pub(crate) struct CountingCommunicator {
    inner: ThreadCommunicator,
    pub(crate) barriers: u64,
    /// Floats read and written.
    pub(crate) floats: u64,
}

impl Communicator for CountingCommunicator {
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

/// Runs a function on `count` ranks, each with its own session from `new_session`.
pub(crate) fn run_on_ranks<Output: Send>(
    count: usize,
    new_session: &(dyn Fn() -> Session + Sync),
    run: &(dyn Fn(&mut Session, &mut CountingCommunicator) -> Output + Sync),
) -> Vec<(Session, Output)> {
    let [_, window] = plan(new_session().spec(), 1, count as u32).expect("a spec");
    let ranks = ThreadCommunicator::group(count, window as usize);
    std::thread::scope(|scope| {
        let spawn = |inner| {
            scope.spawn(move || {
                let mut rank = CountingCommunicator { inner, barriers: 0, floats: 0 };
                let mut session = new_session();
                let output = run(&mut session, &mut rank);
                (session, output)
            })
        };
        let threads: Vec<_> = ranks.into_iter().map(spawn).collect();
        threads.into_iter().map(|thread| thread.join().expect("a rank")).collect()
    })
}
