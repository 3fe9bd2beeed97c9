//! Fuzz tests of the readers: arbitrary bytes as sessions, specs, CSV and IDX are parsed or refused. Parsed values are
//! valid.
//!
//! `cargo test` replays the corpus (`__fuzz__/NAME/corpus`) and a thousand random inputs. For a longer search with
//! coverage, bolero runs libFuzzer on stable Rust; here for the target `csv`, with its findings in `target/fuzz`:
//!
//! ```sh
//! export BOLERO_FUZZER=libfuzzer
//! export RUSTFLAGS="--cfg fuzzing --cfg fuzzing_libfuzzer -Cpasses=sancov-module \
//!   -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-level=4 \
//!   -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares"
//! mkdir -p target/fuzz/csv
//! BOLERO_LIBFUZZER_ARGS="target/fuzz/csv tests/fuzz/__fuzz__/csv/corpus -artifact_prefix=target/fuzz/ -max_total_time=600" \
//!   cargo test --test fuzz --target x86_64-unknown-linux-gnu --target-dir target/fuzz/build -- --exact csv
//! ```

#![cfg(not(target_arch = "wasm32"))]

use inkgrad::data::{CsvOptions, Label, Labels, read_csv, read_idx};
use inkgrad::{ErrorKind, Session, Spec};

/// Whether a spec has sizes above a few hundred. Such specs would test memory limits and not the reader.
fn is_large(spec: &Spec) -> bool {
    let json = spec.to_json();
    json.split(|byte: char| !byte.is_ascii_digit()).any(|digits| digits.len() > 3)
}

#[test]
fn load() {
    bolero::check!(name = "load").for_each(|bytes: &[u8]| {
        let spec = Session::saved_spec(bytes);
        if spec.as_ref().is_ok_and(is_large) {
            return;
        }
        match Session::load(bytes) {
            Ok(mut session) => {
                let saved = session.save().expect("it is whole");
                let again = Session::load(&saved).expect("what was saved opens");
                assert_eq!(again.save().expect("it is whole"), saved);
                session.step(1).expect_err("there are no data");
            }
            Err(error) => {
                assert!([ErrorKind::Format, ErrorKind::Memory].contains(&error.kind), "{error}");
                assert_ne!(error.message, "other", "{error}");
                assert!(error.offset.is_none_or(|offset| offset <= bytes.len() as u64), "{error}");
            }
        }
    });
}

#[test]
fn spec() {
    bolero::check!(name = "spec").for_each(|bytes: &[u8]| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        match Spec::from_json(text) {
            Ok(spec) => {
                let json = spec.to_json();
                let again = Spec::from_json(&json).expect("a filled spec is a spec");
                assert_eq!(again.to_json(), json);
            }
            Err(error) => assert!([ErrorKind::Spec, ErrorKind::Memory].contains(&error.kind), "{error}"),
        }
    });
}

#[test]
fn csv() {
    bolero::check!(name = "csv").for_each(|bytes: &[u8]| {
        for label in [Label::Guess, Label::None, Label::Index(1), Label::Name("a".to_owned())] {
            for header in [None, Some(true), Some(false)] {
                let options = CsvOptions { header, label: label.clone() };
                match read_csv(bytes, &options) {
                    Ok(table) => {
                        assert!(table.rows > 0 && table.inputs.len().is_multiple_of(table.rows));
                        assert!(table.inputs.iter().all(|value| value.is_finite()));
                        let features = table.inputs.len() / table.rows;
                        assert!(table.columns.is_empty() || table.columns.len() == features);
                        if let Some(Labels::Classes(classes)) = &table.labels {
                            assert_eq!(classes.len(), table.rows);
                            let most = table.classes.map_or(1000, |names| names.len());
                            assert!(classes.iter().all(|&class| (class as usize) < most));
                        } else if let Some(Labels::Values(values)) = &table.labels {
                            assert_eq!(values.len(), table.rows);
                        } else {
                            assert_eq!((&table.labels, &label), (&None, &Label::None));
                        }
                    }
                    Err(error) => {
                        assert_eq!(error.kind, ErrorKind::Format, "{error}");
                        assert_ne!(error.message, "other", "{error}");
                        let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\r' | b'\n')).count();
                        let line = error.offset.expect("a line");
                        assert!((1..=lines as u64).contains(&line), "{error}");
                    }
                }
            }
        }
    });
}

#[test]
fn idx() {
    bolero::check!(name = "idx").for_each(|bytes: &[u8]| match read_idx(bytes) {
        Ok(idx) => {
            // With a 0 in the shape, the product of the other sizes may overflow.
            let product = idx.shape.iter().try_fold(1_usize, |product, &size| product.checked_mul(size));
            assert_eq!(if idx.shape.contains(&0) { Some(0) } else { product }, Some(idx.data.len()));
            assert_eq!(bytes.len(), 4 + 4 * idx.shape.len() + idx.data.len());
            assert!(bytes.ends_with(&idx.data));
        }
        Err(error) => {
            assert_eq!(error.kind, ErrorKind::Format, "{error}");
            assert!(error.offset.expect("a byte") <= bytes.len() as u64, "{error}");
        }
    });
}
