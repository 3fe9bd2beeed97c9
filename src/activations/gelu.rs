//! The Gaussian error linear unit: `y = x·Φ(x)`, `f′(x) = Φ(x) + x·φ(x)`, with the normal distribution
//! `Φ(x) = ½·(1 + erf(x/√2))` and its density `φ(x) = e^(−x²/2) / √(2π)`.
//!
//! Hendrycks, Gimpel: Gaussian error linear units, 2016.

use core::f32::consts::FRAC_1_SQRT_2;

use super::Elementwise;
use crate::kernels::{F32x4, erf, exp};

/// `1/√(2π)`.
const DENSITY_AT_ZERO: f32 = 0.398_942_3;

pub(super) static ACTIVATION: Gelu = Gelu;

pub(super) struct Gelu;

fn normal_distribution(x: F32x4) -> F32x4 {
    let half = F32x4::splat(0.5);
    erf(x * F32x4::splat(FRAC_1_SQRT_2)).mul_add(half, half)
}

impl Elementwise for Gelu {
    const NAME: &'static str = "gelu";
    const FORMULA: &'static str = "x·Φ(x) = x·(1 + erf(x/√2)) / 2";
    const IS_RECTIFIER: bool = true;
    const NEEDS_INPUT: bool = true;

    fn value(x: F32x4) -> F32x4 {
        x * normal_distribution(x)
    }

    fn derivative(x: F32x4) -> F32x4 {
        // Beyond ±16 the density is 0. The clamp keeps x² from overflowing.
        let near = x.clamp_high(F32x4::splat(16.0)).clamp_low(F32x4::splat(-16.0));
        let density = exp(near * near * F32x4::splat(-0.5)) * F32x4::splat(DENSITY_AT_ZERO);
        near.mul_add(density, normal_distribution(x))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("gelu", |x| {
            0.5 * x * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
        });
    }
}
