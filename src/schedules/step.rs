//! Step decay: the rate is multiplied by a factor every n steps.

use super::{BuildSchedule, Schedule};
use crate::kernels::power;
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, integer, number};

fields! {
    schedule Step "step"
    "Multiplies the rate every so many steps."
    => Values {
        required {
            every: usize = integer(1).start(1000), "Steps between two changes.";
            factor: f64 = number(Interval::NotNegative).start(0.5), "What the rate is multiplied by.";
        }
        optional {}
    }
}

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: Step::KIND,
    about: Step::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let Values { every, factor } = Values::of(config);
        Ok(Box::new(StepSchedule { every: every as u64, factor }))
    },
    examples: for_tests(&[(r#"{"kind":"step","every":100,"factor":0.5}"#, &[])]),
};

/// r · factor^⌊t / every⌋.
struct StepSchedule {
    every: u64,
    factor: f64,
}

impl Schedule for StepSchedule {
    fn rate(&self, t: u64, rate: f64) -> f64 {
        rate * power(self.factor, t / self.every)
    }
}
