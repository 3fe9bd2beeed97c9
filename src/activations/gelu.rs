//! The Gaussian error linear unit: `y = x·Φ(x)`, `f′(x) = Φ(x) + x·φ(x)`, with the normal distribution
//! `Φ(x) = ½·(1 + erf(x/√2))` and its density `φ(x) = e^(−x²/2) / √(2π)`.
//!
//! Hendrycks, Gimpel: Gaussian error linear units, 2016.

use super::Elementwise;
use crate::kernels::{F32x4, exp_negative, polynomial};

/// `1/√(2π)`.
const DENSITY_AT_ZERO: f32 = 0.398_942_3;
/// `Φ(−t)·e^(t²/2) / u` by `u = 1 / (1 + 0.35·t)` for 0 ≤ t ≤ 16 (Mills ratio), fitted by the Remez algorithm with 40 digits:
/// the relative error is below 3.3e-8.
const MILLS: [f32; 9] = [
    0.139_621_24,
    0.139_864_53,
    0.119_814_135,
    0.105_580_01,
    -0.023_275_776,
    0.159_409_79,
    -0.255_916_27,
    0.144_067_62,
    -0.029_165_296,
];
const MILLS_SCALE: f32 = 0.35;
/// From this value on, Φ(−t) is below 3e-38, and soon subnormal. Clamping keeps x² from overflowing too.
const FAR: f32 = 12.9;

pub(super) static ACTIVATION: Gelu = Gelu;

pub(super) struct Gelu;

/// `(Φ(x), e^(−x²/2))`: one exponential serves the distribution and its density.
fn distribution_and_power(x: F32x4) -> (F32x4, F32x4) {
    let one = F32x4::splat(1.0);
    let t = x.abs().clamp_high(F32x4::splat(FAR));
    let power = exp_negative(t * t * F32x4::splat(-0.5));
    let u = one / t.mul_add(F32x4::splat(MILLS_SCALE), one);
    let ratio = polynomial(u, MILLS);
    let tail = power * u * ratio;
    (x.less_than(F32x4::zero()).select(tail, one - tail), power)
}

impl Elementwise for Gelu {
    const NAME: &'static str = "gelu";
    const FORMULA: &'static str = "x·Φ(x) = x·(1 + erf(x/√2)) / 2";
    const IS_RECTIFIER: bool = true;
    const NEEDS_INPUT: bool = true;

    fn value(x: F32x4) -> F32x4 {
        Self::value_and_derivative(x).0
    }

    fn derivative(x: F32x4) -> F32x4 {
        Self::value_and_derivative(x).1
    }

    fn value_and_derivative(x: F32x4) -> (F32x4, F32x4) {
        let (distribution, power) = distribution_and_power(x);
        let low = x.clamp_low(F32x4::splat(-FAR));
        let near = low.clamp_high(F32x4::splat(FAR));
        (low * distribution, near.mul_add(power * F32x4::splat(DENSITY_AT_ZERO), distribution))
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
