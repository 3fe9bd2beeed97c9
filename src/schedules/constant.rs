//! The constant schedule: the optimiser's base rate at every step.

use super::{BuildSchedule, Schedule};
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};

fields! {
    schedule Constant "constant"
    "The same rate at every step."
}

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: Constant::KIND,
    about: Constant::ABOUT,
    fields: &[],
    build: |_| Ok(Box::new(ConstantSchedule)),
    examples: for_tests(&[(r#"{"kind":"constant"}"#, &[])]),
};

struct ConstantSchedule;

impl Schedule for ConstantSchedule {
    fn rate(&self, _t: u64, rate: f64) -> f64 {
        rate
    }
}
