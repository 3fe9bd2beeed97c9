//! A communicator over the threads of one process.

use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::communicator::Communicator;

/// The state of a barrier. Unlike with `std::sync::Barrier`, waiting ranks panic if another rank's thread panics.
#[derive(Default)]
struct Arrivals {
    arrived: usize,
    generation: usize,
    is_broken: bool,
}

/// State shared by all ranks.
struct Shared {
    barrier: Mutex<Arrivals>,
    all_arrived: Condvar,
    /// Each rank's values of the last two all-reduces: a rank never writes values that another may still read.
    slots: [Vec<RwLock<Vec<f64>>>; 2],
    windows: Vec<RwLock<Vec<f32>>>,
}

impl Shared {
    /// Waits for all ranks.
    ///
    /// # Panics
    /// If a rank's thread has panicked.
    fn wait(&self) {
        let mut arrivals = self.barrier.lock().unwrap_or_else(PoisonError::into_inner);
        arrivals.arrived += 1;
        if arrivals.arrived == self.windows.len() {
            (arrivals.arrived, arrivals.generation) = (0, arrivals.generation + 1);
            self.all_arrived.notify_all();
            return;
        }
        let generation = arrivals.generation;
        let waiting = |arrivals: &mut Arrivals| arrivals.generation == generation && !arrivals.is_broken;
        let arrivals = self.all_arrived.wait_while(arrivals, waiting).unwrap_or_else(PoisonError::into_inner);
        let is_broken = arrivals.generation == generation;
        drop(arrivals);
        assert!(!is_broken, "another rank's thread has panicked");
    }
}

/// One rank among the threads of one process.
pub struct ThreadCommunicator {
    shared: Arc<Shared>,
    rank: usize,
    /// The number of all-reduces so far.
    count: usize,
}

impl ThreadCommunicator {
    /// One communicator for each rank, to be moved to its thread. `window` is the number of floats in each window.
    pub fn group(world_size: usize, window: usize) -> Vec<Self> {
        let slots = || (0..world_size).map(|_| RwLock::default()).collect();
        let shared = Arc::new(Shared {
            barrier: Mutex::default(),
            all_arrived: Condvar::new(),
            slots: [slots(), slots()],
            windows: (0..world_size).map(|_| RwLock::new(vec![0.0; window])).collect(),
        });
        (0..world_size).map(|rank| Self { shared: shared.clone(), rank, count: 0 }).collect()
    }
}

impl Drop for ThreadCommunicator {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.shared.barrier.lock().unwrap_or_else(PoisonError::into_inner).is_broken = true;
            self.shared.all_arrived.notify_all();
        }
    }
}

impl Communicator for ThreadCommunicator {
    fn rank(&self) -> usize {
        self.rank
    }

    fn world_size(&self) -> usize {
        self.shared.windows.len()
    }

    fn all_reduce(&mut self, values: &mut [f64]) {
        let slots = &self.shared.slots[self.count % 2];
        self.count += 1;
        let mut own = write(&slots[self.rank]);
        own.clear();
        own.extend_from_slice(values);
        drop(own);
        self.shared.wait();
        values.fill(0.0);
        for slot in slots {
            values.iter_mut().zip(&*read(slot)).for_each(|(value, theirs)| *value += theirs);
        }
    }

    fn write(&mut self, offset: usize, values: &[f32]) {
        write(&self.shared.windows[self.rank])[offset..][..values.len()].copy_from_slice(values);
    }

    fn read(&mut self, rank: usize, offset: usize, values: &mut [f32]) {
        values.copy_from_slice(&read(&self.shared.windows[rank])[offset..][..values.len()]);
    }
}

/// Ignores poisoning: the lock guards plain numbers, which are valid after a panic.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
