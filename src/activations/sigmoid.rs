//! The logistic function: `y = 1 / (1 + e⁻ˣ)`, `f′(x) = y·(1 − y)`.

use super::Elementwise;
use crate::kernels::{self, F32x4};

pub(super) static ACTIVATION: Sigmoid = Sigmoid;

pub(super) struct Sigmoid;

impl Elementwise for Sigmoid {
    const NAME: &'static str = "sigmoid";
    const FORMULA: &'static str = "1 / (1 + e⁻ˣ)";
    const IS_RECTIFIER: bool = false;
    const NEEDS_INPUT: bool = false;

    fn value(x: F32x4) -> F32x4 {
        kernels::sigmoid(x)
    }

    fn derivative(y: F32x4) -> F32x4 {
        y * (F32x4::splat(1.0) - y)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("sigmoid", |x| 1.0 / (1.0 + libm::exp(-x)));
    }
}
