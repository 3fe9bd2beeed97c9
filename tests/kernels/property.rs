//! Property tests: the same checks with random sizes and seeds.

use proptest::prelude::*;

use crate::elementwise;
use crate::matmul::{self, Layout};
use crate::softmax;

fn layout() -> impl Strategy<Value = Layout> {
    prop_oneof![
        Just(Layout::Rows),
        Just(Layout::Columns),
        Just(Layout::RowsOfWider),
        Just(Layout::ColumnsOfWider),
        Just(Layout::Apart)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn products_are_exact(
        m in 0_usize..40, n in 0_usize..40, k in 0_usize..300,
        left in layout(), right in layout(), accumulate: bool, with_bias: bool, seed: u32,
    ) {
        matmul::check([m, n, k], [left, right], accumulate, with_bias, seed);
    }

    #[test]
    fn updates_are_exact(length in 0_usize..200, seed: u32) {
        elementwise::check_update(length, seed);
    }

    #[test]
    fn reductions_are_exact(rows in 0_usize..20, columns in 0_usize..80, seed: u32) {
        elementwise::check_reductions(rows, columns, seed);
    }
    #[test]
    fn softmax_rows_match_the_reference(rows in 0_usize..8, length in 1_usize..70, scale in 0.05_f32..4.0, seed: u32) {
        softmax::check(rows, length, scale, seed);
    }
}
