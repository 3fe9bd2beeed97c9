//! The identity: `f(x) = x`, `f′(x) = 1`.

use super::Elementwise;
use crate::kernels::F32x4;

pub(super) static ACTIVATION: Linear = Linear;

pub(super) struct Linear;

impl Elementwise for Linear {
    const NAME: &'static str = "linear";
    const FORMULA: &'static str = "x";
    const IS_RECTIFIER: bool = false;
    const NEEDS_INPUT: bool = false;

    fn value(x: F32x4) -> F32x4 {
        x
    }

    fn derivative(_: F32x4) -> F32x4 {
        F32x4::splat(1.0)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("linear", |x| x);
    }
}
