//! The operations of `F32x4` on arrays, for every target without `simd128`.
//!
//! LLVM vectorises them. The results are those that WebAssembly prescribes.

pub(super) type Floats = [f32; 4];
pub(super) type Bits = [i32; 4];
pub(super) type Pair = [f64; 2];

/// Four bytes as floats.
#[inline(always)]
pub(super) fn from_bytes(bytes: [u8; 4]) -> Floats {
    bytes.map(f32::from)
}

/// The even lanes of both, and the odd ones.
#[inline(always)]
pub(super) fn unzip(a: Floats, b: Floats) -> [Floats; 2] {
    [[a[0], a[2], b[0], b[2]], [a[1], a[3], b[1], b[3]]]
}

/// The lanes of both, interleaved.
#[inline(always)]
pub(super) fn zip(a: Floats, b: Floats) -> [Floats; 2] {
    [[a[0], b[0], a[1], b[1]], [a[2], b[2], a[3], b[3]]]
}

/// The first two lanes and the last two, in double precision.
#[inline(always)]
pub(super) fn widen([a, b, c, d]: Floats) -> [Pair; 2] {
    [[f64::from(a), f64::from(b)], [f64::from(c), f64::from(d)]]
}

#[inline(always)]
pub(super) fn pair_splat(value: f64) -> Pair {
    [value; 2]
}

#[inline(always)]
pub(super) fn pair_add(a: Pair, b: Pair) -> Pair {
    [a[0] + b[0], a[1] + b[1]]
}

#[inline(always)]
pub(super) fn pair_mul(a: Pair, b: Pair) -> Pair {
    [a[0] * b[0], a[1] * b[1]]
}

#[inline(always)]
pub(super) fn pair_lanes(pair: Pair) -> [f64; 2] {
    pair
}

#[inline(always)]
fn each(a: Floats, f: impl Fn(f32) -> f32) -> Floats {
    [f(a[0]), f(a[1]), f(a[2]), f(a[3])]
}

#[inline(always)]
fn both<T: Copy, R>(a: [T; 4], b: [T; 4], f: impl Fn(T, T) -> R) -> [R; 4] {
    [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])]
}

#[inline(always)]
fn mask_lane(condition: bool) -> i32 {
    -i32::from(condition)
}

#[inline(always)]
pub(super) fn splat(value: f32) -> Floats {
    [value; 4]
}

#[inline(always)]
pub(super) fn load(values: &[f32; 4]) -> Floats {
    *values
}

#[inline(always)]
pub(super) fn store(floats: Floats, values: &mut [f32; 4]) {
    *values = floats;
}

#[inline(always)]
pub(super) fn store_halves([a, b, c, d]: Floats, low: &mut [f32; 2], high: &mut [f32; 2]) {
    (*low, *high) = ([a, b], [c, d]);
}

#[inline(always)]
pub(super) fn add(a: Floats, b: Floats) -> Floats {
    both(a, b, |a, b| a + b)
}

#[inline(always)]
pub(super) fn sub(a: Floats, b: Floats) -> Floats {
    both(a, b, |a, b| a - b)
}

#[inline(always)]
pub(super) fn mul(a: Floats, b: Floats) -> Floats {
    both(a, b, |a, b| a * b)
}

#[inline(always)]
pub(super) fn div(a: Floats, b: Floats) -> Floats {
    both(a, b, |a, b| a / b)
}

#[inline(always)]
pub(super) fn mul_add(a: Floats, b: Floats, c: Floats) -> Floats {
    add(mul(a, b), c)
}

#[inline(always)]
pub(super) fn neg(a: Floats) -> Floats {
    each(a, |a| -a)
}

#[inline(always)]
pub(super) fn abs(a: Floats) -> Floats {
    each(a, f32::abs)
}

#[inline(always)]
pub(super) fn sqrt(a: Floats) -> Floats {
    each(a, f32::sqrt)
}

#[inline(always)]
pub(super) fn floor(a: Floats) -> Floats {
    each(a, f32::floor)
}

#[inline(always)]
pub(super) fn round(a: Floats) -> Floats {
    each(a, f32::round_ties_even)
}

// `f32::min` and `f32::max` return the number where one side is NaN, and either of two zeros.
#[inline(always)]
pub(super) fn min(a: Floats, b: Floats) -> Floats {
    both(a, b, |a, b| {
        if a < b {
            a
        } else if b < a {
            b
        } else if a.is_nan() || b.is_nan() {
            a + b
        } else {
            f32::from_bits(a.to_bits() | b.to_bits())
        }
    })
}

#[inline(always)]
pub(super) fn max(a: Floats, b: Floats) -> Floats {
    both(a, b, |a, b| {
        if a > b {
            a
        } else if b > a {
            b
        } else if a.is_nan() || b.is_nan() {
            a + b
        } else {
            f32::from_bits(a.to_bits() & b.to_bits())
        }
    })
}

#[inline(always)]
pub(super) fn clamp_low(a: Floats, low: Floats) -> Floats {
    both(a, low, |a, low| if a < low { low } else { a })
}

#[inline(always)]
pub(super) fn clamp_high(a: Floats, high: Floats) -> Floats {
    both(a, high, |a, high| if high < a { high } else { a })
}

#[inline(always)]
pub(super) fn less_than(a: Floats, b: Floats) -> Bits {
    both(a, b, |a, b| mask_lane(a < b))
}

#[inline(always)]
pub(super) fn at_most(a: Floats, b: Floats) -> Bits {
    both(a, b, |a, b| mask_lane(a <= b))
}

#[inline(always)]
#[allow(clippy::float_cmp)] // the instruction is an exact comparison
pub(super) fn equals(a: Floats, b: Floats) -> Bits {
    both(a, b, |a, b| mask_lane(a == b))
}

#[inline(always)]
#[allow(clippy::float_cmp)] // this instruction is an exact comparison too
pub(super) fn differs(a: Floats, b: Floats) -> Bits {
    both(a, b, |a, b| mask_lane(a != b))
}

#[inline(always)]
pub(super) fn select(mask: Bits, yes: Floats, no: Floats) -> Floats {
    let lane = |i: usize| if mask[i] == 0 { no[i] } else { yes[i] };
    [lane(0), lane(1), lane(2), lane(3)]
}

#[inline(always)]
pub(super) fn transpose(rows: [Floats; 4]) -> [Floats; 4] {
    let column = |i: usize| [rows[0][i], rows[1][i], rows[2][i], rows[3][i]];
    [column(0), column(1), column(2), column(3)]
}

#[inline(always)]
pub(super) fn to_bits(floats: Floats) -> Bits {
    floats.map(|float| float.to_bits().cast_signed())
}

#[inline(always)]
pub(super) fn from_bits(bits: Bits) -> Floats {
    bits.map(|bits| f32::from_bits(bits.cast_unsigned()))
}

#[inline(always)]
pub(super) fn bits_splat(value: i32) -> Bits {
    [value; 4]
}

#[inline(always)]
pub(super) fn bits_load(values: &[i32; 4]) -> Bits {
    *values
}

/// One bit for each lane.
#[inline(always)]
pub(super) fn bit_mask(mask: Bits) -> usize {
    (0..4).map(|lane| usize::from(mask[lane] != 0) << lane).sum()
}

/// Left-packs the lanes whose bit in `mask` is set.
#[inline(always)]
pub(super) fn left_pack(floats: Floats, mask: usize) -> Floats {
    let mut packed = [0.0; 4];
    let selected = (0..4).filter(|lane| mask >> lane & 1 == 1);
    packed.iter_mut().zip(selected).for_each(|(target, lane)| *target = floats[lane]);
    packed
}

#[inline(always)]
pub(super) fn bits_to_floats(bits: Bits) -> Floats {
    bits.map(|bits| bits as f32)
}

#[inline(always)]
pub(super) fn bits_add(a: Bits, b: Bits) -> Bits {
    both(a, b, i32::wrapping_add)
}

#[inline(always)]
pub(super) fn bits_sub(a: Bits, b: Bits) -> Bits {
    both(a, b, i32::wrapping_sub)
}

#[inline(always)]
pub(super) fn bits_and(a: Bits, b: Bits) -> Bits {
    both(a, b, |a, b| a & b)
}

#[inline(always)]
pub(super) fn bits_or(a: Bits, b: Bits) -> Bits {
    both(a, b, |a, b| a | b)
}

#[inline(always)]
pub(super) fn shift_left(bits: Bits, count: u32) -> Bits {
    bits.map(|bits| bits << count)
}

#[inline(always)]
pub(super) fn shift_right(bits: Bits, count: u32) -> Bits {
    bits.map(|bits| bits >> count)
}
