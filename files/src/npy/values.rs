//! The values of an NPY file.

use inkgrad::Result;

use super::header::Kind;
use super::unsupported;
use crate::contents::Values;
use crate::read::{format_error, reserve_from};

/// Reads the values, whose length is a multiple of `kind.size`. `start` is where they begin in the file.
pub(super) fn read(bytes: &[u8], kind: &Kind, start: usize) -> Result<Values> {
    let big = kind.big_endian;
    Ok(match (kind.letter, kind.size) {
        (b'u' | b'b', 1) => Values::Bytes(copied(bytes)?),
        (b'i', 1) => Values::Integers(each::<1, _>(bytes, big, |[byte]| i32::from(byte as i8))?),
        (b'u', 2) => Values::Integers(each(bytes, big, |unit| i32::from(u16::from_le_bytes(unit)))?),
        (b'i', 2) => Values::Integers(each(bytes, big, |unit| i32::from(i16::from_le_bytes(unit)))?),
        (b'i', 4) => Values::Integers(each(bytes, big, i32::from_le_bytes)?),
        (b'u', 4) => integers(bytes, big, start, |unit| i64::from(u32::from_le_bytes(unit)))?,
        (b'i', 8) => integers(bytes, big, start, i64::from_le_bytes)?,
        // Past i64 it does not fit into 32 bits either.
        (b'u', 8) => {
            integers(bytes, big, start, |unit| i64::try_from(u64::from_le_bytes(unit)).unwrap_or(i64::MAX))?
        }
        (b'f', 2) => Values::Floats(each(bytes, big, |unit| half(u16::from_le_bytes(unit)))?),
        (b'f', 4) => Values::Floats(each(bytes, big, f32::from_le_bytes)?),
        (b'f', 8) => Values::Doubles(each(bytes, big, f64::from_le_bytes)?),
        (b'S', size) => Values::Texts(texts(bytes, size, |text| String::from_utf8_lossy(text).into_owned())?),
        (b'U', size) => Values::Texts(texts(bytes, size, |text| characters(text, big))?),
        _ => return Err(unsupported("of an unknown kind")),
    })
}

fn copied(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut values = reserve_from(bytes.len(), bytes)?;
    values.extend_from_slice(bytes);
    Ok(values)
}

/// A value for each unit of N bytes, which `read` is given with the least significant byte first.
fn each<const N: usize, T>(bytes: &[u8], big_endian: bool, read: impl Fn([u8; N]) -> T) -> Result<Vec<T>> {
    let units = bytes.as_chunks::<N>().0;
    let mut values = reserve_from(units.len(), bytes)?;
    values.extend(units.iter().map(|&unit| {
        let mut unit = unit;
        if big_endian {
            unit.reverse();
        }
        read(unit)
    }));
    Ok(values)
}

/// Integers that may be too large for 32 bits: the first that is ends the reading.
fn integers<const N: usize>(
    bytes: &[u8],
    big_endian: bool,
    start: usize,
    read: impl Fn([u8; N]) -> i64,
) -> Result<Values> {
    let mut values = reserve_from(bytes.len() / N, bytes)?;
    for (index, &unit) in bytes.as_chunks::<N>().0.iter().enumerate() {
        let mut unit = unit;
        if big_endian {
            unit.reverse();
        }
        let value = read(unit);
        let Ok(value) = i32::try_from(value) else {
            return Err(format_error(start + N * index, "integers of at most 32 bits", value)
                .named("npy_integer")
                .with_note("in Python, array.astype('float64') keeps larger numbers"));
        };
        values.push(value);
    }
    Ok(Values::Integers(values))
}

/// A float of 16 bits (IEEE 754-2008, binary16).
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f32::from(bits & 0x3ff));
    match exponent {
        0 => sign * fraction * 2.0_f32.powi(-24),
        31 if fraction == 0.0 => sign * f32::INFINITY,
        31 => f32::NAN,
        _ => sign * (1.0 + fraction / 1024.0) * 2.0_f32.powi(exponent - 15),
    }
}

/// Texts of a fixed number of bytes. Of texts of length 0 there are none.
fn texts(bytes: &[u8], size: usize, read: impl Fn(&[u8]) -> String) -> Result<Vec<String>> {
    if size == 0 {
        return Err(unsupported("of texts without characters"));
    }
    let mut values = reserve_from(bytes.len() / size, bytes)?;
    for unit in bytes.chunks_exact(size) {
        let end = unit.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        values.push(read(&unit[..end]));
    }
    Ok(values)
}

/// A text in UTF-32 whose trailing zero bytes are cut off.
fn characters(bytes: &[u8], big_endian: bool) -> String {
    let units = bytes.chunks(4).map(|unit| {
        let mut whole = [0; 4];
        whole[..unit.len()].copy_from_slice(unit);
        if big_endian { u32::from_be_bytes(whole) } else { u32::from_le_bytes(whole) }
    });
    units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_have_their_values() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0001, 5.960_464_5e-8),
            (0x0400, 6.103_515_6e-5),
            (0x7c00, f32::INFINITY),
            (0xfc00, f32::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), value, "{bits:04x}");
        }
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn texts_lose_their_padding_alone() {
        let unicode = Kind { letter: b'U', size: 12, big_endian: false };
        let bytes: Vec<u8> =
            "aé😀x".chars().chain(['\0'; 2]).flat_map(|one| (one as u32).to_le_bytes()).collect();
        let Values::Texts(texts) = read(&bytes, &unicode, 0).unwrap() else { panic!("texts") };
        assert_eq!(texts, ["aé😀", "x"]);
        let ascii = Kind { letter: b'S', size: 3, big_endian: false };
        assert_eq!(read(b"ab\0xyz", &ascii, 0).unwrap(), Values::Texts(vec!["ab".into(), "xyz".into()]));
    }
}
