//! Measures durations of build steps: prints each one, and a table of all.

use std::fmt::Display;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::process::{Result, heading};

/// Steps that finished since the last table, with their durations.
static FINISHED: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

/// Shorter steps are not printed.
const SHORTEST_REPORTED: Duration = Duration::from_millis(500);

/// Runs a step and prints its duration.
pub(crate) fn timed<T>(what: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = work()?;
    let duration = start.elapsed();
    if duration >= SHORTEST_REPORTED {
        let what = what.to_string();
        println!("{}", row(&what, duration));
        if let Ok(mut finished) = FINISHED.lock() {
            finished.push((what, duration));
        }
    }
    Ok(result)
}

/// Prints the steps since the last table, in the order in which they finished. Some ran in parallel.
pub(crate) fn table(title: impl Display, total: Duration) {
    heading(title);
    if let Ok(mut finished) = FINISHED.lock() {
        for (what, duration) in finished.drain(..) {
            println!("{}", row(&what, duration));
        }
    }
    println!("{}", row("total; some steps ran in parallel", total));
}

fn row(what: &str, duration: Duration) -> String {
    format!("{:7.1} s  {what}", duration.as_secs_f64())
}
