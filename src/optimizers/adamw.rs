//! `AdamW`: Adam with a decay that the gradient's size does not touch.

use super::adam::Adam;
use super::{BuildOptimizer, EPSILON, kept};
use crate::schema::kind::{Kind, for_docs, for_tests};

/// θ ← (1 − r λ) θ, then Adam's step (I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization",
/// 2019, algorithm 2).
pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: "adamw",
    about: for_docs("Adam, with weight decay applied to the parameters themselves."),
    fields: &[
        kept("beta1", 0.9, "The share of the mean of the gradient that is kept."),
        kept("beta2", 0.999, "The share of the mean of its square that is kept."),
        EPSILON,
    ],
    build: |record| Box::new(Adam::new(record, true)),
    examples: for_tests(&[(r#"{"kind":"adamw","learning_rate":0.001,"weight_decay":0.05}"#, &[])]),
};
