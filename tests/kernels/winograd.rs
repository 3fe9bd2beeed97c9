//! Convolution by minimal filtering against the materialised im2col matrix. On whole numbers it is exact: its terms are
//! multiples of a quarter.

use inkgrad::kernels::Workspace;
use inkgrad::kernels::im2col::{Windows, reference};
use inkgrad::kernels::winograd::{Filters, add_weight_gradient, convolve, fits};
use ndarray::{Array2, Array4, ArrayView2, ArrayView3, ArrayView4, s};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

/// Checks output, filter gradient and input gradient of `filters` on `count` images of this size.
pub(crate) fn check(size: [usize; 3], filters: usize, count: usize, seed: u32) {
    let windows = Windows::new(size, 3, 1).unwrap();
    let ([channels, height, width], positions) = (size, windows.positions());
    let mut draw = Draw::new(seed);
    let images = draw.whole_numbers(count * windows.floats());
    let weights = draw.whole_numbers(filters * windows.elements());
    let bias = draw.whole_numbers(filters);
    let dz = draw.whole_numbers(count * filters * positions);
    let mut workspace = Workspace::new().unwrap();

    let view = Array4::from_shape_vec((count, channels, height, width), images.clone()).unwrap();
    let matrix = reference::im2col(&windows, view.view());
    let weight_matrix = ArrayView2::from_shape((filters, windows.elements()), &weights).unwrap();

    let mut y = vec![f32::NAN; count * filters * positions];
    let bank = Filters::new(&weights, channels);
    convolve(&windows, &images, &bank, &bias, &mut y, &mut workspace);
    let mut dw = Array2::from_shape_vec((filters, windows.elements()), weights.clone()).unwrap();
    let mut expected_dw = dw.clone();
    add_weight_gradient(&windows, &images, &dz, dw.as_slice_mut().unwrap(), &mut workspace);

    for image in 0..count {
        let of_image = matrix.slice(s![image * positions..(image + 1) * positions, ..]);
        let product = weight_matrix.dot(&of_image.t());
        let expected = product.indexed_iter().map(|((filter, _), sum)| sum + bias[filter]);
        let range = image * filters * positions..(image + 1) * filters * positions;
        assert!(
            y[range.clone()].iter().copied().eq(expected),
            "image {image}, {filters} filters on {size:?}"
        );
        expected_dw += &ArrayView2::from_shape((filters, positions), &dz[range]).unwrap().dot(&of_image);
    }
    assert_eq!(dw, expected_dw, "the gradient of {filters} filters on {size:?}");

    // The other way, filters are channels, of which the workspace holds so many.
    if filters <= 160 {
        check_input_gradient(&windows, &bank, &weights, &dz, &mut workspace);
    }
}

/// The convolution of the padded gradient of the output is the gradient of the input.
fn check_input_gradient(
    windows: &Windows,
    bank: &Filters<'_>,
    weights: &[f32],
    dz: &[f32],
    workspace: &mut Workspace,
) {
    let ([channels, height, width], [rows, columns]) = (windows.size(), windows.output_size());
    let filters = weights.len() / windows.elements();
    let count = dz.len() / (filters * rows * columns);
    let mut padded = Array4::<f32>::zeros((count, filters, rows + 4, columns + 4));
    let mut expected = Array4::<f32>::zeros((count, channels, height, width));
    for (index, dz) in dz.iter().enumerate() {
        let (image, filter, row, column) = (
            index / (filters * rows * columns),
            index / (rows * columns) % filters,
            index / columns % rows,
            index % columns,
        );
        padded[[image, filter, row + 2, column + 2]] = *dz;
        for (element, weight) in
            weights[filter * windows.elements()..][..windows.elements()].iter().enumerate()
        {
            let (channel, place) = (element / 9, element % 9);
            expected[[image, channel, row + place / 3, column + place % 3]] += weight * dz;
        }
    }
    let over_gradient = Windows::new([filters, rows + 4, columns + 4], 3, 1).unwrap();
    let mut dx = vec![f32::NAN; expected.len()];
    convolve(&over_gradient, padded.as_slice().unwrap(), &bank.transposed(), &[], &mut dx, workspace);
    assert_eq!(dx, expected.as_slice().unwrap(), "the input gradient of {filters} filters by {windows:?}");
}

#[test]
fn every_size_matches_the_matrix() {
    let cases = [
        ([1, 3, 3], 1, 1),
        ([2, 4, 5], 3, 2),
        ([5, 9, 9], 9, 3),
        ([16, 10, 12], 8, 2),
        ([9, 7, 13], 17, 1),
        ([64, 4, 3], 70, 1),
        ([130, 3, 6], 9, 2),
        ([8, 4, 5], 170, 1),
    ];
    for (seed, (size, filters, count)) in (3..).zip(cases) {
        check(size, filters, count, seed);
    }
}

#[test]
#[should_panic(expected = "a gradient for every image")]
fn a_gradient_that_is_too_short_is_found() {
    let windows = Windows::new([1, 4, 4], 3, 1).unwrap();
    add_weight_gradient(&windows, &[1.0; 16], &[1.0; 2], &mut [0.0; 9], &mut Workspace::new().unwrap());
}

/// An image's output does not depend on the images beside it, not in a single bit.
#[test]
fn an_image_alone_has_the_same_output() {
    let (size, filters, count) = ([8, 7, 9], 10, 5);
    let windows = Windows::new(size, 3, 1).unwrap();
    let mut draw = Draw::new(11);
    let (images, weights) = (draw.reals(count * windows.floats()), draw.reals(filters * windows.elements()));
    let bank = Filters::new(&weights, size[0]);
    let mut workspace = Workspace::new().unwrap();
    let floats = filters * windows.positions();
    let mut together = vec![0.0; count * floats];
    convolve(&windows, &images, &bank, &[], &mut together, &mut workspace);
    for (image, together) in images.chunks_exact(windows.floats()).zip(together.chunks_exact(floats)) {
        let mut alone = vec![0.0; floats];
        convolve(&windows, image, &bank, &[], &mut alone, &mut workspace);
        assert_eq!(alone, together);
    }
}

/// The error that rounding may make, as a part of [`magnitude`]: a few units in the last place of each transform, and of the sum
/// over channels or tiles.
const TOLERANCE: f64 = 1e-6;

/// The sum of the greatest input of each line of `elements` times the absolute weights there. A tile's terms mix its inputs, so
/// the error of an output goes with the greatest of them.
fn magnitude(lines: impl Iterator<Item = (f64, f64)>) -> f64 {
    lines.map(|(greatest, weights)| greatest * weights).sum()
}

fn greatest(values: impl IntoIterator<Item = f32>) -> f64 {
    values.into_iter().fold(0.0, |greatest: f64, value| greatest.max(f64::from(value).abs()))
}

/// Checks output and filter gradient against sums in double precision, on real numbers up to `scale`. With `padded`, the border
/// of the images is 0, as the padding `same` makes it.
fn check_reals(size: [usize; 3], filters: usize, count: usize, padded: bool, scale: f32, seed: u32) {
    let windows = Windows::new(size, 3, 1).unwrap();
    let ([channels, height, width], [rows, columns]) = (size, windows.output_size());
    let mut draw = Draw::new(seed);
    let mut images: Vec<f32> =
        draw.reals(count * windows.floats()).into_iter().map(|value| value * scale).collect();
    if padded {
        for (index, value) in images.iter_mut().enumerate() {
            let (row, column) = (index / width % height, index % width);
            if row % (height - 1) == 0 || column % (width - 1) == 0 {
                *value = 0.0;
            }
        }
    }
    let (weights, dz) =
        (draw.reals(filters * channels * 9), draw.reals(count * filters * windows.positions()));
    let mut workspace = Workspace::new().unwrap();
    let (mut y, mut dw) = (vec![f32::NAN; dz.len()], vec![0.0; weights.len()]);
    convolve(&windows, &images, &Filters::new(&weights, channels), &[], &mut y, &mut workspace);
    add_weight_gradient(&windows, &images, &dz, &mut dw, &mut workspace);

    let view = ArrayView4::from_shape((count, channels, height, width), &images).unwrap();
    let matrix = reference::im2col(&windows, view).mapv(f64::from);
    let weight = ArrayView2::from_shape((filters, channels * 9), &weights).unwrap().mapv(f64::from);
    let of_filters = ArrayView3::from_shape((count, filters, rows * columns), &dz).unwrap().mapv(f64::from);
    let plane = |channel: usize| greatest(view.slice(s![.., channel, .., ..]).iter().copied());
    let planes: Vec<f64> = (0..channels).map(plane).collect();
    let mut expected_dw = Array2::<f64>::zeros(weight.dim());
    for image in 0..count {
        let of_image = matrix.slice(s![image * rows * columns..(image + 1) * rows * columns, ..]);
        let dz = of_filters.slice(s![image, .., ..]);
        expected_dw += &dz.dot(&of_image);
        for ((filter, position), expected) in weight.dot(&of_image.t()).indexed_iter() {
            let sums = (0..channels).map(|channel| {
                weight
                    .slice(s![filter, channel * 9..(channel + 1) * 9])
                    .iter()
                    .map(|weight| weight.abs())
                    .sum()
            });
            let allowed = TOLERANCE * magnitude(planes.iter().copied().zip(sums));
            let found = f64::from(y[(image * filters + filter) * rows * columns + position]);
            let what = format!("{found}, not {expected}: output of {filters} filters on {size:?}");
            assert!((found - expected).abs() <= allowed, "{what}");
        }
    }
    for ((filter, element), expected) in expected_dw.indexed_iter() {
        let total = of_filters.slice(s![.., filter, ..]).iter().map(|dz| dz.abs()).sum();
        let allowed = TOLERANCE * magnitude([(planes[element / 9], total)].into_iter());
        let found = f64::from(dw[filter * channels * 9 + element]);
        assert!((found - expected).abs() <= allowed, "{found}, not {expected}: gradient on {size:?}");
    }
}

/// Many channels, one image or several, odd sizes, padded or not, and values whose products are near the end of the range.
#[test]
fn real_numbers_stay_within_rounding() {
    let cases = [
        ([8, 4, 4], 8, 1, false, 1.0),
        ([9, 5, 7], 11, 1, true, 1.0),
        ([16, 26, 26], 16, 2, false, 1.0),
        ([33, 9, 12], 20, 3, true, 1e-12),
        ([64, 9, 9], 32, 4, true, 1e34),
        ([160, 6, 5], 160, 1, false, 1e30),
    ];
    for (seed, (size, filters, count, padded, scale)) in (40..).zip(cases) {
        check_reals(size, filters, count, padded, scale, seed);
    }
}

#[test]
fn only_three_by_three_at_every_position_is_for_it() {
    let fit = |size, kernel, stride, filters| fits(&Windows::new(size, kernel, stride).unwrap(), filters);
    assert!(fit([16, 14, 14], 3, 1, 32));
    assert!(!fit([16, 14, 14], 5, 1, 32) && !fit([16, 14, 14], 3, 2, 32));
    assert!(!fit([1, 28, 28], 3, 1, 32) && !fit([16, 14, 14], 3, 1, 2) && !fit([5000, 3, 3], 3, 1, 32));
    assert!(!fit([7, 8, 8], 3, 1, 8) && fit([8, 8, 8], 3, 1, 8) && !fit([8, 8, 8], 3, 1, 7));
    assert!(fit([160, 8, 8], 3, 1, 160) && !fit([161, 8, 8], 3, 1, 160) && !fit([160, 8, 8], 3, 1, 161));
    assert!(!fit([8, 3, 8], 3, 1, 8) && fit([8, 4, 4], 3, 1, 8));
}

#[cfg(not(target_arch = "wasm32"))]
mod property {
    use super::{check, check_reals};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        #[test]
        fn sizes_match_the_matrix(
            channels in 1_usize..12, height in 3_usize..12, width in 3_usize..16,
            filters in 1_usize..20, count in 1_usize..4, seed in 0_u32..1000,
        ) {
            check([channels, height, width], filters, count, seed);
        }

        #[test]
        fn real_numbers_stay_within_rounding(
            channels in 8_usize..=160, height in 4_usize..12, width in 4_usize..16, filters in 8_usize..40,
            count in 1_usize..3, padded: bool, power in -30_i32..30, seed in 0_u32..1000,
        ) {
            check_reals([channels, height, width], filters, count, padded, 10_f32.powi(power), seed);
        }
    }
}
