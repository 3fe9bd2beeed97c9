//! The losses, one file each: what is minimised, and its gradient with respect to the network's outputs.
//!
//! K is the number of outputs of one sample.

use crate::schema::kind::Kind;
use crate::schema::record::Record;

/// Declares the files of this folder that hold a loss; each has a `KIND` and a builder.
macro_rules! losses {
    ($($file:ident::$Builder:ident),+ $(,)?) => {
        $(mod $file; pub use $file::$Builder;)+
        static KINDS: &[&Kind<BuildLoss>] = &[$(&$file::KIND),+];
    };
}

losses![
    cross_entropy::CrossEntropy,
    mse::Mse,
    half_squared_error::HalfSquaredError,
    binary_cross_entropy::BinaryCrossEntropy,
];

/// Every kind of loss, in the order in which they are shown.
pub fn kinds() -> &'static [&'static Kind<BuildLoss>] {
    KINDS
}

/// Makes a loss from its checked fields.
pub type BuildLoss = fn(&Record) -> Box<dyn Loss>;

/// How outputs become predictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Link {
    /// The outputs are the predictions.
    Identity,
    /// Outputs are logits of classes of which one is right.
    Softmax,
    /// Outputs are logits of independent yes-or-no questions.
    Sigmoid,
}

/// What the outputs should have been, for N samples.
#[derive(Clone, Copy, Debug)]
pub enum Targets<'a> {
    /// N class indices.
    Classes(&'a [u32]),
    /// N × K numbers.
    Values(&'a [f32]),
}

impl Targets<'_> {
    /// The number that output `unit` of sample `sample` should have been: class indices count as one-hot, or
    /// as the target itself where there is one output.
    pub fn value(&self, sample: usize, unit: usize, outputs: usize) -> f32 {
        match self {
            Self::Classes(classes) if outputs == 1 => classes[sample] as f32,
            Self::Classes(classes) => f32::from(classes[sample] as usize == unit),
            Self::Values(values) => values[sample * outputs + unit],
        }
    }

    /// Those of one sample.
    #[must_use]
    pub fn of_sample(self, sample: usize, outputs: usize) -> Self {
        match self {
            Self::Classes(classes) => Self::Classes(&classes[sample..=sample]),
            Self::Values(values) => Self::Values(&values[sample * outputs..][..outputs]),
        }
    }
}

/// A gradient to be written: N × K, each number times `scale`.
pub struct Gradient<'a> {
    /// Where it goes.
    pub dz: &'a mut [f32],
    /// One over the samples of the whole batch, of which these may be a part.
    pub scale: f32,
}

/// A loss: the mean over samples of a sample's loss.
pub trait Loss: Send + Sync {
    /// How outputs become predictions.
    fn link(&self) -> Link;

    /// Whether targets must be class indices.
    fn needs_classes(&self) -> bool {
        false
    }

    /// Σ over the samples of `z` (N × `outputs`) of a sample's loss; writes the gradient where one is wanted.
    fn apply(&self, z: &[f32], outputs: usize, targets: Targets<'_>, gradient: Option<Gradient<'_>>) -> f64;
}

/// The losses that sum a function of each output and its target: `each` gives the loss and its derivative.
fn sum_over_outputs(
    z: &[f32],
    outputs: usize,
    targets: Targets<'_>,
    mut gradient: Option<Gradient<'_>>,
    each: impl Fn(f32, f32) -> (f32, f32),
) -> f64 {
    let mut total = 0.0;
    for (index, &output) in z.iter().enumerate() {
        let target = targets.value(index / outputs, index % outputs, outputs);
        let (loss, slope) = each(output, target);
        total += f64::from(loss);
        if let Some(gradient) = &mut gradient {
            gradient.dz[index] = slope * gradient.scale;
        }
    }
    total
}
