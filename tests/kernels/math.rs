//! The functions of `math` against double precision, over the whole range of `f32`, and their exact bits.

use inkgrad::kernels::{self, F32x4, scalar};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(not(target_feature = "relaxed-simd"))]
use crate::support::fingerprint;
use crate::support::ulps;

type Function = fn(f32) -> f32;
type VectorFunction = fn(F32x4) -> F32x4;

/// A sample of all floats, with equal weight for each sign and exponent, and the extremes.
fn all_floats() -> impl Iterator<Item = f32> {
    let sample = (0..=u32::MAX / 65_537).map(|index| f32::from_bits(index.wrapping_mul(65_537)));
    sample.chain([0.0, -0.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, f32::MAX, f32::MIN])
}

/// Equidistant values in the typical range of a network.
fn typical_inputs() -> impl Iterator<Item = f32> {
    (-120_000..120_000).map(|index| index as f32 * 0.000_9)
}

/// The largest error in ulp and its input. Errors below `absolute` count as 0.
fn max_error(
    inputs: impl Iterator<Item = f32>,
    function: Function,
    reference: impl Fn(f64) -> f64,
    absolute: f64,
) -> (f64, f32) {
    inputs.fold((0.0, 0.0), |largest, x| {
        let (found, expected) = (function(x), reference(f64::from(x)));
        let near = (f64::from(found) - expected).abs() <= absolute;
        let error = if near { 0.0 } else { ulps(found, expected) };
        if error > largest.0 { (error, x) } else { largest }
    })
}

#[track_caller]
fn assert_error(name: &str, function: Function, reference: impl Fn(f64) -> f64 + Copy, limit: f64) {
    for (error, at) in [
        max_error(all_floats(), function, reference, 0.0),
        max_error(typical_inputs(), function, reference, 0.0),
    ] {
        assert!(
            error <= limit,
            "{name}({at:?}) = {:?}, not {:?}: {error} ulp",
            function(at),
            reference(f64::from(at)) as f32
        );
    }
}

#[test]
fn exponentials_are_accurate_over_the_whole_range() {
    assert_error("exp", scalar::exp, libm::exp, 1.1);
    assert_error("exp_m1", scalar::exp_m1, libm::expm1, 2.0);
}

#[test]
fn exponentials_of_negative_numbers_are_accurate_until_they_vanish() {
    let negative = |x: f32| scalar::exp_negative(-x.abs());
    let inputs = || all_floats().chain(typical_inputs());
    let (error, at) = max_error(inputs(), negative, |x| libm::exp(-libm::fabs(x)), 1.7e-38);
    assert!(error <= 1.1, "exp_negative at {at:?}: {error} ulp");
    assert!(negative(f32::NAN).is_nan());
}

/// Gates are accurate absolutely: near 0 and in the tails their relative error does not matter.
#[test]
fn gates_are_accurate_absolutely() {
    assert_gate("gate_tanh", kernels::gate_tanh, libm::tanh, 5e-7);
    assert_gate("gate_sigmoid", kernels::gate_sigmoid, |x| 1.0 / (1.0 + libm::exp(-x)), 3e-7);
}

#[track_caller]
fn assert_gate(name: &str, gate: VectorFunction, reference: impl Fn(f64) -> f64, limit: f64) {
    for x in all_floats().chain(typical_inputs()) {
        let found = gate(F32x4::splat(x)).to_array()[0];
        let difference = (f64::from(found) - reference(f64::from(x))).abs();
        assert!(difference <= limit || (x.is_nan() && found.is_nan()), "{name}({x:?}) = {found:?}");
        assert!(x.is_nan() || (-1.0..=1.0).contains(&found), "{name}({x:?}) = {found:?}");
    }
}

#[test]
fn logarithms_are_accurate_over_the_whole_range() {
    assert_error("ln", scalar::ln, libm::log, 1.0);
    assert_error("ln_1p", scalar::ln_1p, libm::log1p, 2.0);
}

#[test]
fn sigmoids_are_accurate_over_the_whole_range() {
    assert_error("tanh", scalar::tanh, libm::tanh, 3.0);
    assert_error("sigmoid", scalar::sigmoid, |x| 1.0 / (1.0 + libm::exp(-x)), 3.0);
    assert_error("softplus", scalar::softplus, |x| x.max(0.0) + libm::log1p(libm::exp(-libm::fabs(x))), 3.0);
}

#[test]
fn extreme_inputs_give_the_limits() {
    let infinity = f32::INFINITY;
    let limits: [(Function, f32, f32); 13] = [
        (scalar::exp, infinity, infinity),
        (scalar::exp, -infinity, 0.0),
        (scalar::exp, 88.8, infinity),
        (scalar::exp, -103.98, 0.0),
        (scalar::exp_m1, -infinity, -1.0),
        (scalar::ln, 0.0, -infinity),
        (scalar::ln, infinity, infinity),
        (scalar::ln, 1.0, 0.0),
        (scalar::tanh, -infinity, -1.0),
        (scalar::sigmoid, -infinity, 0.0),
        (scalar::sigmoid, infinity, 1.0),
        (scalar::softplus, -infinity, 0.0),
        (scalar::softplus, 1e30, 1e30),
    ];
    for (index, (function, x, limit)) in limits.into_iter().enumerate() {
        assert_eq!(function(x).to_bits(), limit.to_bits(), "limit {index}: f({x}) = {}", function(x));
    }
    assert!(scalar::ln(-1.0).is_nan());
}

/// The `simd128` binary and native builds give the recorded fingerprints on every machine. The relaxed build may fuse
/// multiply-adds and then rounds differently.
#[cfg(not(target_feature = "relaxed-simd"))]
#[test]
fn the_bits_are_the_same_on_every_machine() {
    let functions: [(&str, VectorFunction, u64); 10] = [
        ("exp", kernels::exp, 0x42b8_87d1_8776_c428),
        ("exp_m1", kernels::exp_m1, 0xf552_44f5_4f59_7d35),
        ("ln", kernels::ln, 0x8101_1498_9825_66d5),
        ("ln_1p", kernels::ln_1p, 0xa995_75f2_97ec_5d93),
        ("tanh", kernels::tanh, 0xed49_0288_030c_5912),
        ("sigmoid", kernels::sigmoid, 0x020d_fdc3_ef41_c502),
        ("softplus", kernels::softplus, 0x8d0a_d8b0_a2ff_b9d9),
        ("exp_negative", kernels::exp_negative, 0x5c48_40f7_0db3_6654),
        ("gate_tanh", kernels::gate_tanh, 0x8a5c_dae9_e200_3758),
        ("gate_sigmoid", kernels::gate_sigmoid, 0x2ff1_ec3e_c767_778c),
    ];
    let inputs: Vec<f32> = all_floats().chain(typical_inputs().step_by(7)).collect();
    let found: Vec<(&str, u64)> = functions
        .iter()
        .map(|(name, function, _)| {
            let mut values = inputs.clone();
            kernels::map(&mut values, function);
            (*name, fingerprint(&values))
        })
        .collect();
    let recorded: Vec<(&str, u64)> = functions.iter().map(|(name, _, recorded)| (*name, *recorded)).collect();
    assert_eq!(found, recorded);
}
