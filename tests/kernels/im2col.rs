//! Implicit im2col and col2im against the materialised im2col matrix; sums of terms.

use inkgrad::kernels::im2col::{Windows, reference};
use inkgrad::kernels::{F32x4, Panels, Workspace, sum_of_terms};
use ndarray::{Array2, Array4, ArrayView2, ArrayView4, s};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

fn draw_images(windows: &Windows, count: usize, seed: u32) -> Array4<f32> {
    let [channels, height, width] = windows.size();
    let values = Draw::new(seed).whole_numbers(count * windows.floats());
    Array4::from_shape_vec((count, channels, height, width), values).unwrap()
}

/// Every panel of an operand whose matrix is `expected: [lines, depth]`, in pieces of `depth_step`.
#[track_caller]
fn check_panels<const WIDTH: usize>(operand: &impl Panels, expected: &Array2<f32>, depth_step: usize) {
    let (lines, depth) = expected.dim();
    for first in (0..lines).step_by(WIDTH) {
        for start in (0..depth).step_by(depth_step) {
            let (lines, depths) = (first..(first + WIDTH).min(lines), start..(start + depth_step).min(depth));
            let mut panel = vec![f32::NAN; WIDTH * depths.len()];
            operand.fill(WIDTH, lines.clone(), depths.clone(), &mut panel);
            for (index, value) in panel.iter().enumerate() {
                let (line, depth) = (first + index % WIDTH, start + index / WIDTH);
                let expected = if line < lines.end { expected[[line, depth]] } else { 0.0 };
                assert_eq!(*value, expected, "line {line}, depth {depth} of {lines:?} × {depths:?}");
            }
        }
    }
}

/// Checks the operand, the products, and col2im.
pub(crate) fn check(windows: Windows, count: usize, seed: u32) {
    let images = draw_images(&windows, count, seed);
    let floats = images.as_slice().unwrap();
    let matrix = reference::im2col(&windows, images.view());
    let (positions, elements) = matrix.dim();
    assert_eq!((positions, elements), (count * windows.positions(), windows.elements()));

    for depth_step in [elements, 1, 7] {
        check_panels::<4>(&windows.by_position(floats), &matrix, depth_step);
        check_panels::<8>(&windows.by_position(floats), &matrix, depth_step);
    }
    check_direct(&windows, floats, &matrix, seed);
    check_col2im(&windows, floats, seed);
}

/// Both products of a direct convolution, without packed windows.
fn check_direct(windows: &Windows, floats: &[f32], matrix: &Array2<f32>, seed: u32) {
    let (filters, elements, positions) = (1 + seed as usize % 13, windows.elements(), windows.positions());
    let mut draw = Draw::new(seed + 2);
    let images = floats.len() / windows.floats();
    let weights =
        Array2::from_shape_vec((filters, elements), draw.whole_numbers(filters * elements)).unwrap();
    let mut workspace = Workspace::new().unwrap();
    let image = |index: usize| matrix.slice(s![index * positions..(index + 1) * positions, ..]);
    if windows.are_direct() {
        let bias = draw.whole_numbers(filters);
        let mut y = vec![f32::NAN; images * filters * positions];
        windows.convolve(floats, weights.as_slice().unwrap(), &bias, &mut y, &mut workspace);
        for (index, y) in y.chunks_exact(filters * positions).enumerate() {
            let product = weights.dot(&image(index).t());
            let expected = product.indexed_iter().map(|((filter, _), sum)| sum + bias[filter]);
            assert!(y.iter().copied().eq(expected), "image {index} of {images} by {windows:?}");
        }
    }
    for dz in gradients(&mut draw, images, filters * positions) {
        let (mut dw, mut expected) = (weights.clone(), weights.clone());
        windows.add_weight_gradient(floats, &dz, dw.as_slice_mut().unwrap(), &mut workspace);
        for (index, dz) in dz.chunks_exact(filters * positions).enumerate() {
            let dz = ArrayView2::from_shape((filters, positions), dz).unwrap();
            expected += &dz.dot(&image(index));
        }
        assert_eq!(dw, expected, "the gradient by {windows:?}");
    }
}

/// Gradients of the output: dense ones, ones that are mostly zero, as after max pooling, ones that are so in every other image,
/// and zeros.
fn gradients(draw: &mut Draw, images: usize, floats: usize) -> [Vec<f32>; 4] {
    let dense = draw.whole_numbers(images * floats);
    let sparse: Vec<f32> =
        dense.iter().map(|dz| if draw.bits().is_multiple_of(7) { *dz } else { 0.0 }).collect();
    let mixed = (0..images * floats)
        .map(|index| if (index / floats).is_multiple_of(2) { dense[index] } else { sparse[index] });
    let mixed = mixed.collect();
    [dense, sparse, mixed, vec![0.0; images * floats]]
}

/// Backward: adds the gradient of each window to the images.
fn check_col2im(windows: &Windows, floats: &[f32], seed: u32) {
    let (elements, positions) = (windows.elements(), windows.positions());
    let (filters, images) = (1 + seed as usize % 21, floats.len() / windows.floats());
    let mut draw = Draw::new(seed + 2);
    let weights = draw.whole_numbers(filters * elements);
    for dz in gradients(&mut draw, images, filters * positions) {
        check_input_gradient(windows, floats, &weights, &dz);
    }
}

fn check_input_gradient(windows: &Windows, floats: &[f32], weights: &[f32], dz: &[f32]) {
    let (elements, positions) = (windows.elements(), windows.positions());
    let filters = weights.len() / elements;
    let mut expected = floats.to_vec();
    let ([_, columns], [_, height, width]) = (windows.output_size(), windows.size());
    for (image, expected) in expected.chunks_exact_mut(windows.floats()).enumerate() {
        for (position, element) in (0..positions).flat_map(|p| (0..elements).map(move |e| (p, e))) {
            let (channel, within) = (element / windows.kernel().pow(2), element % windows.kernel().pow(2));
            let row = position / columns * windows.stride() + within / windows.kernel();
            let column = position % columns * windows.stride() + within % windows.kernel();
            expected[(channel * height + row) * width + column] += (0..filters)
                .map(|filter| {
                    weights[filter * elements + element]
                        * dz[(image * filters + filter) * positions + position]
                })
                .sum::<f32>();
        }
    }
    let mut workspace = Workspace::new().unwrap();
    let mut found = floats.to_vec();
    windows.add_input_gradient(weights, dz, &mut found, &mut workspace);
    assert_eq!(found, expected, "{windows:?}");
}

#[test]
fn windows_of_every_shape_match_the_matrix() {
    let cases = [
        ([1, 1, 1], 1, 1, 1),
        ([1, 28, 28], 5, 1, 1),
        ([2, 12, 12], 5, 1, 2),
        ([3, 7, 8], 3, 2, 3),
        ([2, 5, 9], 2, 3, 2),
        ([3, 4, 11], 1, 1, 3),
        ([3, 4, 11], 1, 2, 3),
        ([1, 6, 6], 6, 1, 5),
        ([2, 8, 12], 4, 4, 2),
        ([1, 3, 18], 3, 1, 2),
        ([2, 9, 30], 7, 1, 2),
        ([1, 25, 30], 5, 1, 1),
        ([8, 12, 12], 5, 1, 5),
        ([6, 14, 14], 5, 1, 3),
        ([5, 9, 11], 4, 2, 3),
        ([16, 8, 9], 3, 2, 2),
        ([1, 40, 31], 7, 1, 2),
        ([2, 36, 34], 5, 1, 2),
        ([1, 20, 34], 11, 1, 2),
        ([2, 3, 4], 3, 800_000_000, 3),
    ];
    for (seed, (size, kernel, stride, count)) in (0..).zip(cases) {
        check(Windows::new(size, kernel, stride).unwrap(), count, 31 * seed + 5);
    }
}

/// Drawings: most windows are blank in some rows, or in all.
#[test]
fn blank_windows_match_the_matrix() {
    for (seed, (size, kernel)) in
        (0..).zip([([1, 28, 28], 5), ([1, 28, 28], 3), ([1, 9, 70], 2), ([1, 64, 13], 6)])
    {
        check_blank(&Windows::new(size, kernel, 1).unwrap(), 12, seed);
    }
}

/// Four images in which so many pixels are not zero.
fn check_blank(windows: &Windows, pixels: usize, seed: u32) {
    let mut images = vec![0.0; 4 * windows.floats()];
    let mut draw = Draw::new(seed);
    for _ in 0..pixels {
        let place = draw.bits() as usize % images.len();
        images[place] = 3.0;
    }
    let [channels, height, width] = windows.size();
    let matrix =
        reference::im2col(windows, ArrayView4::from_shape((4, channels, height, width), &images).unwrap());
    check_direct(windows, &images, &matrix, seed);
}

/// What is too short is found, whichever path is taken: two images, and outputs for one of them.
#[test]
#[should_panic(expected = "an output for every image")]
#[cfg(not(target_arch = "wasm32"))]
fn an_output_that_is_too_short_is_found() {
    let windows = Windows::new([1, 9, 12], 3, 1).unwrap();
    let (images, mut y) = (vec![1.0; 2 * windows.floats()], vec![0.0; windows.positions()]);
    windows.convolve(&images, &[1.0; 9], &[], &mut y, &mut Workspace::new().unwrap());
}

#[test]
#[should_panic(expected = "an output for every image")]
#[cfg(not(target_arch = "wasm32"))]
fn a_gradient_that_is_too_short_is_found() {
    let windows = Windows::new([1, 9, 12], 3, 1).unwrap();
    let (images, dz) = (vec![1.0; 2 * windows.floats()], vec![1.0; windows.positions()]);
    windows.add_weight_gradient(&images, &dz, &mut [0.0; 9], &mut Workspace::new().unwrap());
}

#[test]
#[should_panic(expected = "an output for every image")]
#[cfg(not(target_arch = "wasm32"))]
fn an_input_gradient_of_too_few_is_found() {
    let windows = Windows::new([1, 9, 12], 3, 1).unwrap();
    let (mut images, dz) = (vec![1.0; 2 * windows.floats()], vec![1.0; windows.positions()]);
    windows.add_input_gradient(&[1.0; 9], &dz, &mut images, &mut Workspace::new().unwrap());
}

#[test]
fn windows_that_do_not_fit_are_rejected() {
    for (size, kernel, stride, id) in [
        ([1, 4, 5], 5, 1, "spec.window_does_not_fit"),
        ([1, 4, 5], 0, 1, "spec.window_does_not_fit"),
        ([1, 4, 5], 2, 0, "spec.window_does_not_fit"),
        ([0, 4, 5], 2, 1, "spec.window_does_not_fit"),
        ([1, 1 << 16, 1 << 16], 2, 1, "memory.image_too_large"),
        ([usize::MAX, usize::MAX, usize::MAX], 2, 1, "memory.image_too_large"),
    ] {
        assert_eq!(Windows::new(size, kernel, stride).unwrap_err().id(), id, "{size:?}");
    }
}

#[test]
fn sums_of_terms_match_plain_sums() {
    for length in [0, 1, 3, 4, 5, 15, 16, 17, 19, 31, 1023, 1024, 1025, 2050, 2077] {
        let (a, b) = (Draw::new(3).whole_numbers(length), Draw::new(5).whole_numbers(length));
        let found = sum_of_terms([&a, &b], |[a, b]| (a - F32x4::splat(2.0)) * b);
        let expected: f64 = a.iter().zip(&b).map(|(a, b)| f64::from((a - 2.0) * b)).sum();
        assert_eq!(found, expected, "length {length}");
        // A term that is not 0 at 0 applies only to existing elements.
        assert_eq!(sum_of_terms([&a], |_| F32x4::splat(1.0)), length as f64);
    }
}

#[test]
fn long_sums_keep_precision() {
    let values = vec![0.1_f32; 1_000_000];
    let expected = f64::from(0.1_f32) * 1e6;
    assert!((sum_of_terms([&values], |[value]| value) - expected).abs() < 1e-6 * expected);
}

#[cfg(not(target_arch = "wasm32"))]
mod property {
    use super::{Windows, check, check_blank};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        #[test]
        fn windows_match_the_matrix(
            channels in 1_usize..10, more_height in 0_usize..9, more_width in 0_usize..14,
            kernel in 1_usize..6, stride in 1_usize..4, count in 1_usize..4, seed in 0_u32..1000,
        ) {
            let size = [channels, kernel + more_height, kernel + more_width];
            check(Windows::new(size, kernel, stride).unwrap(), count, seed);
        }

        #[test]
        fn blank_windows_match_the_matrix(
            more_height in 0_usize..60, more_width in 7_usize..80, kernel in 1_usize..6,
            pixels in 0_usize..60, seed in 0_u32..1000,
        ) {
            check_blank(&Windows::new([1, kernel + more_height, kernel + more_width], kernel, 1).unwrap(), pixels, seed);
        }
    }
}
