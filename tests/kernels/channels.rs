//! Element-wise operations and sums by channel against plain loops.

use inkgrad::kernels::{Channels, F32x4};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

/// `a · (b − mean) + shift` and its sum, both for every channel and for some of them.
pub(crate) fn check(channels: Channels, blocks: usize, seed: u32) {
    let mut draw = Draw::new(seed);
    let length = blocks * channels.count * channels.run;
    let (a, b) = (draw.whole_numbers(length), draw.whole_numbers(length));
    let (mean, shift) = (draw.whole_numbers(channels.count), draw.whole_numbers(channels.count));
    let channel = |index: usize| index / channels.run % channels.count;
    let plain: Vec<f32> = (0..length).map(|i| a[i] * (b[i] - mean[channel(i)]) + shift[channel(i)]).collect();

    let mut found = vec![f32::NAN; length];
    let formula = |[mean, shift]: [F32x4; 2], [a, b]: [F32x4; 2]| a * (b - mean) + shift;
    channels.apply(&mut found, [&mean, &shift], [&a, &b], formula);
    assert_eq!(found, plain, "{channels:?}, {blocks} blocks");

    let first = seed as usize % channels.count;
    for range in [0..channels.count, first..channels.count, 0..first] {
        let mut sums = vec![f64::NAN; range.len()];
        let numbers = [&mean, &shift].map(|numbers| &numbers[range.clone()]);
        channels.sum(range.clone(), numbers, [&a, &b], formula, &mut sums);
        for (sum, wanted) in sums.iter().zip(range) {
            let expected: f64 =
                (0..length).filter(|i| channel(*i) == wanted).map(|i| f64::from(plain[i])).sum();
            assert_eq!(*sum, expected, "channel {wanted} of {channels:?}, {blocks} blocks");
        }
    }
}

#[test]
fn channels_are_independent() {
    for (seed, run) in (0..).zip([1, 2, 4, 7, 9, 25]) {
        for count in [1, 2, 3, 4, 5, 8, 11] {
            for blocks in [0, 1, 3, 130] {
                check(Channels { count, run }, blocks, 17 * seed + count as u32);
            }
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod property {
    use super::{Channels, check};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        #[test]
        fn channels_match_plain_loops(
            count in 1_usize..20, run in 1_usize..40, blocks in 0_usize..80, seed in 0_u32..1000,
        ) {
            check(Channels { count, run }, blocks, seed);
        }
    }
}
