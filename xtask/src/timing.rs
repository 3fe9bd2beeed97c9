//! What takes how long: a line where a piece of work ends, and a table of them all.

use std::fmt::Display;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::process::{Result, heading};

/// The pieces that have ended since the last table, with how long each took.
static ENDED: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

/// What takes less is not worth a line.
const NOTABLE: Duration = Duration::from_millis(500);

/// Does a piece of work and says how long it took.
pub(crate) fn timed<T>(what: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    let result = work()?;
    let took = start.elapsed();
    if took >= NOTABLE {
        let what = what.to_string();
        println!("{}", row(&what, took));
        if let Ok(mut ended) = ENDED.lock() {
            ended.push((what, took));
        }
    }
    Ok(result)
}

/// Prints what was [`timed()`] since the last table in the order of the ends. Some of it went on side by side.
pub(crate) fn table(title: impl Display, whole: Duration) {
    heading(title);
    if let Ok(mut ended) = ENDED.lock() {
        for (what, took) in ended.drain(..) {
            println!("{}", row(&what, took));
        }
    }
    println!("{}", row("in all, some of it side by side", whole));
}

fn row(what: &str, took: Duration) -> String {
    format!("{:7.1} s  {what}", took.as_secs_f64())
}
