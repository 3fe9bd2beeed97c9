//! Which predictions are correct: argmax for several outputs, a threshold for one.

use crate::losses::{Link, Targets};

use crate::data::{Dataset, ResolvedLabels};

/// How outputs and targets are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scoring {
    /// Regression: predictions are not scored.
    None,
    /// The predicted class is the argmax of the outputs (the first maximum).
    Argmax,
    /// Binary classification with one output: class 1 if it is above the threshold.
    Threshold(DecisionThreshold),
}

/// The decision threshold of a binary classifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecisionThreshold {
    /// The output is a probability: 0.5.
    Probability,
    /// The output is a logit: 0.
    Logit,
}

impl Scoring {
    /// The scoring of data with a loss of this link.
    pub fn of(labels: ResolvedLabels<'_>, link: Link, outputs: usize) -> Self {
        let threshold =
            if link == Link::Sigmoid { DecisionThreshold::Logit } else { DecisionThreshold::Probability };
        match (labels, outputs, link) {
            (ResolvedLabels::Classes(_), 1, Link::Identity) | (_, 1, Link::Sigmoid) => {
                Self::Threshold(threshold)
            }
            (ResolvedLabels::Classes(_), ..) => Self::Argmax,
            (ResolvedLabels::Values(_), ..) => Self::None,
        }
    }

    /// The predicted class of one sample.
    pub fn predicted(self, z: &[f32]) -> u32 {
        match self {
            Self::None => 0,
            Self::Argmax => crate::kernels::argmax(z) as u32,
            Self::Threshold(DecisionThreshold::Probability) => u32::from(z[0] > 0.5),
            Self::Threshold(DecisionThreshold::Logit) => u32::from(z[0] > 0.0),
        }
    }

    /// The number of correct predictions in `z` (N × `outputs`).
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

/// The target class of a sample.
pub(crate) fn target_of(targets: Targets<'_>, sample: usize) -> u32 {
    match targets {
        Targets::Classes(classes) => classes[sample],
        Targets::Values(values) => u32::from(values[sample] > 0.5),
    }
}
