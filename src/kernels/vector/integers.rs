//! [`I32x4`], the bits of four floats as integers.

#![allow(clippy::inline_always)] // as for the floats

use super::{F32x4, LANES, lanes};

/// Four `i32` with wrapping arithmetic, for functions of the bits of floats.
#[derive(Clone, Copy)]
pub(crate) struct I32x4(pub(super) lanes::Bits);

impl I32x4 {
    #[inline(always)]
    pub(crate) fn splat(value: i32) -> Self {
        Self(lanes::bits_splat(value))
    }

    #[inline(always)]
    pub(crate) fn load(values: &[i32; LANES]) -> Self {
        Self(lanes::bits_load(values))
    }

    #[inline(always)]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self(lanes::bits_add(self.0, other.0))
    }

    #[inline(always)]
    pub(crate) fn minus(self, other: Self) -> Self {
        Self(lanes::bits_sub(self.0, other.0))
    }

    #[inline(always)]
    pub(crate) fn and(self, other: Self) -> Self {
        Self(lanes::bits_and(self.0, other.0))
    }

    #[inline(always)]
    pub(crate) fn or(self, other: Self) -> Self {
        Self(lanes::bits_or(self.0, other.0))
    }

    #[inline(always)]
    pub(crate) fn shift_left(self, bits: u32) -> Self {
        Self(lanes::shift_left(self.0, bits))
    }

    /// An arithmetic shift: keeps the sign.
    #[inline(always)]
    pub(crate) fn shift_right(self, bits: u32) -> Self {
        Self(lanes::shift_right(self.0, bits))
    }

    /// Converts the integers to floats.
    #[inline(always)]
    pub(crate) fn to_floats(self) -> F32x4 {
        F32x4(lanes::bits_to_floats(self.0))
    }
}
