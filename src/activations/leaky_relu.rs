//! The leaky rectifier: `y = x` where x > 0, else `0.01·x`; `f′(x) = 1` or 0.01.
//!
//! Maas, Hannun, Ng: Rectifier nonlinearities improve neural network acoustic models, 2013.

use super::Elementwise;
use crate::kernels::F32x4;

const NEGATIVE_SLOPE: f32 = 0.01;

pub(super) static ACTIVATION: LeakyRelu = LeakyRelu;

pub(super) struct LeakyRelu;

impl Elementwise for LeakyRelu {
    const NAME: &'static str = "leaky_relu";
    const FORMULA: &'static str = "x if x > 0, else 0.01·x";
    const IS_RECTIFIER: bool = true;
    const NEEDS_INPUT: bool = false;

    fn value(x: F32x4) -> F32x4 {
        x * Self::derivative(x)
    }

    /// The sign of y is that of x.
    fn derivative(y: F32x4) -> F32x4 {
        F32x4::zero().less_than(y).select(F32x4::splat(1.0), F32x4::splat(NEGATIVE_SLOPE))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("leaky_relu", |x| if x > 0.0 { x } else { 0.01 * x });
    }
}
