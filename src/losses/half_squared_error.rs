//! Half the squared error, summed over the outputs, as textbooks define it.

use super::{BuildLoss, Gradient, Link, Loss, Targets, sum_over_outputs};
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};

fields! {
    loss HalfSquaredError "half_squared_error"
    "Half the squared difference from the target, summed over the outputs."
}

pub(super) const KIND: Kind<BuildLoss> = Kind {
    name: HalfSquaredError::KIND,
    about: HalfSquaredError::ABOUT,
    fields: &[],
    build: |_| Box::new(HalfSquaredErrorLoss),
    examples: for_tests(&[(r#"{"kind":"half_squared_error"}"#, &[3])]),
};

/// L = ½ Σₖ (zₖ − tₖ)².
struct HalfSquaredErrorLoss;

impl Loss for HalfSquaredErrorLoss {
    fn link(&self) -> Link {
        Link::Identity
    }

    /// dz = (z − t) · scale.
    fn apply(&self, z: &[f32], outputs: usize, targets: Targets<'_>, gradient: Option<Gradient<'_>>) -> f64 {
        sum_over_outputs(z, outputs, targets, gradient, |z, t| {
            let difference = z - t;
            (0.5 * difference * difference, difference)
        })
    }
}
