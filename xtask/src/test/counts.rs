//! Counts tests from the output of the runners: `test result:` of cargo and wasm-bindgen, and Node's summary.

use std::ops::AddAssign;

/// Numbers of passed and failed tests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct TestCounts {
    pub passed: usize,
    pub failed: usize,
}

impl TestCounts {
    /// Adds the counts in a line of a runner's output, if it has any.
    pub(super) fn add_line(&mut self, line: &str) {
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

impl AddAssign for TestCounts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::TestCounts;

    #[test]
    fn reads_the_output_of_the_runners() {
        let mut counts = TestCounts::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "ℹ tests 6",
            "ℹ pass 4",
            "ℹ fail 2",
            "# pass 5",
        ] {
            counts.add_line(line);
        }
        assert_eq!(counts, TestCounts { passed: 12, failed: 3 });
    }
}
