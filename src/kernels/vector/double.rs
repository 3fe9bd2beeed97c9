//! [`F64x2`], two floats of double precision.

#![allow(clippy::inline_always)] // as for the floats

use core::ops::{Add, Mul};

use super::lanes;

/// Two `f64`, for sums that need the precision and the range.
#[derive(Clone, Copy)]
pub(crate) struct F64x2(pub(super) lanes::Pair);

impl F64x2 {
    /// Two zeros.
    #[inline(always)]
    pub(crate) fn zero() -> Self {
        Self(lanes::pair_splat(0.0))
    }

    /// The lanes as an array.
    #[inline(always)]
    pub(crate) fn to_array(self) -> [f64; 2] {
        lanes::pair_lanes(self.0)
    }
}

impl Add for F64x2 {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(lanes::pair_add(self.0, other.0))
    }
}

impl Mul for F64x2 {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(lanes::pair_mul(self.0, other.0))
    }
}
