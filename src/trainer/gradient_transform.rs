//! Transforms of the gradient between backward and update. Clipping is one.

use core::ops::Range;

/// The gradient of one step, and what a transform may use.
#[non_exhaustive]
pub struct StepGradient<'a> {
    /// The flat gradient, penalties included. Only `ranges` are valid.
    pub values: &'a mut [f32],
    /// The ranges that this trainer updates: all, or its shard.
    pub ranges: &'a [Range<usize>],
    /// The Euclidean norm of the whole gradient before any transform.
    pub norm: f64,
    /// A factor that the update multiplies the gradient by. Scaling by it costs no pass over the values.
    pub scale: f32,
    /// The optimiser step, for random numbers.
    pub step: u64,
    /// The seed, for random numbers.
    pub seed: u32,
    /// Samples of the whole batch.
    pub batch: usize,
}

/// Changes the gradient of a step. It must not depend on how `ranges` are divided: it may use a value's index, `norm`,
/// `step`, `seed` and `batch`.
pub trait GradientTransform: Send + Sync {
    /// Changes the values over `ranges`, or the scale.
    fn apply(&self, gradient: &mut StepGradient<'_>);
}

/// Limits the norm of the whole gradient: g · min(1, limit / (‖g‖ + 10⁻⁶)), as PyTorch's `clip_grad_norm_`.
pub(super) struct ClipNorm {
    pub limit: f64,
}

impl GradientTransform for ClipNorm {
    fn apply(&self, gradient: &mut StepGradient<'_>) {
        gradient.scale *= (self.limit / (gradient.norm + 1e-6)).min(1.0) as f32;
    }
}
