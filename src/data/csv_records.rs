//! Walks over the records of a CSV file, field by field; what a field means is left to the reader.

use core::str;

use csv_core::{ReadFieldResult, Reader};

use crate::{Code, Error, Result};

/// The longest field that is read, in bytes. With a limit, a stray quote that swallows the rest of a file
/// is named at the line where it stands, and a field needs no memory of its own.
pub const LONGEST_FIELD: usize = 1024;

/// The records of a file that have not been read yet.
///
/// Quotes follow RFC 4180. A line ends with CR, LF or both; empty lines and a byte-order mark are passed
/// over; spaces around a field are not part of it, and a line break inside quotes reads as a space.
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    position: usize,
    reader: Reader,
    field: [u8; LONGEST_FIELD + 1],
}

/// One field of a record.
pub(super) struct Field<'t> {
    /// The byte at which its record begins.
    pub(super) start: usize,
    /// The column, counted from 0.
    pub(super) column: usize,
    /// What it holds.
    pub(super) text: &'t str,
}

/// Where a record begins, as a byte, and how many fields it has.
pub(super) struct Record {
    pub(super) start: usize,
    pub(super) fields: usize,
}

impl<'a> Records<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { bytes, position: mark, reader: Reader::new(), field: [0; LONGEST_FIELD + 1] }
    }

    /// Calls `each` with every field of the next record; `None` after the last record. An error, be it of
    /// the file or of `each`, is given its line and column.
    pub(super) fn next(&mut self, mut each: impl FnMut(Field<'_>) -> Result<()>) -> Result<Option<Record>> {
        let bytes = self.bytes;
        let rest = &bytes[self.position..];
        let Some(blank) = rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')) else {
            return Ok(None);
        };
        self.position += blank;
        let start = self.position;
        let mut column = 0;
        loop {
            let read = self.next_field().and_then(|(text, last)| {
                each(Field { start, column, text })?;
                Ok(last)
            });
            let last = read.map_err(|error| {
                let line = line_at(bytes, start);
                error.at(format!("line {line}, column {}", column + 1)).at_offset(line)
            })?;
            column += 1;
            if last {
                return Ok(Some(Record { start, fields: column }));
            }
        }
    }

    /// The text of the next field, and whether it is the record's last.
    fn next_field(&mut self) -> Result<(&str, bool)> {
        let (mut result, read, mut length) =
            self.reader.read_field(&self.bytes[self.position..], &mut self.field);
        self.position += read;
        if result == ReadFieldResult::InputEmpty {
            // The file ends here. One more line break ends the record too, unless a quote is still open.
            let (end, _, more) = self.reader.read_field(b"\n", &mut self.field[length..]);
            result = end;
            length += more;
        }
        let last = match result {
            ReadFieldResult::Field { record_end } => record_end,
            ReadFieldResult::OutputFull => return Err(too_long()),
            ReadFieldResult::InputEmpty | ReadFieldResult::End => return Err(open_quote()),
        };
        let field = &mut self.field[..length];
        for byte in field.iter_mut().filter(|byte| matches!(byte, b'\r' | b'\n')) {
            *byte = b' ';
        }
        let text = str::from_utf8(field.trim_ascii()).map_err(|_| not_text())?;
        Ok((text, last))
    }
}

/// Gives an error the line of the byte `start`.
pub(super) fn at_line(error: Error, bytes: &[u8], start: usize) -> Error {
    let line = line_at(bytes, start);
    error.at(format!("line {line}")).at_offset(line)
}

/// The line of the byte at `position`, counted from 1.
fn line_at(bytes: &[u8], position: usize) -> u64 {
    let ends_line = |&at: &usize| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    1 + (0..position).filter(ends_line).count() as u64
}

/// What was found in place of what was looked for, short enough for a message.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 32;
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let plain = |text: &str| text.replace(char::is_control, "\u{fffd}");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("\"{}\"…", plain(text.get(..end).unwrap_or_default())),
        None => format!("\"{}\"", plain(text)),
    }
}

fn too_long() -> Error {
    Error::mismatch(Code::Format, format!("fields of at most {LONGEST_FIELD} bytes"), "a longer one")
        .with_note("look for a quote that is not closed")
}

fn open_quote() -> Error {
    Error::mismatch(Code::Format, "a closing quote", "the end of the file")
}

fn not_text() -> Error {
    Error::mismatch(Code::Format, "text in UTF-8", "other bytes").with_note("save the file as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every record's fields, and the line on which it begins.
    fn records(text: &[u8]) -> Result<Vec<(u64, Vec<String>)>> {
        let mut records = Records::new(text);
        let mut all = Vec::new();
        loop {
            let mut fields = Vec::new();
            let record = records.next(|field| {
                assert_eq!(field.column, fields.len());
                fields.push(field.text.to_owned());
                Ok(())
            })?;
            let Some(record) = record else { return Ok(all) };
            assert_eq!(record.fields, fields.len());
            all.push((line_at(text, record.start), fields));
        }
    }

    fn row(line: u64, fields: &[&str]) -> (u64, Vec<String>) {
        (line, fields.iter().map(|&field| field.to_owned()).collect())
    }

    #[test]
    fn lines_end_with_any_of_the_three_line_ends() {
        let expected = [row(1, &["1", "2"]), row(2, &["3", "4"])];
        for text in ["1,2\n3,4", "1,2\r\n3,4\r\n", "1,2\r3,4\r", "\u{feff}1,2\n3,4\n", " 1 ,2\n3,\t4 \n"] {
            assert_eq!(records(text.as_bytes()).unwrap(), expected, "{text:?}");
        }
    }

    #[test]
    fn empty_lines_are_passed_over_but_counted() {
        let expected = [row(2, &["1", "2"]), row(5, &["3", ""])];
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "1,2", "", "", "3,", "", ""].join(end);
            assert_eq!(records(text.as_bytes()).unwrap(), expected, "{text:?}");
        }
        assert_eq!(records(b"\r\n\n").unwrap(), []);
    }

    #[test]
    fn quotes_hold_commas_quotes_and_line_breaks() {
        let text = b"\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\nlast,\"x\"";
        let expected = [row(1, &["a,b", "say \"hi\""]), row(2, &["two lines", ""]), row(4, &["last", "x"])];
        assert_eq!(records(text).unwrap(), expected);
    }

    #[test]
    fn a_quote_that_is_not_closed_is_named_at_its_line() {
        let error = records(b"1,2\n3,\"4\n5,6\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 2, column 2: expected a closing quote, found the end of the file"
        );
        assert_eq!(error.offset, Some(2));
    }

    #[test]
    fn a_field_may_be_as_long_as_the_limit_and_no_longer() {
        let longest = "x".repeat(LONGEST_FIELD);
        assert_eq!(records(format!("{longest},1").as_bytes()).unwrap(), [row(1, &[&longest, "1"])]);
        for text in [format!("1\n{longest}x,1"), format!("1\n\"{longest}x")] {
            let error = records(text.as_bytes()).unwrap_err();
            assert_eq!((error.code, error.offset), (Code::Format, Some(2)));
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        let error = records(b"1,2\n\xff\xfe,3\n").unwrap_err();
        assert_eq!(error.offset, Some(2));
        assert!(error.to_string().ends_with("save the file as UTF-8"));
    }

    #[test]
    fn a_message_quotes_no_more_than_it_needs() {
        assert_eq!(quoted(""), "nothing");
        assert_eq!(quoted("x"), "\"x\"");
        assert_eq!(quoted(&"é".repeat(40)), format!("\"{}\"…", "é".repeat(32)));
    }
}
