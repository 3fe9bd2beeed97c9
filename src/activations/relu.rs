//! The rectifier: `y = max(x, 0)`, `f′(x) = 1` where y > 0, else 0 (at x = 0 too). A NaN stays NaN.
//!
//! Nair, Hinton: Rectified linear units improve restricted Boltzmann machines, 2010.

use super::Elementwise;
use crate::kernels::F32x4;

pub(super) static ACTIVATION: Relu = Relu;

pub(super) struct Relu;

impl Elementwise for Relu {
    const NAME: &'static str = "relu";
    const FORMULA: &'static str = "max(x, 0)";
    const IS_RECTIFIER: bool = true;
    const NEEDS_INPUT: bool = false;

    fn value(x: F32x4) -> F32x4 {
        x.clamp_low(F32x4::zero())
    }

    fn derivative(y: F32x4) -> F32x4 {
        F32x4::zero().less_than(y).select(F32x4::splat(1.0), F32x4::zero())
    }
}

#[cfg(test)]
mod tests {
    use crate::activations::{Axis, find};

    #[test]
    fn values() {
        crate::activations::tests::assert_values("relu", |x| x.max(0.0));
    }

    #[test]
    fn nan_is_not_hidden() {
        let mut values = [f32::NAN, -1.0, 2.0];
        find("relu").unwrap().forward(&mut values, Axis { length: 3, stride: 1 });
        assert!(values[0].is_nan());
        assert_eq!(values[1..], [0.0, 2.0]);
    }
}
