//! Networks of large dense layers, in small batches, on several ranks.

use inkgrad::Dataset;
use inkgrad::Part;
use inkgrad::session::Finished;

use crate::parallel::{
    ADAM, SGD, SLOW_SGD, check, floats, session, train_on_ranks, train_on_ranks_with_changes,
};
use crate::support::{assert_agrees, raw};

/// Large dense layers; one is frozen, another has no bias.
pub(crate) const LARGE: &str = r#"{"kind":"dense","units":40,"activation":"gelu"},{"kind":"dropout","rate":0.2},
    {"kind":"dense","units":33,"activation":"relu","bias":false},{"kind":"layer_norm"},
    {"kind":"dense","units":32,"activation":"tanh","trainable":false},
    {"kind":"dense","units":32,"activation":"softmax"},{"kind":"dense","units":32},{"kind":"dense","units":10}"#;

#[test]
fn large_layers_agree_with_one_worker() {
    for (count, batch_size) in [(2, 7), (2, 1), (3, 6), (4, 3), (4, 2)] {
        let what = format!("large layers in batches of {batch_size}");
        check(&what, count, &|| session(LARGE, SLOW_SGD, batch_size, ""), 500, 1e-3);
    }
    for more in ["", r#","clip_norm":0.5,"l1":0.0005,"l2":0.001"#] {
        check("large layers, adam", 2, &|| session(LARGE, ADAM, 5, more), 30, 2e-3);
    }
}

/// Consecutive large layers: first or after a frozen one, in the middle, and last; also with a view between two.
const CHAINS: &[&str] = &[
    r#"{"kind":"dense","units":40,"activation":"relu"},{"kind":"flatten"},
        {"kind":"dense","units":33,"activation":"tanh","bias":false},{"kind":"dense","units":32},{"kind":"dense","units":10}"#,
    r#"{"kind":"dense","units":32,"trainable":false},{"kind":"dense","units":48,"activation":"gelu"},
        {"kind":"dense","units":32},{"kind":"dropout","rate":0.2},{"kind":"dense","units":33}"#,
    r#"{"kind":"layer_norm"},{"kind":"dense","units":40,"activation":"relu"},{"kind":"dense","units":48}"#,
    r#"{"kind":"dense","units":36}"#,
    // A single unit.
    r#"{"kind":"dense","units":40,"activation":"tanh"},{"kind":"dense","units":1},{"kind":"dense","units":10}"#,
    // Enough units for sparse rows.
    r#"{"kind":"dropout","rate":0.6},{"kind":"dense","units":96,"activation":"relu"},
        {"kind":"dense","units":72,"activation":"relu"},{"kind":"dense","units":64},{"kind":"dense","units":10}"#,
];

#[test]
fn consecutive_large_layers_agree_with_one_worker() {
    for layers in CHAINS {
        for (count, batch_size) in [(2, 7), (2, 1), (3, 6), (4, 3)] {
            let what = format!("{layers} in batches of {batch_size}");
            check(&what, count, &|| session(layers, SLOW_SGD, batch_size, ""), 300, 1e-3);
        }
        check(layers, 2, &|| session(layers, ADAM, 5, r#","clip_norm":0.5,"l2":0.001"#), 30, 2e-3);
    }
}

#[test]
fn large_layers_stay_equal_through_changes_and_divergence() {
    let stopping = r#","early_stopping":{"monitor":"validation_loss","patience":2,"min_delta":0.05}"#;
    check("early stopping", 2, &|| session(CHAINS[0], SGD, 7, stopping), 2000, 5e-3);
    let changed =
        [r#"{"batch_size":3}"#, r#"{"optimizer":{"kind":"sgd","learning_rate":0.01,"momentum":0.5}}"#];
    for changes in changed {
        let begin = || session(CHAINS[0], ADAM, 7, "");
        let ranks = train_on_ranks_with_changes(2, &begin, &[6, 6], changes);
        let mut alone = begin();
        alone.step(6).expect("steps");
        alone.configure(&raw(changes)).expect("changes");
        alone.step(6).expect("steps");
        assert_agrees(&floats(&ranks[0].0), &floats(&alone), 2e-3, changes);
        assert!(ranks[0].0.save().expect("a file") == ranks[1].0.save().expect("a file"), "everyone's file");
    }
    let diverging = SGD.replace("0.02", "1e30");
    let ranks = train_on_ranks(2, &|| session(CHAINS[0], &diverging, 7, ""), &[20, 20]);
    assert_eq!(ranks[0].1[0].finished, Some(Finished::Diverged));
    assert!(ranks[0].0.save().expect("a file") == ranks[1].0.save().expect("a file"), "everyone's file");
}

/// The inputs of a large layer are mostly zero, so the sparse product is used.
const SPARSE: &str = r#"{"kind":"dropout","rate":0.7},{"kind":"dense","units":96,"activation":"relu"},
    {"kind":"dropout","rate":0.2},{"kind":"dense","units":10}"#;

#[test]
fn sparse_rows_agree_with_one_worker() {
    for (count, batch_size) in [(2, 9), (3, 16), (4, 2)] {
        let what = format!("zeros in batches of {batch_size}");
        check(&what, count, &|| session(SPARSE, SGD, batch_size, ""), 300, 1e-3);
    }
}

#[test]
fn ranks_agree_if_only_some_have_sparse_rows() {
    // Eight of sixteen samples have no zeros; the others are almost all zero.
    let value = |at: usize| {
        if at / 64 % 16 < 8 || at.is_multiple_of(9) { 0.1 + (at * 37 % 101) as f32 / 101.0 } else { 0.0 }
    };
    let begin = || {
        let layers = r#"{"kind":"dense","units":96,"activation":"relu"},{"kind":"dropout","rate":0.2},
            {"kind":"dense","units":10}"#;
        let mut session = session(layers, SGD, 16, r#","shuffle":false"#);
        let labels: Vec<u32> = (0..80).map(|sample| sample % 10).collect();
        let data = Dataset::new((0..80 * 64).map(value).collect::<Vec<f32>>(), labels);
        session.set_data(Part::Train, data.expect("data")).expect("data");
        session
    };
    for count in [2, 3, 4] {
        check("half of a batch", count, &begin, 100, 1e-3);
    }
}
