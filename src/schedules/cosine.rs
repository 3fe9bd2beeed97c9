//! Cosine annealing from the optimiser's base rate to a minimum.

use super::{BuildSchedule, Schedule, half_cosine};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, integer, number};

fields! {
    schedule Cosine "cosine"
    "Lowers the rate along half a cosine to a minimum, where it stays."
    => Values {
        required {
            steps: usize = integer(1).start(1000), "Steps until the minimum.";
        }
        optional {
            minimum: f64 = number(Interval::NotNegative).or(0.0), "The last rate.";
        }
    }
}

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: Cosine::KIND,
    about: Cosine::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let Values { steps, minimum } = Values::of(config);
        Ok(Box::new(CosineSchedule { steps: steps as f64, minimum }))
    },
    examples: for_tests(&[(r#"{"kind":"cosine","steps":1000}"#, &[])]),
};

struct CosineSchedule {
    steps: f64,
    minimum: f64,
}

impl Schedule for CosineSchedule {
    fn rate(&self, t: u64, rate: f64) -> f64 {
        half_cosine(rate, self.minimum, t as f64 / self.steps)
    }
}
