//! The hyperbolic tangent: `y = (e²ˣ − 1) / (e²ˣ + 1)`, `f′(x) = 1 − y²`.

use super::Elementwise;
use crate::kernels::{self, F32x4};

pub(super) static ACTIVATION: Tanh = Tanh;

pub(super) struct Tanh;

impl Elementwise for Tanh {
    const NAME: &'static str = "tanh";
    const FORMULA: &'static str = "(e²ˣ − 1) / (e²ˣ + 1)";
    const IS_RECTIFIER: bool = false;
    const NEEDS_INPUT: bool = false;

    fn value(x: F32x4) -> F32x4 {
        kernels::tanh(x)
    }

    fn derivative(y: F32x4) -> F32x4 {
        F32x4::splat(1.0) - y * y
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("tanh", libm::tanh);
    }
}
