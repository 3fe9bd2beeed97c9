//! Reads and writes safetensors files: named arrays of 32-bit floats with a JSON header and text metadata.
//!
//! The format is Hugging Face's: eight bytes with the header's length, the header, the numbers, all little-endian.
//! The reader checks every length against the file; the arrays must cover the data without gaps or overlaps. Metadata and arrays
//! keep their order, so that equal contents give equal files.

use core::fmt::Display;
use std::collections::{BTreeMap, BinaryHeap};

use crate::schema::json_value::{self, JsonValue};
use crate::signature::other_than;
use crate::{Error, ErrorKind, Result};

/// The name of the metadata in the header.
const METADATA: &str = "__metadata__";

/// What the reader takes.
const WANTED: &str = "a safetensors file";

/// The maximal length of the header in bytes, as in the reference implementation.
const LONGEST_HEADER: usize = 100_000_000;

/// A file's contents.
#[derive(Debug, Default)]
pub(crate) struct File<'a> {
    /// Texts by name.
    pub metadata: Vec<(String, String)>,
    /// Arrays, in their order.
    pub tensors: Vec<Array<'a>>,
}

/// A named array: numbers to be written, or the bytes that were read.
#[derive(Debug)]
pub(crate) struct Array<'a> {
    pub name: String,
    pub shape: Vec<usize>,
    pub numbers: Numbers<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Numbers<'a> {
    Floats(&'a [f32]),
    /// Four bytes each, in a file at this offset.
    Bytes(&'a [u8], usize),
    /// Of another type, in the file of another program.
    Other(&'a [u8], usize, Element),
}

/// The type of an array's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    F16,
    Bf16,
    F64,
    /// Of this many bytes.
    Another(usize),
}

impl Element {
    /// The type of this name.
    fn named(dtype: &str) -> Option<Self> {
        Some(match dtype {
            "F16" => Self::F16,
            "BF16" => Self::Bf16,
            "F64" => Self::F64,
            "I64" | "U64" => Self::Another(8),
            "I32" | "U32" => Self::Another(4),
            "I16" | "U16" => Self::Another(2),
            "I8" | "U8" | "BOOL" => Self::Another(1),
            _ => return None,
        })
    }

    fn bytes(self) -> usize {
        match self {
            Self::F16 | Self::Bf16 => 2,
            Self::F64 => 8,
            Self::Another(bytes) => bytes,
        }
    }
}

impl Numbers<'_> {
    fn bytes(self) -> usize {
        match self {
            Self::Floats(values) => values.len() * 4,
            Self::Bytes(bytes, _) | Self::Other(bytes, ..) => bytes.len(),
        }
    }

    /// Copies the numbers out.
    ///
    /// # Errors
    /// Kind `format` where there is another count of them, or one is not finite and `finite` asks for it.
    pub fn copy_to(self, out: &mut [f32], finite: bool) -> Result<()> {
        let Self::Bytes(bytes, offset) = self else { unreachable!("only what was read is copied") };
        if bytes.len() != out.len() * 4 {
            let error = fault(format_args!("{} numbers", out.len()), bytes.len() / 4, offset);
            return Err(error.named("count_of_numbers").value("count", out.len()));
        }
        for (index, (out, bytes)) in out.iter_mut().zip(bytes.as_chunks::<4>().0).enumerate() {
            *out = f32::from_le_bytes(*bytes);
            if finite && !out.is_finite() {
                let error = fault("a finite number", out, offset + index * 4);
                return Err(error.named("array_not_finite"));
            }
        }
        Ok(())
    }
}

impl<'a> File<'a> {
    /// The text of this name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.metadata.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str())
    }

    /// The array of this name.
    pub fn array(&self, name: &str) -> Option<&Array<'a>> {
        self.tensors.iter().find(|array| array.name == name)
    }

    /// The file as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut header = self.header().to_json().into_bytes();
        // The data are aligned to eight bytes, so that a reader can memory-map them.
        header.resize(header.len().next_multiple_of(8), b' ');
        let mut bytes = Vec::with_capacity(
            8 + header.len() + self.tensors.iter().map(|array| array.numbers.bytes()).sum::<usize>(),
        );
        bytes.extend((header.len() as u64).to_le_bytes());
        bytes.extend(header);
        for array in &self.tensors {
            match array.numbers {
                Numbers::Floats(values) => values.iter().for_each(|value| bytes.extend(value.to_le_bytes())),
                Numbers::Bytes(raw, _) | Numbers::Other(raw, ..) => bytes.extend(raw),
            }
        }
        bytes
    }

    /// The header, in the order in which it is written.
    fn header(&self) -> JsonValue {
        let texts = self.metadata.iter().map(|(name, text)| (name.clone(), JsonValue::Text(text.clone())));
        let mut header = vec![(METADATA.to_owned(), JsonValue::Map(texts.collect()))];
        let mut end = 0;
        for array in &self.tensors {
            let from = end;
            end += array.numbers.bytes();
            let list = |sizes: &[usize]| {
                JsonValue::List(sizes.iter().map(|&size| JsonValue::Number(size as f64)).collect())
            };
            let fields = [
                ("dtype", JsonValue::Text("F32".to_owned())),
                ("shape", list(&array.shape)),
                ("data_offsets", list(&[from, end])),
            ];
            let fields = fields.map(|(name, value)| (name.to_owned(), value));
            header.push((array.name.clone(), JsonValue::Map(fields.into())));
        }
        JsonValue::Map(header)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Kind `format`, with the byte at which it is not such a file; other kinds of files are named.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        Self::read_with::<false>(bytes)
    }

    /// Reads a file whose arrays may be of any type.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_any(bytes: &'a [u8]) -> Result<Self> {
        Self::read_with::<true>(bytes)
    }

    fn read_with<const ANY: bool>(bytes: &'a [u8]) -> Result<Self> {
        let other = |error| other_than(WANTED, bytes).unwrap_or(error);
        let (header, numbers) = split(bytes).map_err(other)?;
        let begins = bytes.len() - numbers.len();
        let header = json_value::read(header).map_err(|error| {
            // The crate counts columns from 1 and names the last byte that it read.
            let at = 8 + if error.line() == 1 { error.column().saturating_sub(1) } else { 0 };
            other(wrong_header(error, at))
        })?;
        let mut file = Self::default();
        for (name, value) in object(header, "arrays", "name").map_err(other)? {
            if name == METADATA {
                file.metadata = texts(value)?;
            } else {
                file.tensors.push(array::<ANY>(name, &value, numbers, begins)?);
            }
        }
        check_cover(&file.tensors, numbers, begins)?;
        Ok(file)
    }
}

/// The fields of an object in the header, each name once.
fn object(value: JsonValue, of: &str, each: &str) -> Result<Vec<(String, JsonValue)>> {
    let JsonValue::Map(fields) = value else {
        return Err(wrong_header(format_args!("{value} in place of an object of {of}"), 8));
    };
    let mut names = BTreeMap::<_, u32>::new();
    match fields.iter().find(|(name, _)| names.insert(name.as_str(), 0).is_some()) {
        Some((name, _)) => Err(wrong_header(format_args!("the {each} {name} twice"), 8)),
        None => Ok(fields),
    }
}

/// The header's texts by name.
fn texts(value: JsonValue) -> Result<Vec<(String, String)>> {
    let fields = object(value, "texts", "text")?;
    let text = |(name, value)| match value {
        JsonValue::Text(text) => Ok((name, text)),
        other => Err(wrong_header(format_args!("{other} as the text {name}"), 8)),
    };
    fields.into_iter().map(text).collect()
}

fn wrong_header(found: impl Display, at: usize) -> Error {
    fault("a header in JSON", found, at).named("wrong_header")
}

/// The header and the numbers of a file.
fn split(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let Some((length, rest)) = bytes.split_first_chunk::<8>() else {
        return Err(fault(WANTED, format_args!("{} bytes", bytes.len()), 0).named("no_safetensors"));
    };
    let length = u64::from_le_bytes(*length);
    let most = rest.len().min(LONGEST_HEADER);
    let header = usize::try_from(length).ok().filter(|&length| length <= most);
    header.and_then(|length| rest.split_at_checked(length)).ok_or_else(|| {
        let error = fault(format_args!("a header of at most {most} bytes"), length, 0);
        error.named("header_too_long").value("bytes", most)
    })
}

/// An array whose shape, type and place are those of one within the numbers.
fn array<'a, const ANY: bool>(
    name: String,
    value: &JsonValue,
    numbers: &'a [u8],
    begins: usize,
) -> Result<Array<'a>> {
    let wrong = |field: &str| {
        let found = value.get(field).unwrap_or(&JsonValue::Nothing);
        wrong_header(format_args!("{found} as the {field} of {name}"), 8)
    };
    object(value.clone(), "dtype, shape and data_offsets", &format!("field of {name}"))?;
    let Some(JsonValue::Text(dtype)) = value.get("dtype") else { return Err(wrong("dtype")) };
    let Some(shape) = value.get("shape").and_then(sizes) else { return Err(wrong("shape")) };
    let Some(&[from, to]) = value.get("data_offsets").and_then(sizes).as_deref() else {
        return Err(wrong("data_offsets"));
    };
    let element = if ANY { Element::named(dtype) } else { None };
    if dtype != "F32" && element.is_none() {
        let error = fault("numbers of type F32", dtype, 8).named("not_f32");
        return Err(error.at(name));
    }
    let width = element.map_or(4, Element::bytes);
    let count = shape.iter().try_fold(width, |bytes, &size| bytes.checked_mul(size));
    match (count, numbers.get(from..to)) {
        (Some(count), Some(bytes)) if bytes.len() == count => {
            let from = begins + from;
            let numbers = match element {
                Some(element) => Numbers::Other(bytes, from, element),
                None => Numbers::Bytes(bytes, from),
            };
            Ok(Array { name, shape, numbers })
        }
        _ => {
            let count: &dyn Display = match &count {
                Some(count) => count,
                None => &"more",
            };
            let expected = format_args!("{count} bytes within the {} that there are", numbers.len());
            let error = fault(expected, format_args!("bytes {from} to {to}"), 8).named("wrong_offsets");
            Err(error.value("bytes", count).value("available", numbers.len()).at(name))
        }
    }
}

/// A list of whole numbers. One that this machine cannot count is beyond all that it holds.
fn sizes(value: &JsonValue) -> Option<Vec<usize>> {
    let JsonValue::List(items) = value else { return None };
    let size = |item: &JsonValue| match *item {
        JsonValue::Number(number) if number >= 0.0 && number == number.trunc() => Some(number as usize),
        _ => None,
    };
    items.iter().map(size).collect()
}

/// Checks that the arrays cover the data without gaps or overlaps.
fn check_cover(tensors: &[Array<'_>], numbers: &[u8], begins: usize) -> Result<()> {
    // The nearest-neighbour search uses the same heap type: one copy in the binary.
    let mut places = BinaryHeap::with_capacity(tensors.len());
    for (index, array) in tensors.iter().enumerate() {
        let (Numbers::Bytes(bytes, from) | Numbers::Other(bytes, from, _)) = array.numbers else { continue };
        places.push([from, from + bytes.len(), index].map(|number| number as u64));
    }
    let mut end = begins;
    for place in places.into_sorted_vec() {
        let [from, to, index] = place.map(|number| number as usize);
        let name = &*tensors[index].name;
        if from != end {
            let (what, id) = if from < end {
                ("an overlap", "overlapping_arrays")
            } else {
                ("a gap", "gap_between_arrays")
            };
            let expected = format_args!("an array that begins at byte {end}, where another ends");
            return Err(fault(expected, what, from).named(id).value("byte", end).at(name));
        }
        end = to;
    }
    let all = begins + numbers.len();
    if end != all {
        let error =
            fault(format_args!("the end of the file at byte {end}"), format_args!("{all} bytes"), end);
        return Err(error.named("surplus_bytes").value("byte", end));
    }
    Ok(())
}

fn fault(expected: impl Display, found: impl Display, offset: usize) -> Error {
    Error::mismatch(ErrorKind::Format, expected, found).at_offset(offset as u64)
}

#[cfg(test)]
#[path = "safetensors_tests.rs"]
mod tests;
