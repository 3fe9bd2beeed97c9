//! The operations of `F32x4` on WebAssembly with `simd128`: one instruction each.

#[allow(clippy::wildcard_imports)] // the instructions of one file of instructions
use core::arch::wasm32::*;

pub(super) type Floats = v128;
pub(super) type Bits = v128;
pub(super) type Pair = v128;

/// Four bytes as floats.
#[inline(always)]
pub(super) fn from_bytes(bytes: [u8; 4]) -> Floats {
    let narrow = i32x4(i32::from_le_bytes(bytes), 0, 0, 0);
    f32x4_convert_i32x4(u32x4_extend_low_u16x8(u16x8_extend_low_u8x16(narrow)))
}

/// The even lanes of both, and the odd ones.
#[inline(always)]
pub(super) fn unzip(a: Floats, b: Floats) -> [Floats; 2] {
    [i32x4_shuffle::<0, 2, 4, 6>(a, b), i32x4_shuffle::<1, 3, 5, 7>(a, b)]
}

/// The lanes of both, interleaved.
#[inline(always)]
pub(super) fn zip(a: Floats, b: Floats) -> [Floats; 2] {
    [i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b)]
}

/// The first two lanes and the last two, in double precision.
#[inline(always)]
pub(super) fn widen(floats: Floats) -> [Pair; 2] {
    [f64x2_promote_low_f32x4(floats), f64x2_promote_low_f32x4(i64x2_shuffle::<1, 0>(floats, floats))]
}

#[inline(always)]
pub(super) fn pair_splat(value: f64) -> Pair {
    f64x2_splat(value)
}

#[inline(always)]
pub(super) fn pair_add(a: Pair, b: Pair) -> Pair {
    f64x2_add(a, b)
}

#[inline(always)]
pub(super) fn pair_mul(a: Pair, b: Pair) -> Pair {
    f64x2_mul(a, b)
}

#[inline(always)]
pub(super) fn pair_lanes(pair: Pair) -> [f64; 2] {
    [f64x2_extract_lane::<0>(pair), f64x2_extract_lane::<1>(pair)]
}

#[inline(always)]
pub(super) fn splat(value: f32) -> Floats {
    f32x4_splat(value)
}

#[inline(always)]
pub(super) fn load(values: &[f32; 4]) -> Floats {
    // SAFETY: the reference is to 16 readable bytes, and a v128 load has no alignment to keep.
    unsafe { v128_load(values.as_ptr().cast()) }
}

#[inline(always)]
pub(super) fn store(floats: Floats, values: &mut [f32; 4]) {
    // SAFETY: the reference is to 16 writable bytes, and a v128 store has no alignment to keep.
    unsafe { v128_store(values.as_mut_ptr().cast(), floats) }
}

#[inline(always)]
pub(super) fn store_halves(floats: Floats, low: &mut [f32; 2], high: &mut [f32; 2]) {
    // SAFETY: the references are to 8 writable bytes each, and the stores have no alignment to keep.
    unsafe {
        v128_store64_lane::<0>(floats, low.as_mut_ptr().cast());
        v128_store64_lane::<1>(floats, high.as_mut_ptr().cast());
    }
}

#[cfg(target_feature = "relaxed-simd")]
#[inline(always)]
pub(super) fn mul_add(a: Floats, b: Floats, c: Floats) -> Floats {
    f32x4_relaxed_madd(a, b, c)
}

#[cfg(not(target_feature = "relaxed-simd"))]
#[inline(always)]
pub(super) fn mul_add(a: Floats, b: Floats, c: Floats) -> Floats {
    f32x4_add(f32x4_mul(a, b), c)
}

/// The lanes of a mask are all ones or all zeros: for those, relaxed lane selection is well-defined and one instruction.
#[cfg(target_feature = "relaxed-simd")]
#[inline(always)]
pub(super) fn select(mask: Bits, yes: Floats, no: Floats) -> Floats {
    i32x4_relaxed_laneselect(yes, no, mask)
}

#[cfg(not(target_feature = "relaxed-simd"))]
#[inline(always)]
pub(super) fn select(mask: Bits, yes: Floats, no: Floats) -> Floats {
    v128_bitselect(yes, no, mask)
}

// With relaxed SIMD, LLVM replaces `f32x4.pmax` and `pmin` by their relaxed forms, which may drop a NaN. A comparison and a
// selection keep it.
#[cfg(target_feature = "relaxed-simd")]
#[inline(always)]
pub(super) fn clamp_low(a: Floats, low: Floats) -> Floats {
    select(f32x4_lt(a, low), low, a)
}

#[cfg(target_feature = "relaxed-simd")]
#[inline(always)]
pub(super) fn clamp_high(a: Floats, high: Floats) -> Floats {
    select(f32x4_lt(high, a), high, a)
}

#[inline(always)]
pub(super) fn transpose(rows: [Floats; 4]) -> [Floats; 4] {
    let [a, b, c, d] = rows;
    let (ab_low, ab_high) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
    let (cd_low, cd_high) = (i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
    [
        i64x2_shuffle::<0, 2>(ab_low, cd_low),
        i64x2_shuffle::<1, 3>(ab_low, cd_low),
        i64x2_shuffle::<0, 2>(ab_high, cd_high),
        i64x2_shuffle::<1, 3>(ab_high, cd_high),
    ]
}

#[inline(always)]
pub(super) fn to_bits(floats: Floats) -> Bits {
    floats
}

#[inline(always)]
pub(super) fn from_bits(bits: Bits) -> Floats {
    bits
}

#[inline(always)]
pub(super) fn bits_splat(value: i32) -> Bits {
    i32x4_splat(value)
}

#[inline(always)]
pub(super) fn bits_load(values: &[i32; 4]) -> Bits {
    // SAFETY: as for floats.
    unsafe { v128_load(values.as_ptr().cast()) }
}

/// One bit for each lane.
#[inline(always)]
pub(super) fn bit_mask(mask: Bits) -> usize {
    usize::from(i32x4_bitmask(mask))
}

/// The byte indices that left-pack the lanes of each mask.
static LEFT_PACK: [[u8; 16]; 16] = {
    let mut table = [[0; 16]; 16];
    let mut mask = 0;
    while mask < 16 {
        let (mut lane, mut target) = (0, 0);
        while lane < 4 {
            if mask >> lane & 1 == 1 {
                let mut byte = 0;
                while byte < 4 {
                    table[mask][4 * target + byte] = (4 * lane + byte) as u8;
                    byte += 1;
                }
                target += 1;
            }
            lane += 1;
        }
        mask += 1;
    }
    table
};

/// Left-packs the lanes whose bit in `mask` is set.
#[inline(always)]
pub(super) fn left_pack(floats: Floats, mask: usize) -> Floats {
    // SAFETY: the reference is to 16 readable bytes.
    let bytes = unsafe { v128_load(LEFT_PACK[mask & 15].as_ptr().cast()) };
    swizzle(floats, bytes)
}

// All indices of the table are below 16: for those, the relaxed swizzle is well-defined and one instruction.
#[cfg(target_feature = "relaxed-simd")]
use i8x16_relaxed_swizzle as swizzle;
#[cfg(not(target_feature = "relaxed-simd"))]
use i8x16_swizzle as swizzle;

#[inline(always)]
pub(super) fn bits_to_floats(bits: Bits) -> Floats {
    f32x4_convert_i32x4(bits)
}

#[inline(always)]
pub(super) fn shift_left(bits: Bits, count: u32) -> Bits {
    i32x4_shl(bits, count)
}

#[inline(always)]
pub(super) fn shift_right(bits: Bits, count: u32) -> Bits {
    i32x4_shr(bits, count)
}

macro_rules! one {
    ($($name:ident = $instruction:ident),* $(,)?) => {$(
        #[inline(always)]
        pub(super) fn $name(a: v128) -> v128 {
            $instruction(a)
        }
    )*};
}

macro_rules! two {
    ($($name:ident = $instruction:ident),* $(,)?) => {$(
        #[inline(always)]
        pub(super) fn $name(a: v128, b: v128) -> v128 {
            $instruction(a, b)
        }
    )*};
}

one!(neg = f32x4_neg, abs = f32x4_abs, sqrt = f32x4_sqrt, floor = f32x4_floor, round = f32x4_nearest);
two!(add = f32x4_add, sub = f32x4_sub, mul = f32x4_mul, div = f32x4_div, min = f32x4_min, max = f32x4_max);
#[cfg(not(target_feature = "relaxed-simd"))]
two!(clamp_low = f32x4_pmax, clamp_high = f32x4_pmin);
two!(less_than = f32x4_lt, at_most = f32x4_le, equals = f32x4_eq, differs = f32x4_ne);
two!(bits_add = i32x4_add, bits_sub = i32x4_sub, bits_and = v128_and, bits_or = v128_or);
