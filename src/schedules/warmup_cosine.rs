//! Linear warm-up to the optimiser's base rate, then cosine annealing to a minimum.

use super::{BuildSchedule, Schedule, half_cosine};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, integer, number};
use crate::{Error, ErrorKind};

fields! {
    schedule WarmupCosine "warmup_cosine"
    "Raises the rate in a straight line, then lowers it along half a cosine to a minimum."
    => Values {
        required {
            warmup_steps: usize = integer(0).start(100), "Steps of the rise.";
            steps: usize = integer(1).start(1000), "Steps of the rise and the fall together.";
        }
        optional {
            minimum: f64 = number(Interval::NotNegative).or(0.0), "The last rate.";
        }
    }
}

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: WarmupCosine::KIND,
    about: WarmupCosine::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let Values { warmup_steps: warmup, steps, minimum } = Values::of(config);
        if warmup >= steps {
            let expected = format_args!("more steps than the {warmup} of the warm-up");
            return Err(Error::mismatch(ErrorKind::Spec, expected, steps)
                .named("warmup_too_long")
                .value("warmup_steps", warmup)
                .at("steps"));
        }
        Ok(Box::new(WarmupCosineSchedule { warmup: warmup as f64, steps: steps as f64, minimum }))
    },
    examples: for_tests(&[(r#"{"kind":"warmup_cosine","warmup_steps":100,"steps":1000}"#, &[])]),
};

/// r · (t + 1) / `warmup`, then cosine annealing over the remaining steps.
struct WarmupCosineSchedule {
    warmup: f64,
    steps: f64,
    minimum: f64,
}

impl Schedule for WarmupCosineSchedule {
    fn rate(&self, t: u64, rate: f64) -> f64 {
        let t = t as f64;
        if t < self.warmup {
            return rate * (t + 1.0) / self.warmup;
        }
        half_cosine(rate, self.minimum, (t - self.warmup) / (self.steps - self.warmup))
    }
}
