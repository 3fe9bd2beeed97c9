//! Decimal signs. Spreadsheets of many countries write decimals with a comma, and separate cells by semicolons then.

use std::borrow::Cow;

use inkgrad::{Error, ErrorKind, Result};

use crate::read::reserve;

/// The decimal sign that a number shows.
#[derive(Clone, Copy)]
enum Sign {
    Comma,
    Point,
    /// The comma of `1,200`, which may divide thousands too.
    EitherComma,
    /// The point of `1.200`.
    EitherPoint,
}

/// The table with decimal points, where semicolons separate its cells.
///
/// All numbers together show the decimal sign; the other sign divides thousands and is removed. Where no number shows it,
/// and only one of the signs is there, that is the decimal sign.
///
/// # Errors
/// Kind `format`, with the line as its offset, where two numbers show different signs, or both signs are there and no
/// number shows which of them is the decimal sign.
pub(crate) fn with_points(text: Cow<'_, [u8]>) -> Result<Cow<'_, [u8]>> {
    let end = text.iter().position(|&byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len());
    let is_separated = |cell: &[u8]| cell.contains(&b',') && sign_of(cell).is_none();
    if !text[..end].contains(&b';') || cells(&text[..end]).any(is_separated) {
        return Ok(text);
    }
    let Some(decimal) = decimal_sign(&text)? else { return Ok(text) };
    let mut points = reserve(text.len())?;
    for cell in cells(&text) {
        let is_number = sign_of(cell).is_some();
        for &byte in cell {
            if !is_number || !matches!(byte, b',' | b'.') {
                points.push(byte);
            } else if byte == decimal {
                points.push(b'.');
            }
        }
    }
    Ok(Cow::Owned(points))
}

/// The decimal sign of a table; none where its numbers have neither commas nor points.
fn decimal_sign(text: &[u8]) -> Result<Option<u8>> {
    let line_end = if text.contains(&b'\n') { b'\n' } else { b'\r' };
    // The first cell that shows each sign, with its line.
    let mut seen = [None; 4];
    let mut line = 1;
    for cell in cells(text) {
        if let Some(sign) = sign_of(cell) {
            seen[sign as usize].get_or_insert((line, bare(cell)));
        }
        line += u64::from(cell.ends_with(&[line_end]));
    }
    let [comma, point, either_comma, either_point] = seen;
    match if comma.or(point).is_some() { (comma, point) } else { (either_comma, either_point) } {
        (Some(one), Some(another)) => Err(unclear(one, another)),
        (comma, point) => Ok(comma.map(|_| b',').or(point.map(|_| b'.'))),
    }
}

/// The later of two cells, with their lines, that leave the decimal sign open.
fn unclear(one: (u64, &[u8]), another: (u64, &[u8])) -> Error {
    let (line, cell) = if one.0 > another.0 { one } else { another };
    let found = format_args!("\"{}\"", str::from_utf8(cell).unwrap_or_default());
    Error::mismatch(ErrorKind::Format, "the decimal sign of the lines before", found)
        .named("decimal_sign")
        .at(format_args!("line {line}"))
        .at_offset(line)
        .with_note("write decimals with a point")
}

/// The cells of a table, each with the sign that ends it.
fn cells(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| matches!(byte, b';' | b'\n' | b'\r'))
}

/// A cell without its end, spaces, quotes and byte-order mark.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.strip_suffix(b";").unwrap_or(cell);
    let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell).trim_ascii();
    if let [b'"', inner @ .., b'"'] = cell { inner } else { cell }
}

/// The decimal sign that a cell shows; none where it is no number with a comma or a point.
fn sign_of(cell: &[u8]) -> Option<Sign> {
    let sign = *cell.iter().find(|byte| matches!(byte, b',' | b'.'))?;
    let number = bare(cell);
    let number = if let [b'+' | b'-', rest @ ..] = number { rest } else { number };
    let mut parts = number.splitn(2, |byte| matches!(byte, b'e' | b'E'));
    let number = parts.next().filter(|number| number.iter().any(u8::is_ascii_digit))?;
    if !parts.all(|exponent| exponent.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-'))) {
        return None;
    }
    match (reads_with(number, b','), reads_with(number, b'.')) {
        (true, false) => Some(Sign::Comma),
        (false, true) => Some(Sign::Point),
        (true, true) if sign == b',' => Some(Sign::EitherComma),
        (true, true) => Some(Sign::EitherPoint),
        (false, false) => None,
    }
}

/// Whether digits and signs are a number with this decimal sign. The other sign divides it into thousands.
fn reads_with(number: &[u8], decimal: u8) -> bool {
    let (mut digits, mut divided, mut is_fraction) = (0, false, false);
    for &byte in number {
        if byte.is_ascii_digit() {
            digits += 1;
            continue;
        }
        // No number begins with a group of four digits, or with a zero before the others.
        let may_be_divided = matches!(digits, 1..=3) && number[0] != b'0';
        if is_fraction || divided && digits != 3 || byte != decimal && !may_be_divided {
            return false;
        }
        match byte {
            b',' | b'.' if byte == decimal => is_fraction = true,
            b',' | b'.' => divided = true,
            _ => return false,
        }
        digits = 0;
    }
    is_fraction || !divided || digits == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String> {
        with_points(text.as_bytes().into()).map(|read| String::from_utf8(read.into_owned()).unwrap())
    }

    #[test]
    fn commas_between_digits_are_decimal_where_semicolons_separate() {
        for (text, points) in [
            ("1,5;2,25;a\n-3,5;4;b, c\n", "1.5;2.25;a\n-3.5;4;b, c\n"),
            ("width;kind\n1,5;a\n", "width;kind\n1.5;a\n"),
            ("1;,5\n2;-,25\n", "1;.5\n2;-.25\n"),
            ("a;b\r\n\"1,5\"; 2,5E-3 \r\n", "a;b\r\n\"1.5\"; 2.5E-3 \r\n"),
            ("\u{feff}1,5;2\n", "\u{feff}1.5;2\n"),
            ("a;b\n1,234;2\n", "a;b\n1.234;2\n"),
        ] {
            assert_eq!(read(text).unwrap(), points);
        }
        for unchanged in [
            "1,5\n2,5\n",
            "a,b;c\n1,5;2\n",
            "a\tb\n1,5\t2\n",
            "a;b\n1;2\n",
            "a;b\n1.200;2.5\n",
            "a;b\n1,2,3;x1,5\n",
            "a;b\n01.02.2020;3\n",
            "",
        ] {
            assert_eq!(read(unchanged).unwrap(), unchanged);
        }
    }

    #[test]
    fn all_numbers_together_show_which_sign_divides_thousands() {
        for (text, points) in [
            ("preis;art\n950,5;a\n1.200;b\n", "preis;art\n950.5;a\n1200;b\n"),
            ("1,234;5.5;a\n", "1234;5.5;a\n"),
            ("x;y\n1.234,5;1.234\n", "x;y\n1234.5;1234\n"),
            ("x;y\n1,234.5;1,234\n", "x;y\n1234.5;1234\n"),
            ("x;y\n1.234.567;1,234\n", "x;y\n1234567;1.234\n"),
            ("x;y\n-1,234,567;1.234\n", "x;y\n-1234567;1.234\n"),
            ("x;y\n0,250;1.200\n", "x;y\n0.250;1200\n"),
        ] {
            assert_eq!(read(text).unwrap(), points);
        }
    }

    #[test]
    fn an_unclear_decimal_sign_is_an_error_with_the_line_and_the_text_of_the_file() {
        for (text, line, found) in [
            ("x;y\n1.200;2\n3;1,234\n", 3, "\"1,234\""),
            ("x;y\r\n1,5;2\r\n1.234.5;3\r\n4;5.5\r\n", 4, "\"5.5\""),
            ("x;y\n1.234,5;1,234.5\n", 2, "\"1,234.5\""),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!((error.id().as_str(), error.offset), ("format.decimal_sign", Some(line)));
            assert_eq!(error.found.as_deref(), Some(found));
        }
        assert_eq!(
            read("x;y\n1,5;2.5\n").unwrap_err().to_string(),
            "line 2: expected the decimal sign of the lines before, found \"2.5\"; write decimals with a point"
        );
    }
}
