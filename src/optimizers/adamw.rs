//! `AdamW`: Adam with decoupled weight decay.

use super::adam::{AdamOptimizer, Values, adam};
use super::{BuildOptimizer, Common};
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

adam!(optimizer AdamW "adamw" "Adam, with weight decay applied to the parameters themselves.");

/// θ ← (1 − r λ) θ, then Adam's step (I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization",
/// 2019, algorithm 2).
pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: AdamW::KIND,
    about: AdamW::ABOUT,
    fields: Values::FIELDS,
    build: |config| Box::new(AdamOptimizer::new(&Values::of(config), &Common::common(config), true)),
    examples: for_tests(&[(r#"{"kind":"adamw","learning_rate":0.001,"weight_decay":0.05}"#, &[])]),
};
