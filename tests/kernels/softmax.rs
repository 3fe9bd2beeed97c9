//! The softmax of rows and its gradient against the plain forms in double precision.

use inkgrad::kernels::{reference, softmax_rows, softmax_rows_backward};
use ndarray::ArrayView2;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

pub(crate) fn check(rows: usize, length: usize, scale: f32, seed: u32) {
    let mut draw = Draw::new(seed);
    let x: Vec<f32> = draw.reals(rows * length).iter().map(|x| 20.0 * x).collect();
    let dy = draw.reals(rows * length);
    let view = |values| ArrayView2::from_shape((rows, length), values).unwrap();

    let mut y = x.clone();
    softmax_rows(&mut y, length, scale);
    let expected = reference::softmax_rows(view(&x), scale);
    for (found, expected) in y.iter().zip(&expected) {
        let difference = (f64::from(*found) - expected).abs();
        // The argument of an exponential is rounded: at most 20 · 2 · 4, with a relative error of 6e-8 for each operation.
        assert!(difference <= 3e-5 * expected + 2e-38, "{rows} × {length}: {found}, not {expected}");
    }

    let mut dx = dy.clone();
    softmax_rows_backward(&y, &mut dx, length, scale);
    let expected = reference::softmax_rows_backward(view(&y), view(&dy), scale);
    for (found, expected) in dx.iter().zip(&expected) {
        let difference = (f64::from(*found) - expected).abs();
        assert!(difference <= 2e-6 * f64::from(scale), "{rows} × {length}: {found}, not {expected}");
    }
}

#[test]
fn rows_of_any_length_match_the_reference() {
    for length in [1, 2, 3, 4, 5, 7, 8, 16, 17, 49, 300] {
        check(3, length, 0.25, length as u32);
    }
    // What is far below the maximum is nothing, and not a subnormal, on which arithmetic is slow.
    let mut far = [0.0, 0.0, -88.0, -200.0, f32::NEG_INFINITY];
    softmax_rows(&mut far, 5, 1.0);
    assert_eq!(far, [0.5, 0.5, 0.0, 0.0, 0.0]);
    softmax_rows(&mut [], 0, 1.0);
    softmax_rows_backward(&[], &mut [], 0, 1.0);
}

#[test]
fn a_value_that_is_not_a_number_stays_in_its_row() {
    for length in [3, 4, 9] {
        for at in 0..length {
            let mut y = Draw::new(3).reals(3 * length);
            y[length + at] = f32::NAN;
            softmax_rows(&mut y, length, 0.5);
            assert!(y[length..2 * length].iter().all(|value| value.is_nan()), "{at} of {length}");
            for row in [&y[..length], &y[2 * length..]] {
                assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{row:?}");
            }
        }
    }
}
