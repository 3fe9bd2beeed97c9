//! tanh and the logistic function for the gates of recurrent layers, as one quotient of polynomials.
//!
//! A gate needs no relative accuracy near 0 or in the tails. Without an exponential it takes half the instructions.

use super::math::polynomial;
use super::vector::F32x4;

/// tanh(x) = x · P(x²) / Q(x²) for |x| ≤ 9, fitted by the Remez algorithm with 40 digits: the relative error of the quotient is
/// below 3e-9.
const NUMERATOR: [f32; 6] =
    [1.0, 0.136_799_8, 0.003_868_415, 2.800_992_3e-5, 3.059_528_5e-8, -1.221_622_9e-11];
const DENOMINATOR: [f32; 5] = [1.0, 0.470_133_13, 0.027_246_142, 3.938_806e-4, 1.287_591_2e-6];
/// From this value on, tanh is 1 in single precision.
const TANH_IS_ONE: f32 = 9.0;

/// The hyperbolic tangent within 5e-7.
#[inline]
pub fn gate_tanh(x: F32x4) -> F32x4 {
    let x = x.clamp_low(F32x4::splat(-TANH_IS_ONE)).clamp_high(F32x4::splat(TANH_IS_ONE));
    let square = x * x;
    let one = F32x4::splat(1.0);
    // Rounding may lead past ±1, where the derivative would be negative.
    (x * polynomial(square, NUMERATOR) / polynomial(square, DENOMINATOR)).clamp_low(-one).clamp_high(one)
}

/// The logistic function within 3e-7, as ½ + ½·tanh(x/2).
#[inline]
pub fn gate_sigmoid(x: F32x4) -> F32x4 {
    let half = F32x4::splat(0.5);
    gate_tanh(x * half).mul_add(half, half)
}
