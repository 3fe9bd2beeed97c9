//! What every export begins with: a saved session, read.

use super::network::Network;
use crate::safetensors::{File, Numbers};
use crate::schema::json_value::{self, JsonValue};
use crate::{Error, ErrorKind, Result};

/// A trained network with its arrays, and what is known of its training.
pub(crate) struct Trained<'a> {
    pub file: File<'a>,
    pub spec: JsonValue,
    pub network: Network,
    /// What the training data were multiplied by; 1 where nothing is known.
    pub scale: f32,
    /// `u8` or `f32`, if known.
    pub input_type: Option<String>,
    pub classes: Option<Vec<String>>,
    pub steps: u64,
    pub epochs: u64,
    pub samples: u64,
}

/// An array as numbers.
#[derive(Clone, Debug)]
pub(crate) struct Tensor {
    pub shape: Vec<usize>,
    pub data: Vec<f32>,
}

impl<'a> Trained<'a> {
    /// Reads what `Session::save` wrote.
    pub fn read(saved: &'a [u8]) -> Result<Self> {
        let file = File::read(saved)?;
        let Some(text) = file.text("inkgrad.spec") else {
            let error = Error::mismatch(ErrorKind::Format, "the text inkgrad.spec", "none").named("no_spec");
            return Err(error.with_note("the file is no session of inkgrad"));
        };
        let spec = JsonValue::from_json(text).map_err(|error| error.at("inkgrad.spec"))?;
        let network = Network::read(&spec)?;
        let number = |name: &str| file.text(name).and_then(|text| text.parse().ok()).unwrap_or(0);
        let scale = f32::from_bits(number("inkgrad.input_scale") as u32);
        let classes = file.text("inkgrad.classes").and_then(names);
        Ok(Self {
            scale: if scale != 0.0 && scale.is_finite() { scale } else { 1.0 },
            input_type: file.text("inkgrad.input_type").map(str::to_owned),
            classes,
            steps: number("inkgrad.step"),
            epochs: number("inkgrad.epoch"),
            samples: number("inkgrad.samples"),
            network,
            spec,
            file,
        })
    }

    /// The array of this name.
    pub fn tensor(&self, name: &str) -> Result<Tensor> {
        let Some(array) = self.file.array(name) else {
            let error = Error::mismatch(ErrorKind::Format, "an array of this name", "none");
            return Err(error.named("missing_array").at(name));
        };
        let Numbers::Bytes(bytes, _) = array.numbers else { unreachable!("only what was read is exported") };
        let data = bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        Ok(Tensor { shape: array.shape.clone(), data })
    }

    /// The array of this name and shape. A layer's emitter relies on the shape.
    pub fn shaped<const RANK: usize>(&self, name: &str) -> Result<(Vec<f32>, [usize; RANK])> {
        let Tensor { shape, data } = self.tensor(name)?;
        let found = format!("{shape:?}");
        let shape = shape.try_into().map_err(|_| {
            let error = Error::mismatch(ErrorKind::Format, format_args!("{RANK} axes"), found);
            error.named("array_of_another_shape").at(name)
        })?;
        Ok((data, shape))
    }

    /// The arrays of the network itself, without the optimiser's and others.
    pub fn parameters(&self) -> impl Iterator<Item = &crate::safetensors::Array<'a>> {
        self.file.tensors.iter().filter(|array| array.name.starts_with("layers."))
    }

    /// The number of trained values.
    pub fn parameter_count(&self) -> usize {
        self.parameters().map(|array| array.shape.iter().product::<usize>()).sum()
    }
}

/// A JSON list of texts.
fn names(text: &str) -> Option<Vec<String>> {
    let Ok(JsonValue::List(items)) = json_value::read(text.as_bytes()) else { return None };
    let text = |item| if let JsonValue::Text(name) = item { Some(name) } else { None };
    items.into_iter().map(text).collect()
}
