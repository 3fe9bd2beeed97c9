//! Files built around arbitrary bytes, so that those get past checksums and headers, and their size without compression.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How deep files are unpacked, as the module does.
const DEEPEST: usize = 4;

/// The bytes of a file and of all that it unpacks to.
pub fn unpacked(bytes: &[u8], depth: usize) -> u64 {
    let own = bytes.len() as u64;
    if depth == DEEPEST {
        return own;
    }
    let mut inner = Vec::new();
    match bytes {
        [0x1f, 0x8b, ..] => {
            let _ = MultiGzDecoder::new(bytes).read_to_end(&mut inner);
            own + unpacked(&inner, depth + 1)
        }
        [b'P', b'K', ..] => {
            let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return own };
            let mut size = own;
            for index in 0..archive.len() {
                let Ok(mut file) = archive.by_index(index) else { continue };
                inner.clear();
                let _ = file.read_to_end(&mut inner);
                size += unpacked(&inner, depth + 1);
            }
            size
        }
        _ => own,
    }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// An NPY file whose header and values come from the bytes: the first is the header's length.
pub fn npy(bytes: &[u8]) -> Vec<u8> {
    let (header, values) = cut(bytes);
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend_from_slice(header);
    file.extend_from_slice(values);
    file
}

/// An archive of the pieces of the bytes, with whole checksums. A piece that begins with a brace becomes an NPY file.
pub fn npz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut rest = bytes;
    for index in 0..8 {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = cut(rest);
        rest = after;
        let deflated = piece.first().is_some_and(|byte| byte & 1 == 1);
        let method = if deflated { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let name = format!("{}{index}.npy", String::from_utf8_lossy(&piece[..piece.len().min(3)]));
        let content = match piece.iter().position(|&byte| byte == b'}') {
            Some(end) if piece[0] == b'{' => [&npy_head(&piece[..=end])[..], &piece[end + 1..]].concat(),
            _ => piece.to_vec(),
        };
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).expect("a new name");
        writer.write_all(&content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn npy_head(header: &[u8]) -> Vec<u8> {
    [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header].concat()
}

/// A PNG file whose chunks have the right checksums.
pub fn with_checksums(bytes: &[u8]) -> Vec<u8> {
    let mut file = bytes.to_vec();
    let mut at = 8;
    while let Some(head) = file.get(at..at + 4) {
        let length = u32::from_be_bytes(head.try_into().expect("four bytes")) as usize;
        let end = at.saturating_add(8).saturating_add(length);
        let Some(chunk) = file.get(at + 4..end) else { break };
        let mut checksum = flate2::Crc::new();
        checksum.update(chunk);
        let Some(place) = file.get_mut(end..end + 4) else { break };
        place.copy_from_slice(&checksum.sum().to_be_bytes());
        at = end + 4;
    }
    file
}

/// A piece whose length the first byte gives, and the rest.
fn cut(bytes: &[u8]) -> (&[u8], &[u8]) {
    let Some((&length, rest)) = bytes.split_first() else { return (&[], &[]) };
    rest.split_at(usize::from(length).min(rest.len()))
}
