//! [`F32x4`], a SIMD vector of four floats with the basic operations; `math` has elementary functions.
//!
//! There are two implementations: WebAssembly's `v128`, and arrays for all other targets. Both give the same bits for the
//! same operation, apart from the payload of NaN. Only [`F32x4::mul_add`] may round differently, with `relaxed-simd`.

// Every function is one or two instructions. A call would cost more than that and would pass a `v128` through memory.
#![allow(clippy::inline_always)]

mod double;
mod integers;
mod partial;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use portable as lanes;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128 as lanes;

use core::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

pub(crate) use double::F64x2;
pub(crate) use integers::I32x4;
use partial::{padded, write_first};

/// The number of floats of an [`F32x4`].
pub const LANES: usize = 4;

/// Four `f32`, on which every operation acts lane by lane.
#[derive(Clone, Copy)]
pub struct F32x4(lanes::Floats);

/// Four booleans, the result of a comparison.
#[derive(Clone, Copy)]
pub struct Mask(lanes::Bits);

impl F32x4 {
    /// Four zeros.
    #[inline(always)]
    pub fn zero() -> Self {
        Self::splat(0.0)
    }

    /// Four copies of a value.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self(lanes::splat(value))
    }

    /// Loads four adjacent floats.
    #[inline(always)]
    pub fn load(values: &[f32; LANES]) -> Self {
        Self(lanes::load(values))
    }

    /// Stores four adjacent floats.
    #[inline(always)]
    pub fn store(self, values: &mut [f32; LANES]) {
        lanes::store(self.0, values);
    }

    /// The lanes as an array.
    #[inline(always)]
    pub fn to_array(self) -> [f32; LANES] {
        let mut values = [0.0; LANES];
        self.store(&mut values);
        values
    }

    /// Loads four pairs and separates the first and the second elements.
    #[inline(always)]
    pub fn load_pairs(values: &[f32; 2 * LANES]) -> [Self; 2] {
        let [a, b, c, d, e, f, g, h] = *values;
        lanes::unzip(lanes::load(&[a, b, c, d]), lanes::load(&[e, f, g, h])).map(Self)
    }

    /// Stores four pairs: the first element of each from `self`, the second from `seconds`.
    #[inline(always)]
    pub fn store_pairs(self, seconds: Self, values: &mut [f32; 2 * LANES]) {
        for (half, values) in lanes::zip(self.0, seconds.0).into_iter().zip(values.as_chunks_mut().0) {
            lanes::store(half, values);
        }
    }

    /// The lanes of both, interleaved.
    #[inline(always)]
    pub(crate) fn zip(self, other: Self) -> [Self; 2] {
        lanes::zip(self.0, other.0).map(Self)
    }

    /// Stores the first two lanes and the last two.
    #[inline(always)]
    pub(crate) fn store_halves(self, [low, high]: [&mut [f32; 2]; 2]) {
        lanes::store_halves(self.0, low, high);
    }

    /// Converts four bytes to floats from 0 to 255.
    #[inline(always)]
    pub fn from_bytes(bytes: [u8; LANES]) -> Self {
        Self(lanes::from_bytes(bytes))
    }

    /// The first two lanes and the last two, in double precision.
    #[inline(always)]
    pub(crate) fn widen(self) -> [F64x2; 2] {
        lanes::widen(self.0).map(F64x2)
    }

    /// Loads up to four floats, padded with zeros.
    #[inline(always)]
    pub fn load_partial(values: &[f32]) -> Self {
        Self::load(&padded(values))
    }

    /// Stores the first `values.len()` lanes, at most four.
    #[inline(always)]
    pub fn store_partial(self, values: &mut [f32]) {
        write_first(values, &self.to_array());
    }

    /// [`load`](Self::load) of four floats, or [`load_partial`](Self::load_partial) of fewer.
    #[inline(always)]
    pub fn load_up_to(values: &[f32]) -> Self {
        <&[f32; LANES]>::try_from(values).map_or_else(|_| Self::load_partial(values), Self::load)
    }

    /// [`store`](Self::store) of four floats, or [`store_partial`](Self::store_partial) of fewer.
    #[inline(always)]
    pub fn store_up_to(self, values: &mut [f32]) {
        match <&mut [f32; LANES]>::try_from(&mut *values) {
            Ok(values) => self.store(values),
            Err(_) => self.store_partial(values),
        }
    }

    /// `self · a + b`: two roundings, or one where `relaxed-simd` fuses them.
    #[inline(always)]
    #[must_use]
    pub fn mul_add(self, a: Self, b: Self) -> Self {
        Self(lanes::mul_add(self.0, a.0, b.0))
    }

    /// `|self|`.
    #[inline(always)]
    #[must_use]
    pub fn abs(self) -> Self {
        Self(lanes::abs(self.0))
    }

    /// The correctly rounded square root; NaN for negative numbers.
    #[inline(always)]
    #[must_use]
    pub fn sqrt(self) -> Self {
        Self(lanes::sqrt(self.0))
    }

    /// The largest integer that is not greater.
    #[inline(always)]
    #[must_use]
    pub fn floor(self) -> Self {
        Self(lanes::floor(self.0))
    }

    /// The nearest integer; ties go to the even one.
    #[inline(always)]
    #[must_use]
    pub fn round(self) -> Self {
        Self(lanes::round(self.0))
    }

    /// The minimum; NaN if either is NaN. −0 is less than +0.
    #[inline(always)]
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self(lanes::min(self.0, other.0))
    }

    /// The maximum; NaN if either is NaN. +0 is greater than −0.
    #[inline(always)]
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self(lanes::max(self.0, other.0))
    }

    /// The value, but at least `low`; NaN gives NaN. Cheaper than [`max`](Self::max).
    #[inline(always)]
    #[must_use]
    pub fn clamp_low(self, low: Self) -> Self {
        Self(lanes::clamp_low(self.0, low.0))
    }

    /// The value, but at most `high`; NaN gives NaN. Cheaper than [`min`](Self::min).
    #[inline(always)]
    #[must_use]
    pub fn clamp_high(self, high: Self) -> Self {
        Self(lanes::clamp_high(self.0, high.0))
    }

    /// The magnitude of `self` with the sign of `sign`.
    #[inline(always)]
    #[must_use]
    pub fn copysign(self, sign: Self) -> Self {
        let sign_bit = I32x4::splat(i32::MIN);
        let magnitude = self.abs().to_bits();
        Self::from_bits(magnitude.or(sign.to_bits().and(sign_bit)))
    }

    /// 1 or −1; zeros and NaN are returned as they are.
    #[inline(always)]
    #[must_use]
    pub fn sign(self) -> Self {
        let away_from_zero = Self::zero().less_than(self.abs());
        away_from_zero.select(Self::splat(1.0).copysign(self), self)
    }

    /// `self < other`; false for NaN.
    #[inline(always)]
    pub fn less_than(self, other: Self) -> Mask {
        Mask(lanes::less_than(self.0, other.0))
    }

    /// `self ≤ other`; false for NaN.
    #[inline(always)]
    pub fn at_most(self, other: Self) -> Mask {
        Mask(lanes::at_most(self.0, other.0))
    }

    /// `self = other`; false for NaN, true for 0 and −0.
    #[inline(always)]
    pub fn equals(self, other: Self) -> Mask {
        Mask(lanes::equals(self.0, other.0))
    }

    /// `self ≠ 0`; true for NaN, false for −0.
    #[inline(always)]
    pub(crate) fn not_equal_zero(self) -> Mask {
        Mask(lanes::differs(self.0, lanes::splat(0.0)))
    }

    /// Left-packs the lanes whose bit in `mask` is set; the remaining lanes are unspecified.
    #[inline(always)]
    #[must_use]
    pub(crate) fn left_pack(self, mask: usize) -> Self {
        Self(lanes::left_pack(self.0, mask))
    }

    /// The sum of the lanes, in the order (0 + 2) + (1 + 3).
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d] = self.to_array();
        (a + c) + (b + d)
    }

    /// The maximum of the lanes; NaN if any is NaN.
    #[inline(always)]
    pub fn max_lane(self) -> f32 {
        let [a, b, c, d] = self.to_array();
        let pairs = Self::load(&[a, b, a, b]).max(Self::load(&[c, d, c, d])).to_array();
        Self::splat(pairs[0]).max(Self::splat(pairs[1])).to_array()[0]
    }

    /// Transposes a block of 4 × 4.
    #[inline(always)]
    pub fn transpose(rows: [Self; LANES]) -> [Self; LANES] {
        lanes::transpose(rows.map(|row| row.0)).map(Self)
    }

    /// The bits of the lanes.
    #[inline(always)]
    pub(crate) fn to_bits(self) -> I32x4 {
        I32x4(lanes::to_bits(self.0))
    }

    /// The floats with these bits.
    #[inline(always)]
    pub(crate) fn from_bits(bits: I32x4) -> Self {
        Self(lanes::from_bits(bits.0))
    }
}

impl Mask {
    /// `yes` where the mask is true, else `no`.
    #[inline(always)]
    pub fn select(self, yes: F32x4, no: F32x4) -> F32x4 {
        F32x4(lanes::select(self.0, yes.0, no.0))
    }

    /// One bit for each lane, the first lane's the lowest.
    #[inline(always)]
    pub(crate) fn bits(self) -> usize {
        lanes::bit_mask(self.0)
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident $lanes:ident),*) => {$(
        impl $operator for F32x4 {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(lanes::$lanes(self.0, other.0))
            }
        }
    )*};
}

operators!(Add add add, Sub sub sub, Mul mul mul, Div div div);

impl AddAssign for F32x4 {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Neg for F32x4 {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self(lanes::neg(self.0))
    }
}
