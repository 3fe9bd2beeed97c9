//! Gzip (RFC 1952): one or several members, decompressed by `flate2`.

use std::io::{ErrorKind, Read};

use flate2::read::MultiGzDecoder;
use inkgrad::Result;

use crate::read::{format_error, too_large};

/// Decompresses a gzip file. `left` is how many bytes may come of it, and is counted down.
pub(crate) fn decompress(bytes: &[u8], left: &mut u64) -> Result<Vec<u8>> {
    let mut decoder = MultiGzDecoder::new(bytes);
    let read = read_all(&mut decoder, left)?;
    read.map_err(|_| {
        let at = bytes.len() - decoder.get_ref().len();
        format_error(at, "a whole gzip file", "damaged bytes").named("damaged_gzip")
    })
}

/// Reads to the end, or fails with `memory` where more comes than may.
pub(crate) fn read_all(from: &mut impl Read, left: &mut u64) -> Result<std::io::Result<Vec<u8>>> {
    let mut bytes = Vec::new();
    // One more byte tells a file that is too large from one that just fits.
    let read = from.take(*left + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > *left {
        return Err(too_large());
    }
    *left -= bytes.len() as u64;
    if read.as_ref().is_err_and(|error| error.kind() == ErrorKind::OutOfMemory) {
        return Err(too_large());
    }
    Ok(read.map(|_| bytes))
}
