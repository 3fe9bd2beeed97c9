//! What comes back: our own exports, arrays of other programs beside a spec, and other programs' ONNX models.

mod axes;
mod chain;
mod constants;
mod functions;
mod items;
mod keras;
mod layouts;
mod nodes;
mod onnx_model;
mod recurrent;
mod shapes;
mod weights;

use self::items::Item;
use super::json::object;
use super::network::Network;
use super::trained::Tensor;
use crate::safetensors::{Array, File, Numbers};
use crate::schema::json_value::JsonValue;
use crate::spec::Spec;
use crate::{Error, ErrorKind, Result};

/// A session's file, and what was found on the way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// What [`Session::load`](crate::Session::load) opens.
    pub session: Vec<u8>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}

/// Something that an import found or decided.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// A stable name, for translation.
    pub id: &'static str,
    /// The sentence.
    pub message: String,
    /// The values in it, by name.
    pub values: Vec<(&'static str, String)>,
}

impl Note {
    fn new(id: &'static str, message: impl Into<String>) -> Self {
        Self { id, message: message.into(), values: Vec::new() }
    }

    fn value(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }
}

/// How a foreign model is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ImportOptions {
    /// The loss of a foreign ONNX model without softmax or sigmoid at its end: `mse`, which takes its outputs as they are, if
    /// none is given; `cross_entropy` or `binary_cross_entropy` take them as logits.
    pub loss: Option<String>,
}

impl ImportOptions {
    /// The options of a JSON object.
    ///
    /// # Errors
    /// Kind `spec` for a field that is not known or of another type.
    pub fn from_json(text: &str) -> Result<Self> {
        let JsonValue::Map(fields) = JsonValue::from_json(text)? else { return Ok(Self::default()) };
        let mut options = Self::default();
        for (name, value) in fields {
            match (&*name, value) {
                ("loss", JsonValue::Nothing) => {}
                ("loss", JsonValue::Text(loss))
                    if matches!(&*loss, "mse" | "cross_entropy" | "binary_cross_entropy") =>
                {
                    options.loss = Some(loss);
                }
                ("loss", found) => {
                    let expected = "mse, cross_entropy or binary_cross_entropy";
                    return Err(super::wrong_option("loss", expected, &found));
                }
                _ => return Err(super::wrong_option(&name, "loss", &"another option")),
            }
        }
        Ok(options)
    }
}

/// Imports a model from its files: safetensors, beside a spec in JSON unless ours; an ONNX model; or our own Keras file. Other
/// files are left aside.
///
/// # Errors
/// Kind `format` for a damaged file, for what no layer can say, by node, and for files without a model.
pub fn import(files: &[(&str, &[u8])], options: &ImportOptions) -> Result<Imported> {
    let spec = match files.iter().find_map(|(_, bytes)| spec_of(bytes)) {
        Some(spec) => Some(JsonValue::from_json(&Spec::read(&spec)?.to_json())?),
        None => None,
    };
    match files.iter().find(|(_, bytes)| bytes.starts_with(b"PK")) {
        Some((_, bytes)) => keras::import(bytes, spec),
        None => of_files(files, spec, options),
    }
}

/// The same without Keras, whose code is left out then. A spec needs every default filled in.
///
/// # Errors
/// As [`import`].
pub fn import_plainly(files: &[(&str, &[u8])], options: &ImportOptions) -> Result<Imported> {
    of_files(files, files.iter().find_map(|(_, bytes)| spec_of(bytes)), options)
}

fn of_files(files: &[(&str, &[u8])], spec: Option<JsonValue>, options: &ImportOptions) -> Result<Imported> {
    for (name, bytes) in files {
        if is_safetensors(bytes) {
            return weights::import(bytes, spec);
        }
        if name.to_ascii_lowercase().ends_with(".onnx") || bytes.first() == Some(&8) {
            return chain::import(bytes, options);
        }
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let names = names.join(", ");
    let error = Error::mismatch(ErrorKind::Format, "a safetensors, ONNX or Keras file", &names);
    Err(error.named("no_model").with_note("a spec alone makes a new session: Session.create(spec)"))
}

/// Our own Keras file, the first archive of the files. A spec beside it needs every default filled in.
///
/// # Errors
/// As [`import`].
pub fn import_from_keras(files: &[(&str, &[u8])]) -> Result<Imported> {
    let archive =
        files.iter().find(|(_, bytes)| bytes.starts_with(b"PK")).map_or(&[][..], |(_, bytes)| bytes);
    keras::import(archive, files.iter().find_map(|(_, bytes)| spec_of(bytes)))
}

/// Whether a file begins with a header's length and the header.
fn is_safetensors(bytes: &[u8]) -> bool {
    let Some((length, rest)) = bytes.split_first_chunk::<8>() else { return false };
    u64::from_le_bytes(*length) <= rest.len() as u64 && rest.first() == Some(&b'{')
}

/// The spec in a JSON file: an object with an input and layers.
fn spec_of(bytes: &[u8]) -> Option<JsonValue> {
    if bytes.trim_ascii_start().first() != Some(&b'{') || is_safetensors(bytes) {
        return None;
    }
    let json = JsonValue::from_json(core::str::from_utf8(bytes).ok()?).ok()?;
    (json.get("input").is_some() && matches!(json.get("layers"), Some(JsonValue::List(_)))).then_some(json)
}

/// The texts of our own that go with a network.
const OWN_TEXTS: [&str; 3] = ["inkgrad.input_scale", "inkgrad.input_type", "inkgrad.classes"];

/// A session's file that begins training afresh.
fn session_file(spec: &JsonValue, arrays: &[(String, Tensor)], texts: Vec<(String, String)>) -> Vec<u8> {
    let mut metadata = vec![
        ("format".to_owned(), "pt".to_owned()),
        ("inkgrad.version".to_owned(), crate::VERSION.to_owned()),
        ("inkgrad.spec".to_owned(), spec.to_json()),
    ];
    metadata.extend(texts.into_iter().filter(|(name, _)| OWN_TEXTS.contains(&&**name)));
    let array = |(name, tensor): &'_ (String, Tensor)| (name.clone(), tensor.shape.clone());
    let tensors = arrays.iter().map(|each| {
        let (name, shape) = array(each);
        Array { name, shape, numbers: Numbers::Floats(&each.1.data) }
    });
    File { metadata, tensors: tensors.collect() }.write()
}

/// The note of every import that does not bring the optimiser's state.
fn fresh_optimizer() -> Note {
    Note::new(
        "fresh_optimizer",
        "The file holds no state of the optimiser: training begins with a fresh one.",
    )
}

/// The spec of a network of foreign layers, and its arrays by our names.
fn spec_and_arrays(input: &[usize], items: Vec<Item>, loss: &str) -> (JsonValue, Vec<(String, Tensor)>) {
    let mut arrays = Vec::new();
    let layers = items::number(items, "layers.", &mut arrays);
    let spec = object([
        ("input", input.into()),
        ("layers", layers),
        ("loss", object([("kind", loss.into())])),
        ("optimizer", object([("kind", "adam".into()), ("learning_rate", JsonValue::Number(0.001))])),
    ]);
    (spec, arrays)
}

/// An array that a network of ours needs and a file lacks.
fn missing(name: &str) -> Error {
    Error::mismatch(ErrorKind::Format, "an array of this name", "none").named("missing_array").at(name)
}

/// The network of a spec that came with a file.
fn network_of(spec: &JsonValue) -> Result<Network> {
    Network::read(spec).map_err(|error| error.within("spec"))
}
