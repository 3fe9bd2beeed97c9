//! Files of other programs: what a trained network leaves in, and what it comes back from.
//!
//! ```
//! use inkgrad::formats::{ExportOptions, Format, ImportOptions, import};
//! use inkgrad::{Session, Spec};
//!
//! let spec = r#"{ "input": [3], "layers": [{ "kind": "dense", "units": 2 }],
//!                 "loss": { "kind": "cross_entropy" }, "optimizer": { "kind": "sgd", "learning_rate": 0.1 } }"#;
//! let session = Session::new(Spec::from_json(spec)?)?;
//! let files = session.export(Format::Onnx, &ExportOptions::default())?;
//! assert_eq!(files[0].name, "model.onnx");
//!
//! let imported = import(&[("model.onnx", &files[0].bytes)], &ImportOptions::default())?;
//! let back = Session::load(&imported.session)?;
//! assert_eq!(back.predict([1.0, 2.0, 3.0])?, session.predict([1.0, 2.0, 3.0])?);
//! # Ok::<(), inkgrad::Error>(())
//! ```
//!
//! An export begins with what `Session::save` writes, an import ends with it. So this code needs neither layers nor training,
//! and the package has it in a wasm module of its own.

mod card;
mod hdf5;
mod import;
mod json;
mod keras;
mod network;
mod onnx;
mod onward;
mod pytorch;
mod trained;
mod zip;

pub use self::import::{ImportOptions, Imported, Note, import, import_from_keras, import_plainly};
use self::trained::Trained;
use crate::safetensors::{Array, File};
use crate::schema::json_value::JsonValue;
use crate::{Error, ErrorKind, Result};

/// A format that a network is exported to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// The parameters by PyTorch's names, with the spec beside them.
    Safetensors,
    /// An ONNX model.
    Onnx,
    /// A PyTorch script, with its parameters and the optimiser's state.
    Pytorch,
    /// A Keras 3 model.
    Keras,
    /// A layers model of TensorFlow.js.
    Tfjs,
    /// The spec alone.
    Spec,
    /// A folder whose program goes on with the session on any number of processes, by PyTorch's `torchrun`.
    Torchrun,
    /// A folder with a Flower app that trains the session on the data of several owners.
    Flower,
}

impl Format {
    /// Every format with its name.
    pub const ALL: [(&'static str, Self); 8] = [
        ("safetensors", Self::Safetensors),
        ("onnx", Self::Onnx),
        ("pytorch", Self::Pytorch),
        ("keras", Self::Keras),
        ("tfjs", Self::Tfjs),
        ("spec", Self::Spec),
        ("torchrun", Self::Torchrun),
        ("flower", Self::Flower),
    ];

    /// The format of this name.
    ///
    /// # Errors
    /// Kind `format`.
    pub fn named(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format).ok_or_else(|| {
            let names = Self::ALL.map(|(name, _)| name).join(", ");
            Error::mismatch(ErrorKind::Format, format_args!("one of {names}"), format_args!("\"{name}\""))
                .named("unknown_format")
                .value("formats", &names)
                .at("format")
        })
    }
}

/// What an export says besides what the session knows. All may be left out.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ExportOptions {
    /// The name of the files without their ends: `model`.
    pub name: Option<String>,
    /// What the training data are.
    pub data: Option<String>,
    /// The accuracy that was measured, 0..1.
    pub accuracy: Option<f64>,
    /// Which build trained it.
    pub build: Option<String>,
    /// How raw data become values, before they are scaled.
    pub preprocessing: Option<String>,
    /// What the network is meant for.
    pub intended_use: Option<String>,
    /// What it should not be relied on for.
    pub limits: Option<String>,
}

impl ExportOptions {
    /// The name of the files, of letters that every file system takes.
    fn name(&self) -> String {
        // Letters of other alphabets stay: only signs and blanks of ASCII mean something to shells and file systems.
        let plain = |letter: char| {
            if letter.is_ascii_alphanumeric() || letter == '-' || !letter.is_ascii() { letter } else { '_' }
        };
        match self.name.as_deref().map(str::trim) {
            None | Some("") => "model".to_owned(),
            Some(name) => name.chars().map(plain).collect(),
        }
    }

    /// The options of a JSON object.
    ///
    /// # Errors
    /// Kind `spec` for a field that is not known or of another type.
    pub fn from_json(text: &str) -> Result<Self> {
        let JsonValue::Map(fields) = JsonValue::from_json(text)? else { return Ok(Self::default()) };
        let mut options = Self::default();
        for (name, value) in fields {
            let place = match &*name {
                "name" => &mut options.name,
                "data" => &mut options.data,
                "build" => &mut options.build,
                "preprocessing" => &mut options.preprocessing,
                "intendedUse" => &mut options.intended_use,
                "limits" => &mut options.limits,
                "accuracy" => {
                    options.accuracy = match value {
                        JsonValue::Number(accuracy) if (0.0..=1.0).contains(&accuracy) => Some(accuracy),
                        JsonValue::Nothing => None,
                        found => return Err(wrong_option("accuracy", "a number from 0 to 1", &found)),
                    };
                    continue;
                }
                _ => {
                    let known = "name, data, accuracy, preprocessing, intendedUse or limits";
                    return Err(wrong_option(&name, known, &"another option"));
                }
            };
            *place = match value {
                JsonValue::Text(text) => Some(text),
                JsonValue::Nothing => None,
                found => return Err(wrong_option(&name, "a text", &found)),
            };
        }
        Ok(options)
    }
}

fn wrong_option(name: &str, expected: &str, found: &dyn core::fmt::Display) -> Error {
    Error::mismatch(ErrorKind::Spec, expected, found).named("wrong_option").at(format_args!("options.{name}"))
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExportedFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// Exports what [`Session::save`](crate::Session::save) wrote.
///
/// # Errors
/// Kind `format`, with the layer's path, for what the format cannot represent.
pub fn export(saved: &[u8], format: Format, options: &ExportOptions) -> Result<Vec<ExportedFile>> {
    match format {
        Format::Keras | Format::Tfjs => exported(saved, options, |export| export.keras(format)),
        Format::Torchrun => exported(saved, options, |export| export.onward(saved, onward::TORCHRUN)),
        Format::Flower => exported(saved, options, |export| export.onward(saved, onward::FLOWER)),
        _ => exported(saved, options, |export| export.plain(format)),
    }
}

/// The same for a program with the formats' names and JSON: all but Keras, TensorFlow.js and the folders of programs, whose
/// code is left out then.
///
/// # Errors
/// As [`export`]; kind `format` for another format.
pub fn export_plainly(saved: &[u8], format: &str, options: &str) -> Result<Vec<ExportedFile>> {
    let format = Format::named(format)?;
    exported(saved, &ExportOptions::from_json(options)?, |export| export.plain(format))
}

/// The same for Keras and TensorFlow.js alone.
///
/// # Errors
/// As [`export`]; kind `format` for another format.
pub fn export_to_keras(saved: &[u8], format: &str, options: &str) -> Result<Vec<ExportedFile>> {
    let format = Format::named(format)?;
    exported(saved, &ExportOptions::from_json(options)?, |export| export.keras(format))
}

/// The files that `write` makes, with those that every export has.
fn exported(
    saved: &[u8],
    options: &ExportOptions,
    write: impl FnOnce(&mut Export<'_>) -> Result<()>,
) -> Result<Vec<ExportedFile>> {
    let trained = Trained::read(saved)?;
    let preprocessing = card::preprocessing(&trained, options);
    let mut export = Export {
        stem: options.name(),
        card: card::card(&trained, options),
        texts: texts(&trained, &preprocessing),
        trained,
        files: Vec::new(),
    };
    write(&mut export)?;
    export.add("preprocessing.json".to_owned(), preprocessing.to_json().into_bytes());
    let card = core::mem::take(&mut export.card);
    export.add("card.md".to_owned(), card.into_bytes());
    Ok(export.files)
}

/// An export that is being written.
struct Export<'a> {
    trained: Trained<'a>,
    stem: String,
    card: String,
    texts: Vec<(String, String)>,
    files: Vec<ExportedFile>,
}

impl Export<'_> {
    fn add(&mut self, name: String, bytes: Vec<u8>) {
        self.files.push(ExportedFile { name, bytes });
    }

    fn plain(&mut self, format: Format) -> Result<()> {
        let Self { trained, stem, card, texts, .. } = self;
        let spec = || trained.spec.to_json().into_bytes();
        let files = match format {
            Format::Safetensors => vec![
                (format!("{stem}.safetensors"), weights(trained, texts, false)),
                ("spec.json".to_owned(), spec()),
            ],
            Format::Pytorch => vec![
                (format!("{stem}.py"), pytorch::script(trained, stem).into_bytes()),
                (format!("{stem}.safetensors"), weights(trained, texts, true)),
            ],
            Format::Onnx => vec![(format!("{stem}.onnx"), onnx::model(trained, texts, card)?)],
            Format::Spec => vec![("spec.json".to_owned(), spec())],
            Format::Keras | Format::Tfjs | Format::Torchrun | Format::Flower => {
                return Err(elsewhere(format));
            }
        };
        files.into_iter().for_each(|(name, bytes)| self.add(name, bytes));
        Ok(())
    }

    fn onward(&mut self, saved: &[u8], program: onward::Program) -> Result<()> {
        let files = onward::folder(program, &self.trained, saved)?;
        files.into_iter().for_each(|(name, bytes)| self.add(name, bytes));
        Ok(())
    }

    fn keras(&mut self, format: Format) -> Result<()> {
        let Self { trained, stem, texts, .. } = self;
        if format == Format::Keras {
            let model = keras::model(trained, texts)?;
            let name = format!("{stem}.keras");
            self.add(name, model);
        } else if format == Format::Tfjs {
            let binary = format!("{stem}.weights.bin");
            let [topology, weights] = keras::tfjs_model(trained, texts, &binary)?;
            let name = format!("{stem}.json");
            self.add(name, topology);
            self.add(binary, weights);
        } else {
            return Err(elsewhere(format));
        }
        Ok(())
    }
}

/// A format that the part of the code that was called does not write.
fn elsewhere(format: Format) -> Error {
    let name = Format::ALL.into_iter().find(|(_, known)| *known == format).map_or("", |(name, _)| name);
    Error::mismatch(ErrorKind::Format, "a format of this part", name).named("unknown_format").at("format")
}

/// The texts that each format keeps in its metadata.
fn texts(trained: &Trained<'_>, preprocessing: &JsonValue) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = ["version", "spec", "input_scale", "input_type", "classes"]
        .map(|name| format!("inkgrad.{name}"))
        .into_iter()
        .filter_map(|name| trained.file.text(&name).map(str::to_owned).map(|text| (name, text)))
        .collect();
    texts.push(("preprocessing".to_owned(), preprocessing.to_json()));
    texts
}

/// The arrays of the network, with the optimiser's if `state`.
fn weights(trained: &Trained<'_>, texts: &[(String, String)], state: bool) -> Vec<u8> {
    let mut metadata = vec![("format".to_owned(), "pt".to_owned())];
    metadata.extend(texts.iter().cloned());
    if state {
        for name in ["inkgrad.step", "inkgrad.updates", "inkgrad.schedule_start"] {
            metadata.extend(trained.file.text(name).map(|text| (name.to_owned(), text.to_owned())));
        }
    }
    let kept = |array: &&Array<'_>| {
        array.name.starts_with("layers.") || (state && array.name.starts_with("optimizer."))
    };
    let tensors = trained.file.tensors.iter().filter(kept).map(|array| Array {
        name: array.name.clone(),
        shape: array.shape.clone(),
        numbers: array.numbers,
    });
    File { metadata, tensors: tensors.collect() }.write()
}
