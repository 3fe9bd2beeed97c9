//! The sigmoid linear unit, or swish: `y = x·σ(x)`, `f′(x) = σ(x)·(1 + x·(1 − σ(x)))`.
//!
//! Elfwing, Uchibe, Doya: Sigmoid-weighted linear units for neural network function approximation, 2017.

use super::Elementwise;
use crate::kernels::{F32x4, sigmoid};

pub(super) static ACTIVATION: Silu = Silu;

pub(super) struct Silu;

impl Elementwise for Silu {
    const NAME: &'static str = "silu";
    const FORMULA: &'static str = "x / (1 + e⁻ˣ)";
    const IS_RECTIFIER: bool = true;
    const NEEDS_INPUT: bool = true;

    fn value(x: F32x4) -> F32x4 {
        x * sigmoid(x)
    }

    fn derivative(x: F32x4) -> F32x4 {
        let one = F32x4::splat(1.0);
        let sigma = sigmoid(x);
        // 1 − σ(x) is computed as σ(−x), because for large x it is far below the rounding error of 1.
        sigma * x.mul_add(sigmoid(-x), one)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn values() {
        crate::activations::tests::assert_values("silu", |x| x / (1.0 + libm::exp(-x)));
    }
}
