//! Each operation of `F32x4` against the same operation of `f32`, for ordinary and extreme values.

use inkgrad::kernels::F32x4;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const VALUES: [f32; 20] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    1.5,
    2.5,
    -2.5,
    0.499_999_97,
    8_388_609.5,
    1e30,
    -1e30,
    1e-40,
    -1e-40,
    f32::MAX,
    f32::MIN_POSITIVE,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::NAN,
    core::f32::consts::PI,
];

#[track_caller]
fn assert_lane(found: f32, expected: f32, what: &str) {
    let same = found.to_bits() == expected.to_bits() || (found.is_nan() && expected.is_nan());
    assert!(same, "{what}: {found:?}, not {expected:?}");
}

fn check_one(name: &str, vector: impl Fn(F32x4) -> F32x4, plain: impl Fn(f32) -> f32) {
    for quad in VALUES.as_chunks::<4>().0 {
        for (lane, found) in vector(F32x4::load(quad)).to_array().into_iter().enumerate() {
            assert_lane(found, plain(quad[lane]), &format!("{name}({:?})", quad[lane]));
        }
    }
}

fn check_two(name: &str, vector: impl Fn(F32x4, F32x4) -> F32x4, plain: impl Fn(f32, f32) -> f32) {
    for a in VALUES {
        for quad in VALUES.as_chunks::<4>().0 {
            let found = vector(F32x4::splat(a), F32x4::load(quad)).to_array();
            for (lane, found) in found.into_iter().enumerate() {
                assert_lane(found, plain(a, quad[lane]), &format!("{name}({a:?}, {:?})", quad[lane]));
            }
        }
    }
}

#[test]
fn unary_operations_match_scalar_floats() {
    check_one("neg", |a| -a, |a| -a);
    check_one("abs", F32x4::abs, f32::abs);
    check_one("sqrt", F32x4::sqrt, f32::sqrt);
    check_one("floor", F32x4::floor, f32::floor);
    check_one("round", F32x4::round, f32::round_ties_even);
    check_one("sign", F32x4::sign, |a| if a == 0.0 { a } else { a.signum() });
}

#[test]
fn binary_operations_match_scalar_floats() {
    check_two("add", |a, b| a + b, |a, b| a + b);
    check_two("sub", |a, b| a - b, |a, b| a - b);
    check_two("mul", |a, b| a * b, |a, b| a * b);
    check_two("div", |a, b| a / b, |a, b| a / b);
    check_two("copysign", F32x4::copysign, f32::copysign);
}

#[test]
fn minimum_and_maximum_keep_nan_and_order_the_zeros() {
    let plain = |a: f32, b: f32, first: bool| {
        if a.is_nan() || b.is_nan() {
            f32::NAN
        } else if first {
            a
        } else {
            b
        }
    };
    let zeros = |a: f32, b: f32| a == 0.0 && b == 0.0;
    check_two("min", F32x4::min, |a, b| plain(a, b, if zeros(a, b) { a.is_sign_negative() } else { a < b }));
    check_two("max", F32x4::max, |a, b| plain(a, b, if zeros(a, b) { a.is_sign_positive() } else { a > b }));
}

#[test]
fn clamping_keeps_nan_and_values_in_range() {
    check_two("clamp_low", F32x4::clamp_low, |a, b| if a < b { b } else { a });
    check_two("clamp_high", F32x4::clamp_high, |a, b| if a > b { b } else { a });
}

#[test]
fn select_works_lane_by_lane() {
    let (yes, no) = (F32x4::splat(1.0), F32x4::splat(0.0));
    let answer = |yes: bool| if yes { 1.0 } else { 0.0 };
    check_two("less", |a, b| a.less_than(b).select(yes, no), |a, b| answer(a < b));
    check_two("at most", |a, b| a.at_most(b).select(yes, no), |a, b| answer(a <= b));
    check_two("equals", |a, b| a.equals(b).select(yes, no), |a, b| answer(a == b));
}

/// The product is exact, so one rounding and two give the same result.
#[test]
fn mul_add_of_an_exact_product_matches_scalar_floats() {
    let [a, b, c] = [[1.0, 2.0, -3.0, 0.5], [4.0, 0.25, 8.0, -2.0], [0.1, 1e-9, 24.0, f32::INFINITY]];
    let found = F32x4::load(&a).mul_add(F32x4::load(&b), F32x4::load(&c)).to_array();
    for lane in 0..4 {
        assert_lane(found[lane], a[lane] * b[lane] + c[lane], "mul_add");
    }
}

/// The difference between the builds: without `relaxed-simd` the product is rounded before the sum.
#[cfg(not(target_feature = "relaxed-simd"))]
#[test]
fn mul_add_rounds_twice() {
    let a = 1.0 + f32::EPSILON;
    let found = F32x4::splat(a).mul_add(F32x4::splat(a), F32x4::splat(-a * a)).to_array();
    assert_eq!(found, [0.0; 4]);
}

#[test]
fn partial_vectors_are_padded_and_truncated() {
    for count in 0..=4 {
        let values: Vec<f32> = (1..=count).map(|value| value as f32).collect();
        let vector = F32x4::load_partial(&values);
        for (lane, found) in vector.to_array().into_iter().enumerate() {
            assert_lane(found, if lane < count { (lane + 1) as f32 } else { 0.0 }, "load_partial");
        }
        let mut target = [9.0; 4];
        (vector * F32x4::splat(10.0)).store_partial(&mut target[..count]);
        for (lane, found) in target.into_iter().enumerate() {
            assert_lane(found, if lane < count { 10.0 * (lane + 1) as f32 } else { 9.0 }, "store_partial");
        }
    }
}

#[test]
fn a_block_is_transposed() {
    let rows =
        core::array::from_fn(|row| F32x4::load(&core::array::from_fn(|column| (10 * row + column) as f32)));
    for (column, lanes) in F32x4::transpose(rows).into_iter().enumerate() {
        assert_eq!(lanes.to_array(), core::array::from_fn(|row| (10 * row + column) as f32));
    }
}

#[test]
fn lanes_are_summed_in_one_order() {
    // (1e8 − 1e8) + (1 + 2): any other order loses a small term.
    assert_eq!(F32x4::load(&[1e8, 1.0, -1e8, 2.0]).sum().to_bits(), 3.0_f32.to_bits());
    assert_lane(F32x4::load(&[1.0, -3.0, 7.0, 2.0]).max_lane(), 7.0, "greatest");
    assert_lane(F32x4::load(&[1.0, f32::NAN, 7.0, 2.0]).max_lane(), f32::NAN, "greatest");
}
