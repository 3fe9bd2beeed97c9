//! The one-cycle policy: cosine annealing up to a maximum rate, then down to almost 0.

use super::{BuildSchedule, Schedule, half_cosine};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, integer, number};

fields! {
    schedule OneCycle "one_cycle"
    "Raises the rate from a 25th of a maximum to it, then lowers it to almost nothing; the optimiser's own rate is not used."
    => Values {
        required {
            steps: usize = integer(1).start(1000), "Steps of the whole cycle.";
            maximum: f64 = number(Interval::Positive).start(0.01), "The greatest rate.";
        }
        optional {}
    }
}

pub(super) const KIND: Kind<BuildSchedule> = Kind {
    name: OneCycle::KIND,
    about: OneCycle::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let Values { steps, maximum } = Values::of(config);
        Ok(Box::new(OneCycleSchedule { steps: steps as f64, maximum }))
    },
    examples: for_tests(&[(r#"{"kind":"one_cycle","steps":1000,"maximum":0.01}"#, &[])]),
};

/// L. Smith and N. Topin, "Super-Convergence" (2018), with the defaults of PyTorch's `OneCycleLR`: the rate
/// rises from maximum / 25 for 30 % of the steps, then falls to maximum / 250 000, both by cosine.
struct OneCycleSchedule {
    steps: f64,
    maximum: f64,
}

impl Schedule for OneCycleSchedule {
    fn rate(&self, t: u64, _rate: f64) -> f64 {
        let (first, last) = (self.maximum / 25.0, self.maximum / 250_000.0);
        let (t, peak) = (t as f64, 0.3 * self.steps - 1.0);
        if t <= peak {
            return half_cosine(first, self.maximum, t / peak);
        }
        // With fewer than four steps there is no rise; with one step there is no fall either.
        let fall = (self.steps - 1.0 - peak).max(f64::MIN_POSITIVE);
        half_cosine(self.maximum, last, (t - peak) / fall)
    }
}
