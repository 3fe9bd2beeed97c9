//! Cross-entropy of independent binary labels, from logits.

use super::{BuildLoss, Gradient, Link, Loss, Targets, sum_over_outputs};
use crate::kernels::scalar;
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};

fields! {
    loss BinaryCrossEntropy "binary_cross_entropy"
    "The mean, over all outputs, of the surprise at a yes-or-no answer, in nats; outputs are logits."
}

pub(super) const KIND: Kind<BuildLoss> = Kind {
    name: BinaryCrossEntropy::KIND,
    about: BinaryCrossEntropy::ABOUT,
    fields: &[],
    build: |_| Box::new(BinaryCrossEntropyLoss),
    examples: for_tests(&[
        (r#"{"kind":"binary_cross_entropy"}"#, &[3]),
        (r#"{"kind":"binary_cross_entropy"}"#, &[1]),
    ]),
};

/// L = (1/K) Σₖ −tₖ log σ(zₖ) − (1 − tₖ) log(1 − σ(zₖ)).
struct BinaryCrossEntropyLoss;

impl Loss for BinaryCrossEntropyLoss {
    fn link(&self) -> Link {
        Link::Sigmoid
    }

    /// dz = (σ(z) − t) / K · scale; the loss is computed as max(z, 0) − z t + log(1 + exp(−|z|)), which
    /// cannot overflow.
    fn apply(&self, z: &[f32], outputs: usize, targets: Targets<'_>, gradient: Option<Gradient<'_>>) -> f64 {
        let factor = 1.0 / outputs as f32;
        sum_over_outputs(z, outputs, targets, gradient, |z, t| {
            let loss = z.max(0.0) - z * t + scalar::softplus(-z.abs());
            (loss * factor, (scalar::sigmoid(z) - t) * factor)
        })
    }
}
