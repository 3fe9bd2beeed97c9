//! A straight rise to the optimiser's rate, then half a cosine down to a minimum.

use super::{BuildSchedule, Schedule, half_cosine};
use crate::schema::field::{Default, Field, Interval, Type};
use crate::schema::kind::{Kind, for_docs, for_tests};
use crate::{Code, Error};

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: "warmup_cosine",
    about: for_docs("Raises the rate in a straight line, then lowers it along half a cosine to a minimum."),
    fields: &[
        Field::new("warmup_steps", Type::Integer { from: 0 }, Default::Required, "Steps of the rise."),
        Field::new(
            "steps",
            Type::Integer { from: 1 },
            Default::Required,
            "Steps of the rise and the fall together.",
        ),
        Field::new("minimum", Type::Number(Interval::NotNegative), Default::Number(0.0), "The last rate."),
    ],
    build: |record| {
        let (warmup, steps) = (record.integer("warmup_steps"), record.integer("steps"));
        if warmup >= steps {
            let expected = format!("more steps than the {warmup} of the warm-up");
            return Err(Error::mismatch(Code::Spec, expected, steps.to_string()).at("steps"));
        }
        let minimum = record.number("minimum");
        Ok(Box::new(WarmupCosine { warmup: warmup as f64, steps: steps as f64, minimum }))
    },
    examples: for_tests(&[(r#"{"kind":"warmup_cosine","warmup_steps":100,"steps":1000}"#, &[])]),
};

/// r · (t + 1) / `warmup`, then half a cosine over the rest.
struct WarmupCosine {
    warmup: f64,
    steps: f64,
    minimum: f64,
}

impl Schedule for WarmupCosine {
    fn rate(&self, t: u64, rate: f64) -> f64 {
        let t = t as f64;
        if t < self.warmup {
            return rate * (t + 1.0) / self.warmup;
        }
        half_cosine(rate, self.minimum, (t - self.warmup) / (self.steps - self.warmup))
    }
}
