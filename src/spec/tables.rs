//! The fields of a spec that belong to no layer, loss, optimiser or schedule.

use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::setting::{
    Choice, boolean, choice, integer, number, optional_number, optional_text, shape, word,
};

fields! {
    plain SpecBuilder "A spec in the making: a network and its training, described by builders; see [`Spec::new`](crate::Spec::new)."
    => General {
        required {
            input: Vec<usize> = shape(),
                "The shape of one sample: [features], [channels, height, width] or [steps, features].";
        }
        optional {
            version: u32 = word(1, 1), "The version of this format.";
            seed: u32 = word(0, 0), "Where every random number comes from.";
            batch_size: usize = integer(1).or(32).live(), "Samples per optimiser step.";
            shuffle: bool = boolean(true), "Whether each epoch has an order of its own.";
            clip_norm: Option<f64> = optional_number(Interval::Positive).live(),
                "The greatest Euclidean norm of the whole gradient, penalties included.";
            l1: f64 = number(Interval::NotNegative).or(0.0).live(),
                "Adds l1·Σ|w| over weight matrices and kernels to what is minimised.";
            l2: f64 = number(Interval::NotNegative).or(0.0).live(),
                "Adds l2·Σw² over weight matrices and kernels to what is minimised.";
        }
    }
}

fields! {
    values EveryLayer {
        required {}
        optional {
            name: Option<String> = optional_text(),
                "What the layer is called; its kind and index unless given.";
            trainable: bool = boolean(true).live(), "Whether its parameters change in training.";
        }
    }
}

fields! {
    plain EarlyStopping "When training ends by itself."
    => EarlyStoppingValues {
        required {}
        optional {
            monitor: Monitor = choice(), "What must go on improving.";
            patience: u32 = word(1, 5), "Epochs without improvement after which training stops.";
            min_delta: f64 = number(Interval::NotNegative).or(0.0),
                "The least change that counts as an improvement.";
            restore_best: bool = boolean(true),
                "Whether the parameters of the best epoch come back when training stops.";
        }
    }
}

fields! {
    plain Augment "How training images are distorted."
    => AugmentValues {
        required {}
        optional {
            shift: f64 = number(Interval::NotNegative).or(0.0), "Greatest shift, in pixels.";
            rotate: f64 = number(Interval::NotNegative).or(0.0), "Greatest turn, in degrees.";
            scale: f64 = number(Interval::Fraction).or(0.0), "Greatest change of size, as a fraction.";
            elastic: f64 = number(Interval::NotNegative).or(0.0), "Greatest elastic displacement, in pixels.";
        }
    }
}

/// What early stopping watches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Monitor {
    /// The loss, which should fall.
    #[default]
    ValidationLoss,
    /// The accuracy, which should grow.
    ValidationAccuracy,
}

impl Choice for Monitor {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::ValidationLoss, "validation_loss"), (Self::ValidationAccuracy, "validation_accuracy")];
}
