//! The losses, one file each: the value to minimise and its gradient with respect to the network's outputs.
//!
//! K is the number of outputs of one sample.

use crate::schema::config::Config;
use crate::schema::kind::Kind;

/// Declares the modules of this folder. Each holds one loss: a `KIND` and a builder.
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

/// Every kind of loss, in display order.
pub fn kinds() -> &'static [&'static Kind<BuildLoss>] {
    KINDS
}

/// Builds a loss from its validated fields.
pub type BuildLoss = fn(&Config) -> Box<dyn Loss>;

/// The function that turns outputs into predictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Link {
    /// The outputs are the predictions.
    Identity,
    /// Outputs are logits of classes, one of which is correct.
    Softmax,
    /// Outputs are logits of independent binary labels.
    Sigmoid,
}

/// The targets of N samples.
#[derive(Clone, Copy, Debug)]
pub enum Targets<'a> {
    /// N class indices.
    Classes(&'a [u32]),
    /// N × K numbers.
    Values(&'a [f32]),
}

impl Targets<'_> {
    /// The target of output `unit` of sample `sample`. Class indices are one-hot encoded, unless there is one output: then
    /// the index is the target.
    pub fn value(&self, sample: usize, unit: usize, outputs: usize) -> f32 {
        match self {
            Self::Classes(classes) if outputs == 1 => classes[sample] as f32,
            Self::Classes(classes) => f32::from(classes[sample] as usize == unit),
            Self::Values(values) => values[sample * outputs + unit],
        }
    }

    /// The targets of one sample.
    #[must_use]
    pub fn of_sample(self, sample: usize, outputs: usize) -> Self {
        match self {
            Self::Classes(classes) => Self::Classes(&classes[sample..=sample]),
            Self::Values(values) => Self::Values(&values[sample * outputs..][..outputs]),
        }
    }
}

/// The output buffer of a loss's gradient: N × K, each value times `scale`.
pub struct Gradient<'a> {
    /// The gradient with respect to the outputs.
    pub dz: &'a mut [f32],
    /// 1 divided by the number of samples of the whole batch, of which this may be a part.
    pub scale: f32,
}

/// A loss: the mean of the losses of the samples.
pub trait Loss: Send + Sync {
    /// The function that turns outputs into predictions.
    fn link(&self) -> Link;

    /// Whether targets must be class indices.
    fn needs_classes(&self) -> bool {
        false
    }

    /// The sum of the losses of the samples of `z` (N × `outputs`); also writes the gradient if a buffer is given.
    fn apply(&self, z: &[f32], outputs: usize, targets: Targets<'_>, gradient: Option<Gradient<'_>>) -> f64;
}

/// The sum of a loss of each output and its target: `each` returns the loss and its derivative.
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
        let (loss, derivative) = each(output, target);
        total += f64::from(loss);
        if let Some(gradient) = &mut gradient {
            gradient.dz[index] = derivative * gradient.scale;
        }
    }
    total
}
