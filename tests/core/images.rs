//! Image layers: cases that golden values and finite differences do not cover.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::layer_harness::{LayerHarness, refusal, try_build};
use crate::support::{assert_agrees, numbers};

/// A convolution by its definition, with integers so that sums are exact in any order.
fn check_convolution(
    [channels, height, width]: [usize; 3],
    [filters, kernel, stride]: [usize; 3],
    padding: &str,
    samples: usize,
) {
    let json = format!(
        r#"{{"kind":"conv2d","filters":{filters},"kernel":{kernel},"stride":{stride},"padding":"{padding}"}}"#
    );
    let mut harness = LayerHarness::new(&json, &[channels, height, width], true);
    let whole = |count, seed| numbers(count, seed).iter().map(|value| (value * 4.0).round()).collect();
    harness.parameters = whole(harness.parameters.len(), 1);
    let x: Vec<f32> = whole(samples * channels * height * width, 2);
    let side = |size: usize| match padding {
        "same" => {
            (size.div_ceil(stride), ((size.div_ceil(stride) - 1) * stride + kernel).saturating_sub(size) / 2)
        }
        _ => ((size - kernel) / stride + 1, 0),
    };
    let ([rows, top], [columns, left]) = (side(height).into(), side(width).into());
    let dy: Vec<f32> = whole(samples * filters * rows * columns, 3);
    let (y, dx) = harness.forward_backward(&x, true, |index| dy[index]);

    let (weight, bias) = (harness.tensor("weight"), harness.tensor("bias"));
    let (mut expected_y, mut expected_dx) = (Vec::new(), vec![0.0; x.len()]);
    let mut expected_gradient = vec![0.0; harness.parameters.len()];
    for sample in 0..samples {
        for filter in 0..filters {
            for position in 0..rows * columns {
                let dy = dy[expected_y.len()];
                expected_gradient[bias.start + filter] += dy;
                let mut sum = harness.parameters[bias.start + filter];
                for tap in 0..channels * kernel * kernel {
                    let (channel, down, across) =
                        (tap / (kernel * kernel), tap / kernel % kernel, tap % kernel);
                    let row = (position / columns * stride + down).wrapping_sub(top);
                    let column = (position % columns * stride + across).wrapping_sub(left);
                    if row < height && column < width {
                        let pixel = ((sample * channels + channel) * height + row) * width + column;
                        let w = weight.start + filter * channels * kernel * kernel + tap;
                        sum += harness.parameters[w] * x[pixel];
                        expected_gradient[w] += dy * x[pixel];
                        expected_dx[pixel] += dy * harness.parameters[w];
                    }
                }
                expected_y.push(sum);
            }
        }
    }
    let what = format!("{json} on {samples} of {:?}", [channels, height, width]);
    assert_eq!(y, expected_y, "{what}: y");
    assert_eq!(dx, expected_dx, "{what}: dx");
    assert_eq!(harness.gradient, expected_gradient, "{what}: gradient");
}

#[test]
fn convolution_matches_its_definition() {
    check_convolution([1, 28, 28], [8, 5, 1], "valid", 3);
    check_convolution([8, 12, 12], [16, 5, 1], "valid", 9);
    check_convolution([3, 14, 13], [5, 3, 1], "same", 5);
    check_convolution([2, 11, 15], [3, 4, 2], "same", 7);
    check_convolution([40, 7, 7], [9, 3, 1], "same", 13);
    check_convolution([8, 9, 8], [10, 3, 1], "valid", 5);
    check_convolution([9, 3, 2], [8, 3, 1], "same", 4);
    check_convolution([9, 1, 2], [8, 3, 1], "same", 4);
    check_convolution([8, 40, 40], [8, 3, 1], "same", 11);
    check_convolution([2, 9, 7], [3, 2, 3], "valid", 11);
    check_convolution([5, 6, 6], [7, 1, 1], "valid", 20);
    check_convolution([1, 2, 2], [2, 3, 1], "same", 300);
    check_convolution([1, 40, 600], [1, 9, 1], "valid", 1);
    check_convolution([2, 5, 4], [3, 1, 4], "same", 4);
    // Windows larger than the image with its padding.
    check_convolution([2, 3, 2], [3, 6, 1], "same", 5);
    check_convolution([1, 8, 5], [2, 10, 3], "same", 3);
    check_convolution([3, 1, 1], [2, 3, 2], "same", 4);
    check_convolution([1, 1, 2], [2, 9, 4], "same", 2);
}

#[test]
fn a_window_larger_than_the_image_is_centred() {
    let json = r#"{"kind":"conv2d","filters":1,"kernel":3,"stride":2,"padding":"same","bias":false}"#;
    let mut harness = LayerHarness::new(json, &[1, 1, 1], true);
    harness.parameters = (0..9_u8).map(f32::from).collect();
    assert_eq!(harness.forward_backward(&[1.0], true, |_| 0.0).0, [4.0]);
}

#[test]
fn huge_sizes_are_rejected_and_never_wrap() {
    let huge = u32::MAX;
    let cases = [
        (format!("[4,{huge},{huge}]"), String::new(), "input"),
        (
            "[1,2,2]".into(),
            format!(r#"{{"kind":"conv2d","filters":{huge},"kernel":{huge},"padding":"same"}},"#),
            "layers[0]",
        ),
        (
            "[1,2,2]".into(),
            format!(r#"{{"kind":"patches","size":1,"units":{huge}}},{{"kind":"dense","units":{huge}}},"#),
            "",
        ),
        ("[4,2]".into(), format!(r#"{{"kind":"lstm","units":{huge}}},"#), ""),
        ("[4,2]".into(), format!(r#"{{"kind":"transformer_encoder","heads":1,"hidden":{huge}}},"#), ""),
    ];
    for (input, layers, path) in cases {
        let json = format!(
            r#"{{"input":{input},"layers":[{layers}{{"kind":"flatten"}},{{"kind":"dense","units":2}}],
            "loss":{{"kind":"mse"}},"optimizer":{{"kind":"sgd","learning_rate":0.1}}}}"#
        );
        let refused = inkgrad::Spec::from_json(&json).and_then(inkgrad::Session::new);
        let Err(error) = refused else { panic!("{json} fits") };
        assert!(
            matches!(error.kind, inkgrad::ErrorKind::Memory | inkgrad::ErrorKind::Spec),
            "{json}: {error}"
        );
        assert!(error.path.clone().unwrap_or_default().starts_with(path), "{json}: {error}");
    }
}

#[test]
fn samples_are_independent_in_image_layers() {
    for (json, input) in [
        (r#"{"kind":"conv2d","filters":5,"kernel":3,"padding":"same","activation":"tanh"}"#, [2, 6, 5]),
        (r#"{"kind":"conv2d","filters":3,"kernel":3}"#, [1, 14, 14]),
        (r#"{"kind":"patches","size":2,"units":5}"#, [2, 6, 4]),
        (r#"{"kind":"layer_norm"}"#, [2, 3, 5]),
    ] {
        let size: usize = input.iter().product();
        let x = numbers(9 * size, 8);
        let mut harness = LayerHarness::new(json, &input, true);
        let batched = harness.forward_backward(&x, true, |_| 0.0).0;
        let single: Vec<f32> =
            x.chunks(size).flat_map(|x| harness.forward_backward(x, true, |_| 0.0).0).collect();
        assert_eq!(batched, single, "{json}");
    }
}

#[test]
fn windows_must_fit_the_image() {
    assert_eq!(
        refusal(r#"{"kind":"conv2d","filters":2,"kernel":6}"#, &[1, 8, 5]),
        "kernel: expected at most 5, as the input is [1, 8, 5], found 6; make it smaller, or set padding to \"same\""
    );
    assert_eq!(
        refusal(r#"{"kind":"max_pool2d","size":3}"#, &[4, 2, 9]),
        "size: expected at most 2, as the input is [4, 2, 9], found 3; make it smaller, or leave the layer out"
    );
    assert_eq!(
        refusal(r#"{"kind":"patches","size":4,"units":8}"#, &[1, 28, 30]),
        "size: expected a divisor of height and width, which are 28 and 30, found 4; squares must cover the image \
         without a rest"
    );
    for json in [
        r#"{"kind":"conv2d","filters":2,"kernel":1}"#,
        r#"{"kind":"avg_pool2d","size":1}"#,
        r#"{"kind":"global_avg_pool2d"}"#,
        r#"{"kind":"rows"}"#,
        r#"{"kind":"patches","size":1,"units":1}"#,
    ] {
        let message = refusal(json, &[64]);
        assert!(
            message.starts_with("expected an input of [channels, height, width], found [64]; "),
            "{message}"
        );
    }
    assert!(refusal(r#"{"kind":"mean_pool"}"#, &[64]).starts_with("expected an input of [steps, features]"));
}

/// Both pooling layers by their definition, with few distinct values so that most windows have ties.
fn check_pooling([channels, height, width]: [usize; 3], size: usize, stride: usize, seed: u32) {
    let x: Vec<f32> =
        numbers(2 * channels * height * width, seed).iter().map(|value| (value * 1.4).round()).collect();
    let [rows, columns] = [height, width].map(|side| (side - size) / stride + 1);
    let dy = |index: usize| (index % 5) as f32 + 1.0;
    let (mut max, mut mean) = ((vec![], vec![0.0; x.len()]), (vec![], vec![0.0; x.len()]));
    for window in 0..2 * channels * rows * columns {
        let (plane, row, column) = (window / (rows * columns), window / columns % rows, window % columns);
        let start = (plane * height + row * stride) * width + column * stride;
        let places: Vec<usize> = (0..size * size).map(|i| start + i / size * width + i % size).collect();
        let greatest = places.iter().map(|place| x[*place]).fold(f32::MIN, f32::max);
        let first = places.iter().find(|place| x[**place] == greatest).expect("a greatest");
        max.0.push(greatest);
        max.1[*first] += dy(window);
        mean.0.push(places.iter().map(|place| x[*place]).sum::<f32>() / (size * size) as f32);
        places.iter().for_each(|place| mean.1[*place] += dy(window) / (size * size) as f32);
    }
    for (kind, expected) in [("max", max), ("avg", mean)] {
        let json = format!(r#"{{"kind":"{kind}_pool2d","size":{size},"stride":{stride}}}"#);
        let (y, dx) =
            LayerHarness::new(&json, &[channels, height, width], true).forward_backward(&x, true, dy);
        let what = format!("{json} on {:?}", [channels, height, width]);
        assert_agrees(&y, &expected.0, 1e-6, &what);
        assert_agrees(&dx, &expected.1, 1e-6, &what);
    }
}

#[test]
fn pooling_matches_its_definition_and_ties_go_to_the_first() {
    for seed in 0..20 {
        check_pooling([2, 4, 6], 2, 2, seed);
        check_pooling([1, 7, 5], 2, 2, seed);
        check_pooling([2, 24, 23], 2, 2, seed);
        check_pooling([2, 6, 16], 2, 2, seed);
        check_pooling([1, 7, 16], 2, 2, seed);
        check_pooling([2, 5, 6], 3, 1, seed);
        check_pooling([1, 7, 8], 2, 3, seed);
        check_pooling([1, 9, 9], 3, 2, seed);
        check_pooling([3, 4, 4], 1, 1, seed);
    }
}

#[test]
fn pooling_propagates_nan() {
    for (size, at) in [(2, [0, 1, 4, 5]), (3, [0, 1, 5, 10])] {
        for place in at {
            let mut x = numbers(16, 1);
            x[place] = f32::NAN;
            let json = format!(r#"{{"kind":"max_pool2d","size":{size}}}"#);
            assert!(
                LayerHarness::new(&json, &[1, 4, 4], true).forward_backward(&x, true, |_| 0.0).0[0].is_nan(),
                "{json}, {place}"
            );
        }
    }
}

#[test]
fn the_default_stride_is_the_size() {
    for kind in ["max_pool2d", "avg_pool2d"] {
        let layer = try_build(&format!(r#"{{"kind":"{kind}","size":3}}"#), &[2, 8, 9]).expect("a layer");
        assert_eq!(layer.output_shape(), [2, 2, 3]);
    }
}

#[test]
fn rows_concatenate_the_channels() {
    let x: Vec<f32> = (0..12_u8).map(f32::from).collect();
    let (y, dx) =
        LayerHarness::new(r#"{"kind":"rows"}"#, &[2, 3, 2], true)
            .forward_backward(&x, true, |index| index as f32);
    assert_eq!(y, [0.0, 1.0, 6.0, 7.0, 2.0, 3.0, 8.0, 9.0, 4.0, 5.0, 10.0, 11.0]);
    assert_eq!(dx, [0.0, 1.0, 4.0, 5.0, 8.0, 9.0, 2.0, 3.0, 6.0, 7.0, 10.0, 11.0]);
    let layer = try_build(r#"{"kind":"rows"}"#, &[1, 28, 20]).expect("a layer");
    assert!(layer.is_view());
    assert_eq!(layer.output_shape(), [28, 20]);
}

#[test]
fn patches_are_flattened_by_channel_row_and_column_with_positions() {
    let json = r#"{"kind":"patches","size":2,"units":8}"#;
    let mut harness = LayerHarness::new(json, &[2, 4, 6], true);
    let position = harness.tensor("position");
    assert_eq!(position.len(), 6 * 8);
    let deviation =
        (harness.parameters[position.clone()].iter().map(|value| value * value).sum::<f32>() / 48.0).sqrt();
    assert!((0.015..0.025).contains(&deviation), "positions have the deviation {deviation}");
    // With the identity matrix as weights, the output is the patches plus the position embeddings.
    let weight = harness.tensor("weight");
    let identity = |index: u32| if index.is_multiple_of(9) { 1.0 } else { 0.0 };
    (0..).zip(&mut harness.parameters[weight]).for_each(|(index, weight)| *weight = identity(index));
    (0..).zip(&mut harness.parameters[position]).for_each(|(i, value)| *value = 100.0 * (i / 8) as f32);
    let x: Vec<f32> = (0..48_u8).map(f32::from).collect();
    let (y, _) = harness.forward_backward(&x, true, |_| 0.0);
    assert_eq!(y[..8], [0.0, 1.0, 6.0, 7.0, 24.0, 25.0, 30.0, 31.0]);
    assert_eq!(y[8..16], [2.0, 3.0, 8.0, 9.0, 26.0, 27.0, 32.0, 33.0].map(|value: f32| value + 100.0));
    assert_eq!(y[24..32], [12.0, 13.0, 18.0, 19.0, 36.0, 37.0, 42.0, 43.0].map(|value: f32| value + 300.0));
}

#[test]
fn positions_are_added_after_the_activation() {
    let json = r#"{"kind":"patches","size":2,"units":3,"activation":"relu"}"#;
    let mut harness = LayerHarness::new(json, &[1, 2, 2], true);
    let position = harness.tensor("position");
    harness.parameters[position].fill(-5.0);
    let (y, _) = harness.forward_backward(&numbers(4, 1), true, |_| 0.0);
    assert!(y.iter().any(|value| *value == -5.0) && y.iter().all(|value| *value >= -5.0), "{y:?}");
}
