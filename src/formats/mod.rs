//! Files of other programs: what a trained network leaves in, and what it comes back from.
//!
//! An export begins with what `Session::save` writes, an import ends with it. So this code needs neither layers nor training,
//! and the package has it in a wasm module of its own.

mod card;
mod hdf5;
mod json;
mod keras;
mod network;
mod onnx;
mod pytorch;
mod trained;
mod zip;

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
}

impl Format {
    /// Every format with its name.
    pub const ALL: [(&'static str, Self); 6] = [
        ("safetensors", Self::Safetensors),
        ("onnx", Self::Onnx),
        ("pytorch", Self::Pytorch),
        ("keras", Self::Keras),
        ("tfjs", Self::Tfjs),
        ("spec", Self::Spec),
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
/// Kind `format`, with the layer's path, for what the format cannot say.
pub fn export(saved: &[u8], format: Format, options: &ExportOptions) -> Result<Vec<ExportedFile>> {
    let trained = Trained::read(saved)?;
    let stem = options.name();
    let card = card::card(&trained, options);
    let preprocessing = card::preprocessing(&trained, options);
    let texts = texts(&trained, &preprocessing);
    let mut files = Vec::new();
    let mut add = |name: String, bytes: Vec<u8>| files.push(ExportedFile { name, bytes });
    match format {
        Format::Safetensors => {
            add(format!("{stem}.safetensors"), weights(&trained, &texts, false));
            add("spec.json".to_owned(), trained.spec.to_json().into_bytes());
        }
        Format::Pytorch => {
            add(format!("{stem}.py"), pytorch::script(&trained, &stem).into_bytes());
            add(format!("{stem}.safetensors"), weights(&trained, &texts, true));
        }
        Format::Onnx => add(format!("{stem}.onnx"), onnx::model(&trained, &texts, &card)?),
        Format::Keras => add(format!("{stem}.keras"), keras::model(&trained, &texts)?),
        Format::Tfjs => {
            let binary = format!("{stem}.weights.bin");
            let [topology, weights] = keras::tfjs_model(&trained, &texts, &binary)?;
            add(format!("{stem}.json"), topology);
            add(binary, weights);
        }
        Format::Spec => add("spec.json".to_owned(), trained.spec.to_json().into_bytes()),
    }
    add("preprocessing.json".to_owned(), preprocessing.to_json().into_bytes());
    add("card.md".to_owned(), card.into_bytes());
    Ok(files)
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
