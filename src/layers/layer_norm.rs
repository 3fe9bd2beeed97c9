//! Layer normalisation: normalises each row (the last axis) to mean 0 and variance 1.

use super::BuildLayer;
use super::parts::normalise::LayerNormLayer;
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

fields! {
    layer LayerNorm "layer_norm"
    "Normalises the last axis to mean 0 and variance 1, then applies a learned scale and shift."
    => Values {
        required {}
        optional {
            epsilon: f64 = number(Interval::Positive).or(1e-5),
                "Added to the variance to avoid a division by 0.";
        }
    }
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: LayerNorm::KIND,
    about: LayerNorm::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| {
        let epsilon = Values::of(config).epsilon as f32;
        Ok(Box::new(LayerNormLayer::new(epsilon, input)))
    },
    examples: for_tests(&[
        (r#"{"kind":"layer_norm"}"#, &[7]),
        (r#"{"kind":"layer_norm","epsilon":0.1}"#, &[3, 5]),
        (r#"{"kind":"layer_norm"}"#, &[2, 2, 4]),
    ]),
};
