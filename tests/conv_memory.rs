//! A training step of a convolutional network does not allocate the im2col matrix of a batch.
//!
//! It is a separate test binary: the counting allocator counts for the whole process.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use inkgrad::{Dataset, Part, Session, Spec};

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator with a record of the peak memory.
struct Counting;

#[allow(unsafe_code, reason = "an allocator cannot be written without; every call is passed on as it came")]
// SAFETY: all calls go to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        PEAK.fetch_max(IN_USE.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        // SAFETY: the caller keeps the promises of `alloc`, which are the system's own.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the pointer came from `System.alloc` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const BATCH: usize = 1024;
const FLOAT: usize = size_of::<f32>();

/// Floats of one sample in every activation: the input, both convolutions, both poolings and the logits.
const ACTIVATIONS: [usize; 6] = [28 * 28, 8 * 24 * 24, 8 * 12 * 12, 16 * 8 * 8, 16 * 4 * 4, 10];
/// Floats of one sample in the matrix of all windows of either convolution.
const WINDOWS: [usize; 2] = [24 * 24 * 25, 8 * 8 * 8 * 25];

#[test]
fn the_im2col_matrix_is_never_materialised() {
    let json = r#"{"input":[1,28,28],"layers":[
        {"kind":"conv2d","filters":8,"kernel":5,"activation":"relu"},{"kind":"max_pool2d","size":2},
        {"kind":"conv2d","filters":16,"kernel":5,"activation":"relu"},{"kind":"max_pool2d","size":2},
        {"kind":"flatten"},{"kind":"dense","units":10}],
        "loss":{"kind":"cross_entropy"},"optimizer":{"kind":"adam","learning_rate":0.001},"batch_size":1024}"#;
    let pixels: Vec<u8> = (0..BATCH * 784).map(|index| (index % 251) as u8).collect();
    let labels = (0..BATCH as u32).map(|index| index % 10).collect::<Vec<_>>();
    let data = Dataset::new(pixels, labels).expect("data").with_scale(1.0 / 255.0);
    let before = IN_USE.load(Relaxed);
    PEAK.store(before, Relaxed);
    let mut session = Session::new(Spec::from_json(json).expect("a spec")).expect("a session");
    session.set_data(Part::Train, data).expect("data");
    session.step(2).expect("steps");
    let peak = PEAK.load(Relaxed) - before;

    // The necessary buffers: all activations, and the gradients of the two largest.
    let widest = ACTIVATIONS.iter().max().expect("activations");
    let needed = FLOAT * BATCH * (ACTIVATIONS.iter().sum::<usize>() + 2 * widest);
    assert!(
        peak >= needed,
        "{peak} bytes are less than the {needed} that there must be: the counting is wrong"
    );
    let smallest_matrix = FLOAT * BATCH * WINDOWS.iter().min().expect("windows");
    let besides = peak - needed;
    assert!(
        besides < smallest_matrix / 8,
        "{besides} bytes besides the activations, where the smaller matrix of windows has {smallest_matrix}"
    );
}
