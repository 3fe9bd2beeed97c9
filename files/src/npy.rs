//! `NumPy`'s NPY format, versions 1 to 3 (numpy.org/doc, "numpy.lib.format").
//!
//! A file is the magic number, two bytes of version, the length of the header (2 bytes, from version 2 on 4), the header
//! as the text of a Python dictionary, and the values.

use inkgrad::{Error, ErrorKind, Result};

use crate::contents::{Array, Values};
use crate::read::{format_error, reserve};

mod header;
mod values;

use header::Header;

/// Reads an array. Integers must fit into 32 bits.
pub(crate) fn read(bytes: &[u8]) -> Result<Array> {
    let (text, start) = split(bytes)?;
    let Header { kind, shape, columns_first } = header::read(text)?;
    let values = bytes.get(start..).unwrap_or_default();
    let count = shape.iter().try_fold(1_usize, |product, &length| product.checked_mul(length));
    let expected = count.and_then(|count| count.checked_mul(kind.size));
    if expected != Some(values.len()) {
        let claimed =
            expected.map_or("more bytes than can be counted".to_owned(), |bytes| format!("{bytes} bytes"));
        let found = format_args!("{} bytes", values.len());
        let at = expected.map_or(bytes.len(), |length| start + length.min(values.len()));
        return Err(format_error(at, format_args!("{claimed} of values, as the header says"), found)
            .named("wrong_npy_length"));
    }
    let data = values::read(values, &kind, start)?;
    let data = if columns_first && shape.len() > 1 { rows_first(data, &shape)? } else { data };
    Ok(Array { shape, data })
}

/// The header's text, and where the values begin.
fn split(bytes: &[u8]) -> Result<(&str, usize)> {
    let truncated = || {
        let found = format_args!("the end of the file after {} bytes", bytes.len());
        format_error(bytes.len(), "the header of an NPY file", found).named("truncated_npy")
    };
    let version = *bytes.get(6).ok_or_else(truncated)?;
    let (start, length): (usize, usize) = match (version, bytes) {
        (1, [_, _, _, _, _, _, _, _, a, b, ..]) => (10, usize::from(u16::from_le_bytes([*a, *b]))),
        (2 | 3, [_, _, _, _, _, _, _, _, a, b, c, d, ..]) => {
            (12, u32::from_le_bytes([*a, *b, *c, *d]) as usize)
        }
        (1..=3, _) => return Err(truncated()),
        _ => return Err(format_error(6, "NPY version 1, 2 or 3", version).named("npy_version")),
    };
    let end = start.checked_add(length).filter(|&end| end <= bytes.len()).ok_or_else(truncated)?;
    let text = core::str::from_utf8(&bytes[start..end])
        .map_err(|_| format_error(start, "a header in UTF-8", "other bytes").named("npy_header"))?;
    Ok((text, end))
}

/// The same values in row-major order.
fn rows_first(data: Values, shape: &[usize]) -> Result<Values> {
    Ok(match data {
        Values::Bytes(values) => Values::Bytes(transposed(&values, shape)?),
        Values::Integers(values) => Values::Integers(transposed(&values, shape)?),
        Values::Floats(values) => Values::Floats(transposed(&values, shape)?),
        Values::Doubles(values) => Values::Doubles(transposed(&values, shape)?),
        Values::Texts(values) => Values::Texts(transposed(&values, shape)?),
    })
}

/// Column-major values in row-major order: walks the target, and keeps the source's place by its strides.
fn transposed<T: Clone>(values: &[T], shape: &[usize]) -> Result<Vec<T>> {
    let mut strides = Vec::with_capacity(shape.len());
    let mut stride = 1;
    for &length in shape {
        strides.push(stride);
        stride *= length;
    }
    let mut place = vec![0; shape.len()];
    let mut source = 0;
    let mut target = reserve(values.len())?;
    for _ in 0..values.len() {
        target.push(values[source].clone());
        for axis in (0..shape.len()).rev() {
            place[axis] += 1;
            source += strides[axis];
            if place[axis] < shape[axis] {
                break;
            }
            source -= strides[axis] * shape[axis];
            place[axis] = 0;
        }
    }
    Ok(target)
}

/// An array whose values are of a kind that is not read: objects, dates, complex numbers.
fn unsupported(kind: &str) -> Error {
    let expected = "an array of numbers, truth values or texts";
    Error::mismatch(ErrorKind::Format, expected, format_args!("dtype {kind}"))
        .named("npy_dtype")
        .value("dtype", kind)
        .with_note("in Python, array.astype('float32') makes numbers of it, array.astype(str) texts")
}
