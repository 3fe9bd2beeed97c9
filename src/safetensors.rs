//! Safetensors files: named arrays of 32-bit floats behind a JSON header, with a map of texts.
//!
//! The format is Hugging Face's: eight bytes with the header's length, the header, the numbers, all little-endian.
//! The reader trusts nothing: every length is checked against the bytes that are there, and the arrays must fill them,
//! each byte once. Texts and arrays keep their order, so that equal contents are equal files.

use core::fmt;
use std::collections::BTreeSet;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::signature::other_than;
use crate::{Code, Error, Result};

/// Names the map of texts in the header.
const METADATA: &str = "__metadata__";

/// What the reader takes.
const WANTED: &str = "a safetensors file";

/// The longest header that is read, in bytes: the limit of the format's own reader.
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
            let error = fault(format!("{} numbers", out.len()), (bytes.len() / 4).to_string(), offset);
            return Err(error.named("count_of_numbers").value("count", out.len()));
        }
        for (index, (out, bytes)) in out.iter_mut().zip(bytes.as_chunks::<4>().0).enumerate() {
            *out = f32::from_le_bytes(*bytes);
            if finite && !out.is_finite() {
                let error = fault("a finite number", out.to_string(), offset + index * 4);
                return Err(error.named("array_not_finite"));
            }
        }
        Ok(())
    }
}

/// What the header says, in its order.
#[derive(Default)]
struct Header {
    metadata: Texts,
    tensors: Vec<(String, Entry)>,
}

/// Texts by name, each name once.
#[derive(Default)]
struct Texts(Vec<(String, String)>);

/// An array in the header.
#[derive(Serialize, Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    /// Where its bytes begin and end, from the header's end on.
    data_offsets: [usize; 2],
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
        // Maps of texts and lists of numbers always have a JSON form.
        let mut header = serde_json::to_vec(&self.header()).unwrap_or_default();
        // Eight bytes of alignment let a reader map the numbers as they lie.
        header.resize(header.len().next_multiple_of(8), b' ');
        let mut bytes = Vec::with_capacity(
            8 + header.len() + self.tensors.iter().map(|array| array.numbers.bytes()).sum::<usize>(),
        );
        bytes.extend((header.len() as u64).to_le_bytes());
        bytes.extend(header);
        for array in &self.tensors {
            match array.numbers {
                Numbers::Floats(values) => values.iter().for_each(|value| bytes.extend(value.to_le_bytes())),
                Numbers::Bytes(raw, _) => bytes.extend(raw),
            }
        }
        bytes
    }

    fn header(&self) -> Header {
        let mut end = 0;
        let tensors = self.tensors.iter().map(|array| {
            let from = end;
            end += array.numbers.bytes();
            let entry =
                Entry { dtype: "F32".to_owned(), shape: array.shape.clone(), data_offsets: [from, end] };
            (array.name.clone(), entry)
        });
        Header { tensors: tensors.collect(), metadata: Texts(self.metadata.clone()) }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Code `format`, with the byte at which it is not such a file; other kinds of files are named.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let other = |error| other_than(WANTED, bytes).unwrap_or(error);
        let (header, numbers) = split(bytes).map_err(other)?;
        let begins = bytes.len() - numbers.len();
        let header: Header = serde_json::from_slice(header).map_err(|error| {
            // The crate counts columns from 1 and names the last byte that it read.
            let at = 8 + if error.line() == 1 { error.column().saturating_sub(1) } else { 0 };
            other(fault("a header in JSON", error.to_string(), at).named("wrong_header"))
        })?;
        let mut tensors = Vec::with_capacity(header.tensors.len());
        for (name, entry) in header.tensors {
            tensors.push(array(name, entry, numbers, begins)?);
        }
        check_cover(&tensors, numbers, begins)?;
        Ok(Self { metadata: header.metadata.0, tensors })
    }
}

/// The header and the numbers of a file.
fn split(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let Some((length, rest)) = bytes.split_first_chunk::<8>() else {
        return Err(fault(WANTED, format!("{} bytes", bytes.len()), 0).named("no_safetensors"));
    };
    let length = u64::from_le_bytes(*length);
    let most = rest.len().min(LONGEST_HEADER);
    let header = usize::try_from(length).ok().filter(|&length| length <= most);
    header.and_then(|length| rest.split_at_checked(length)).ok_or_else(|| {
        let error = fault(format!("a header of at most {most} bytes"), length.to_string(), 0);
        error.named("header_too_long").value("bytes", most)
    })
}

/// An array whose shape, type and place are those of one within the numbers.
fn array(name: String, entry: Entry, numbers: &[u8], begins: usize) -> Result<Array<'_>> {
    let Entry { dtype, shape, data_offsets: [from, to] } = entry;
    if dtype != "F32" {
        let error = fault("numbers of type F32", dtype, 8).named("not_f32");
        return Err(error.at(name));
    }
    let count = shape.iter().try_fold(4_usize, |bytes, &size| bytes.checked_mul(size));
    match (count, numbers.get(from..to)) {
        (Some(count), Some(bytes)) if bytes.len() == count => {
            Ok(Array { name, shape, numbers: Numbers::Bytes(bytes, begins + from) })
        }
        _ => {
            let count = count.map_or_else(|| "more".to_owned(), |count| count.to_string());
            let expected = format!("{count} bytes within the {} that there are", numbers.len());
            let error = fault(expected, format!("bytes {from} to {to}"), 8).named("wrong_offsets");
            Err(error.value("bytes", count).value("available", numbers.len()).at(name))
        }
    }
}

/// Checks that the arrays fill the numbers, each byte once.
fn check_cover(tensors: &[Array<'_>], numbers: &[u8], begins: usize) -> Result<()> {
    let place = |array: &Array<'_>| match array.numbers {
        Numbers::Bytes(bytes, from) => (from, from + bytes.len()),
        Numbers::Floats(_) => (begins, begins),
    };
    let mut places: Vec<_> = tensors.iter().map(|array| (place(array), array.name.as_str())).collect();
    places.sort_unstable();
    let mut end = begins;
    for ((from, to), name) in places {
        if from != end {
            let (what, id) = if from < end {
                ("an overlap", "overlapping_arrays")
            } else {
                ("a gap", "gap_between_arrays")
            };
            let expected = format!("an array that begins at byte {end}, where another ends");
            return Err(fault(expected, what, from).named(id).value("byte", end).at(name));
        }
        end = to;
    }
    let all = begins + numbers.len();
    if end != all {
        let error = fault(format!("the end of the file at byte {end}"), format!("{all} bytes"), end);
        return Err(error.named("surplus_bytes").value("byte", end));
    }
    Ok(())
}

fn fault(expected: impl Into<String>, found: impl Into<String>, offset: usize) -> Error {
    Error::mismatch(Code::Format, expected, found).at_offset(offset as u64)
}

impl Serialize for Header {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(METADATA, &self.metadata)?;
        for (name, entry) in &self.tensors {
            map.serialize_entry(name, entry)?;
        }
        map.end()
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, text)| (name, text)))
    }
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> core::result::Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Header;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of arrays")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> core::result::Result<Header, A::Error> {
                let mut header = Header::default();
                let mut names = BTreeSet::new();
                while let Some(name) = map.next_key::<String>()? {
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom(format_args!("the name {name} twice")));
                    }
                    if name == METADATA {
                        header.metadata = map.next_value()?;
                    } else {
                        header.tensors.push((name, map.next_value()?));
                    }
                }
                Ok(header)
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> core::result::Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Texts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> core::result::Result<Texts, A::Error> {
                let mut texts = Vec::new();
                let mut names = BTreeSet::new();
                while let Some((name, text)) = map.next_entry::<String, String>()? {
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom(format_args!("the text {name} twice")));
                    }
                    texts.push((name, text));
                }
                Ok(Texts(texts))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

#[cfg(test)]
#[path = "safetensors_tests.rs"]
mod tests;
