//! Counts tests by what their runners print: cargo's and wasm-bindgen's `test result:` line, Node's summary.

use std::ops::AddAssign;

/// Tests that passed and that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// Adds what a line of a runner's output says, if it says anything.
    pub(super) fn read(&mut self, line: &str) {
        let words: Vec<&str> = line.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            ["test", "result:", _, passed, "passed", failed, "failed", ..] => self.add(passed, failed),
            ["ℹ" | "#", "pass", passed] => self.add(passed, "0"),
            ["ℹ" | "#", "fail", failed] => self.add("0", failed),
            _ => {}
        }
    }

    fn add(&mut self, passed: &str, failed: &str) {
        self.passed += passed.parse().unwrap_or(0);
        self.failed += failed.parse().unwrap_or(0);
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn reads_what_the_runners_print() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "ℹ tests 6",
            "ℹ pass 4",
            "ℹ fail 2",
            "# pass 5",
        ] {
            tally.read(line);
        }
        assert_eq!(tally, Tally { passed: 12, failed: 3 });
    }
}
