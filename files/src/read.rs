//! [`open_file`]: tells a file's kind and has it read.

use core::fmt::Display;
use std::borrow::Cow;

use inkgrad::{Error, ErrorKind, Result};

use crate::contents::Contents;
use crate::{archive, decimals, gzip, npy, picture, text};

/// The most bytes that a file may hold once it is decompressed, all its parts together.
pub const MOST_BYTES: u64 = 1 << 30;

/// How deep archives and gzip files may lie within each other.
const DEEPEST: usize = 4;

/// Opens a file.
///
/// # Errors
/// `format`, with the byte as its offset, for a file that is damaged or of a kind that is not read; `memory` for a file
/// that would be larger than [`MOST_BYTES`] once it is decompressed.
///
/// ```
/// use inkgrad_files::{Contents, open_file};
///
/// assert_eq!(open_file("größe;1,5".as_bytes())?, Contents::Text("größe;1.5".into()));
/// # Ok::<(), inkgrad::Error>(())
/// ```
pub fn open_file(bytes: &[u8]) -> Result<Contents> {
    Reader { left: MOST_BYTES, depth: 0 }.read(bytes)
}

/// Opens a file and those within it.
pub(crate) struct Reader {
    /// Bytes that may still be decompressed.
    left: u64,
    depth: usize,
}

impl Reader {
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Result<Contents> {
        match bytes {
            [0x1f, 0x8b, ..] => self.within(|reader| {
                let inner = gzip::decompress(bytes, &mut reader.left)?;
                reader.read(&inner)
            }),
            [b'P', b'K', 3 | 5, 4 | 6, ..] => {
                self.within(|reader| archive::read(bytes, reader)).map(Contents::Archive)
            }
            [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => npy::read(bytes).map(Contents::Array),
            [0x89, b'P', b'N', b'G', ..] => picture::read(bytes).map(Contents::Image),
            // Two zero bytes, the type of the values and their rank. Other formats begin with a zero byte too.
            [0, 0, 8 | 9 | 11..=14, 1..=255, ..] => copied(bytes).map(Contents::Idx),
            // The core names what is no text.
            _ => match decimals::with_points(text::utf8(bytes))? {
                Cow::Borrowed(text) => copied(text).map(Contents::Text),
                Cow::Owned(text) => Ok(Contents::Text(text)),
            },
        }
    }

    /// Counts what is decompressed. `size` is known only once it is there.
    pub(crate) fn left(&mut self) -> &mut u64 {
        &mut self.left
    }

    fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == DEEPEST {
            let message =
                format_args!("files lie within files more than {DEEPEST} deep; unpack the outer ones first");
            return Err(Error::new(ErrorKind::Format, message)
                .named("nested_too_deep")
                .value("deepest", DEEPEST));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }
}

/// A file that is not what it should be.
pub(crate) fn format_error(offset: usize, expected: impl Display, found: impl Display) -> Error {
    Error::mismatch(ErrorKind::Format, expected, found)
        .at(format_args!("byte {offset}"))
        .at_offset(offset as u64)
}

/// A file that is larger than memory should hold.
pub(crate) fn too_large() -> Error {
    let most = MOST_BYTES >> 20;
    let message =
        format_args!("the file holds more than {most} MB once it is decompressed; take a part of it");
    Error::new(ErrorKind::Memory, message).named("file_too_large").value("megabytes", most)
}

/// What an allocation may take besides twice the bytes that it is made from.
const BESIDES: usize = 64 << 20;

/// A vector with room for `count` values that are made from `bytes`, as far as memory has it.
pub(crate) fn reserve_from<T>(count: usize, bytes: &[u8]) -> Result<Vec<T>> {
    let most = bytes.len().saturating_mul(2).saturating_add(BESIDES);
    if count.saturating_mul(size_of::<T>()) > most { Err(too_large()) } else { reserve(count) }
}

/// A vector with room for `count` values, as far as memory has it.
pub(crate) fn reserve<T>(count: usize) -> Result<Vec<T>> {
    let mut values = Vec::new();
    values.try_reserve_exact(count).map_err(|_| too_large())?;
    Ok(values)
}

fn copied(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut copy = reserve(bytes.len())?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}
