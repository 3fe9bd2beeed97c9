//! A rate that is multiplied every so many steps.

use super::{BuildSchedule, Schedule};
use crate::kernels::power;
use crate::schema::field::{Default, Field, Interval, Type};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: "step",
    about: for_docs("Multiplies the rate every so many steps."),
    fields: &[
        Field::new("every", Type::Integer { from: 1 }, Default::Required, "Steps between two changes."),
        Field::new(
            "factor",
            Type::Number(Interval::NotNegative),
            Default::Required,
            "What the rate is multiplied by.",
        ),
    ],
    build: |record| {
        Ok(Box::new(Step { every: record.integer("every") as u64, factor: record.number("factor") }))
    },
    examples: for_tests(&[(r#"{"kind":"step","every":100,"factor":0.5}"#, &[])]),
};

/// r · factor^⌊t / every⌋.
struct Step {
    every: u64,
    factor: f64,
}

impl Schedule for Step {
    fn rate(&self, t: u64, rate: f64) -> f64 {
        rate * power(self.factor, t / self.every)
    }
}
