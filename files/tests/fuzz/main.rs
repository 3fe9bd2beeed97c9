//! Fuzz tests of the module that opens files, and of the core's readers behind it: arbitrary bytes are read or refused,
//! what is read is valid, and no allocation is larger than twice the decompressed size plus 64 MB.
//!
//! `cargo test` replays the corpus (`__fuzz__/NAME/corpus`) and a thousand random inputs. For a longer search with
//! coverage, see `tests/fuzz` of the core; here the package is `inkgrad-files`, and the targets are `gzip`, `zip`, `npy`,
//! `npz`, `png`, `text` and `idx`.

#![cfg(not(target_arch = "wasm32"))]

mod allocator;
mod build;
mod large;

use inkgrad::ErrorKind;
use inkgrad::data::{CsvOptions, Label, read_csv, read_idx};
use inkgrad_files::{Contents, Values, open_file};

/// What an allocation may take besides twice the decompressed size.
const BESIDES: u64 = 64 << 20;

/// Opens a file and checks what comes of it.
fn check(bytes: &[u8]) {
    let (opened, largest) = allocator::largest(|| open_file(bytes));
    let unpacked = build::unpacked(bytes, 0);
    assert!(largest <= 2 * unpacked + BESIDES, "{largest} bytes at once for {unpacked}");
    match opened {
        Ok(contents) => check_contents(&contents),
        Err(error) => check_error(&error),
    }
}

fn check_error(error: &inkgrad::Error) {
    assert!([ErrorKind::Format, ErrorKind::Memory].contains(&error.kind), "{error}");
    assert_ne!(error.message, "other", "{error}");
}

fn check_contents(contents: &Contents) {
    match contents {
        Contents::Text(text) => check_text(text),
        Contents::Idx(bytes) => {
            let (read, largest) = allocator::largest(|| read_idx(bytes));
            assert!(largest <= 2 * bytes.len() as u64 + BESIDES, "{largest} bytes at once");
            read.map_or_else(|error| check_error(&error), |idx| assert!(bytes.ends_with(&idx.data)));
        }
        Contents::Array(array) => {
            let count: usize = array.shape.iter().product();
            let length = match &array.data {
                Values::Bytes(values) => values.len(),
                Values::Integers(values) => values.len(),
                Values::Floats(values) => values.len(),
                Values::Doubles(values) => values.len(),
                Values::Texts(values) => values.len(),
            };
            assert_eq!(length, count, "{:?}", array.shape);
        }
        Contents::Image(image) => assert_eq!(image.pixels.len(), 4 * image.width * image.height),
        Contents::Archive(entries) => {
            for entry in entries {
                match &entry.contents {
                    Ok(contents) => check_contents(contents),
                    Err(error) => check_error(error),
                }
            }
        }
    }
}

fn check_text(text: &[u8]) {
    for label in [Label::Guess, Label::None] {
        let options = CsvOptions { header: None, label };
        let (read, largest) = allocator::largest(|| read_csv(text, &options));
        assert!(largest <= 2 * text.len() as u64 + BESIDES, "{largest} bytes at once");
        match read {
            Ok(table) => assert!(table.rows > 0 && table.inputs.iter().all(|value| value.is_finite())),
            Err(error) => check_error(&error),
        }
    }
}

#[test]
fn gzip() {
    bolero::check!(name = "gzip").for_each(|bytes: &[u8]| {
        check(bytes);
        check(&build::gzip(bytes));
    });
}

#[test]
fn zip() {
    bolero::check!(name = "zip").for_each(check_slice);
}

#[test]
fn npy() {
    bolero::check!(name = "npy").for_each(|bytes: &[u8]| {
        check(bytes);
        check(&build::npy(bytes));
    });
}

#[test]
fn npz() {
    bolero::check!(name = "npz").for_each(|bytes: &[u8]| check(&build::npz(bytes)));
}

#[test]
fn png() {
    bolero::check!(name = "png").for_each(|bytes: &[u8]| {
        check(bytes);
        check(&build::with_checksums(bytes));
    });
}

#[test]
fn text() {
    bolero::check!(name = "text").for_each(check_slice);
}

#[test]
fn idx() {
    bolero::check!(name = "idx").for_each(check_slice);
}

fn check_slice(bytes: &[u8]) {
    check(bytes);
}
