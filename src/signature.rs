//! Identifies unsupported file formats by their first bytes (magic numbers), for error messages.

use crate::{Error, ErrorKind};

/// A file format: its name, and what the user can do.
struct Kind {
    name: &'static str,
    remedy: &'static str,
}

const GZIP: Kind = Kind { name: "gzip", remedy: "decompress it first, as gunzip does" };
const ZIP: Kind = Kind {
    name: "a zip archive, as PyTorch's .pt, Keras's .keras and NumPy's .npz are",
    remedy: "give the file that is wanted itself; weights of PyTorch are written by safetensors.torch.save_file",
};
const PICKLE: Kind = Kind {
    name: "a Python pickle",
    remedy: "write it anew in Python: weights by safetensors.torch.save_file, tables as CSV",
};
const HTML: Kind = Kind {
    name: "an HTML page",
    remedy: "the address gave a page in place of the file: look whether it is right and answers with status 200",
};
const JSON: Kind =
    Kind { name: "JSON text", remedy: "a spec makes a new session, arrays of numbers are set as data" };
const UTF16: Kind = Kind { name: "text in UTF-16", remedy: "save the file as UTF-8" };
const HDF5: Kind =
    Kind { name: "an HDF5 file, as Keras's .h5 is", remedy: "write the weights as safetensors" };
const NUMPY: Kind = Kind { name: "a NumPy array", remedy: "write it as IDX or CSV" };
const PNG: Kind = Kind { name: "a PNG picture", remedy: "give its pixels" };

const PACKED: &str = "unpack it first";
const PICTURE: &str = "convert it to PNG";
const DOCUMENT: &str = "save its table as CSV";

/// Formats of other programs: the first bytes, the name of the error message, the format's name and what to do.
const FOREIGN: [(&[u8], &str, &str, &str); 14] = [
    (b"\xff\xd8\xff", "found_picture", "JPEG", PICTURE),
    (b"GIF8", "found_picture", "GIF", PICTURE),
    (b"II*\0", "found_picture", "TIFF", PICTURE),
    (b"\0\0\x01\0", "found_picture", "ICO", PICTURE),
    (b"\xfd7zXZ\0", "found_packed", "xz", PACKED),
    (b"\x28\xb5\x2f\xfd", "found_packed", "Zstandard", PACKED),
    (b"7z\xbc\xaf\x27\x1c", "found_packed", "7z", PACKED),
    (b"Rar!\x1a\x07", "found_packed", "RAR", PACKED),
    (b"%PDF-", "found_document", "PDF", DOCUMENT),
    (b"<?xml", "found_document", "XML", DOCUMENT),
    (b"\xd0\xcf\x11\xe0", "found_document", "an old Office file, as .xls is", DOCUMENT),
    (b"PAR1\x15", "found_document", "Parquet", DOCUMENT),
    (b"MATLAB 5.0 MAT-file", "found_document", "MATLAB", DOCUMENT),
    (
        b"version https://git-lfs",
        "found_git_lfs",
        "a pointer of Git LFS",
        "download the file itself, as `git lfs pull` does",
    ),
];

/// The error for a file in a known format other than `wanted`.
pub(crate) fn other_than(wanted: &str, bytes: &[u8]) -> Option<Error> {
    let (message, Kind { name, remedy }) = kind(bytes)?;
    let error = Error::mismatch(ErrorKind::Format, wanted, name).named(message).value("wanted", wanted);
    Some(error.at_offset(0).with_note(remedy))
}

/// The name of the error message, and the format.
fn kind(bytes: &[u8]) -> Option<(&'static str, Kind)> {
    Some(match bytes {
        [0x1f, 0x8b, 8, ..] => ("found_gzip", GZIP),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => ("found_zip", ZIP),
        // Protocol 2 and later; the opcode that follows opens a frame, a mark, a global, a container, a text or a number.
        [0x80, 2..=5, 0x95 | b'}' | b']' | b'(' | b'c' | b'X' | b'K' | b'\x8a' | b'\x8c', ..] => {
            ("found_pickle", PICKLE)
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ("found_utf16", UTF16),
        [0x89, b'H', b'D', b'F', ..] => ("found_hdf5", HDF5),
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => ("found_numpy", NUMPY),
        [0x89, b'P', b'N', b'G', ..] => ("found_png", PNG),
        _ => return foreign_kind(bytes).or_else(|| text_kind(bytes)),
    })
}

fn foreign_kind(bytes: &[u8]) -> Option<(&'static str, Kind)> {
    let (message, name, remedy) = match bytes {
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => ("found_picture", "BMP", PICTURE),
        [b'B', b'Z', b'h', _, b'1', b'A', b'Y', ..] => ("found_packed", "bzip2", PACKED),
        // Texts have no zero byte.
        [_, _, _, _, _, _, _, 0, b'W', b'E', b'B', b'P', ..] => ("found_picture", "WebP", PICTURE),
        [0, _, _, _, b'f', b't', b'y', b'p', ..] => ("found_picture", "HEIC, AVIF or MP4", PICTURE),
        _ if bytes.get(257..262) == Some(b"ustar") => ("found_packed", "tar", PACKED),
        _ => {
            let known = FOREIGN.iter().find(|(start, ..)| bytes.starts_with(start));
            known.map(|&(_, message, name, remedy)| (message, name, remedy))?
        }
    };
    Some((message, Kind { name, remedy }))
}

fn text_kind(bytes: &[u8]) -> Option<(&'static str, Kind)> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if begins(b"<!doctype") || begins(b"<html") || begins(b"<head") {
        return Some(("found_html", HTML));
    }
    // An object or a list: a bracket, then a quote, another bracket, its end, or the first digit of a list.
    let (&bracket, rest) = text.split_first()?;
    let next = rest.trim_ascii_start().first()?;
    let json = match bracket {
        b'{' => matches!(next, b'"' | b'}'),
        b'[' => matches!(next, b'"' | b'{' | b'[' | b']' | b'-' | b'0'..=b'9'),
        _ => false,
    };
    json.then_some(("found_json", JSON))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_is_told_by_its_first_bytes() {
        for (bytes, id) in [
            (&b"\x1f\x8b\x08\x00"[..], "format.found_gzip"),
            (b"PK\x03\x04\x00", "format.found_zip"),
            (b"PK\x05\x06", "format.found_zip"),
            (b"\x80\x02}q\x00", "format.found_pickle"),
            (b"\x80\x04\x95\x00", "format.found_pickle"),
            (b"\x80\x02\x8a\x0al\xfc", "format.found_pickle"),
            (b"\x80\x04\x8c\x05", "format.found_pickle"),
            (b"\x80\x05\x95\x00", "format.found_pickle"),
            (b"<!DOCTYPE html><html>", "format.found_html"),
            (b"\n  <html lang=\"en\">", "format.found_html"),
            (b"\xef\xbb\xbf<!doctype html>", "format.found_html"),
            (b"{\"input\": [784]}", "format.found_json"),
            (b" [\n 1, 2]", "format.found_json"),
            (b"\xff\xfe1\x00,\x00", "format.found_utf16"),
            (b"\x89HDF\r\n\x1a\n", "format.found_hdf5"),
            (b"\x93NUMPY\x01\x00", "format.found_numpy"),
            (b"\x89PNG\r\n\x1a\n", "format.found_png"),
        ] {
            let error = other_than("a CSV file", bytes).expect("a kind that is told");
            assert_eq!((error.id().as_str(), error.offset), (id, Some(0)), "{bytes:?}");
        }
        let nothing: [&[u8]; 15] = [
            b"",
            b"BMI,age\n22,30\n",
            b"PAR1,PAR2\n1,2\n",
            b"BZh,1\n",
            b"a,b,c,d,WEBP\n",
            b"abc,ftyp\n1,2\n",
            b"version,1\n",
            b"\x1f",
            b"PK,1\n",
            b"1,2\n",
            b"{",
            b"[x]\n",
            b"\x00\x00\x08\x01",
            b"\x80\x02\x00\x00\x00\x00\x00\x00{",
            b"\x80\x04\x00\x00\x00\x00\x00\x00{",
        ];
        for bytes in nothing {
            assert_eq!(other_than("a CSV file", bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn files_of_other_programs_are_told_with_what_to_do() {
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        for (bytes, id, found) in [
            (&b"\xff\xd8\xff\xe0\x00\x10JFIF"[..], "format.found_picture", "JPEG"),
            (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "format.found_picture", "WebP"),
            (b"GIF89a\x01\x00", "format.found_picture", "GIF"),
            (b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36", "format.found_picture", "BMP"),
            (b"II*\x00\x08\x00", "format.found_picture", "TIFF"),
            (b"\x00\x00\x01\x00\x01\x00", "format.found_picture", "ICO"),
            (b"\x00\x00\x00\x18ftypheic", "format.found_picture", "HEIC, AVIF or MP4"),
            (b"BZh91AY&SY", "format.found_packed", "bzip2"),
            (b"\xfd7zXZ\x00\x00", "format.found_packed", "xz"),
            (b"\x28\xb5\x2f\xfd\x04", "format.found_packed", "Zstandard"),
            (b"7z\xbc\xaf\x27\x1c\x00", "format.found_packed", "7z"),
            (b"Rar!\x1a\x07\x01\x00", "format.found_packed", "RAR"),
            (&tar, "format.found_packed", "tar"),
            (b"%PDF-1.7\n", "format.found_document", "PDF"),
            (b"<?xml version=\"1.0\"?><a/>", "format.found_document", "XML"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "format.found_document", "an old Office file, as .xls is"),
            (b"PAR1\x15\x04", "format.found_document", "Parquet"),
            (b"MATLAB 5.0 MAT-file, Platform", "format.found_document", "MATLAB"),
            (b"version https://git-lfs.github.com/spec/v1\n", "format.found_git_lfs", "a pointer of Git LFS"),
        ] {
            let error = other_than("a CSV file", bytes).expect("a kind that is told");
            assert_eq!((error.id().as_str(), error.found.as_deref()), (id, Some(found)), "{bytes:?}");
        }
        assert_eq!(
            other_than("a CSV file", b"%PDF-1.7").expect("PDF").to_string(),
            "expected a CSV file, found PDF; save its table as CSV"
        );
    }

    #[test]
    fn the_error_names_what_was_found_and_what_to_do() {
        assert_eq!(
            other_than("an IDX file", b"\x1f\x8b\x08").expect("gzip").to_string(),
            "expected an IDX file, found gzip; decompress it first, as gunzip does"
        );
    }
}
