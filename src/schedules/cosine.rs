//! Half a cosine from the optimiser's rate down to a minimum.

use super::{BuildSchedule, Schedule, half_cosine};
use crate::schema::field::{Default, Field, Interval, Type};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: "cosine",
    about: for_docs("Lowers the rate along half a cosine to a minimum, where it stays."),
    fields: &[
        Field::new("steps", Type::Integer { from: 1 }, Default::Required, "Steps until the minimum."),
        Field::new("minimum", Type::Number(Interval::NotNegative), Default::Number(0.0), "The last rate."),
    ],
    build: |record| {
        Ok(Box::new(Cosine { steps: record.integer("steps") as f64, minimum: record.number("minimum") }))
    },
    examples: for_tests(&[(r#"{"kind":"cosine","steps":1000}"#, &[])]),
};

struct Cosine {
    steps: f64,
    minimum: f64,
}

impl Schedule for Cosine {
    fn rate(&self, t: u64, rate: f64) -> f64 {
        half_cosine(rate, self.minimum, t as f64 / self.steps)
    }
}
