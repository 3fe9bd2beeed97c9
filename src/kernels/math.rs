//! Elementary functions (`exp`, `ln`, `tanh` …) of four floats, as polynomials, so that every machine computes the same bits.
//!
//! The host's `Math.exp` and the like differ between engines.
//!
//! The coefficients were fitted by the Remez algorithm with 40 digits over the interval in each comment, then rounded. NaN
//! gives NaN. Errors are in units in the last place (ulp) and are measured by the tests against double precision.

use core::f32::consts::{LOG2_E, SQRT_2};

use super::vector::{F32x4, I32x4};

/// ln 2 in two parts; the first has so few bits that its product with a small whole number is exact.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;

/// (eʳ − 1 − r) / r² for |r| ≤ ½ ln 2.
const EXP: [f32; 5] = [0.5, 0.166_665_48, 0.041_666_3, 0.008_366_103, 0.001_394_552_8];
/// (2·artanh(s)/s − 2) / s² by s² for |s| ≤ (√2 − 1)/(√2 + 1).
const LN: [f32; 3] = [0.666_667_5, 0.399_796_96, 0.298_226_57];
/// `Σ coefficients[i] · xⁱ`.
#[inline]
pub fn polynomial<const N: usize>(x: F32x4, coefficients: [f32; N]) -> F32x4 {
    let highest = F32x4::splat(coefficients[N - 1]);
    coefficients[..N - 1].iter().rev().fold(highest, |sum, c| sum.mul_add(x, F32x4::splat(*c)))
}

/// 2ⁿ for −126 ≤ n ≤ 127.
#[inline]
fn power_of_two(n: I32x4) -> F32x4 {
    F32x4::from_bits(n.plus(I32x4::splat(127)).shift_left(23))
}

/// `(n, eʳ − 1)` with `x = n·ln 2 + r` and |r| ≤ ½ ln 2, for |x| < 2²⁰.
#[inline]
fn reduce_exponent(x: F32x4) -> (I32x4, F32x4) {
    // Added to a number below 2²², this leaves its nearest whole number in the lowest bits.
    let shift = F32x4::splat(12_582_912.0);
    let shifted = x * F32x4::splat(LOG2_E) + shift;
    let whole = shifted - shift;
    let r = whole.mul_add(F32x4::splat(-LN_2_HIGH), x);
    let r = whole.mul_add(F32x4::splat(-LN_2_LOW), r);
    (shifted.to_bits().minus(shift.to_bits()), (r * r).mul_add(polynomial(r, EXP), r))
}

/// eˣ within 1.1 ulp; 0 and ∞ past the ends of the range, subnormals included.
#[inline]
pub fn exp(x: F32x4) -> F32x4 {
    // Beyond these bounds the result is 0 or ∞.
    let x = x.clamp_low(F32x4::splat(-104.0)).clamp_high(F32x4::splat(89.0));
    let (n, fraction) = reduce_exponent(x);
    // 2ⁿ in two factors: n goes from −150 to 128, and only the second product may round.
    let half = n.shift_right(1);
    (F32x4::splat(1.0) + fraction) * power_of_two(half) * power_of_two(n.minus(half))
}

/// eˣ for −87 ≤ x ≤ 0 within 1.1 ulp, and 0 from −88 on: n is −127 there, and the bits of 2ⁿ are those of 0. It takes three
/// quarters of the time of [`exp`].
#[inline]
pub fn exp_negative(x: F32x4) -> F32x4 {
    let (n, fraction) = reduce_exponent(x.clamp_low(F32x4::splat(-88.0)));
    (F32x4::splat(1.0) + fraction) * power_of_two(n)
}

/// eˣ − 1 within 2 ulp, also where eˣ is close to 1.
#[inline]
pub fn exp_m1(x: F32x4) -> F32x4 {
    // Below −18 the result is −1.
    let near = x.clamp_low(F32x4::splat(-18.0)).clamp_high(F32x4::splat(89.0));
    let (n, fraction) = reduce_exponent(near);
    // Half of the result, for 2¹²⁸ is not a float: 2ⁿ·(1 + f) − 1 = 2·(s·f + (s − ½)) with s = 2ⁿ⁻¹.
    let scale = power_of_two(n.minus(I32x4::splat(1)));
    let half = scale.mul_add(fraction, scale - F32x4::splat(0.5));
    // A subnormal would lose a bit in the halving, and −0 its sign.
    let tiny = x.abs().less_than(F32x4::splat(1e-30));
    tiny.select(x, half + half)
}

/// ln x within 1 ulp; −∞ at 0, NaN below, ∞ at ∞.
#[inline]
pub fn ln(x: F32x4) -> F32x4 {
    let (zero, infinity) = (F32x4::zero(), F32x4::splat(f32::INFINITY));
    // Subnormal numbers are scaled to normal ones first.
    let subnormal = x.less_than(F32x4::splat(f32::MIN_POSITIVE));
    let normal = subnormal.select(x * F32x4::splat(8_388_608.0), x);
    let offset = subnormal.select(F32x4::splat(-23.0), zero);
    // x = 2ⁿ·(1 + f) with 1 + f from √½ to √2.
    let bits = normal.to_bits();
    let exponent = bits.minus(F32x4::splat(SQRT_2 / 2.0).to_bits()).shift_right(23);
    let f = F32x4::from_bits(bits.minus(exponent.shift_left(23))) - F32x4::splat(1.0);
    let n = exponent.to_floats() + offset;
    // ln(1 + f) = f − ½f² + s·(½f² + R) with s = f/(2 + f), from ln(1 + f) = 2·artanh(s).
    let s = f / (F32x4::splat(2.0) + f);
    let square = s * s;
    let half_square = F32x4::splat(0.5) * f * f;
    let rest = s * (half_square + square * polynomial(square, LN));
    let result = n * F32x4::splat(LN_2_HIGH) - ((half_square - (rest + n * F32x4::splat(LN_2_LOW))) - f);
    // Special cases: 0, negative numbers, ∞ and NaN.
    let below = x.equals(zero).select(-infinity, F32x4::splat(f32::NAN));
    let positive = zero.less_than(x).select(result, below);
    x.less_than(infinity).select(positive, x)
}

/// ln(1 + x) within 2 ulp, also where x is close to 0; −∞ at −1, NaN below, ∞ at ∞.
#[inline]
pub fn ln_1p(x: F32x4) -> F32x4 {
    let one = F32x4::splat(1.0);
    let sum = one + x;
    // The rounding error of 1 + x is corrected to first order.
    let rounding_error = x - (sum - one);
    let corrected = ln(sum) + rounding_error / sum;
    let ordinary = F32x4::zero().less_than(sum).select(corrected, ln(sum));
    let finite = sum.less_than(F32x4::splat(f32::INFINITY)).select(ordinary, sum);
    x.abs().less_than(F32x4::splat(1e-20)).select(x, finite)
}

/// The hyperbolic tangent within 3 ulp, as `t/(t + 2)` with `t = e²ˣ − 1` for |x|, with the sign of x.
#[inline]
pub fn tanh(x: F32x4) -> F32x4 {
    // From 10 on, the result is 1.
    let magnitude = x.abs().clamp_high(F32x4::splat(10.0));
    let t = exp_m1(magnitude + magnitude);
    // For tiny x the result is x.
    let tiny = magnitude.less_than(F32x4::splat(1e-30));
    tiny.select(x, (t / (t + F32x4::splat(2.0))).copysign(x))
}

/// The logistic function `1 / (1 + e⁻ˣ)` within 3 ulp, by the exponential of −|x|, which cannot overflow.
#[inline]
pub fn sigmoid(x: F32x4) -> F32x4 {
    let one = F32x4::splat(1.0);
    let power = exp(-x.abs());
    let numerator = x.less_than(F32x4::zero()).select(power, one);
    numerator / (one + power)
}

/// ln(1 + eˣ) within 3 ulp, by `max(x, 0) + ln(1 + e^−|x|)`.
#[inline]
pub fn softplus(x: F32x4) -> F32x4 {
    x.clamp_low(F32x4::zero()) + ln_1p(exp(-x.abs()))
}

/// The same functions of one number; the results have the same bits.
pub mod scalar {
    use super::F32x4;

    macro_rules! scalar {
        ($($name:ident),*) => {$(
            #[doc = concat!("[`", stringify!($name), "`](super::", stringify!($name), "()) of one number.")]
            pub fn $name(x: f32) -> f32 {
                super::$name(F32x4::splat(x)).to_array()[0]
            }
        )*};
    }

    scalar!(exp, exp_negative, exp_m1, ln, ln_1p, tanh, sigmoid, softplus);
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_two_parts_of_ln_2_add_up() {
        let sum = f64::from(super::LN_2_HIGH) + f64::from(super::LN_2_LOW);
        assert!((sum - core::f64::consts::LN_2).abs() < 1e-11);
    }
}
