//! Saved sessions: they go on bit for bit, others can read them, and broken ones end in an error.

#[cfg(not(target_arch = "wasm32"))]
use inkgrad::Code;
use inkgrad::{Part, Session};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::{bits, small_session, some_digits};

fn with_data(bytes: &[u8]) -> Session {
    let mut session = Session::load(bytes).expect("a saved session");
    session.set_data(Part::Train, some_digits(0, 200)).expect("data");
    session.set_data(Part::Validation, some_digits(200, 300)).expect("data");
    session
}

#[test]
fn a_loaded_session_goes_on_where_it_was() {
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
fn other_data_begin_a_new_epoch() {
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
fn the_reference_reader_finds_every_array() {
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
fn every_truncation_and_many_changes_are_refused_or_read() {
    let mut original = small_session("");
    original.step(5).expect("steps");
    let bytes = original.save().expect("a file");
    let header = 8 + u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    for length in (0..header).step_by(7).chain((header..bytes.len()).step_by(501)) {
        let error = Session::load(&bytes[..length]).err().expect("a truncated file");
        assert_eq!(error.code, Code::Format, "{length}: {error}");
    }
    // A changed byte may still be a right file; it must never be a panic.
    for at in 0..header {
        for flip in [1, 0x10, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            if let Err(error) = Session::load(&changed) {
                assert!([Code::Format, Code::Memory].contains(&error.code), "{at}: {error}");
            }
        }
    }
}

#[test]
fn a_file_from_elsewhere_is_told_from_ours() {
    let header = br#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  "#;
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header);
    bytes.extend([0; 4]);
    let error = Session::load(&bytes).err().expect("no spec");
    assert_eq!(
        error.to_string(),
        "inkgrad.spec: expected a file that inkgrad saved, found one without inkgrad.spec; weights from elsewhere are set by setParameters on a session of the right spec"
    );
}
