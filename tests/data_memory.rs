//! No allocation of the file readers is larger than twice their input, except the buffers of the `csv` crate.
//!
//! It is a separate test binary with one test: the counting allocator counts for the whole process, and tests of one binary
//! run in parallel.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use inkgrad::data::{CsvOptions, Label, read_csv, read_idx};

/// Bytes for error texts and minimal capacities of vectors.
const SMALL: usize = 512;

/// Bytes for the buffer of the `csv` crate and minimal capacities of its rows.
const READER: usize = 10 * 1024;

/// Bytes for the index that finds classes by their names, while it grows.
const CLASSES: usize = 12 * 1024;

static LARGEST: AtomicUsize = AtomicUsize::new(0);
static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator with a record of the largest request and the peak memory.
struct Counting;

#[allow(unsafe_code, reason = "an allocator cannot be written without; every call is passed on as it came")]
// SAFETY: all calls go to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LARGEST.fetch_max(layout.size(), Relaxed);
        let in_use = IN_USE.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(in_use, Relaxed);
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

/// The largest single allocation and the peak of all together while `work` runs.
fn measure<T>(work: impl FnOnce() -> T) -> (T, usize, usize) {
    LARGEST.store(0, Relaxed);
    let before = IN_USE.load(Relaxed);
    PEAK.store(before, Relaxed);
    let result = work();
    (result, LARGEST.load(Relaxed), PEAK.load(Relaxed) - before)
}

fn idx_files() -> Vec<(&'static str, Vec<u8>, bool)> {
    let file = |shape: &[u32], values: usize| {
        let mut bytes = vec![0, 0, 8, shape.len() as u8];
        bytes.extend(shape.iter().flat_map(|count| count.to_be_bytes()));
        bytes.resize(bytes.len() + values, 1);
        bytes
    };
    vec![
        ("pictures", file(&[100, 28, 28], 78_400), true),
        ("many short axes", file(&[1; 255], 1), true),
        ("a count that lies", file(&[u32::MAX], 1000), false),
        ("counts whose product overflows", file(&[u32::MAX; 200], 1000), false),
        ("nothing behind huge counts", file(&[0, u32::MAX, u32::MAX], 0), true),
        ("a header cut short", file(&[1; 255], 0)[..900].to_vec(), false),
    ]
}

fn csv_files() -> Vec<(&'static str, String, bool)> {
    let row = |field: &str, count: usize| vec![field; count].join(",");
    let rows = |count: u32, row: fn(u32) -> String| (0..count).map(row).collect::<String>();
    vec![
        ("one wide row", row("1", 50_000), true),
        ("short rows", "1,1\n".repeat(20_000), true),
        ("a wide header", format!("{}\n{}\n", row("x", 50_000), row("1", 50_000)), true),
        ("a header without names", format!("{}\n{}\n", row("", 50_000), row("1", 50_000)), false),
        ("every row its own class", rows(1000, |i| format!("1,x{i:x}\n")), true),
        ("more classes than there may be", rows(5000, |i| format!("1,c{i}\n")), false),
        ("nothing but commas", row("", 50_000), false),
        ("rows of nothing", format!("{}\n", row("", 100)).repeat(500), false),
        ("nothing but line ends", "\n".repeat(50_000), false),
        ("a quote that is never closed", format!("1,2\n\"{}", "3,4\n".repeat(20_000)), false),
        ("a field that never ends", "7".repeat(50_000), false),
        ("a last row that is short", format!("{}1\n", "1,2,3\n".repeat(10_000)), false),
    ]
}

/// The maximal number of cells in a line, and the bytes of the longest row: the whole text if a quote may join lines.
fn longest_row(text: &str) -> (usize, usize) {
    let cells = text.lines().map(|line| 1 + line.matches(',').count()).max();
    let bytes = if text.contains('"') { Some(text.len()) } else { text.lines().map(str::len).max() };
    (cells.unwrap_or(0), bytes.unwrap_or(0))
}

#[test]
fn no_allocation_is_larger_than_twice_the_input() {
    for (what, bytes, readable) in idx_files() {
        let (result, largest, peak) = measure(|| read_idx(&bytes));
        assert_eq!(result.is_ok(), readable, "{what}");
        assert!(largest <= 2 * bytes.len() + SMALL, "{what}: {largest} bytes at once for {}", bytes.len());
        assert!(peak <= 2 * bytes.len() + SMALL, "{what}: {peak} bytes in all for {}", bytes.len());
    }
    for (what, text, readable) in csv_files() {
        for (header, label) in [(None, Label::Guess), (Some(true), Label::Index(0))] {
            let options = CsvOptions { header, label };
            let (result, largest, peak) = measure(|| read_csv(text.as_bytes(), &options));
            assert!(result.is_ok() == readable || header.is_some(), "{what}");
            // The `csv` crate keeps two copies of the first row besides the current one: the text, and the ends of cells in
            // eight bytes each. Both grow by doubling.
            let (cells, row) = longest_row(&text);
            let (at_once, in_all) = (text.len().max(8 * cells).max(row), 64 * cells + 6 * row);
            assert!(largest <= 2 * at_once + READER, "{what}: {largest} bytes at once for {}", text.len());
            assert!(
                peak <= 3 * text.len() + in_all + READER + CLASSES,
                "{what}: {peak} bytes in all for {}",
                text.len()
            );
        }
    }
    // The counting allocator must detect a violation.
    let (vector, largest, peak) = measure(|| Vec::<u8>::with_capacity(100_000));
    assert_eq!((vector.capacity(), largest, peak), (100_000, 100_000, 100_000));
}
