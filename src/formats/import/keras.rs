//! Our own Keras file; also after Keras has trained and saved it again, with the spec beside it, which Keras leaves out.
//!
//! The way back is the way out: an export whose arrays hold the numbers of their elements says where each element stands in
//! the file.

use super::{Imported, fresh_optimizer, layouts, missing, network_of, session_file};
use crate::formats::hdf5::{self, Dataset};
use crate::formats::network::{Cell, Layer, Operation, elements};
use crate::formats::trained::{Tensor, Trained};
use crate::formats::{keras, zip};
use crate::schema::json_value::JsonValue;
use crate::{Error, ErrorKind, Result};

pub(super) fn import(bytes: &[u8], beside: Option<JsonValue>) -> Result<Imported> {
    let files = zip::read(bytes)?;
    let entry = |name: &str| files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.as_slice());
    let texts = entry("inkgrad.json").map(texts).transpose()?.unwrap_or_default();
    let own = texts.iter().find(|(name, _)| name == "inkgrad.spec");
    let own = own.map(|(_, spec)| JsonValue::from_json(spec)).transpose()?;
    let Some(spec) = own.or(beside) else {
        let error = Error::mismatch(ErrorKind::Format, "a Keras file of inkgrad", "another archive");
        let other = "give the spec beside it if it was ours; other models come as ONNX, by \
                     model.export(\"model.onnx\", format=\"onnx\")";
        return Err(error.named("not_our_keras").with_note(other));
    };
    let Some(weights) = entry("model.weights.h5") else { return Err(missing("model.weights.h5")) };
    let arrays = arrays(&spec, &hdf5::read(weights)?)?;
    Ok(Imported { session: session_file(&spec, &arrays, texts), notes: vec![fresh_optimizer()] })
}

fn texts(bytes: &[u8]) -> Result<Vec<(String, String)>> {
    let json = core::str::from_utf8(bytes).ok().map(JsonValue::from_json).transpose()?;
    let Some(JsonValue::Map(fields)) = json else { return Err(missing("inkgrad.json")) };
    let text = |(name, value)| if let JsonValue::Text(text) = value { Some((name, text)) } else { None };
    Ok(fields.into_iter().filter_map(text).collect())
}

/// The arrays of a network from Keras's.
fn arrays(spec: &JsonValue, datasets: &[Dataset]) -> Result<Vec<(String, Tensor)>> {
    let network = network_of(spec)?;
    let layouts = layouts::arrays(&network);
    let mut resets_after = Vec::new();
    find_gru(&network.layers, &mut resets_after);
    // An array that the file has no room for is not made: all of them together stand in it.
    let room = datasets.iter().fold(0_usize, |all, dataset| all.saturating_add(dataset.values.len()));
    let needed = layouts.iter().fold(0, |all: usize, (_, shape)| all.saturating_add(elements(shape)));
    // The two biases of recurrent layers are one in Keras.
    if needed > room.saturating_mul(2) {
        let error = Error::mismatch(ErrorKind::Format, format_args!("{needed} numbers"), room);
        return Err(error.named("count_of_numbers").value("count", needed).at("model.weights.h5"));
    }
    let mut numbered = Vec::new();
    let mut next = 1_u32;
    for (name, shape) in layouts {
        // The second bias is 0: the first takes the sum.
        let zero = name.ends_with("bias_hh") && !resets_after.contains(&name);
        let data = (0..elements(&shape)).map(|_| {
            let number = if zero { 0 } else { next };
            next += u32::from(!zero);
            f32::from_bits(number)
        });
        numbered.push((name, Tensor { data: data.collect(), shape }));
    }
    let file = session_file(spec, &numbered, Vec::new());
    let groups = keras::weights_of(&Trained::read(&file)?)?;
    let mut values = vec![0.0; next as usize];
    for (path, shape, numbers) in groups {
        let Some(dataset) = datasets.iter().find(|dataset| dataset.path == path) else {
            return Err(missing(&path));
        };
        if dataset.shape != shape {
            let (expected, found) = (format!("{shape:?}"), format_args!("{:?}", dataset.shape));
            let error = Error::mismatch(ErrorKind::Format, &expected, found);
            return Err(error.named("array_of_another_shape").value("shape", expected).at(path));
        }
        for (number, value) in numbers.iter().zip(&dataset.values) {
            // The others are constants of the export.
            if let Some(place) = values.get_mut(number.to_bits() as usize) {
                *place = *value;
            }
        }
    }
    values[0] = 0.0;
    for (_, tensor) in &mut numbered {
        tensor.data.iter_mut().for_each(|number| *number = values[number.to_bits() as usize]);
    }
    Ok(numbered)
}

/// The second biases of the layers that keep both in Keras.
fn find_gru(layers: &[Layer], names: &mut Vec<String>) {
    for layer in layers {
        match &layer.operation {
            Operation::Recurrent { cell: Cell::Gru, .. } => names.push(layer.array("bias_hh")),
            Operation::Residual(inner) => find_gru(inner, names),
            _ => {}
        }
    }
}
