//! Saved sessions: training continues with the same bits, other readers can open them, and broken files are errors.

#[cfg(not(target_arch = "wasm32"))]
use inkgrad::ErrorKind;
use inkgrad::{Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{bits, small_session, some_digits, spec};

fn with_data(bytes: &[u8]) -> Session {
    let mut session = Session::load(bytes).expect("a saved session");
    session.set_data(Part::Train, some_digits(0, 200)).expect("data");
    session.set_data(Part::Validation, some_digits(200, 300)).expect("data");
    session
}

#[test]
fn a_loaded_session_continues_with_the_same_bits() {
    for more in
        ["", r#","early_stopping":{"patience":3},"schedule":{"kind":"cosine","steps":60},"clip_norm":0.5"#]
    {
        for steps in [0, 3, 7, 20] {
            let mut original = small_session(more);
            original.step(steps).expect("steps");
            let mut copy = with_data(&original.save().expect("a file"));
            assert_eq!(bits(&copy), bits(&original));
            assert_eq!(
                copy.save().expect("a file"),
                original.save().expect("a file"),
                "saved again after {steps} steps"
            );
            assert_eq!(copy.step(25).expect("steps"), original.step(25).expect("steps"));
            assert_eq!(bits(&copy), bits(&original), "after {steps} steps and 25 more");
        }
    }
}

#[test]
fn other_data_start_a_new_epoch() {
    let mut original = small_session("");
    original.step(10).expect("steps");
    let mut copy = Session::load(&original.save().expect("a file")).expect("a saved session");
    copy.set_data(Part::Train, some_digits(1, 201)).expect("data");
    assert_eq!(copy.step(0).expect("no steps").epoch, 1.0);
}

#[test]
fn a_finished_run_stays_finished() {
    let mut original = small_session(r#","early_stopping":{"patience":1}"#);
    original.step(2000).expect("steps");
    let copy = Session::load(&original.save().expect("a file")).expect("a saved session");
    let finished =
        |session: &Session| session.save().expect("a file").windows(14).any(|part| part == b"early_stopping");
    assert!(finished(&copy));
    assert_eq!(copy.save().expect("a file"), original.save().expect("a file"));
}

#[test]
fn the_input_scale_is_kept() {
    let original = small_session("");
    assert_eq!(
        Session::load(&original.save().expect("a file")).expect("a saved session").scale(),
        1.0 / 16.0
    );
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn the_safetensors_crate_reads_every_array() {
    let mut original = small_session("");
    original.step(5).expect("steps");
    let bytes = original.save().expect("a file");
    let file = safetensors::SafeTensors::deserialize(&bytes).expect("a safetensors file");
    let (_, header) = safetensors::SafeTensors::read_metadata(&bytes).expect("a header");
    let texts = header.metadata().as_ref().expect("texts");
    assert_eq!(texts["format"], "pt");
    assert_eq!(texts["inkgrad.spec"], original.spec().to_json());
    for array in original.parameters() {
        let view = file.tensor(&array.name).expect("an array");
        assert_eq!(view.shape(), array.shape());
        let values: Vec<f32> =
            view.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        assert_eq!(values, *array.data());
        assert!(file.tensor(&format!("optimizer.first_moment.{}", array.name)).is_ok());
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn truncated_and_modified_files_never_panic() {
    let mut original = small_session("");
    original.step(5).expect("steps");
    let bytes = original.save().expect("a file");
    let header = 8 + u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    for length in (0..header).step_by(7).chain((header..bytes.len()).step_by(501)) {
        let error = Session::load(&bytes[..length]).err().expect("a truncated file");
        assert_eq!(error.kind, ErrorKind::Format, "{length}: {error}");
    }
    // A file with a changed byte may be valid. It must never cause a panic.
    for at in 0..header {
        for flip in [1, 0x10, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            if let Err(error) = Session::load(&changed) {
                assert!([ErrorKind::Format, ErrorKind::Memory].contains(&error.kind), "{at}: {error}");
            }
        }
    }
}

#[test]
fn foreign_safetensors_files_are_rejected() {
    let header = br#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  "#;
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header);
    bytes.extend([0; 4]);
    let error = Session::load(&bytes).err().expect("no spec");
    assert_eq!(
        error.to_string(),
        "inkgrad.spec: expected a file that inkgrad saved, found one without inkgrad.spec; weights from elsewhere are set by Session::set_parameters on a session of the right spec"
    );
}

/// A saved session with `from` replaced by `to` in its header.
fn edited(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let (length, rest) = bytes.split_first_chunk::<8>().expect("a length");
    let (header, numbers) = rest.split_at(u64::from_le_bytes(*length) as usize);
    let header = std::str::from_utf8(header).expect("JSON");
    assert!(header.contains(from), "{from} is not in {header}");
    let header = header.replacen(from, to, 1);
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), numbers].concat()
}

#[test]
fn invalid_metadata_are_rejected_by_name() {
    let mut original = small_session(r#","early_stopping":{"patience":3}"#);
    original.step(9).expect("steps");
    let bytes = original.save().expect("a file");
    for (from, to, id, path) in [
        (r#""inkgrad.format":"1""#, r#""inkgrad.format":"2""#, "format.newer_format", "inkgrad.format"),
        (r#""inkgrad.step":"9""#, r#""inkgrad.step":"-9""#, "format.not_a_whole_number", "inkgrad.step"),
        (
            r#""inkgrad.step":"9""#,
            r#""inkgrad.step":"18446744073709551615""#,
            "format.not_a_whole_number",
            "inkgrad.step",
        ),
        (
            r#""inkgrad.position":"64""#,
            r#""inkgrad.position":"200""#,
            "format.position_behind_the_end",
            "inkgrad.position",
        ),
        (
            r#""inkgrad.schedule_start":"0""#,
            r#""inkgrad.schedule_start":"10""#,
            "format.schedule_starts_later",
            "inkgrad.schedule_start",
        ),
        (r#""inkgrad.warmup":"0""#, r#""inkgrad.warmup":"2""#, "format.not_a_whole_number", "inkgrad.warmup"),
        (
            r#""inkgrad.input_scale":"1031798784""#,
            r#""inkgrad.input_scale":"2139095040""#,
            "format.bits_not_finite",
            "inkgrad.input_scale",
        ),
        (r#""inkgrad.warmup":"0""#, r#""inkgrad.warm":"0""#, "format.unknown_metadata", "inkgrad.warm"),
        (
            r#""inkgrad.warmup":"0""#,
            r#""inkgrad.finished":"bored""#,
            "format.unknown_end",
            "inkgrad.finished",
        ),
        (r#"\"adam\""#, r#"\"atom\""#, "format.wrong_spec", "inkgrad.spec"),
        (r#"{"__metadata__":{"#, r#"{"__metadata__":{"inkgrad.step":"9","#, "format.wrong_header", ""),
        (r#""layers.2.bias":"#, r#""layers.2.bios":"#, "format.missing_array", "layers.2.bias"),
        (r#""shape":[16]"#, r#""shape":[4,4]"#, "format.array_of_another_shape", "layers.0.bias"),
    ] {
        let error = Session::load(&edited(&bytes, from, to)).err().expect("a wrong file");
        let found = (error.id(), error.path.clone().unwrap_or_default());
        assert_eq!(found, (id.to_owned(), path.to_owned()), "{to}: {error}");
    }
}

#[test]
fn surplus_arrays_are_rejected_and_foreign_metadata_ignored() {
    let mut original = small_session("");
    original.step(3).expect("steps");
    let bytes = original.save().expect("a file");
    let numbers = bytes.len() - 8 - u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    let entry = format!(r#"{{"shape":[0],"dtype":"F32","data_offsets":[{numbers},{numbers}]}}"#);
    let surplus = edited(&bytes, r#""layers.0.weight":"#, &format!(r#""extra":{entry},"layers.0.weight":"#));
    let error = Session::load(&surplus).err().expect("an array too many");
    assert_eq!((error.id().as_str(), error.path.as_deref()), ("format.surplus_array", Some("extra")));
    let noted = edited(&bytes, r#""format":"pt""#, r#""format":"pt","author":"someone""#);
    assert_eq!(bits(&Session::load(&noted).expect("a text of someone else")), bits(&original));
}

#[test]
fn non_finite_parameters_are_rejected_with_their_offset() {
    let mut original = small_session("");
    original.step(3).expect("steps");
    let mut bytes = original.save().expect("a file");
    let begins = 8 + u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    bytes[begins + 40..begins + 44].copy_from_slice(&f32::NAN.to_le_bytes());
    let error = Session::load(&bytes).err().expect("no number");
    assert_eq!((error.id().as_str(), error.offset), ("format.array_not_finite", Some(begins as u64 + 40)));
    assert_eq!(error.path.as_deref(), Some("layers.0.weight"));
}

#[test]
fn a_negative_variance_is_rejected() {
    let json = r#"{"input":[2],"layers":[{"kind":"batch_norm"},{"kind":"dense","units":2}],
        "loss":{"kind":"mse"},"optimizer":{"kind":"sgd","learning_rate":0.1}}"#;
    let mut bytes = Session::new(spec(json)).expect("a session").save().expect("a file");
    let begins = 8 + u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    // Weight, bias and running mean of two features each come first.
    bytes[begins + 24..begins + 28].copy_from_slice(&(-0.5_f32).to_le_bytes());
    let error = Session::load(&bytes).err().expect("a negative variance");
    assert_eq!(error.to_string(), "layers.0.running_var: expected a variance of at least 0, found -0.5");
}

#[test]
fn other_file_types_are_named() {
    for (bytes, id, message) in [
        (
            &b"PK\x03\x04\x00\x00\x08\x08\x00\x00archive/data.pkl"[..],
            "format.found_zip",
            "expected a safetensors file, found a zip archive, as PyTorch's .pt, Keras's .keras and NumPy's .npz are; give the file that is wanted itself; weights of PyTorch are written by safetensors.torch.save_file",
        ),
        (
            b"<!doctype html><html><body>Not found</body></html>",
            "format.found_html",
            "expected a safetensors file, found an HTML page; the address gave a page in place of the file: look whether it is right and answers with status 200",
        ),
    ] {
        let error = Session::load(bytes).err().expect("no session");
        assert_eq!((error.id().as_str(), error.to_string().as_str()), (id, message));
    }
}
