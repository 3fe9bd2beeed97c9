//! Zip archives: written without compression, as Keras writes them; read with it.
//!
//! By hand: an archive of a few stored files is two records a file and one at the end, and `inkgrad-files` has the `zip` crate
//! with its reader, writer and checksum tables: 30 KB of binary against 3.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use crate::{Error, ErrorKind, Result};

/// The most bytes that an archive's files may hold together once they are decompressed.
const MOST_BYTES: usize = 1 << 30;

/// Midnight of the first day that the format knows: equal networks give equal files.
const DATE: u16 = 0x21;

/// An archive of these files, stored.
pub(crate) fn write(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in files {
        let offset = archive.len() as u32;
        let size = bytes.len() as u32;
        let mut common = Vec::new();
        // Version 2.0, no flags, stored, time and date, checksum, sizes, lengths of name and extra field.
        [20, 0, 0, 0, DATE].iter().for_each(|value: &u16| common.extend(value.to_le_bytes()));
        [checksum(bytes), size, size].iter().for_each(|value| common.extend(value.to_le_bytes()));
        [name.len() as u16, 0].iter().for_each(|value| common.extend(value.to_le_bytes()));
        archive.extend(b"PK\x03\x04");
        archive.extend(&common);
        archive.extend(name.as_bytes());
        archive.extend(*bytes);
        directory.extend(b"PK\x01\x02");
        directory.extend(20_u16.to_le_bytes());
        directory.extend(common);
        // Length of the comment, disk, internal attributes; external attributes; offset.
        [0; 3].iter().for_each(|value: &u16| directory.extend(value.to_le_bytes()));
        [0, offset].iter().for_each(|value: &u32| directory.extend(value.to_le_bytes()));
        directory.extend(name.as_bytes());
    }
    let (start, length) = (archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06");
    let count = files.len() as u16;
    [0, 0, count, count].iter().for_each(|value| archive.extend(value.to_le_bytes()));
    [length, start].iter().for_each(|value| archive.extend(value.to_le_bytes()));
    archive.extend(0_u16.to_le_bytes());
    archive
}

/// The files of an archive, by name. Their contents are compared with their checksums.
///
/// # Errors
/// Kind `format` for a damaged archive; kind `memory` for one that holds more than [`MOST_BYTES`].
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    // The last record has a comment of at most 65535 bytes behind it.
    let first = bytes.len().saturating_sub(22 + 0xffff);
    let end =
        (first..bytes.len()).rev().find(|&at| bytes[at..].starts_with(b"PK\x05\x06")).ok_or_else(damaged)?;
    let (count, start) = (short(bytes, end + 10)?, long(bytes, end + 16)?);
    short(bytes, end + 20)?;
    let mut files = Vec::new();
    let (mut at, mut left) = (start, MOST_BYTES);
    for _ in 0..count {
        if bytes.get(at..at.saturating_add(4)) != Some(b"PK\x01\x02") {
            return Err(damaged());
        }
        let [method, name, extra, comment] =
            [short(bytes, at + 10)?, short(bytes, at + 28)?, short(bytes, at + 30)?, short(bytes, at + 32)?];
        let [sum, packed, size, offset] =
            [long(bytes, at + 16)?, long(bytes, at + 20)?, long(bytes, at + 24)?, long(bytes, at + 42)?];
        let name_text = String::from_utf8_lossy(slice(bytes, at + 46, name)?).into_owned();
        at += 46 + name + extra + comment;
        let own = 30 + short(bytes, offset.saturating_add(26))? + short(bytes, offset.saturating_add(28))?;
        let contents = slice(bytes, offset.saturating_add(own), packed)?;
        if size > left {
            return Err(Error::new(ErrorKind::Memory, "the archive holds more than 1024 MB")
                .named("archive_too_large")
                .at(name_text));
        }
        left -= size;
        let contents = match method {
            0 => contents.to_vec(),
            8 => decompress_to_vec_with_limit(contents, size).map_err(|_| damaged().at(&name_text))?,
            _ => return Err(damaged().at(name_text)),
        };
        if contents.len() != size || checksum(&contents) as usize != sum {
            return Err(damaged().at(name_text));
        }
        files.push((name_text, contents));
    }
    Ok(files)
}

fn slice(bytes: &[u8], from: usize, length: usize) -> Result<&[u8]> {
    from.checked_add(length).and_then(|end| bytes.get(from..end)).ok_or_else(damaged)
}

fn short(bytes: &[u8], at: usize) -> Result<usize> {
    let bytes = slice(bytes, at, 2)?;
    Ok(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
}

fn long(bytes: &[u8], at: usize) -> Result<usize> {
    let bytes = slice(bytes, at, 4)?;
    Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
}

fn damaged() -> Error {
    Error::mismatch(ErrorKind::Format, "a zip archive", "a damaged one").named("damaged_zip")
}

/// The CRC-32 of IEEE 802.3, four bits at a time.
fn checksum(bytes: &[u8]) -> u32 {
    let table: [u32; 16] = core::array::from_fn(|index| {
        (0..4)
            .fold(index as u32, |value, _| if value & 1 == 1 { value >> 1 ^ 0xedb8_8320 } else { value >> 1 })
    });
    let step = |sum: u32, value: u32| sum >> 4 ^ table[(value & 15) as usize];
    let all = bytes.iter().fold(u32::MAX, |sum, &byte| {
        let sum = sum ^ u32::from(byte);
        let sum = step(sum, sum);
        step(sum, sum)
    });
    !all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn an_archive_comes_back_and_no_cut_or_flipped_byte_panics() {
        let archive = write(&[("a.txt", b"one"), ("b/c", b""), ("d", &[7; 300])]);
        let files = read(&archive).expect("our own archive");
        assert_eq!(
            files.iter().map(|(name, bytes)| (&**name, bytes.len())).collect::<Vec<_>>(),
            [("a.txt", 3), ("b/c", 0), ("d", 300)]
        );
        for end in 0..archive.len() {
            assert!(read(&archive[..end]).is_err(), "cut at {end}");
            let mut torn = archive.clone();
            torn[end] ^= 0x55;
            let _ = read(&torn);
        }
    }
}
