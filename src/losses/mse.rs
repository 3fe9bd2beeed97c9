//! Mean squared error over all outputs.

use super::{BuildLoss, Gradient, Link, Loss, Targets, sum_over_outputs};
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};

fields! {
    loss Mse "mse"
    "The mean, over all outputs, of the squared difference from the target."
}

pub(super) const KIND: Kind<BuildLoss> = Kind {
    name: Mse::KIND,
    about: Mse::ABOUT,
    fields: &[],
    build: |_| Box::new(MeanSquaredError),
    examples: for_tests(&[(r#"{"kind":"mse"}"#, &[3]), (r#"{"kind":"mse"}"#, &[1])]),
};

/// L = (1/K) Σₖ (zₖ − tₖ)².
struct MeanSquaredError;

impl Loss for MeanSquaredError {
    fn link(&self) -> Link {
        Link::Identity
    }

    /// dz = 2 (z − t) / K · scale.
    fn apply(&self, z: &[f32], outputs: usize, targets: Targets<'_>, gradient: Option<Gradient<'_>>) -> f64 {
        let factor = 1.0 / outputs as f32;
        sum_over_outputs(z, outputs, targets, gradient, |z, t| {
            let difference = z - t;
            (difference * difference * factor, 2.0 * difference * factor)
        })
    }
}
