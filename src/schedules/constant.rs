//! The optimiser's own rate at every step.

use super::{BuildSchedule, Schedule};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: "constant",
    about: for_docs("The same rate at every step."),
    fields: &[],
    build: |_| Ok(Box::new(Constant)),
    examples: for_tests(&[(r#"{"kind":"constant"}"#, &[])]),
};

struct Constant;

impl Schedule for Constant {
    fn rate(&self, _t: u64, rate: f64) -> f64 {
        rate
    }
}
