//! Reproducible pseudo-random values, the same on every machine.

/// A xorshift generator: the same values natively and in browsers.
pub(crate) struct Draw(u32);

impl Draw {
    pub(crate) fn new(seed: u32) -> Self {
        Self(seed.wrapping_mul(2_654_435_769) | 1)
    }

    pub(crate) fn bits(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0
    }

    /// From −1 to 1.
    pub(crate) fn real(&mut self) -> f32 {
        self.bits() as f32 / u32::MAX as f32 * 2.0 - 1.0
    }

    pub(crate) fn reals(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.real()).collect()
    }

    /// Integers from −7 to 7: sums of their products are exact in `f32` in any order, up to a depth of 300,000.
    pub(crate) fn whole_numbers(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| (self.bits() >> 8) as f32 % 15.0 - 7.0).collect()
    }
}

/// The error of `found` in units of the last place of `expected` as an `f32`.
pub(crate) fn ulps(found: f32, expected: f64) -> f64 {
    let rounded = expected as f32;
    if found.to_bits() == rounded.to_bits() || (found.is_nan() && expected.is_nan()) {
        return 0.0;
    }
    if !found.is_finite() || !rounded.is_finite() {
        return f64::INFINITY;
    }
    let magnitude = rounded.abs().max(f32::MIN_POSITIVE);
    let unit = f64::from(magnitude) - f64::from(f32::from_bits(magnitude.to_bits() - 1));
    (f64::from(found) - expected).abs() / unit
}

/// FNV-1a over the bits of floats; all NaNs count as one value.
#[cfg(not(target_feature = "relaxed-simd"))]
pub(crate) fn fingerprint(values: &[f32]) -> u64 {
    let bits = values.iter().map(|value| if value.is_nan() { f32::NAN.to_bits() } else { value.to_bits() });
    bits.fold(0xcbf2_9ce4_8422_2325, |hash, bits| (hash ^ u64::from(bits)).wrapping_mul(0x0100_0000_01b3))
}
