//! The tanh approximation of the Gaussian error linear unit: `y = ½·x·(1 + tanh u)`, `u = √(2/π)·(x + 0.044715·x³)`;
//! `f′(x) = ½·(1 + tanh u) + ½·x·(1 − tanh² u)·u′`, `u′ = √(2/π)·(1 + 0.134145·x²)`.
//!
//! Hendrycks, Gimpel: Gaussian error linear units, 2016.

use super::Elementwise;
use crate::kernels::{F32x4, tanh};

/// `√(2/π)`.
const SCALE: f32 = 0.797_884_6;
const CUBIC: f32 = 0.044_715;
/// Beyond it tanh u is ±1 and its derivative 0. The clamp keeps the cube from overflowing.
const LIMIT: f32 = 16.0;

pub(super) static ACTIVATION: GeluTanh = GeluTanh;

pub(super) struct GeluTanh;

/// `(x within ±16, its square, tanh u)`.
fn parts(x: F32x4) -> (F32x4, F32x4, F32x4) {
    let near = x.clamp_high(F32x4::splat(LIMIT)).clamp_low(F32x4::splat(-LIMIT));
    let square = near * near;
    let inner = near * square.mul_add(F32x4::splat(SCALE * CUBIC), F32x4::splat(SCALE));
    (near, square, tanh(inner))
}

impl Elementwise for GeluTanh {
    const NAME: &'static str = "gelu_tanh";
    const FORMULA: &'static str = "x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2";
    const IS_RECTIFIER: bool = true;
    const NEEDS_INPUT: bool = true;

    fn value(x: F32x4) -> F32x4 {
        let half = F32x4::splat(0.5);
        x * parts(x).2.mul_add(half, half)
    }

    fn derivative(x: F32x4) -> F32x4 {
        let (half, one) = (F32x4::splat(0.5), F32x4::splat(1.0));
        let (near, square, tangent) = parts(x);
        let inner_derivative = square.mul_add(F32x4::splat(3.0 * SCALE * CUBIC), F32x4::splat(SCALE));
        let tanh_derivative = (one - tangent * tangent) * inner_derivative;
        (near * tanh_derivative).mul_add(half, tangent.mul_add(half, half))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("gelu_tanh", |x| {
            let inner = (2.0 / core::f64::consts::PI).sqrt() * (x + 0.044_715 * x * x * x);
            0.5 * x * (1.0 + libm::tanh(inner))
        });
    }
}
