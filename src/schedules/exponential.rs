//! A rate that is multiplied at every step.

use super::{BuildSchedule, Schedule};
use crate::kernels::power;
use crate::schema::field::{Default, Field, Interval, Type};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: "exponential",
    about: for_docs("Multiplies the rate at every step."),
    fields: &[Field::new(
        "factor",
        Type::Number(Interval::NotNegative),
        Default::Required,
        "What the rate is multiplied by.",
    )],
    build: |record| Ok(Box::new(Exponential { factor: record.number("factor") })),
    examples: for_tests(&[(r#"{"kind":"exponential","factor":0.999}"#, &[])]),
};

/// r · factorᵗ.
struct Exponential {
    factor: f64,
}

impl Schedule for Exponential {
    fn rate(&self, t: u64, rate: f64) -> f64 {
        rate * power(self.factor, t)
    }
}
