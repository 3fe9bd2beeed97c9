//! The exponential linear unit: `y = x` where x > 0, else `eˣ − 1`; `f′(x) = 1`, or `eˣ = y + 1`.
//!
//! Clevert, Unterthiner, Hochreiter: Fast and accurate deep network learning by ELUs, 2015 (α = 1).

use super::Elementwise;
use crate::kernels::{F32x4, exp_m1};

pub(super) static ACTIVATION: Elu = Elu;

pub(super) struct Elu;

impl Elementwise for Elu {
    const NAME: &'static str = "elu";
    const FORMULA: &'static str = "x if x > 0, else eˣ − 1";
    const IS_RECTIFIER: bool = true;
    const NEEDS_INPUT: bool = false;

    fn value(x: F32x4) -> F32x4 {
        F32x4::zero().less_than(x).select(x, exp_m1(x))
    }

    fn derivative(y: F32x4) -> F32x4 {
        let one = F32x4::splat(1.0);
        F32x4::zero().less_than(y).select(one, y + one)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("elu", |x| if x > 0.0 { x } else { libm::expm1(x) });
    }
}
