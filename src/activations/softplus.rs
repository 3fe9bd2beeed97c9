//! The smooth rectifier: `y = ln(1 + eˣ)`, `f′(x) = σ(x) = 1 − e⁻ʸ`.
//!
//! Dugas, Bengio, Bélisle, Nadeau, Garcia: Incorporating second-order functional knowledge, 2000.

use super::Elementwise;
use crate::kernels::{self, F32x4, exp_m1};

pub(super) static ACTIVATION: Softplus = Softplus;

pub(super) struct Softplus;

impl Elementwise for Softplus {
    const NAME: &'static str = "softplus";
    const FORMULA: &'static str = "ln(1 + eˣ)";
    const IS_RECTIFIER: bool = true;
    const NEEDS_INPUT: bool = false;

    fn value(x: F32x4) -> F32x4 {
        kernels::softplus(x)
    }

    fn derivative(y: F32x4) -> F32x4 {
        -exp_m1(-y)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("softplus", |x| {
            x.max(0.0) + libm::log1p(libm::exp(-libm::fabs(x)))
        });
    }
}
