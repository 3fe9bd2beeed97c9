//! Exponential decay: the rate is multiplied by a factor at every step.

use super::{BuildSchedule, Schedule};
use crate::kernels::power;
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

fields! {
    schedule Exponential "exponential"
    "Multiplies the rate at every step."
    => Values {
        required {
            factor: f64 = number(Interval::NotNegative).start(0.999), "What the rate is multiplied by.";
        }
        optional {}
    }
}

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: Exponential::KIND,
    about: Exponential::ABOUT,
    fields: Values::FIELDS,
    build: |config| Ok(Box::new(ExponentialSchedule { factor: Values::of(config).factor })),
    examples: for_tests(&[(r#"{"kind":"exponential","factor":0.999}"#, &[])]),
};

/// r · factorᵗ.
struct ExponentialSchedule {
    factor: f64,
}

impl Schedule for ExponentialSchedule {
    fn rate(&self, t: u64, rate: f64) -> f64 {
        rate * power(self.factor, t)
    }
}
