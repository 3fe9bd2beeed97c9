//! Integer overflow panics in tests, also in browsers, so that no kernel hides one.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::hint::black_box;

#[test]
#[should_panic = "attempt to multiply with overflow"]
fn overflow_is_checked_where_the_kernels_are_tested() {
    let side = black_box(1_usize << (usize::BITS / 2));
    black_box(side * side);
}
