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
        // Protocol 2 and later; the opcode that follows opens a frame, a mark, a global, a container or a number.
        [0x80, 2..=5, 0x95 | b'}' | b']' | b'(' | b'c' | b'\x8a', ..] => ("found_pickle", PICKLE),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ("found_utf16", UTF16),
        [0x89, b'H', b'D', b'F', ..] => ("found_hdf5", HDF5),
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => ("found_numpy", NUMPY),
        [0x89, b'P', b'N', b'G', ..] => ("found_png", PNG),
        _ => return text_kind(bytes),
    })
}

fn text_kind(bytes: &[u8]) -> Option<(&'static str, Kind)> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if begins(b"<!doctype") || begins(b"<html") || begins(b"<head") || begins(b"<?xml") {
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
        let nothing: [&[u8]; 9] = [
            b"",
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
    fn the_error_names_what_was_found_and_what_to_do() {
        assert_eq!(
            other_than("an IDX file", b"\x1f\x8b\x08").expect("gzip").to_string(),
            "expected an IDX file, found gzip; decompress it first, as gunzip does"
        );
    }
}
