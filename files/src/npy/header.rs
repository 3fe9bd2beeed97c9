//! The header of an NPY file: a Python dictionary with three keys.

use inkgrad::Result;

use super::unsupported;
use crate::read::format_error;

/// `NumPy` has no arrays of more axes.
const MOST_AXES: usize = 64;

/// What a header says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub kind: Kind,
    pub shape: Vec<usize>,
    /// Whether the first axis varies fastest (`fortran_order`).
    pub columns_first: bool,
}

/// The type of the values.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// `NumPy`'s letter: b, u, i, f, S or U.
    pub letter: u8,
    /// Bytes of a value.
    pub size: usize,
    pub big_endian: bool,
}

/// Reads the dictionary, whose keys may stand in any order.
pub(super) fn read(text: &str) -> Result<Header> {
    let wrong = |what: &'static str| format_error(10, what, "another header").named("npy_header");
    let descr = value_of(text, "descr").ok_or_else(|| wrong("a header with `descr`"))?;
    let order = value_of(text, "fortran_order").ok_or_else(|| wrong("a header with `fortran_order`"))?;
    let shape = value_of(text, "shape").ok_or_else(|| wrong("a header with `shape`"))?;
    let columns_first = match order.get(..4) {
        Some("True") => true,
        Some("Fals") => false,
        _ => return Err(wrong("`fortran_order` True or False")),
    };
    Ok(Header {
        kind: kind_of(descr)?,
        shape: shape_of(shape).ok_or_else(|| wrong("`shape` as a tuple of whole numbers"))?,
        columns_first,
    })
}

/// The text after a key and its colon.
fn value_of<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    // Compared by bytes: the search for texts of the standard library takes 2 KB.
    let quoted = |part: &[u8]| matches!(part, [first @ (b'\'' | b'"'), inner @ .., last] if first == last && inner == key.as_bytes());
    let at = text.as_bytes().windows(key.len() + 2).position(quoted)?;
    Some(text.get(at + key.len() + 2..)?.trim_start().strip_prefix(':')?.trim_start())
}

fn kind_of(descr: &str) -> Result<Kind> {
    let inner = descr.strip_prefix(['\'', '"']).and_then(|rest| rest.split(['\'', '"']).next());
    let Some(inner) = inner else { return Err(unsupported("of several fields")) };
    let (order, rest) = match inner.as_bytes() {
        [order @ (b'<' | b'>' | b'|' | b'='), rest @ ..] => (*order, rest),
        rest => (b'=', rest),
    };
    let read = |rest: &[u8]| {
        let (&letter, digits) = rest.split_first()?;
        let size: usize = core::str::from_utf8(digits).ok()?.parse().ok()?;
        let fits = match letter {
            b'b' => size == 1,
            b'u' | b'i' => matches!(size, 1 | 2 | 4 | 8),
            b'f' => matches!(size, 2 | 4 | 8),
            b'S' => size <= 1 << 20,
            // Four bytes a character.
            b'U' => return (size <= 1 << 18).then_some((letter, 4 * size)),
            _ => false,
        };
        fits.then_some((letter, size))
    };
    let (letter, size) = read(rest).ok_or_else(|| unsupported(inner))?;
    Ok(Kind { letter, size, big_endian: order == b'>' })
}

fn shape_of(text: &str) -> Option<Vec<usize>> {
    let (inner, _) = text.strip_prefix('(')?.split_once(')')?;
    let lengths = || inner.split(',').map(str::trim).filter(|length| !length.is_empty());
    if lengths().nth(MOST_AXES).is_some() {
        return None;
    }
    // Python 2 wrote `10L`.
    lengths().map(|length| length.trim_end_matches('L').parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_is_read_in_any_order() {
        let header = read("{'shape': (3, 28L,), 'fortran_order': True, 'descr': '>i8', }   \n").unwrap();
        assert_eq!(header.shape, [3, 28]);
        assert!(header.columns_first && header.kind.big_endian);
        assert_eq!((header.kind.letter, header.kind.size), (b'i', 8));
        assert!(read("{\"descr\": \"|u1\", 'fortran_order': False, 'shape': ()}").unwrap().shape.is_empty());
    }

    #[test]
    fn what_is_no_header_or_no_number_is_refused() {
        for text in ["", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}"] {
            assert_eq!(read(text).unwrap_err().id(), "format.npy_header", "{text}");
        }
        for shape in ["3", "(3", "(-1,)", "(1.5,)", "(x,)", "(99999999999999999999,)"] {
            let text = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}}}");
            assert_eq!(read(&text).unwrap_err().id(), "format.npy_header", "{text}");
        }
        let note = |descr: &str| {
            let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (1,)}}");
            read(&text).unwrap_err().note.clone().unwrap()
        };
        assert!(note("'|O'").ends_with("makes numbers of it, array.astype(str) texts"));
        for descr in ["'|O'", "'<c8'", "'<M8[ns]'", "[('a', '<f4')]", "'<f3'", "'<i16'", "'|S99999999'", "''"]
        {
            let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (1,)}}");
            assert_eq!(read(&text).unwrap_err().id(), "format.npy_dtype", "{text}");
        }
    }
}
