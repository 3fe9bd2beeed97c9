//! Folders that go on with a session elsewhere: on many processes by PyTorch's `torchrun`, or federated by Flower.
//!
//! The programs are constant texts, in the repository's folder `onward`. The session stands beside them as it was saved.

use super::trained::Trained;
use crate::{Error, ErrorKind, Result};

/// The texts of these files, with their names.
macro_rules! texts {
    ($folder:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../onward/", $folder, "/", $name)))),+]
    };
}

/// A file's name and its text.
type Text = (&'static str, &'static str);

/// The texts of a program.
pub(super) type Program = [&'static [Text]; 2];

/// What both programs import.
const MODULES: &[Text] = texts![
    "torchrun":
    "augmentation.py"
    "batch_norm.py"
    "data_hash.py"
    "datasets.py"
    "errors.py"
    "layers.py"
    "losses.py"
    "network.py"
    "optimizers.py"
    "philox.py"
    "readers.py"
    "schedules.py"
    "session_file.py"
    "trainer.py"
];

/// The program for `torchrun`.
pub(super) const TORCHRUN: Program = [
    texts!["torchrun": "train.py" "README.md" "requirements.txt" "checkpoints.py" "logs.py" "processes.py"],
    MODULES,
];

/// The Flower app.
pub(super) const FLOWER: Program = [
    texts![
        "flower":
        "server_app.py"
        "client_app.py"
        "simulate.py"
        "pyproject.toml"
        "README.md"
        "requirements.txt"
        "federated.py"
    ],
    MODULES,
];

/// The files of a program, with the session as it was saved.
///
/// # Errors
/// Kind `format` for a session with constraints: they are code of a Rust program.
pub(super) fn folder(
    program: Program,
    trained: &Trained<'_>,
    saved: &[u8],
) -> Result<Vec<(String, Vec<u8>)>> {
    if let Some(constraints) = trained.file.text("inkgrad.constraints") {
        let error = Error::mismatch(ErrorKind::Format, "a session without constraints", constraints);
        return Err(error.named("constraints_stay").at("inkgrad.constraints"));
    }
    let texts = program.into_iter().flatten();
    let mut files: Vec<_> =
        texts.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    files.push(("model.safetensors".to_owned(), saved.to_vec()));
    files.push(("spec.json".to_owned(), trained.spec.to_json().into_bytes()));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use crate::formats::{ExportOptions, Format, export};
    use crate::{Session, Spec};

    fn session() -> Session {
        let json = r#"{"input":[2],"layers":[{"kind":"dense","units":1}],"loss":{"kind":"mse"},
            "optimizer":{"kind":"adam","learning_rate":0.1}}"#;
        Session::new(Spec::from_json(json).expect("a spec")).expect("memory")
    }

    /// The files of a program in the repository.
    fn files_of(program: &str) -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("onward").join(program);
        let entries = folder.read_dir().expect("the folder").map(|entry| entry.expect("an entry"));
        let files = entries.filter(|entry| entry.path().is_file());
        files.map(|entry| entry.file_name().into_string().expect("a name")).collect()
    }

    #[test]
    fn a_folder_has_the_whole_program_and_the_session_as_it_was_saved() {
        let saved = session().save().expect("a whole session");
        for (format, program) in [(Format::Torchrun, "torchrun"), (Format::Flower, "flower")] {
            let files = export(&saved, format, &ExportOptions::default()).expect("an export");
            let names: BTreeSet<_> = files.iter().map(|file| file.name.clone()).collect();
            assert_eq!(names.len(), files.len(), "each name once");
            assert!(names.is_superset(&files_of(program)), "{names:?}");
            let model = files.iter().find(|file| file.name == "model.safetensors");
            assert_eq!(model.map(|file| &file.bytes), Some(&saved));
        }
    }
}
