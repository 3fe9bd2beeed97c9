//! A training step after the first does not allocate memory: a counting allocator counts 0.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use inkgrad::{Dataset, Part, Session, Spec};

struct Counting;

thread_local! {
    /// Counts this thread only: the test runner's thread allocates too.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all calls go to the system's allocator unchanged; counting does not access their memory.
#[allow(unsafe_code)] // an allocator is unsafe by its trait
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations of 25 steps after the first, over several epochs with a smaller last batch.
fn allocations(input: &str, layers: &str, more: &str) -> usize {
    let json = format!(
        r#"{{"input":{input},"layers":[{layers}],"loss":{{"kind":"cross_entropy"}},"batch_size":16,{more}}}"#
    );
    let mut session = Session::new(Spec::from_json(&json).expect("a spec")).expect("a session");
    let pixels: Vec<_> = (0..100 * 64).map(|index| (index % 251) as u8).collect();
    let labels = (0..100).map(|index| index % 10).collect::<Vec<u32>>();
    let data = Dataset::new(pixels, labels).expect("data").with_scale(1.0 / 255.0);
    session.set_data(Part::Train, data).expect("data");
    session.step(1).expect("a step");
    let before = ALLOCATIONS.get();
    session.step(25).expect("steps");
    ALLOCATIONS.get() - before
}

#[test]
fn a_step_allocates_nothing_for_any_layer_optimiser_or_schedule() {
    assert!(ALLOCATIONS.get() > 0, "the counter counts");
    let adam = r#""optimizer":{"kind":"adam","learning_rate":0.001}"#;
    let dense = r#"{"kind":"dense","units":10}"#;
    for kind in inkgrad::optimizers::kinds() {
        for (json, _) in kind.examples {
            let more = format!(r#""optimizer":{json},"clip_norm":1,"l1":0.001,"l2":0.001"#);
            assert_eq!(allocations("[64]", dense, &more), 0, "{json}");
        }
    }
    for kind in inkgrad::schedules::kinds() {
        for (json, _) in kind.examples {
            assert_eq!(allocations("[64]", dense, &format!(r#"{adam},"schedule":{json}"#)), 0, "{json}");
        }
    }
    for kind in inkgrad::layers::kinds() {
        for (json, input) in kind.examples {
            // The example's layer between a dense layer and reshape from 64 pixels, and a dense layer to ten logits.
            let inputs: usize = input.iter().product();
            let layers = format!(
                r#"{{"kind":"dense","units":{inputs}}},{{"kind":"reshape","shape":{input:?}}},{json},{{"kind":"flatten"}},{dense}"#
            );
            assert_eq!(allocations("[64]", &layers, adam), 0, "{json}");
        }
    }
}

#[test]
fn predictions_allocate_only_their_result() {
    let json = r#"{"input":[64],"layers":[{"kind":"dense","units":70,"activation":"gelu"},{"kind":"dense","units":10}],
        "loss":{"kind":"cross_entropy"},"optimizer":{"kind":"adam","learning_rate":0.001}}"#;
    let session = Session::new(Spec::from_json(json).expect("a spec")).expect("a session");
    let inputs = vec![7_u8; 64 * 200];
    session.predict(&inputs[..]).expect("predictions");
    let before = ALLOCATIONS.get();
    session.predict(&inputs[..]).expect("predictions");
    assert_eq!(ALLOCATIONS.get() - before, 1);
}
