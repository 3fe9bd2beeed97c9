//! Exports and imports: every kind of layer goes out and comes back, and no bytes make a reader panic. Other programs judge the
//! files themselves in `cargo xtask reach`.

use inkgrad::formats::{ExportOptions, Format, ImportOptions, import};
use inkgrad::session::NamedArray;
use inkgrad::{ErrorKind, Session, activations, layers};
use proptest::prelude::{any, prop};
use proptest::{prop_assert, proptest};

use crate::support::{assert_agrees, numbers, spec};

/// The formats that come back.
const BOTH_WAYS: [Format; 4] = [Format::Safetensors, Format::Pytorch, Format::Onnx, Format::Keras];

/// A session of one layer and what makes an answer of it, with other parameters than the initial ones.
fn session(layer: &str, input: &[usize]) -> Session {
    let text = format!(
        r#"{{"input":{input:?},"layers":[{layer},{{"kind":"flatten"}},{{"kind":"dense","units":3}}],
            "loss":{{"kind":"cross_entropy"}},"optimizer":{{"kind":"adam","learning_rate":0.01}}}}"#
    );
    let mut session = Session::new(spec(&text)).expect("a session");
    let moved: Vec<NamedArray<'static>> = session
        .parameters()
        .iter()
        .enumerate()
        .map(|(seed, array)| {
            let noise = numbers(array.values.len(), seed as u32);
            // Variances are positive.
            let moved =
                array.values.iter().zip(noise).map(|(value, noise)| (value + 0.4 * noise).abs() + 0.01);
            NamedArray::new(array.name.to_string(), array.shape(), moved.collect()).expect("the same shape")
        })
        .collect();
    session.set_parameters(&moved).expect("parameters");
    session
}

fn back(files: &[inkgrad::formats::ExportedFile]) -> Session {
    let files: Vec<(&str, &[u8])> = files.iter().map(|file| (&*file.name, &*file.bytes)).collect();
    let imported = import(&files, &ImportOptions::default()).expect("our own export");
    Session::load(&imported.session).expect("a session's file")
}

#[test]
fn every_kind_of_layer_goes_out_and_comes_back() {
    for kind in layers::kinds() {
        for (json, input) in kind.examples {
            let session = session(json, input);
            let inputs = numbers(4 * session.features(), 9);
            let expected = session.predict(&*inputs).expect("predictions");
            for format in BOTH_WAYS {
                let files = session.export(format, &ExportOptions::default());
                let files = files.unwrap_or_else(|error| panic!("{json}: {error}"));
                let found = back(&files).predict(&*inputs).expect("predictions");
                let what = format!("{json} by {format:?}");
                let [found, expected] =
                    [&found, &expected].map(|array| array.as_slice().expect("in one piece"));
                // The two biases of recurrent layers are one in Keras.
                let tolerance = if format == Format::Keras { 1e-6 } else { 0.0 };
                assert_agrees(found, expected, tolerance, &what);
            }
            assert!(session.export(Format::Spec, &ExportOptions::default()).is_ok());
        }
    }
}

#[test]
fn every_activation_goes_out_and_comes_back() {
    for activation in activations::all() {
        let session =
            session(&format!(r#"{{"kind":"dense","units":4,"activation":"{}"}}"#, activation.name()), &[3]);
        let inputs = numbers(12, 9);
        for format in BOTH_WAYS {
            let files = session.export(format, &ExportOptions::default()).expect("files");
            assert_eq!(back(&files).predict(&*inputs), session.predict(&*inputs), "{}", activation.name());
        }
        assert!(session.export(Format::Tfjs, &ExportOptions::default()).is_ok(), "{}", activation.name());
    }
}

#[test]
fn tensorflow_js_refuses_by_name_what_it_has_not() {
    for layer in [r#"{"kind":"gru","units":3}"#, r#"{"kind":"transformer_encoder","heads":1,"hidden":2}"#] {
        let error = session(layer, &[3, 2]).export(Format::Tfjs, &ExportOptions::default()).expect_err(layer);
        assert_eq!(
            (error.kind, error.message, error.path.as_deref()),
            (ErrorKind::Format, "no_such_layer_in_format", Some("layers[0]"))
        );
    }
}

proptest! {
    #[test]
    fn no_bytes_make_an_import_panic(
        format in prop::sample::select(BOTH_WAYS.to_vec()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let session = session(r#"{"kind":"lstm","units":2}"#, &[2, 3]);
        let mut files = session.export(format, &ExportOptions::default()).expect("files");
        for file in &mut files {
            if file.name.starts_with("model.") {
                for (place, value) in &changes {
                    let at = place.index(file.bytes.len());
                    file.bytes[at] ^= value;
                }
                if !whole {
                    let length = cut.index(file.bytes.len());
                    file.bytes.truncate(length);
                }
            }
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|file| (&*file.name, &*file.bytes)).collect();
        if let Ok(imported) = import(&files, &ImportOptions::default()) {
            prop_assert!(imported.session.len() < 1 << 20);
            let _ = Session::load(&imported.session);
        }
    }
}
