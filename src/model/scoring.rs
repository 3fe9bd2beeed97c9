//! Which predictions are correct: argmax for several outputs, a threshold for one.

use crate::losses::{Link, Targets};

use crate::data::{Dataset, Known};

/// How outputs and targets are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scoring {
    /// Targets are numbers to be approached: no prediction is correct or wrong.
    None,
    /// The class is the greatest output, the first of several.
    Argmax,
    /// There is one output, and two classes on either side of this value of it.
    Threshold(Half),
}

/// The value of an output that stands half-way between no and yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    /// One half.
    Value,
    /// The logit of one half: zero.
    Logit,
}

impl Scoring {
    /// How data are scored under a loss with this link.
    pub fn of(labels: Known<'_>, link: Link, outputs: usize) -> Self {
        let half = if link == Link::Sigmoid { Half::Logit } else { Half::Value };
        match (labels, outputs, link) {
            (Known::Classes(_), 1, Link::Identity) | (_, 1, Link::Sigmoid) => Self::Threshold(half),
            (Known::Classes(_), ..) => Self::Argmax,
            (Known::Values(_), ..) => Self::None,
        }
    }

    /// The predicted class of one sample.
    pub fn predicted(self, z: &[f32]) -> u32 {
        match self {
            Self::None => 0,
            Self::Argmax => crate::kernels::argmax(z) as u32,
            Self::Threshold(Half::Value) => u32::from(z[0] > 0.5),
            Self::Threshold(Half::Logit) => u32::from(z[0] > 0.0),
        }
    }

    /// How many of the samples of `z` (N × `outputs`) are predicted correctly.
    pub fn count_correct(self, z: &[f32], outputs: usize, targets: Targets<'_>) -> u64 {
        if self == Self::None {
            return 0;
        }
        let correct = |(sample, z)| self.predicted(z) == target_of(targets, sample);
        z.chunks_exact(outputs).enumerate().filter(|&each| correct(each)).count() as u64
    }

    /// The number of classes of the confusion matrix.
    pub fn classes(self, data: &Dataset, outputs: usize) -> Option<usize> {
        match self {
            Self::None => None,
            Self::Argmax => Some(outputs),
            Self::Threshold(_) => data.largest_class().is_none_or(|largest| largest < 2).then_some(2),
        }
    }
}

/// The class that a sample belongs to.
pub(crate) fn target_of(targets: Targets<'_>, sample: usize) -> u32 {
    match targets {
        Targets::Classes(classes) => classes[sample],
        Targets::Values(values) => u32::from(values[sample] > 0.5),
    }
}
