//! Workers as threads, who meet and exchange numbers as Web Workers do.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::time::Duration;

use inkgrad::Session;
use inkgrad::layers::Exchange;
use inkgrad::session::{Crew, PIECES, Work};

/// How many have come to the meeting at hand, how many meetings there have been, and whether anyone has gone for good.
#[derive(Default)]
struct Meeting {
    arrived: usize,
    held: u64,
    broken: bool,
}

/// Where the workers meet: the sums and the area of each.
struct Room {
    meeting: Mutex<Meeting>,
    everyone: Condvar,
    /// Of every other meeting, so that one is enough.
    sums: [RwLock<Vec<Vec<f64>>>; 2],
    areas: Vec<RwLock<Vec<f32>>>,
    /// After which meeting each piece of work was claimed last.
    claims: Mutex<HashMap<usize, u64>>,
}

impl Room {
    /// Waits for all others; unlike `std::sync::Barrier` not for one whose test has failed.
    fn meet(&self) {
        let mut meeting = self.meeting.lock().expect("a meeting");
        meeting.arrived += 1;
        if meeting.arrived == self.areas.len() {
            meeting.arrived = 0;
            meeting.held += 1;
            self.everyone.notify_all();
            return;
        }
        let held = meeting.held;
        let waiting = |meeting: &mut Meeting| meeting.held == held && !meeting.broken;
        let meeting = self.everyone.wait_while(meeting, waiting).expect("a meeting");
        let gone = meeting.held == held;
        drop(meeting);
        assert!(!gone, "another worker is gone");
    }
}

/// One worker's end of it.
pub(crate) struct Worker {
    room: Arc<Room>,
    index: usize,
    meetings: u64,
    /// Pieces of work that it has asked for, and those of others' shares that it was given.
    asked: u64,
    pub(crate) taken_over: u64,
}

impl Drop for Worker {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.room.meeting.lock().expect("a meeting").broken = true;
            self.room.everyone.notify_all();
        }
    }
}

impl Exchange for Worker {
    fn sum(&mut self, values: &mut [f64]) {
        let Room { sums, areas, .. } = &*self.room;
        let sums = &sums[(self.meetings % 2) as usize];
        sums.write().expect("sums")[self.index] = values.to_vec();
        self.room.meet();
        self.meetings += 1;
        values.fill(0.0);
        for theirs in &*sums.read().expect("sums") {
            assert_eq!(theirs.len(), values.len(), "all {} sum the same", areas.len());
            values.iter_mut().zip(theirs).for_each(|(value, theirs)| *value += theirs);
        }
    }
}

impl Crew for Worker {
    fn count(&self) -> usize {
        self.room.areas.len()
    }

    fn index(&self) -> usize {
        self.index
    }

    fn put(&mut self, at: usize, values: &[f32]) {
        let mut area = self.room.areas[self.index].write().expect("an area");
        area[at..][..values.len()].copy_from_slice(values);
    }

    fn get(&mut self, from: usize, at: usize, values: &mut [f32]) {
        let area = self.room.areas[from].read().expect("an area");
        values.copy_from_slice(&area[at..][..values.len()]);
    }

    fn claim(&mut self, number: usize) -> bool {
        // Now one worker is the slower, now another, so that each takes over from each.
        self.asked += 1;
        if (self.asked / 7 + self.index as u64).is_multiple_of(3) {
            std::thread::sleep(Duration::from_micros(30));
        }
        let mut claims = self.room.claims.lock().expect("claims");
        let mine = claims.insert(number, self.meetings) != Some(self.meetings);
        self.taken_over += u64::from(mine && number / PIECES != self.index);
        mine
    }
}

/// Lets `count` workers do the same, each in a session of its own that `begin` makes.
pub(crate) fn crew<Done: Send>(
    count: usize,
    begin: &(dyn Fn() -> Session + Sync),
    work: &(dyn Fn(&mut Session, &mut Worker) -> Done + Sync),
) -> Vec<(Session, Done)> {
    let area = Work::of(begin().spec()).expect("a spec").area;
    let room = Arc::new(Room {
        meeting: Mutex::default(),
        everyone: Condvar::new(),
        sums: [0, 1].map(|_| RwLock::new(vec![Vec::new(); count])),
        areas: (0..count).map(|_| RwLock::new(vec![0.0; area])).collect(),
        claims: Mutex::default(),
    });
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|index| {
                let mut worker = Worker { room: room.clone(), index, meetings: 1, asked: 0, taken_over: 0 };
                scope.spawn(move || {
                    let mut session = begin();
                    let done = work(&mut session, &mut worker);
                    (session, done)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a worker")).collect()
    })
}
