//! Element-wise operations and reductions, at lengths around the vector width and for extreme values.

use inkgrad::kernels::{self, F32x4, reference};
use ndarray::{ArrayView1, ArrayView2};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

const LENGTHS: [usize; 16] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 67, 259];

pub(crate) fn check_update(length: usize, seed: u32) {
    let mut draw = Draw::new(seed);
    let (mut first, mut second) = (draw.whole_numbers(length), draw.whole_numbers(length));
    let (third, fourth) = (draw.whole_numbers(length), draw.whole_numbers(length));
    let plain: Vec<(f32, f32)> =
        (0..length).map(|i| (first[i] - third[i] * second[i], second[i] + fourth[i])).collect();
    kernels::update([&mut first, &mut second], [&third, &fourth], |[a, b], [c, d]| [a - c * b, b + d]);
    let found: Vec<(f32, f32)> = first.into_iter().zip(second).collect();
    assert_eq!(found, plain, "length {length}");
}

pub(crate) fn check_reductions(rows: usize, columns: usize, seed: u32) {
    let mut draw = Draw::new(seed);
    let matrix = draw.whole_numbers(rows * columns);
    let (row, start) = (draw.whole_numbers(columns), draw.whole_numbers(columns));
    let view = ArrayView2::from_shape((rows, columns), &matrix).unwrap();
    let sums = reference::sum_columns(view);

    let mut found = vec![f32::NAN; columns];
    kernels::sum_columns(&matrix, &mut found, false);
    assert!(found.iter().zip(&sums).all(|(found, sum)| f64::from(*found) == *sum), "{rows} × {columns}");
    found.copy_from_slice(&start);
    kernels::sum_columns(&matrix, &mut found, true);
    for j in 0..columns {
        assert_eq!(f64::from(found[j]), sums[j] + f64::from(start[j]), "{rows} × {columns}, column {j}");
    }

    let mut shifted = matrix.clone();
    kernels::add_row(&mut shifted, &row);
    assert!((0..rows * columns).all(|i| shifted[i] == matrix[i] + row[i % columns]), "{rows} × {columns}");

    let reversed: Vec<f32> = matrix.iter().rev().copied().collect();
    let expected = reference::dot(ArrayView1::from(&matrix), ArrayView1::from(&reversed));
    assert_eq!(f64::from(kernels::dot(&matrix, &reversed)), expected, "{rows} × {columns}");
    assert_eq!(kernels::sum(&matrix), view.iter().map(|value| f64::from(*value)).sum::<f64>());
    assert_eq!(
        kernels::sum_of_squares(&matrix),
        view.iter().map(|value| f64::from(value * value)).sum::<f64>()
    );
    let greatest = matrix.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    assert_eq!(kernels::max(&matrix), greatest);
    let first = matrix.iter().position(|value| *value == greatest).unwrap_or(0);
    assert_eq!(kernels::argmax(&matrix), first);
}

#[test]
fn update_changes_every_element_once() {
    for (seed, length) in LENGTHS.into_iter().enumerate() {
        check_update(length, seed as u32);
    }
}

#[test]
fn elementwise_operations_match_their_formulas() {
    for length in LENGTHS {
        let a = Draw::new(3).whole_numbers(length);
        let mut values = Draw::new(5).whole_numbers(length);
        let start = values.clone();
        kernels::map(&mut values, |value| value + F32x4::splat(2.0));
        assert!((0..length).all(|i| values[i] == start[i] + 2.0));
        kernels::scale(&mut values, 0.5);
        assert!((0..length).all(|i| values[i] == (start[i] + 2.0) * 0.5));
        kernels::zip_map(&mut values, &a, |value, a| value * a);
        assert!((0..length).all(|i| values[i] == (start[i] + 2.0) * 0.5 * a[i]));
        values.copy_from_slice(&start);
        kernels::add_scaled(&mut values, -3.0, &a);
        assert!((0..length).all(|i| values[i] == start[i] - 3.0 * a[i]));
    }
}

#[test]
fn reductions_match_the_plain_ones() {
    for rows in [0, 1, 2, 5, 33] {
        for columns in LENGTHS {
            check_reductions(rows, columns, (rows * 1000 + columns) as u32);
        }
    }
}

#[test]
fn norms_neither_overflow_nor_underflow() {
    assert_eq!(kernels::sum_of_squares(&[1e20; 3]).sqrt() as f32, (3e40_f64).sqrt() as f32);
    assert!(kernels::sum_of_squares(&[1e-30; 3]) > 0.0);
}

#[test]
fn all_finite_finds_one_bad_value_at_any_position() {
    for length in LENGTHS {
        let values = Draw::new(7).reals(length);
        assert!(kernels::all_finite(&values), "length {length}");
        for at in 0..length {
            for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                let mut values = values.clone();
                values[at] = bad;
                assert!(!kernels::all_finite(&values), "{bad} at {at} of {length}");
            }
            let mut values = values.clone();
            values[at] = f32::MAX;
            assert!(kernels::all_finite(&values), "the largest float at {at} of {length}");
        }
    }
}

#[test]
fn argmax_handles_ties_and_nan() {
    assert_eq!(kernels::argmax(&[1.0, 3.0, 3.0, 2.0]), 1);
    assert_eq!(kernels::argmax(&[f32::NAN, f32::NEG_INFINITY, -5.0]), 2);
    assert_eq!(kernels::argmax(&[f32::NAN, f32::NEG_INFINITY]), 1);
    assert_eq!(kernels::argmax(&[]), 0);
    assert!(kernels::max(&[1.0, 2.0, 3.0, 4.0, 9.0, f32::NAN]).is_nan());
    assert_eq!(kernels::max(&[]), f32::NEG_INFINITY);
}

#[test]
fn bytes_are_scaled_one_by_one_at_every_length() {
    for length in [0, 1, 2, 3, 4, 5, 7, 8, 13, 784] {
        let bytes: Vec<u8> = (0..length).map(|index| (index * 37 % 256) as u8).collect();
        let mut out = vec![f32::NAN; length];
        kernels::scale_bytes(&bytes, 1.0 / 255.0, &mut out);
        let plain: Vec<f32> = bytes.iter().map(|&byte| f32::from(byte) * (1.0 / 255.0)).collect();
        assert_eq!(out, plain, "{length} bytes");
    }
}
