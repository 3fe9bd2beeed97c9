//! Reads the HDF5 files that Keras writes: version 0, groups as symbol tables, arrays of floats in one piece.
//!
//! A file's claims are compared with its bytes: all arrays together hold no more bytes than the file, groups lie at most
//! sixteen deep, and no more objects are visited than the file has room for.

use super::{NOWHERE, SIGNATURE};
use crate::{Error, ErrorKind, Result};

/// An array with the path of its groups.
pub(crate) struct Dataset {
    pub path: String,
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// How deep groups may lie within each other.
const DEEPEST: usize = 16;

/// The most bytes of an array's path.
const LONGEST_PATH: usize = 512;

/// The arrays of a file.
///
/// # Errors
/// Kind `format` for a damaged file, and for what Keras does not write, by name.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Dataset>> {
    let versions = bytes.strip_prefix(SIGNATURE).ok_or_else(damaged)?;
    let &[version, _, _, _, _, 8, 8, ..] = versions else {
        return Err(other("another size of addresses", 13));
    };
    if version != 0 {
        return Err(other("a file of a later version than 0 (libver)", 8));
    }
    let mut reader = Reader { bytes, left: bytes.len(), objects: bytes.len() / 4, arrays: Vec::new() };
    let root = reader.number(64, 8)?;
    reader.object(root, String::new(), 0)?;
    Ok(reader.arrays)
}

struct Reader<'a> {
    bytes: &'a [u8],
    /// Bytes that arrays may still hold.
    left: usize,
    /// Objects and messages that may still be visited.
    objects: usize,
    arrays: Vec<Dataset>,
}

/// A message of an object's header.
struct Message<'a> {
    kind: u64,
    data: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn slice(&self, at: usize, length: usize) -> Result<&'a [u8]> {
        at.checked_add(length).and_then(|end| self.bytes.get(at..end)).ok_or_else(damaged)
    }

    /// A little-endian number of up to eight bytes. One that this machine cannot count is behind the file's end.
    fn number(&self, at: usize, length: usize) -> Result<usize> {
        let value =
            self.slice(at, length)?.iter().rev().fold(0_u64, |value, &byte| value << 8 | u64::from(byte));
        usize::try_from(value).map_err(|_| damaged())
    }

    /// Visits an object: a group's members, or an array.
    fn object(&mut self, header: usize, path: String, depth: usize) -> Result<()> {
        self.objects = self.objects.checked_sub(1).ok_or_else(damaged)?;
        let messages = self.messages(header)?;
        let of = |kind| messages.iter().find(|message: &&Message<'_>| message.kind == kind);
        if let Some(table) = of(0x11) {
            if depth == DEEPEST {
                return Err(damaged());
            }
            let [tree, heap] = [self.number(table.at, 8)?, self.number(table.at + 8, 8)?];
            if self.slice(heap, 4)? != b"HEAP" {
                return Err(damaged());
            }
            let names = self.number(heap.saturating_add(24), 8)?;
            return self.tree(tree, names, &path, depth, 0);
        }
        if let (Some(space), Some(kind), Some(layout)) = (of(1), of(3), of(8)) {
            let read = self.array(space, kind, layout, of(0xb).is_some());
            let (shape, values) = read.map_err(|error| error.at(&path))?;
            self.arrays.push(Dataset { path, shape, values });
        }
        Ok(())
    }

    fn tree(&mut self, at: usize, names: usize, path: &str, depth: usize, level: usize) -> Result<()> {
        self.objects = self.objects.checked_sub(1).ok_or_else(damaged)?;
        let head = self.slice(at, 8)?;
        let count = self.number(at + 6, 2)?;
        match head {
            [b'T', b'R', b'E', b'E', 0, ..] if level < DEEPEST => {
                for index in 0..count {
                    let child = self.number(at + 32 + 16 * index, 8)?;
                    self.tree(child, names, path, depth, level + 1)?;
                }
            }
            [b'S', b'N', b'O', b'D', ..] => {
                for index in 0..count {
                    let entry = at + 8 + 40 * index;
                    let name = self.name(names.saturating_add(self.number(entry, 8)?))?;
                    let path = if path.is_empty() { name } else { format!("{path}/{name}") };
                    if path.len() > LONGEST_PATH {
                        return Err(damaged());
                    }
                    self.object(self.number(entry + 8, 8)?, path, depth + 1)?;
                }
            }
            _ => return Err(damaged()),
        }
        Ok(())
    }

    fn name(&self, at: usize) -> Result<String> {
        let rest = self.bytes.get(at..).ok_or_else(damaged)?;
        let rest = &rest[..rest.len().min(1024)];
        let length = rest.iter().position(|&byte| byte == 0).ok_or_else(damaged)?;
        Ok(String::from_utf8_lossy(&rest[..length]).into_owned())
    }

    /// The messages of a header and of its continuations.
    fn messages(&mut self, header: usize) -> Result<Vec<Message<'a>>> {
        if self.number(header, 1)? != 1 {
            return Err(other("an object header of a later version", header));
        }
        let mut left = self.number(header + 2, 2)?;
        let mut blocks = vec![(header + 16, self.number(header + 8, 4)?)];
        let mut messages = Vec::new();
        while let Some((mut at, length)) = blocks.pop() {
            let end = at.checked_add(length).filter(|&end| end <= self.bytes.len()).ok_or_else(damaged)?;
            while left > 0 && at + 8 <= end {
                let (kind, size) = (self.number(at, 2)?, self.number(at + 2, 2)?);
                at += 8;
                left -= 1;
                self.objects = self.objects.checked_sub(1).ok_or_else(damaged)?;
                if kind == 0x10 {
                    blocks.push((self.number(at, 8)?, self.number(at + 8, 8)?));
                } else {
                    messages.push(Message { kind: kind as u64, data: self.slice(at, size)?, at });
                }
                at += size;
            }
        }
        Ok(messages)
    }

    fn array(
        &mut self,
        space: &Message<'_>,
        kind: &Message<'_>,
        layout: &Message<'_>,
        filtered: bool,
    ) -> Result<(Vec<usize>, Vec<f32>)> {
        let shape = self.shape(space)?;
        let width = match *kind.data {
            // Class 1 of any version, little-endian, and the sizes of IEEE 754's mantissas.
            [class, order, _, _, size @ (2 | 4 | 8), 0, 0, 0, ..] if class & 15 == 1 && order & 1 == 0 => {
                usize::from(size)
            }
            _ => return Err(other("an array of another type than little-endian floats", kind.at)),
        };
        let length = shape.iter().try_fold(width, |all, &size| all.checked_mul(size)).ok_or_else(damaged)?;
        self.left = self.left.checked_sub(length).ok_or_else(damaged)?;
        let bytes = match *layout.data {
            _ if filtered => return Err(other("a compressed array", layout.at)),
            [3, 1, ..] => {
                let address = self.slice(layout.at + 2, 8)?;
                if length == 0 || address == NOWHERE.to_le_bytes() {
                    return if length == 0 { Ok((shape, Vec::new())) } else { Err(damaged()) };
                }
                self.slice(self.number(layout.at + 2, 8)?, length)?
            }
            [3, 0, ..] => self.slice(layout.at + 4, length)?,
            _ => return Err(other("an array in chunks", layout.at)),
        };
        let values = match width {
            2 => bytes.chunks_exact(2).map(|bytes| half(u16::from_le_bytes([bytes[0], bytes[1]]))).collect(),
            4 => bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
            _ => bytes.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes) as f32).collect(),
        };
        Ok((shape, values))
    }

    fn shape(&self, space: &Message<'_>) -> Result<Vec<usize>> {
        let (rank, first) = match *space.data {
            [1, rank, ..] => (rank, 8),
            [2, rank, _, 0 | 1, ..] => (rank, 4),
            _ => return Err(damaged()),
        };
        (0..usize::from(rank)).map(|axis| self.number(space.at + first + 8 * axis, 8)).collect()
    }
}

/// A 16-bit float of IEEE 754.
pub(crate) fn half(bits: u16) -> f32 {
    let (sign, exponent, mantissa) = (u32::from(bits >> 15) << 31, bits >> 10 & 31, u32::from(bits & 1023));
    match exponent {
        // Zero and what is below the least normal number, a multiple of 2⁻²⁴.
        0 => f32::from_bits(sign | (mantissa as f32 * 5.960_464_5e-8).to_bits()),
        31 => f32::from_bits(sign | 0x7f80_0000 | mantissa << 13),
        _ => f32::from_bits(sign | (u32::from(exponent) + 112) << 23 | mantissa << 13),
    }
}

fn damaged() -> Error {
    Error::mismatch(ErrorKind::Format, "an HDF5 file as Keras writes it", "a damaged one")
        .named("damaged_hdf5")
}

fn other(found: &str, offset: usize) -> Error {
    Error::mismatch(ErrorKind::Format, "an HDF5 file as Keras writes it", found)
        .named("other_hdf5")
        .value("what", found)
        .at_offset(offset as u64)
}
