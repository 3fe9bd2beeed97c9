//! Iterates over the rows of a CSV file with the `csv` crate, and adds the line number to errors.

use std::io::{Chain, Read as _};

use csv::{ByteRecord, Reader, ReaderBuilder};
use lexical_parse_float::FromLexical;

use crate::{Error, ErrorKind, Result};

/// The maximal length of a cell, in bytes. It makes an unclosed quote an error at its own line.
pub const LONGEST_FIELD: usize = 1024;

/// Appended to the file: it ends the last row, or becomes part of it if a quote is still open.
const END: &[u8] = b"\n\n";

/// An iterator over the rows of a file.
///
/// Quotes follow RFC 4180. A line ends with CR, LF or both; empty lines and a byte-order mark are passed over; spaces
/// around a cell are not part of it.
pub(super) struct Rows<'a> {
    bytes: &'a [u8],
    reader: Reader<Chain<&'a [u8], &'static [u8]>>,
    record: ByteRecord,
}

/// One row.
pub(super) struct Row<'r> {
    bytes: &'r [u8],
    /// The byte offset of the row.
    pub(super) start: usize,
    record: &'r ByteRecord,
}

impl<'a> Rows<'a> {
    pub(super) fn new(bytes: &'a [u8], delimiter: u8) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(bytes.chain(END));
        Self { bytes, reader, record: ByteRecord::new() }
    }

    /// The next row; `None` after the last.
    ///
    /// # Errors
    /// Kind `format` where a quote stays open.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>> {
        let begins = self.reader.position().byte() as usize;
        let more = self.reader.read_byte_record(&mut self.record).map_err(|_| {
            Error::mismatch(ErrorKind::Format, "a CSV file", "bytes that are none").named("unreadable_csv")
        })?;
        if !more {
            return Ok(None);
        }
        let rest = self.bytes.get(begins..).unwrap_or_default();
        let blank = rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        let row = Row { bytes: self.bytes, start: begins + blank, record: &self.record };
        // A row that is whole ends within the file or with the first byte behind it.
        if self.reader.position().byte() as usize > self.bytes.len() + 1 {
            let error = Error::mismatch(ErrorKind::Format, "a closing quote", "the end of the file");
            return Err(row.in_column(row.len() - 1, error.named("open_quote")));
        }
        Ok(Some(row))
    }

    /// An error behind the last row of a file.
    pub(super) fn at_end(bytes: &[u8], error: Error) -> Error {
        located(error, bytes, bytes.len(), None)
    }

    /// An error in the row that begins at the byte `start`, and in a column of it.
    pub(super) fn at(&self, start: usize, column: Option<usize>, error: Error) -> Error {
        located(error, self.bytes, start, column)
    }
}

impl Row<'_> {
    /// The number of cells, at least one.
    pub(super) fn len(&self) -> usize {
        self.record.len()
    }

    /// What the cell in a column holds, without the spaces around it.
    ///
    /// # Errors
    /// Kind `format` where it is too long or no text.
    pub(super) fn cell(&self, column: usize) -> Result<&str> {
        let bytes = self.record.get(column).unwrap_or_default();
        if bytes.len() > LONGEST_FIELD {
            let error = Error::mismatch(
                ErrorKind::Format,
                format_args!("cells of at most {LONGEST_FIELD} bytes"),
                format_args!("one of {}", bytes.len()),
            );
            let error = error.named("long_cell").value("limit", LONGEST_FIELD);
            return Err(self.in_column(column, error.with_note("look for a quote that is not closed")));
        }
        core::str::from_utf8(bytes.trim_ascii()).map_err(|_| {
            let error = Error::mismatch(ErrorKind::Format, "text in UTF-8", "other bytes").named("not_utf8");
            self.in_column(column, error.with_note("save the file as UTF-8"))
        })
    }

    /// Adds this row's line to an error.
    pub(super) fn at(&self, error: Error) -> Error {
        located(error, self.bytes, self.start, None)
    }

    /// Adds this row's line and a column to an error.
    pub(super) fn in_column(&self, column: usize, error: Error) -> Error {
        located(error, self.bytes, self.start, Some(column))
    }
}

/// Adds the line of the byte `start` and a column to an error.
fn located(error: Error, bytes: &[u8], start: usize, column: Option<usize>) -> Error {
    let line = line_at(bytes, start);
    let path = if let Some(column) = column {
        format!("line {line}, column {}", column + 1)
    } else {
        format!("line {line}")
    };
    error.at(path).at_offset(line)
}

/// The line of the byte at `position`, counted from 1. The crate's own count knows LF alone.
fn line_at(bytes: &[u8], position: usize) -> u64 {
    let ends_line = |&at: &usize| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    1 + (0..position.min(bytes.len())).filter(ends_line).count() as u64
}

/// The nearest number to a text, if it is one; `inf` and `nan` are.
pub(super) fn number(text: &str) -> Option<f32> {
    f32::from_lexical(text.as_bytes()).ok()
}

/// A text in quotes, truncated for an error message.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row's cells, and the line on which it begins.
    fn rows(text: &[u8]) -> Result<Vec<(u64, Vec<String>)>> {
        let mut rows = Rows::new(text, b',');
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..row.len()).map(|column| row.cell(column).map(str::to_owned));
            all.push((line_at(row.bytes, row.start), cells.collect::<Result<Vec<_>>>()?));
        }
        Ok(all)
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn lines_end_with_any_of_the_three_line_ends() {
        let expected = [row(1, &["1", "2"]), row(2, &["3", "4"])];
        for text in
            ["1,2\n3,4", "1,2\r\n3,4\r\n", "1,2\r3,4\r", "1,2\r3,4", "\u{feff}1,2\n3,4\n", " 1 ,2\n3,\t4 \n"]
        {
            assert_eq!(rows(text.as_bytes()).unwrap(), expected, "{text:?}");
        }
    }

    #[test]
    fn empty_lines_are_passed_over_but_counted() {
        let expected = [row(2, &["1", "2"]), row(5, &["3", ""])];
        for end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                let text = mark.to_owned() + &["", "1,2", "", "", "3,", "", ""].join(end);
                assert_eq!(rows(text.as_bytes()).unwrap(), expected, "{text:?}");
            }
        }
        assert_eq!(rows(b"\r\n\n").unwrap(), []);
        assert_eq!(rows(b"").unwrap(), []);
    }

    #[test]
    fn quotes_hold_commas_quotes_and_line_breaks() {
        let text = b"\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\nlast,\"x\"";
        let expected = [row(1, &["a,b", "say \"hi\""]), row(2, &["two\nlines", ""]), row(4, &["last", "x"])];
        assert_eq!(rows(text).unwrap(), expected);
        assert_eq!(rows(b"1,\"a\n\"").unwrap(), [row(1, &["1", "a"])]);
    }

    #[test]
    fn a_quote_that_is_not_closed_is_named_at_its_line() {
        for text in
            ["1,2\n3,\"4\n5,6\n", "1,2\n3,\"", "1,2\r\n3,\"4\r\n", "1,2\n3,\"4\"\"", "1,2\r3,\"4\r\n\n\n"]
        {
            let error = rows(text.as_bytes()).unwrap_err();
            let message = "line 2, column 2: expected a closing quote, found the end of the file";
            assert_eq!((error.to_string().as_str(), error.offset), (message, Some(2)), "{text:?}");
        }
    }

    #[test]
    fn a_cell_may_be_as_long_as_the_limit_and_no_longer() {
        let longest = "x".repeat(LONGEST_FIELD);
        assert_eq!(rows(format!("{longest},1").as_bytes()).unwrap(), [row(1, &[&longest, "1"])]);
        let error = rows(format!("1\n{longest}x,1").as_bytes()).unwrap_err();
        assert_eq!((error.id(), error.offset), ("format.long_cell".to_owned(), Some(2)));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        let error = rows(b"1,2\n\xff\xfe,3\n").unwrap_err();
        assert_eq!(error.offset, Some(2));
        assert!(error.to_string().ends_with("save the file as UTF-8"));
    }

    #[test]
    fn a_message_quotes_no_more_than_it_needs() {
        assert_eq!(quoted(""), "nothing");
        assert_eq!(quoted("x"), "\"x\"");
        assert_eq!(quoted(&"é".repeat(40)), format!("\"{}\"…", "é".repeat(32)));
    }

    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them() {
        let ties =
            ["16777217", "16777219", "1.0000000596046448", "7.006492321624085e-46", "7.006492321624086e-46"];
        let ends = ["3.4028235677973366e38", "3.4028235e38", "1e-45", "1e-400", "1e400", "0e999999"];
        let forms = ["-0", "+1", "1.", ".5", "00012", "1E+05", "inf", "-Infinity", "NaN"];
        let words = ["", "+", ".", "e5", "1e", "1e+", "- 1", "0x1", "1_0", "--1", "infinit"];
        for text in ties.iter().chain(&ends).chain(&forms).chain(&words) {
            assert_eq!(number(text).map(f32::to_bits), text.parse().ok().map(f32::to_bits), "{text}");
        }
    }
}
