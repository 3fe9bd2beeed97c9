//! Arrays in a safetensors file: ours with its spec inside, or another program's with a spec beside it.

use core::cmp::Ordering;

use super::{Imported, Note, OWN_TEXTS, fresh_optimizer, layouts, network_of, session_file};
use crate::formats::hdf5::half;
use crate::formats::keras::graph::transposed;
use crate::formats::trained::Tensor;
use crate::safetensors::{Element, File, Numbers};
use crate::schema::json_value::JsonValue;
use crate::{Error, ErrorKind, Result};

/// An array of the file that none of ours has taken.
struct Foreign {
    /// The layer's name, and the array's within it as PyTorch calls it.
    layer: String,
    leaf: String,
    name: String,
    tensor: Tensor,
}

pub(super) fn import(bytes: &[u8], beside: Option<JsonValue>) -> Result<Imported> {
    let file = File::read_any(bytes)?;
    let own = file.text("inkgrad.spec").map(JsonValue::from_json).transpose()?;
    let complete = file.tensors.iter().any(|array| array.name.starts_with("optimizer."));
    let plain = file.tensors.iter().all(|array| matches!(array.numbers, Numbers::Bytes(..)));
    if own.is_some() && complete && plain {
        return Ok(Imported { session: bytes.to_vec(), notes: Vec::new() });
    }
    let Some(spec) = own.or(beside) else {
        let error =
            Error::mismatch(ErrorKind::Format, "a spec beside the arrays", "none").named("no_spec_beside");
        return Err(error.with_note("give a JSON file with input, layers, loss and optimizer too"));
    };
    let mut foreign = Vec::new();
    let mut notes = vec![fresh_optimizer()];
    for array in &file.tensors {
        let (layer, leaf) = array.name.rsplit_once(['.', '/']).unwrap_or(("", &array.name));
        if leaf == "num_batches_tracked" || array.name.starts_with("optimizer.") {
            continue;
        }
        let Some(data) = floats(array.numbers) else {
            let message = format!("The array {} holds no floats and is left out.", array.name);
            notes.push(Note::new("array_left_out", message).value("name", &array.name));
            continue;
        };
        let tensor = Tensor { shape: array.shape.clone(), data };
        foreign.push(in_our_layout(layer, leaf, &array.name, tensor));
    }
    let layouts = layouts::arrays(&network_of(&spec)?);
    let arrays = take(layouts, foreign, &mut notes)?;
    let texts = file.metadata.iter().filter(|(name, _)| OWN_TEXTS.contains(&&**name)).cloned().collect();
    Ok(Imported { session: session_file(&spec, &arrays, texts), notes })
}

/// The numbers of an array as 32-bit floats; nothing for other types.
fn floats(numbers: Numbers<'_>) -> Option<Vec<f32>> {
    match numbers {
        Numbers::Bytes(bytes, _) => {
            Some(bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
        }
        Numbers::Other(bytes, _, element) => {
            let shorts = || bytes.as_chunks::<2>().0.iter().map(|bytes| u16::from_le_bytes(*bytes));
            match element {
                Element::F16 => Some(shorts().map(half).collect()),
                Element::Bf16 => Some(shorts().map(|bits| f32::from_bits(u32::from(bits) << 16)).collect()),
                Element::F64 => {
                    let doubles = bytes.as_chunks::<8>().0.iter();
                    Some(doubles.map(|bytes| f64::from_le_bytes(*bytes) as f32).collect())
                }
                Element::Another(_) => None,
            }
        }
        Numbers::Floats(_) => None,
    }
}

/// An array under the name that PyTorch gives it: those of Keras are renamed, and their matrices transposed.
fn in_our_layout(layer: &str, leaf: &str, name: &str, tensor: Tensor) -> Foreign {
    let Tensor { shape, data } = tensor;
    let (leaf, tensor) = match (leaf, &*shape) {
        ("kernel", &[inputs, units]) => {
            ("weight", Tensor { data: transposed(&data, [inputs, units]), shape: vec![units, inputs] })
        }
        ("kernel", &[rows, columns, inputs, filters]) => {
            let window = rows * columns;
            // [row and column, channels and filters] to [filters, channels, row and column], in two exchanges.
            let data = transposed(&data, [window * inputs, filters]);
            let filter = window * inputs;
            let planes = (0..filters)
                .flat_map(|at| transposed(&data[at * filter..(at + 1) * filter], [window, inputs]));
            ("weight", Tensor { data: planes.collect(), shape: vec![filters, inputs, rows, columns] })
        }
        ("gamma", _) => ("weight", Tensor { shape, data }),
        ("beta", _) => ("bias", Tensor { shape, data }),
        ("moving_mean", _) => ("running_mean", Tensor { shape, data }),
        ("moving_variance", _) => ("running_var", Tensor { shape, data }),
        _ => (leaf, Tensor { shape, data }),
    };
    // PyTorch's recurrent layers count theirs, and its encoder has other names.
    let leaf = leaf.strip_suffix("_l0").unwrap_or(leaf);
    let leaf = leaf.replace("in_proj_weight", "weight").replace("in_proj_bias", "bias");
    Foreign { layer: layer.to_owned(), leaf, name: name.to_owned(), tensor }
}

/// Gives each of our arrays one of the file's: by name, else by its last name and shape, layer by layer.
fn take(
    layouts: Vec<(String, Vec<usize>)>,
    mut foreign: Vec<Foreign>,
    notes: &mut Vec<Note>,
) -> Result<Vec<(String, Tensor)>> {
    foreign.sort_by(|a, b| natural(&a.layer, &b.layer));
    let mut arrays: Vec<(String, Tensor)> = Vec::new();
    let mut renamed = Vec::new();
    // Ours of a layer to theirs of a layer: the arrays of one stay together.
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, shape) in layouts {
        let (layer, leaf) = name.rsplit_once('.').unwrap_or(("", &name));
        let fits = |each: &Foreign| each.leaf == leaf && each.tensor.shape == shape;
        let partner = pairs.iter().find(|(ours, _)| ours == layer).map(|(_, theirs)| theirs.clone());
        let by_name = || foreign.iter().position(|each| each.name == name);
        let by_pair = || {
            let partner = partner.as_ref()?;
            foreign.iter().position(|each| each.layer == *partner && each.leaf == leaf)
        };
        let by_shape = || {
            let free = |each: &&Foreign| !pairs.iter().any(|(_, theirs)| *theirs == each.layer);
            let found = foreign.iter().filter(|each| fits(each)).find(free)?;
            foreign.iter().position(|each| each.name == found.name)
        };
        let Some(at) =
            by_name().or_else(by_pair).or_else(|| if partner.is_none() { by_shape() } else { None })
        else {
            let left: Vec<String> =
                foreign.iter().map(|each| format!("{} {:?}", each.name, each.tensor.shape)).take(8).collect();
            let found = if left.is_empty() { "none left".to_owned() } else { left.join(", ") };
            let error =
                Error::mismatch(ErrorKind::Format, format_args!("an array of shape {shape:?}"), found);
            return Err(error.named("no_array_fits").value("shape", format_args!("{shape:?}")).at(name));
        };
        let taken = foreign.remove(at);
        if taken.tensor.shape != shape {
            let (expected, found) = (format!("{shape:?}"), format_args!("{:?}", taken.tensor.shape));
            let error = Error::mismatch(ErrorKind::Format, &expected, found);
            return Err(error.named("array_of_another_shape").value("shape", expected).at(taken.name));
        }
        if partner.is_none() {
            pairs.push((layer.to_owned(), taken.layer.clone()));
        }
        if taken.name != name {
            renamed.push(format!("{} → {name}", taken.name));
        }
        arrays.push((name, taken.tensor));
    }
    if !renamed.is_empty() {
        let list = renamed.join(", ");
        let message = format!("Arrays were assigned by their shapes, in the order of their names: {list}.");
        notes.push(Note::new("assigned_by_shape", message).value("arrays", list));
    }
    for rest in foreign {
        let message = format!("The network has no place for the array {}, which is left out.", rest.name);
        notes.push(Note::new("array_left_out", message).value("name", rest.name));
    }
    Ok(arrays)
}

/// Compares names as people count: `2` stands before `10`.
fn natural(a: &str, b: &str) -> Ordering {
    let parts = |text: &str| -> Vec<(u64, String)> {
        let mut parts: Vec<(u64, String)> = Vec::new();
        let mut digits = false;
        for letter in text.chars() {
            if parts.is_empty() || letter.is_ascii_digit() != digits {
                parts.push((0, String::new()));
                digits = letter.is_ascii_digit();
            }
            if let Some((number, word)) = parts.last_mut() {
                match letter.to_digit(10) {
                    Some(digit) => *number = number.saturating_mul(10).saturating_add(u64::from(digit)),
                    None => word.push(letter),
                }
            }
        }
        parts
    };
    parts(a).cmp(&parts(b))
}

#[cfg(test)]
mod tests {
    use super::{Ordering, natural};

    #[test]
    fn names_are_ordered_as_people_count() {
        for (a, b) in [("2", "10"), ("conv1", "conv2"), ("layer9.x", "layer10.a"), ("", "0")] {
            assert_eq!((natural(a, b), natural(b, a)), (Ordering::Less, Ordering::Greater), "{a} {b}");
        }
    }
}
