//! Safetensors files: named arrays of 32-bit floats behind a JSON header, with a map of texts.
//!
//! The format is Hugging Face's: eight bytes with the header's length, the header, the numbers, all little-endian.
//! The reader trusts nothing: every length is checked against the bytes that are there.

use crate::schema::raw::Raw;
use crate::{Code, Error, Result};

/// Names the map of texts in the header.
const METADATA: &str = "__metadata__";

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
}

impl Numbers<'_> {
    fn bytes(self) -> usize {
        match self {
            Self::Floats(values) => values.len() * 4,
            Self::Bytes(bytes, _) => bytes.len(),
        }
    }

    /// Copies the numbers out.
    ///
    /// # Errors
    /// Code `format` where there is another count of them, or one is not finite and `finite` asks for it.
    pub fn copy_to(self, out: &mut [f32], finite: bool) -> Result<()> {
        let Self::Bytes(bytes, offset) = self else { unreachable!("only what was read is copied") };
        if bytes.len() != out.len() * 4 {
            let expected = format!("{} numbers", out.len());
            return Err(fault(expected, (bytes.len() / 4).to_string(), offset));
        }
        for (index, (out, bytes)) in out.iter_mut().zip(bytes.chunks_exact(4)).enumerate() {
            *out = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
            if finite && !out.is_finite() {
                return Err(fault("a finite number", out.to_string(), offset + index * 4));
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
        let mut header = header(self).to_json();
        // Eight bytes of alignment let a reader map the numbers as they lie.
        header.extend(core::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
        let mut bytes = Vec::with_capacity(
            8 + header.len() + self.tensors.iter().map(|array| array.numbers.bytes()).sum::<usize>(),
        );
        bytes.extend((header.len() as u64).to_le_bytes());
        bytes.extend(header.as_bytes());
        for array in &self.tensors {
            match array.numbers {
                Numbers::Floats(values) => values.iter().for_each(|value| bytes.extend(value.to_le_bytes())),
                Numbers::Bytes(raw, _) => bytes.extend(raw),
            }
        }
        bytes
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Code `format`, with the byte at which it is not such a file.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let Some((length, rest)) = bytes.split_first_chunk::<8>() else {
            return Err(fault("a safetensors file", format!("{} bytes", bytes.len()), 0));
        };
        let length = u64::from_le_bytes(*length);
        let header = usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length));
        let Some((header, numbers)) = header else {
            return Err(fault(format!("a header of at most {} bytes", rest.len()), length.to_string(), 0));
        };
        let begins = 8 + header.len();
        let parsed = core::str::from_utf8(header).ok().and_then(|text| serde_json::from_str(text).ok());
        let Some(Raw::Map(entries)) = parsed else {
            return Err(fault("a header in JSON", "something else", 8));
        };
        let mut file = Self::default();
        for (name, entry) in entries {
            if name == METADATA {
                file.metadata = read_metadata(&entry)?;
            } else {
                file.tensors.push(read_array(name, &entry, numbers, begins)?);
            }
        }
        Ok(file)
    }
}

fn read_metadata(entry: &Raw) -> Result<Vec<(String, String)>> {
    let Raw::Map(entries) = entry else { return Err(fault("an object of texts", entry.to_string(), 8)) };
    let text = |(name, value): &(String, Raw)| match value {
        Raw::Text(text) => Ok((name.clone(), text.clone())),
        other => Err(fault(format!("text under {name}"), other.to_string(), 8)),
    };
    entries.iter().map(text).collect()
}

fn read_array<'a>(name: String, entry: &Raw, numbers: &'a [u8], begins: usize) -> Result<Array<'a>> {
    match entry.get("dtype") {
        Some(Raw::Text(kind)) if kind == "F32" => {}
        other => {
            let found = other.map_or("nothing".to_owned(), ToString::to_string);
            return Err(fault(format!("numbers of type F32 in {name}"), found, 8));
        }
    }
    let (Some(shape), Some(offsets)) = (sizes(entry.get("shape")), sizes(entry.get("data_offsets"))) else {
        return Err(fault(format!("shape and data_offsets of {name}"), entry.to_string(), 8));
    };
    let count = shape.iter().try_fold(4usize, |bytes, &size| bytes.checked_mul(size));
    match offsets[..] {
        [from, to] if from <= to && to <= numbers.len() && Some(to - from) == count => {
            Ok(Array { name, shape, numbers: Numbers::Bytes(&numbers[from..to], begins + from) })
        }
        _ => Err(fault(
            format!("{} bytes for {name} within the {} that there are", count.unwrap_or(0), numbers.len()),
            format!("{offsets:?}"),
            8,
        )),
    }
}

fn sizes(raw: Option<&Raw>) -> Option<Vec<usize>> {
    let Some(Raw::List(items)) = raw else { return None };
    let size = |item: &Raw| match *item {
        Raw::Number(value) if (0.0..=9e15).contains(&value) && value == (value as usize) as f64 => {
            Some(value as usize)
        }
        _ => None,
    };
    items.iter().map(size).collect()
}

fn fault(expected: impl Into<String>, found: impl Into<String>, offset: usize) -> Error {
    Error::mismatch(Code::Format, expected, found).at_offset(offset as u64)
}

/// The header of a file.
fn header(file: &File) -> Raw {
    let text = |(name, text): &(String, String)| (name.clone(), Raw::Text(text.clone()));
    let mut entries = vec![(METADATA.to_owned(), Raw::Map(file.metadata.iter().map(text).collect()))];
    let mut offset = 0;
    for array in &file.tensors {
        let end = offset + array.numbers.bytes();
        let counts =
            |counts: &[usize]| Raw::List(counts.iter().map(|&count| Raw::Number(count as f64)).collect());
        let entry = [
            ("dtype", Raw::Text("F32".to_owned())),
            ("shape", counts(&array.shape)),
            ("data_offsets", counts(&[offset, end])),
        ];
        entries
            .push((array.name.clone(), Raw::Map(entry.map(|(name, value)| (name.to_owned(), value)).into())));
        offset = end;
    }
    Raw::Map(entries)
}
