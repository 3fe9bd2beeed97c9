//! Tests of the preparation of drawings: what moves, what scales, and that ink is never lost.

use proptest::prelude::*;

use super::*;

const MNIST: [usize; 3] = [1, 28, 28];
const FILLED: Fit = Fit { box_fraction: 1.0, centre: Centre::Box };

fn prepare(pixels: &[u8], width: usize, shape: &[usize], fit: Fit) -> Prepared {
    let height = pixels.len() / width;
    prepare_drawing(&Drawing { pixels, width, height, shape, fit }).unwrap()
}

/// A drawing laid into an empty pad of `width` × `height`.
fn on_a_pad(ink: &Picture, width: usize, height: usize, left: usize, top: usize) -> Vec<u8> {
    let mut pad = vec![0; width * height];
    for (y, row) in ink.pixels.chunks(ink.width).enumerate() {
        pad[(top + y) * width + left..][..ink.width].copy_from_slice(row);
    }
    pad
}

/// Drawings with ink in them, sparse or dense.
fn drawings() -> impl Strategy<Value = Picture> {
    let pixel = prop_oneof![2 => Just(0), 1 => Just(255), 1 => any::<u8>()];
    (1_usize..40, 1_usize..40)
        .prop_flat_map(move |(width, height)| {
            prop::collection::vec(pixel.clone(), width * height).prop_map(move |pixels| Picture {
                width,
                height,
                pixels,
            })
        })
        .prop_filter("ink", |picture| picture.pixels.iter().any(|&pixel| pixel > 0))
}

fn shapes() -> impl Strategy<Value = [usize; 3]> {
    prop_oneof![Just(MNIST), Just([1, 8, 8]), (1_usize..40, 1_usize..40).prop_map(|(h, w)| [1, h, w])]
}

fn fits() -> impl Strategy<Value = Fit> {
    let fit = (0.01_f32..=1.0, prop::bool::ANY).prop_map(|(box_fraction, mass)| Fit {
        box_fraction,
        centre: if mass { Centre::Mass } else { Centre::Box },
    });
    prop_oneof![Just(Fit::default()), Just(FILLED), fit]
}

/// The left, top, right and bottom edges of the inked pixels.
fn bounds(stage: &Stage) -> [usize; 4] {
    let inked = || (0..stage.pixels.len()).filter(|&at| stage.pixels[at] > 0);
    let columns = || inked().map(|at| at % stage.width);
    let rows = || inked().map(|at| at / stage.width);
    [columns().min(), rows().min(), columns().max(), rows().max()].map(|edge| edge.expect("ink"))
}

proptest! {
    #[test]
    fn where_it_is_drawn_does_not_matter(
        ink in drawings(), shape in shapes(), fit in fits(), left in 0_usize..30, top in 0_usize..30,
    ) {
        let here = prepare(&ink.pixels, ink.width, &shape, fit);
        let (width, height) = (ink.width + 30, ink.height + 30);
        let there = prepare(&on_a_pad(&ink, width, height, left, top), width, &shape, fit);
        prop_assert_eq!(here.input, there.input);
        prop_assert_eq!(&here.stages[1..], &there.stages[1..]);
    }

    #[test]
    fn how_large_it_is_drawn_does_not_matter(
        ink in drawings(), shape in shapes(), fit in fits(), times in 2_usize..5,
    ) {
        let larger: Vec<u8> = (0..ink.height * times)
            .flat_map(|y| (0..ink.width * times).map(move |x| (y / times, x / times)))
            .map(|(y, x)| ink.pixels[y * ink.width + x])
            .collect();
        let here = prepare(&ink.pixels, ink.width, &shape, fit);
        // Whole factors scale away without a rest, so not a bit may differ.
        prop_assert_eq!(here.input, prepare(&larger, ink.width * times, &shape, fit).input);
    }

    #[test]
    fn no_ink_is_lost(ink in drawings(), shape in shapes(), fit in fits()) {
        let prepared = prepare(&ink.pixels, ink.width, &shape, fit);
        let [_, _, scaled, centred, input] = &prepared.stages[..] else { panic!("five stages") };
        let sum = |stage: &Stage| stage.pixels.iter().map(|&pixel| u64::from(pixel)).sum::<u64>();
        prop_assert!(sum(scaled) > 0);
        prop_assert_eq!(sum(scaled), sum(centred));
        prop_assert_eq!(&centred.pixels, &input.pixels);
        // The crop is tight, so ink reaches every edge of the scaled picture.
        let [left, top, right, bottom] = bounds(scaled);
        prop_assert_eq!((left, top, right + 1, bottom + 1), (0, 0, scaled.width, scaled.height));
    }

    #[test]
    fn the_input_is_the_last_stage_from_0_to_1(ink in drawings(), shape in shapes(), fit in fits()) {
        let prepared = prepare(&ink.pixels, ink.width, &shape, fit);
        let names: Vec<_> = prepared.stages.iter().map(|stage| stage.name).collect();
        prop_assert_eq!(names, ["raw", "cropped", "scaled", "centred", "input"]);
        for stage in &prepared.stages {
            prop_assert_eq!(stage.pixels.len(), stage.width * stage.height);
        }
        let (input, last) = (prepared.input.unwrap(), &prepared.stages[4]);
        prop_assert_eq!([1, last.height, last.width], shape);
        prop_assert!(input.iter().zip(&last.pixels).all(|(x, &pixel)| *x == f32::from(pixel) / 255.0));
        prop_assert!(prepared.ink > 0.0 && prepared.ink <= 1.0);
    }

    #[test]
    fn the_longer_side_fills_the_box_in_the_proportions_of_the_ink(ink in drawings(), fit in fits()) {
        let prepared = prepare(&ink.pixels, ink.width, &MNIST, fit);
        let (cropped, scaled) = (&prepared.stages[1], &prepared.stages[2]);
        let longer = (28.0 * f64::from(fit.box_fraction)).round().max(1.0) as usize;
        prop_assert_eq!(scaled.width.max(scaled.height), longer);
        // In whole numbers, as a side may lie exactly between two pixels: after is before × longer ÷ over.
        let over = cropped.width.max(cropped.height);
        for (before, after) in [(cropped.width, scaled.width), (cropped.height, scaled.height)] {
            let twice_the_error = (2 * after * over).abs_diff(2 * before * longer);
            prop_assert!(twice_the_error <= over || (after == 1 && before * longer < over));
        }
    }

    #[test]
    fn the_centre_of_mass_comes_to_the_middle_unless_the_edge_is_in_the_way(ink in drawings()) {
        let prepared = prepare(&ink.pixels, ink.width, &MNIST, Fit::default());
        let centred = &prepared.stages[3];
        let mass: f64 = centred.pixels.iter().map(|&pixel| f64::from(pixel)).sum();
        let moment = |place: fn(usize) -> usize| -> f64 {
            centred.pixels.iter().enumerate().map(|(at, &pixel)| f64::from(pixel) * place(at) as f64).sum()
        };
        let [left, top, right, bottom] = bounds(centred);
        for (mean, low, high) in [
            (moment(|at| at % 28) / mass, left, right),
            (moment(|at| at / 28) / mass, top, bottom),
        ] {
            prop_assert!((13.5..14.5).contains(&mean) || low == 0 || high == 27, "{} {} {}", mean, low, high);
        }
    }

    #[test]
    fn what_is_prepared_already_stays_as_it_is(ink in drawings(), fit in fits()) {
        let once = prepare(&ink.pixels, ink.width, &MNIST, fit);
        let again = prepare(&once.stages[4].pixels, 28, &MNIST, fit);
        prop_assert_eq!(once.input, again.input);
    }
}

#[test]
fn an_empty_pad_gives_no_input() {
    let prepared = prepare(&[0; 12], 4, &MNIST, Fit::default());
    assert_eq!((prepared.input, prepared.ink), (None, 0.0));
    assert_eq!(prepared.stages.len(), 1);
    assert_eq!(prepared.stages[0], Stage { name: "raw", width: 4, height: 3, pixels: vec![0; 12] });
}

#[test]
fn a_single_pixel_becomes_a_square_in_the_middle() {
    let mut pixels = [0; 100];
    pixels[37] = 255;
    let prepared = prepare(&pixels, 10, &MNIST, Fit::default());
    assert_eq!(bounds(&prepared.stages[4]), [4, 4, 23, 23]);
    assert_eq!(prepared.input.unwrap().iter().sum::<f32>(), 400.0);
    assert_eq!(prepared.ink, 0.01);
}

#[test]
fn a_line_one_pixel_wide_stays_a_line() {
    let mut pixels = vec![0; 300 * 300];
    pixels.iter_mut().skip(100).step_by(300).for_each(|pixel| *pixel = 255);
    let prepared = prepare(&pixels, 300, &MNIST, Fit::default());
    assert_eq!((prepared.stages[2].width, prepared.stages[2].height), (1, 20));
    assert_eq!(bounds(&prepared.stages[4]), [14, 4, 14, 23]);
    assert_eq!(prepared.input.unwrap().iter().sum::<f32>(), 20.0);
}

#[test]
fn half_a_pixel_is_rounded_up() {
    // 11 × 15 ÷ 22 is 7½.
    let fit = Fit { box_fraction: 15.0 / 28.0, centre: Centre::Box };
    for (width, fitted) in [(22, (15, 8)), (11, (8, 15))] {
        let scaled = &prepare(&[255; 22 * 11], width, &MNIST, fit).stages[2];
        assert_eq!((scaled.width, scaled.height), fitted);
    }
}

#[test]
fn centring_stops_at_the_edge() {
    // A heavy foot and a thin stem twice as long as half the frame: its mass cannot come to the middle.
    let mut pixels = vec![0; 40];
    pixels.iter_mut().step_by(2).for_each(|pixel| *pixel = 40);
    pixels[38..].fill(255);
    let fit = Fit { box_fraction: 1.0, centre: Centre::Mass };
    let prepared = prepare(&pixels, 2, &[1, 20, 20], fit);
    assert_eq!(bounds(&prepared.stages[4]), [10, 0, 11, 19]);
}

#[test]
fn a_frame_that_is_not_square_is_filled_as_far_as_the_proportions_allow() {
    let scaled = |width, shape: &[usize]| {
        let prepared = prepare(&[255; 32], width, shape, FILLED);
        let [left, top, right, bottom] = bounds(&prepared.stages[4]);
        (left, top, right + 1 - left, bottom + 1 - top)
    };
    assert_eq!(scaled(8, &[1, 10, 40]), (10, 0, 20, 10));
    assert_eq!(scaled(8, &[1, 40, 10]), (0, 17, 10, 5));
    assert_eq!(scaled(4, &[1, 16, 8]), (0, 0, 8, 16));
}

#[test]
fn arguments_that_do_not_fit_are_refused() {
    let drawing =
        Drawing { pixels: &[0, 1, 2, 3, 4, 5], width: 3, height: 2, shape: &MNIST, fit: Fit::default() };
    let boxed = |box_fraction| Fit { box_fraction, centre: Centre::Box };
    for (wrong, message) in [
        (Drawing { shape: &[28, 28], ..drawing }, "shape: expected [1, height, width], found [28, 28]"),
        (Drawing { shape: &[3, 28, 28], ..drawing }, "shape: expected [1, height, width], found [3, 28, 28]"),
        (Drawing { shape: &[1, 0, 28], ..drawing }, "shape: expected [1, height, width], found [1, 0, 28]"),
        (Drawing { width: 0, ..drawing }, "width: expected a positive integer, found 0"),
        (Drawing { height: 0, ..drawing }, "height: expected a positive integer, found 0"),
        (Drawing { height: 3, ..drawing }, "pixels: expected 3 × 3 bytes, found 6"),
        (Drawing { width: 4, ..drawing }, "pixels: expected 4 × 2 bytes, found 6"),
        (Drawing { fit: boxed(0.0), ..drawing }, "fit.box: expected a fraction over 0 and up to 1, found 0"),
        (
            Drawing { fit: boxed(1.5), ..drawing },
            "fit.box: expected a fraction over 0 and up to 1, found 1.5",
        ),
        (
            Drawing { fit: boxed(f32::NAN), ..drawing },
            "fit.box: expected a fraction over 0 and up to 1, found NaN",
        ),
    ] {
        let error = prepare_drawing(&wrong).expect_err(message);
        assert_eq!((error.kind, error.to_string().as_str()), (ErrorKind::Shape, message));
    }
    let overflowing = Drawing { width: usize::MAX, ..drawing };
    assert_eq!(prepare_drawing(&overflowing).unwrap_err().path.as_deref(), Some("pixels"));
}

#[test]
fn an_input_too_large_for_any_memory_is_an_error() {
    for shape in [[1, usize::MAX, 2], [1, usize::MAX / 2, 2], [1, 1 << 31, 1 << 31]] {
        let drawing = Drawing { pixels: &[9], width: 1, height: 1, shape: &shape, fit: Fit::default() };
        assert_eq!(prepare_drawing(&drawing).unwrap_err().kind, ErrorKind::Memory, "{shape:?}");
    }
}

#[test]
fn a_fit_reads_as_the_package_writes_it() {
    let fit: Fit = serde_json::from_str(r#"{ "box": 1, "centre": "box" }"#).unwrap();
    assert_eq!(fit, FILLED);
    assert_eq!(serde_json::from_str::<Fit>("{}").unwrap(), Fit::default());
    assert_eq!(serde_json::to_string(&FILLED).unwrap(), r#"{"box":1.0,"centre":"box"}"#);
    assert!(serde_json::from_str::<Fit>(r#"{ "box": 1, "center": "box" }"#).is_err());
}
