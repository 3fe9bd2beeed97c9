//! JSON, read and written in one way alone: `serde_json` is in the binary once more for each type, reader or formatter.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::schema::raw::Raw;

/// Reads a value from the bytes of JSON.
pub(crate) fn read(bytes: &[u8]) -> serde_json::Result<Raw> {
    serde_json::from_slice(bytes)
}

/// A value as JSON; a number that is none in JSON becomes `null`.
pub(crate) fn write(value: &Raw) -> String {
    let mut bytes = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, Plain));
    match (written, String::from_utf8(bytes)) {
        (Ok(()), Ok(json)) => json,
        _ => unreachable!("plain values with names that are texts are always JSON"),
    }
}

/// The shortest JSON, with floats as the standard library writes them: the formatter of `serde_json` has 10 KB of tables
/// for that, compressed, beside the library's own.
struct Plain;

impl Formatter for Plain {
    fn write_f32<W: Write + ?Sized>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        self.write_f64(writer, f64::from(value))
    }

    fn write_f64<W: Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        write!(writer, "{value:?}")
    }
}
