//! Reads IDX, the file format of MNIST.
//!
//! A file is two zero bytes, a byte for the type of the values, a byte for the rank, one big-endian 32-bit
//! count for each axis, and the values row-major (yann.lecun.com/exdb/mnist, "the IDX file format").

use core::fmt::Display;

use super::reserve;
use crate::signature::other_than;
use crate::{Error, ErrorKind, Result};

/// The type byte of unsigned bytes, the only supported type.
const UNSIGNED_BYTE: u8 = 0x08;

/// The contents of an IDX file of unsigned bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idx {
    /// The length of each axis: `[n, height, width]` for pictures, `[n]` for labels. At least one.
    pub shape: Vec<usize>,
    /// The values, row-major; as many as the product of `shape`.
    pub data: Vec<u8>,
}

/// Reads an uncompressed IDX file of unsigned bytes, of any rank from 1 to 255.
///
/// The counts in the header must match the length of the file before anything is allocated: no allocation is larger than
/// twice the input, and neither is their sum, apart from error messages. An axis may have the length 0.
///
/// # Errors
/// `format` with the offset in bytes: of the byte that is wrong, of the end of a file that is too short, of
/// the first byte that is too much.
///
/// ```
/// let labels = inkgrad::data::read_idx(&[0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4])?;
/// assert_eq!(labels.shape, [3]);
/// assert_eq!(labels.data, [5, 0, 4]);
/// # Ok::<(), inkgrad::Error>(())
/// ```
pub fn read_idx(bytes: &[u8]) -> Result<Idx> {
    let rank = read_magic(bytes)?;
    let header = 4 + 4 * rank;
    let Some((counts, values)) = bytes.get(4..).and_then(|rest| rest.split_at_checked(4 * rank)) else {
        let expected = format_args!("a header of {header} bytes (rank {rank})");
        let error = format_error(bytes.len(), expected, end_of(bytes)).named("truncated_header");
        return Err(error.value("bytes", header).value("rank", rank));
    };
    let counts = counts.as_chunks::<4>().0;
    check_length(counts, header, bytes.len())?;

    let mut shape = reserve(rank)?;
    shape.extend(counts.iter().map(|&count| u32::from_be_bytes(count) as usize));
    let mut data = reserve(values.len())?;
    data.extend_from_slice(values);
    Ok(Idx { shape, data })
}

/// Checks the first four bytes and returns the rank.
fn read_magic(bytes: &[u8]) -> Result<usize> {
    let Some(&[first, second, kind, rank]) = bytes.first_chunk() else {
        let expected = "an IDX file, which begins with 4 bytes of magic number";
        return Err(format_error(bytes.len(), expected, end_of(bytes)).named("truncated_magic_number"));
    };
    if [first, second] != [0, 0] {
        return Err(other_than("an IDX file", bytes).unwrap_or_else(|| {
            let expected = "an IDX file, which begins with two zero bytes";
            let found = format_args!("0x{first:02x} 0x{second:02x}");
            format_error(usize::from(first == 0), expected, found).named("not_idx")
        }));
    }
    if kind != UNSIGNED_BYTE {
        let found = format_args!("type 0x{kind:02x} ({})", kind_name(kind));
        return Err(format_error(2, "values of type 0x08 (unsigned byte)", found).named("not_unsigned_bytes"));
    }
    if rank == 0 {
        return Err(format_error(3, "a rank of at least 1", "0").named("rank_zero"));
    }
    Ok(rank as usize)
}

/// Compares the length of the file with the counts in its header.
fn check_length(counts: &[[u8; 4]], header: usize, length: usize) -> Result<()> {
    let counts = || counts.iter().map(|&count| u64::from(u32::from_be_bytes(count)));
    // A zero is handled first: the product of the other counts may overflow then.
    let promised =
        if counts().any(|count| count == 0) { Some(0) } else { counts().try_fold(1_u64, u64::checked_mul) };
    let expected = promised.and_then(|values| values.checked_add(header as u64));
    if expected == Some(length as u64) {
        return Ok(());
    }
    let found = format_args!("{length} bytes");
    let Some(bytes) = expected else {
        let wanted = "as many bytes as the counts in the header say, more than 64 bits can count";
        return Err(format_error(length, wanted, found).named("counts_overflow"));
    };
    let fault = length.min(usize::try_from(bytes).unwrap_or(length));
    let wanted = format_args!("{bytes} bytes, as the counts in the header say");
    Err(format_error(fault, wanted, found).named("wrong_length").value("bytes", bytes))
}

fn end_of(bytes: &[u8]) -> String {
    format!("the end of the file after {} bytes", bytes.len())
}

fn kind_name(kind: u8) -> &'static str {
    match kind {
        0x09 => "signed byte",
        0x0b => "16-bit integer",
        0x0c => "32-bit integer",
        0x0d => "32-bit float",
        0x0e => "64-bit float",
        _ => "unknown",
    }
}

fn format_error(offset: usize, expected: impl Display, found: impl Display) -> Error {
    Error::mismatch(ErrorKind::Format, expected, found)
        .at(format_args!("byte {offset}"))
        .at_offset(offset as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn write_idx(shape: &[usize], data: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 0, UNSIGNED_BYTE, shape.len() as u8];
        bytes.extend(shape.iter().flat_map(|&count| (count as u32).to_be_bytes()));
        bytes.extend(data);
        bytes
    }

    fn fault(bytes: &[u8]) -> (u64, String) {
        let error = read_idx(bytes).expect_err("the file is wrong");
        assert_eq!(error.kind, ErrorKind::Format);
        (error.offset.expect("an offset"), error.to_string())
    }

    /// Shapes of one to five axes with at most 216 values, and the values.
    fn files() -> impl Strategy<Value = (Vec<usize>, Vec<u8>)> {
        prop::collection::vec(0_usize..=3, 1..=5).prop_flat_map(|shape| {
            let count: usize = shape.iter().product();
            (Just(shape), prop::collection::vec(any::<u8>(), count))
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back((shape, data) in files()) {
            let idx = read_idx(&write_idx(&shape, &data)).unwrap();
            prop_assert_eq!(idx, Idx { shape, data });
        }

        #[test]
        fn every_truncation_ends_in_an_error_at_the_end((shape, data) in files()) {
            let bytes = write_idx(&shape, &data);
            for length in 0..bytes.len() {
                prop_assert_eq!(fault(&bytes[..length]).0, length as u64);
            }
        }

        #[test]
        fn surplus_bytes_are_found_where_they_begin((shape, data) in files(), surplus in 1_usize..20) {
            let mut bytes = write_idx(&shape, &data);
            let end = bytes.len();
            bytes.resize(end + surplus, 7);
            prop_assert_eq!(fault(&bytes).0, end as u64);
        }

        #[test]
        fn any_bytes_give_a_whole_file_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(idx) = read_idx(&bytes) {
                prop_assert_eq!(write_idx(&idx.shape, &idx.data), bytes);
            }
        }
    }

    #[test]
    fn a_wrong_magic_number_is_found_at_its_byte() {
        assert_eq!(fault(&[7, 0, 8, 1, 0, 0, 0, 0]).0, 0);
        assert_eq!(fault(&[0, 7, 8, 1, 0, 0, 0, 0]).0, 1);
        let (offset, message) = fault(&[0, 0, 13, 1, 0, 0, 0, 0]);
        assert_eq!(offset, 2);
        assert_eq!(
            message,
            "byte 2: expected values of type 0x08 (unsigned byte), found type 0x0d (32-bit float)"
        );
        assert_eq!(fault(&[0, 0, 8, 0]).0, 3);
        let gzip = "expected an IDX file, found gzip; decompress it first, as gunzip does";
        assert_eq!(fault(&[0x1f, 0x8b, 8, 0]), (0, gzip.to_owned()));
        assert_eq!(read_idx(b"<!DOCTYPE html>").unwrap_err().id(), "format.found_html");
    }

    #[test]
    fn counts_that_lie_are_not_believed() {
        let mut bytes = write_idx(&[2, 3], &[0; 6]);
        bytes[7] = 3;
        let (offset, message) = fault(&bytes);
        assert_eq!(offset, 18);
        assert_eq!(message, "byte 18: expected 21 bytes, as the counts in the header say, found 18 bytes");
        bytes[7] = 1;
        assert_eq!(fault(&bytes).0, 15);
    }

    #[test]
    fn a_header_that_promises_more_than_can_be_counted_is_refused() {
        let mut bytes = vec![0, 0, 8, 255];
        bytes.resize(4 + 4 * 255, 0xff);
        assert_eq!(fault(&bytes).0, 1024);
        assert_eq!(read_idx(&bytes).unwrap_err().id(), "format.counts_overflow");
        // 65,536 × 65,536 values overflow 32 bits: the product must not wrap to 0.
        let square = write_idx(&[65_536, 65_536], &[]);
        assert_eq!(read_idx(&square).unwrap_err().id(), "format.wrong_length");
        // With a count of 0, the other counts may have any value: the file has no values.
        bytes[4..8].fill(0);
        assert!(read_idx(&bytes).unwrap().data.is_empty());
    }
}
