//! An ONNX file as nodes and constants. Nothing larger than the file is allocated for it.

use crate::formats::hdf5::half;
use crate::formats::onnx::message::{Field, Reader, damaged};
use crate::{Error, ErrorKind, Result};

/// A model.
#[derive(Default)]
pub(super) struct Model {
    pub nodes: Vec<Node>,
    pub constants: Vec<(String, Constant)>,
    /// The inputs that are no constants, with their sizes; 0 for one that is free.
    pub inputs: Vec<(String, Vec<usize>)>,
    pub outputs: Vec<String>,
    pub texts: Vec<(String, String)>,
}

#[derive(Default)]
pub(super) struct Node {
    pub name: String,
    pub operator: String,
    pub domain: String,
    pub inputs: Vec<String>,
    pub outputs: Vec<String>,
    pub attributes: Vec<(String, Attribute)>,
}

#[derive(Default)]
pub(super) struct Attribute {
    pub float: f32,
    pub integer: i64,
    pub text: String,
    pub integers: Vec<i64>,
    pub floats: Vec<f32>,
    pub tensor: Option<Constant>,
}

/// A constant: floats or whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Constant {
    pub shape: Vec<usize>,
    pub values: Values,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Values {
    Floats(Vec<f32>),
    Integers(Vec<i64>),
}

impl Node {
    fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub fn integer(&self, name: &str, otherwise: i64) -> i64 {
        self.attribute(name).map_or(otherwise, |value| value.integer)
    }

    pub fn float(&self, name: &str, otherwise: f32) -> f32 {
        self.attribute(name).map_or(otherwise, |value| value.float)
    }

    pub fn text(&self, name: &str) -> &str {
        self.attribute(name).map_or("", |value| &value.text)
    }

    pub fn integers(&self, name: &str) -> Option<&[i64]> {
        self.attribute(name).map(|value| value.integers.as_slice())
    }

    /// The constant of a `Constant` node.
    pub fn constant(&self) -> Option<Constant> {
        let of = |values| Constant { shape: Vec::new(), values };
        let list = |values: Values, length| Constant { shape: vec![length], values };
        self.attributes.iter().find_map(|(name, value)| match &**name {
            "value" => value.tensor.clone(),
            "value_float" => Some(of(Values::Floats(vec![value.float]))),
            "value_int" => Some(of(Values::Integers(vec![value.integer]))),
            "value_floats" => Some(list(Values::Floats(value.floats.clone()), value.floats.len())),
            "value_ints" => Some(list(Values::Integers(value.integers.clone()), value.integers.len())),
            _ => None,
        })
    }
}

impl Model {
    /// Reads a file.
    ///
    /// # Errors
    /// Kind `format`, for a damaged file, and for one whose arrays stand in other files.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let mut model = Self::default();
        let mut has_graph = false;
        each(bytes, |field, value| {
            match (field, value) {
                (7, Field::Bytes(graph)) => {
                    has_graph = true;
                    model.graph(graph)?;
                }
                (14, Field::Bytes(entry)) => {
                    let (mut name, mut text) = (String::new(), String::new());
                    each(entry, |field, value| {
                        match field {
                            1 => name = text_of(value),
                            _ => text = text_of(value),
                        }
                        Ok(())
                    })?;
                    model.texts.push((name, text));
                }
                _ => {}
            }
            Ok(())
        })?;
        if !has_graph {
            return Err(damaged());
        }
        let constants: Vec<String> = model.constants.iter().map(|(name, _)| name.clone()).collect();
        model.inputs.retain(|(name, _)| !constants.contains(name));
        Ok(model)
    }

    fn graph(&mut self, bytes: &[u8]) -> Result<()> {
        each(bytes, |field, value| {
            let Field::Bytes(bytes) = value else { return Ok(()) };
            match field {
                1 => self.nodes.push(node(bytes)?),
                5 => {
                    let (name, constant) = tensor(bytes)?;
                    // Arrays of other types belong to nodes that no layer represents: those are named then.
                    self.constants.extend(constant.map(|constant| (name, constant)));
                }
                11 => self.inputs.push(value_info(bytes)?),
                12 => self.outputs.push(value_info(bytes)?.0),
                _ => {}
            }
            Ok(())
        })
    }
}

/// Calls for every field of a message.
fn each<'a>(bytes: &'a [u8], mut take: impl FnMut(u64, Field<'a>) -> Result<()>) -> Result<()> {
    let mut reader = Reader::new(bytes);
    while let Some((field, value)) = reader.next()? {
        take(field, value)?;
    }
    Ok(())
}

fn text_of(value: Field<'_>) -> String {
    if let Field::Bytes(bytes) = value { String::from_utf8_lossy(bytes).into_owned() } else { String::new() }
}

fn node(bytes: &[u8]) -> Result<Node> {
    let mut node = Node::default();
    each(bytes, |field, value| {
        match (field, value) {
            (1, _) => node.inputs.push(text_of(value)),
            (2, _) => node.outputs.push(text_of(value)),
            (3, _) => node.name = text_of(value),
            (4, _) => node.operator = text_of(value),
            (5, Field::Bytes(bytes)) => node.attributes.push(attribute(bytes)?),
            (7, _) => node.domain = text_of(value),
            _ => {}
        }
        Ok(())
    })?;
    Ok(node)
}

fn attribute(bytes: &[u8]) -> Result<(String, Attribute)> {
    let (mut name, mut attribute) = (String::new(), Attribute::default());
    each(bytes, |field, value| {
        match (field, value) {
            (1, _) => name = text_of(value),
            (2, Field::Fixed(bytes)) => attribute.float = float(bytes),
            (3, Field::Integer(value)) => attribute.integer = value as i64,
            // Several texts, as of activation functions, are one: no name of a function begins another.
            (4 | 9, _) => attribute.text.push_str(&text_of(value)),
            (5, Field::Bytes(bytes)) => attribute.tensor = tensor(bytes)?.1,
            (7, Field::Fixed(bytes)) => attribute.floats.push(float(bytes)),
            (7, Field::Bytes(bytes)) => attribute.floats.extend(bytes.chunks_exact(4).map(float)),
            (8, Field::Integer(value)) => attribute.integers.push(value as i64),
            (8, Field::Bytes(bytes)) => attribute.integers.extend(Reader::integers(bytes)?),
            _ => {}
        }
        Ok(())
    })?;
    Ok((name, attribute))
}

fn float(bytes: &[u8]) -> f32 {
    bytes.first_chunk().map_or(0.0, |bytes| f32::from_le_bytes(*bytes))
}

/// A tensor with its name; nothing for one of another type than floats and whole numbers.
fn tensor(bytes: &[u8]) -> Result<(String, Option<Constant>)> {
    let (mut name, mut kind, mut shape, mut raw) = (String::new(), 0, Vec::new(), None);
    let (mut floats, mut integers) = (Vec::new(), Vec::new());
    let mut external = false;
    each(bytes, |field, value| {
        match (field, value) {
            (1, Field::Integer(size)) => shape.push(size as usize),
            (1, Field::Bytes(bytes)) => {
                shape.extend(Reader::integers(bytes)?.iter().map(|&size| size as usize));
            }
            (2, Field::Integer(value)) => kind = value,
            (4, Field::Fixed(bytes)) => floats.push(float(bytes)),
            (4, Field::Bytes(bytes)) => floats.extend(bytes.chunks_exact(4).map(float)),
            (5 | 7, Field::Integer(value)) => integers.push(value as i64),
            (5 | 7, Field::Bytes(bytes)) => integers.extend(Reader::integers(bytes)?),
            (8, _) => name = text_of(value),
            (9, Field::Bytes(bytes)) => raw = Some(bytes),
            (10, Field::Bytes(bytes)) => {
                let doubles = bytes.as_chunks::<8>().0.iter();
                floats.extend(doubles.map(|bytes| f64::from_le_bytes(*bytes) as f32));
            }
            (14, Field::Integer(1)) => external = true,
            _ => {}
        }
        Ok(())
    })?;
    if external {
        return Err(Error::mismatch(ErrorKind::Format, "a model in one file", "an array in another file")
            .named("external_data")
            .at(name)
            .with_note("export it with external_data=False"));
    }
    let shorts = |bytes: &[u8]| -> Vec<u16> {
        bytes.as_chunks::<2>().0.iter().map(|bytes| u16::from_le_bytes(*bytes)).collect()
    };
    let values = match (kind, raw) {
        (1, Some(raw)) => Values::Floats(raw.chunks_exact(4).map(float).collect()),
        (1 | 11, None) => Values::Floats(floats),
        (11, Some(raw)) => Values::Floats(
            raw.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes) as f32).collect(),
        ),
        (10, Some(raw)) => Values::Floats(shorts(raw).into_iter().map(half).collect()),
        (16, Some(raw)) => Values::Floats(
            shorts(raw).into_iter().map(|bits| f32::from_bits(u32::from(bits) << 16)).collect(),
        ),
        (7, Some(raw)) => {
            Values::Integers(raw.as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes)).collect())
        }
        (6, Some(raw)) => Values::Integers(
            raw.as_chunks::<4>().0.iter().map(|bytes| i64::from(i32::from_le_bytes(*bytes))).collect(),
        ),
        (6 | 7 | 9, None) => Values::Integers(integers),
        (9, Some(raw)) => Values::Integers(raw.iter().map(|&byte| i64::from(byte)).collect()),
        _ => return Ok((name, None)),
    };
    let length = match &values {
        Values::Floats(values) => values.len(),
        Values::Integers(values) => values.len(),
    };
    if shape.iter().try_fold(1_usize, |all, &size| all.checked_mul(size)) != Some(length) {
        return Err(damaged().at(name));
    }
    Ok((name, Some(Constant { shape, values })))
}

/// A value's name and sizes.
fn value_info(bytes: &[u8]) -> Result<(String, Vec<usize>)> {
    let (mut name, mut sizes) = (String::new(), Vec::new());
    each(bytes, |field, value| match (field, value) {
        (1, _) => {
            name = text_of(value);
            Ok(())
        }
        // Type, tensor, shape, dimension.
        (2, Field::Bytes(bytes)) => within(bytes, 1, &mut |tensor| {
            within(tensor, 2, &mut |shape| {
                within(shape, 1, &mut |dimension| {
                    let mut size = 0;
                    each(dimension, |field, value| {
                        if let (1, Field::Integer(value)) = (field, value) {
                            size = usize::try_from(value).unwrap_or(0);
                        }
                        Ok(())
                    })?;
                    sizes.push(size);
                    Ok(())
                })
            })
        }),
        _ => Ok(()),
    })?;
    Ok((name, sizes))
}

/// Calls for every message of a field.
fn within<'a>(bytes: &'a [u8], wanted: u64, take: &mut dyn FnMut(&'a [u8]) -> Result<()>) -> Result<()> {
    each(bytes, |field, value| match value {
        Field::Bytes(bytes) if field == wanted => take(bytes),
        _ => Ok(()),
    })
}
