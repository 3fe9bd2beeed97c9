//! The fields of a spec that belong to no layer, loss, optimiser or schedule.

use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::setting::{
    Choice, boolean, choice, integer, number, optional_number, optional_text, shape, word,
};

fields! {
    plain SpecBuilder "The builder of a spec; see [`Spec::new`](crate::Spec::new)."
    => General {
        required {
            input: Vec<usize> = shape(),
                "The shape of one sample: [features], [channels, height, width] or [steps, features].";
        }
        optional {
            version: u32 = word(1, 1), "The version of this format.";
            seed: u32 = word(0, 0), "The seed of all random numbers.";
            batch_size: usize = integer(1).or(32).live(), "Samples per optimiser step.";
            shuffle: bool = boolean(true), "Whether the samples are shuffled before each epoch.";
            clip_norm: Option<f64> = optional_number(Interval::Positive).live(),
                "Gradient clipping: the maximum Euclidean norm of the whole gradient, penalties included.";
            l1: f64 = number(Interval::NotNegative).or(0.0).live(),
                "L1 penalty: adds l1·Σ|w| over weight matrices and kernels to the loss.";
            l2: f64 = number(Interval::NotNegative).or(0.0).live(),
                "L2 penalty: adds l2·Σw² over weight matrices and kernels to the loss.";
        }
    }
}

fields! {
    values EveryLayer {
        required {}
        optional {
            name: Option<String> = optional_text(),
                "The name of the layer; by default its kind and index.";
            trainable: bool = boolean(true).live(), "Whether training changes the layer's parameters.";
        }
    }
}

fields! {
    plain EarlyStopping "Early stopping."
    => EarlyStoppingValues {
        required {}
        optional {
            monitor: Monitor = choice(), "The monitored value.";
            patience: u32 = word(1, 5), "Epochs without improvement after which training stops.";
            min_delta: f64 = number(Interval::NotNegative).or(0.0),
                "The minimum change that counts as an improvement.";
            restore_best: bool = boolean(true),
                "Whether the parameters of the best epoch are restored when training stops.";
        }
    }
}

fields! {
    plain Augment "Augmentation of training images."
    => AugmentValues {
        required {}
        optional {
            shift: f64 = number(Interval::NotNegative).or(0.0), "Maximum shift, in pixels.";
            rotate: f64 = number(Interval::NotNegative).or(0.0), "Maximum rotation, in degrees.";
            scale: f64 = number(Interval::Fraction).or(0.0), "Maximum change of scale, as a fraction.";
            elastic: f64 = number(Interval::NotNegative).or(0.0), "Maximum elastic displacement, in pixels.";
        }
    }
}

/// The value that early stopping monitors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Monitor {
    /// The validation loss, to be minimised.
    #[default]
    ValidationLoss,
    /// The validation accuracy, to be maximised.
    ValidationAccuracy,
}

impl Choice for Monitor {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::ValidationLoss, "validation_loss"), (Self::ValidationAccuracy, "validation_accuracy")];
}
