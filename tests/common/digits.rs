//! The UCI digits, 1,797 images of 8×8, decompressed as CSV.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

/// The text of the file: one row for each image with 64 inputs from 0 to 16 and the digit as label, without a header.
pub(crate) fn digits_csv() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/digits.csv.gz");
    let mut text = Vec::new();
    let file = File::open(path).expect("the digits are in the repository");
    GzDecoder::new(file).read_to_end(&mut text).expect("the digits are compressed with gzip");
    text
}
