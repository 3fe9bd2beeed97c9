//! Tests of safetensors files: what is written is read, and by the format's own reader too; what is wrong is named.

use proptest::prelude::*;

use super::*;

fn file(header: &str, numbers: usize) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.resize(bytes.len() + numbers, 0);
    bytes
}

/// The name of the message, the byte and the text of the error.
fn refused(bytes: &[u8]) -> (String, u64, String) {
    let error = File::read(bytes).expect_err("the file is wrong");
    (error.id(), error.offset.expect("a byte"), error.to_string())
}

/// Headers that the format's own reader must refuse as well.
const WRONG: [(&str, usize, &str, &str); 17] = [
    (r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 12, "surplus_bytes", "found 74 bytes"),
    (r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "wrong_offsets", "found bytes 0 to 8"),
    (r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 8, "wrong_offsets", "expected 8 bytes"),
    (r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "wrong_offsets", "found bytes 4 to 0"),
    (
        r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        8,
        "overlapping_arrays",
        "b: expected an array that begins at byte",
    ),
    (
        r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        4,
        "overlapping_arrays",
        "found an overlap",
    ),
    (
        r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#,
        12,
        "gap_between_arrays",
        "found a gap",
    ),
    (r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "gap_between_arrays", "found a gap"),
    (r#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "wrong_header", "-1"),
    (r#"{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}"#, 6, "wrong_header", "1.5"),
    (
        r#"{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]}}"#,
        0,
        "wrong_offsets",
        "expected more bytes",
    ),
    (r#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "wrong_header", "data_offsets"),
    (r#"{"a":{"shape":[1],"data_offsets":[0,4]}}"#, 4, "wrong_header", "dtype"),
    (r#"{"a":5}"#, 0, "wrong_header", "5"),
    (r#"{"__metadata__":{"a":5}}"#, 0, "wrong_header", "5"),
    (r#"{"a":"#, 0, "wrong_header", "EOF"),
    ("[]", 0, "wrong_header", "an object of arrays"),
];

#[test]
fn what_is_wrong_is_named() {
    for (header, numbers, id, part) in WRONG {
        let (found, offset, message) = refused(&file(header, numbers));
        assert_eq!(found, format!("format.{id}"), "{header}: {message}");
        assert!(message.contains(part), "{message}");
        assert!(offset as usize <= 8 + header.len() + numbers, "{header}: byte {offset}");
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn the_judge_refuses_the_same() {
    for (header, numbers, ..) in WRONG {
        let bytes = file(header, numbers);
        assert!(safetensors::SafeTensors::deserialize(&bytes).is_err(), "{header}");
    }
}

#[test]
fn names_come_once_and_numbers_are_of_32_bits() {
    let twice = r#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#;
    assert!(refused(&file(twice, 8)).2.contains("the name a twice"));
    let texts = r#"{"__metadata__":{"a":"1","a":"2"}}"#;
    assert!(refused(&file(texts, 0)).2.contains("the text a twice"));
    let half = r#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#;
    let (id, _, message) = refused(&file(half, 4));
    assert_eq!(
        (id.as_str(), message.as_str()),
        ("format.not_f32", "a: expected numbers of type F32, found F16")
    );
}

#[test]
fn a_header_that_lies_about_its_length_is_refused() {
    for length in [9_u64, 1 << 32, u64::MAX, LONGEST_HEADER as u64 + 1] {
        let mut bytes = length.to_le_bytes().to_vec();
        bytes.extend(b"{}      ");
        assert_eq!(refused(&bytes).0, "format.header_too_long", "{length}");
    }
    assert_eq!(refused(b"1234567").0, "format.no_safetensors");
    assert_eq!(refused(b"").0, "format.no_safetensors");
}

#[test]
fn other_kinds_of_files_are_named() {
    for (bytes, id) in [
        (&b"PK\x03\x04\x00\x00\x08\x08\x00\x00"[..], "format.found_zip"),
        (b"\x80\x02}q\x00(X\x05\x00\x00\x00", "format.found_pickle"),
        (b"<!DOCTYPE html>\n<html>", "format.found_html"),
        (b"\n<html>", "format.found_html"),
        (b"{\"input\":[784],\"layers\":[]}", "format.found_json"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "format.found_gzip"),
    ] {
        assert_eq!(refused(bytes).0, id);
    }
}

#[test]
fn arrays_may_be_listed_in_any_order() {
    let header = r#"{"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"e":{"dtype":"F32","shape":[0],"data_offsets":[8,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}   "#;
    let bytes = file(header, 12);
    let file = File::read(&bytes).expect("a file");
    assert_eq!(file.array("b").map(|array| array.shape.clone()), Some(vec![1]));
    assert_eq!(file.tensors.len(), 3);
}

/// Name, shape and values.
type Given = (String, Vec<usize>, Vec<f32>);

/// Names with what JSON must escape, and shapes of few values.
fn files() -> impl Strategy<Value = (Vec<(String, String)>, Vec<Given>)> {
    let array = prop::collection::vec(0_usize..4, 0..3).prop_flat_map(|shape| {
        let count: usize = shape.iter().product();
        (Just(shape), prop::collection::vec(any::<f32>(), count))
    });
    let texts = prop::collection::btree_map("[a-z\"\\\\\u{e9}\n]{1,8}", ".{0,12}", 0..4);
    let arrays = prop::collection::btree_map("[a-z.0-9\"\u{1f600}]{1,8}", array, 0..5);
    (texts, arrays).prop_map(|(texts, arrays)| {
        let arrays = arrays.into_iter().map(|(name, (shape, values))| (name, shape, values));
        (texts.into_iter().collect(), arrays.collect())
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_here_and_by_the_judge((metadata, arrays) in files()) {
        let tensors = arrays.iter().map(|(name, shape, values)| {
            Array { name: name.clone(), shape: shape.clone(), numbers: Numbers::Floats(values) }
        });
        let bytes = File { metadata: metadata.clone(), tensors: tensors.collect() }.write();
        let file = File::read(&bytes).expect("our own file");
        prop_assert_eq!(&file.metadata, &metadata);
        prop_assert_eq!(file.write(), bytes.clone(), "equal contents are equal files");
        for (name, shape, values) in &arrays {
            let array = file.array(name).expect("an array");
            let mut read = vec![0.0; values.len()];
            array.numbers.copy_to(&mut read, false).expect("numbers");
            let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!((bits(&read), &array.shape), (bits(values), shape));
        }
        #[cfg(not(target_arch = "wasm32"))]
        {
            let judge = safetensors::SafeTensors::deserialize(&bytes).expect("the judge reads it");
            prop_assert_eq!(judge.len(), arrays.len());
            for (name, shape, _) in &arrays {
                prop_assert_eq!(judge.tensor(name).expect("an array").shape().to_vec(), shape.clone());
            }
        }
    }

    #[test]
    fn any_bytes_give_a_file_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        _ = File::read(&bytes);
    }
}
