//! What counts as a right answer.

use crate::losses::{Link, Targets};

use crate::data::{Dataset, Known};

/// How outputs and targets are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scoring {
    /// Targets are numbers to be approached: nothing is right or wrong.
    None,
    /// The class is the greatest output, the first of several.
    Greatest,
    /// There is one output, and two classes on either side of this value of it.
    Above(Half),
}

/// The value of an output that stands half-way between no and yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
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
            (Known::Classes(_), 1, Link::Identity) | (_, 1, Link::Sigmoid) => Self::Above(half),
            (Known::Classes(_), ..) => Self::Greatest,
            (Known::Values(_), ..) => Self::None,
        }
    }

    /// The class that one sample's outputs speak for.
    pub fn answer(self, z: &[f32]) -> u32 {
        match self {
            Self::None => 0,
            Self::Greatest => crate::kernels::argmax(z) as u32,
            Self::Above(Half::Value) => u32::from(z[0] > 0.5),
            Self::Above(Half::Logit) => u32::from(z[0] > 0.0),
        }
    }

    /// How many of the samples of `z` (N × `outputs`) are answered right.
    pub fn count_right(self, z: &[f32], outputs: usize, targets: Targets<'_>) -> u64 {
        if self == Self::None {
            return 0;
        }
        let right = |(sample, z)| self.answer(z) == truth(targets, sample);
        z.chunks_exact(outputs).enumerate().filter(|&each| right(each)).count() as u64
    }

    /// The classes of a table of confusions: rows and columns.
    pub fn classes(self, data: &Dataset, outputs: usize) -> Option<usize> {
        match self {
            Self::None => None,
            Self::Greatest => Some(outputs),
            Self::Above(_) => data.largest_class().is_none_or(|largest| largest < 2).then_some(2),
        }
    }
}

/// The class that a sample belongs to.
pub(super) fn truth(targets: Targets<'_>, sample: usize) -> u32 {
    match targets {
        Targets::Classes(classes) => classes[sample],
        Targets::Values(values) => u32::from(values[sample] > 0.5),
    }
}
