//! Half the squared error, summed over the outputs: the loss of textbooks.

use super::{BuildLoss, Gradient, Link, Loss, Targets, sum_over_outputs};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildLoss> = Kind {
    name: "half_squared_error",
    about: for_docs("Half the squared difference from the target, summed over the outputs."),
    fields: &[],
    build: |_| Box::new(HalfSquaredError),
    examples: for_tests(&[(r#"{"kind":"half_squared_error"}"#, &[3])]),
};

/// L = ½ Σₖ (zₖ − tₖ)².
struct HalfSquaredError;

impl Loss for HalfSquaredError {
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
