//! PNG pictures, by the crate `png`.

use std::io::Cursor;

use inkgrad::{Error, ErrorKind, Result};
use png::{ColorType, Decoder, DecodingError, Limits, Transformations};

use crate::contents::Image;
use crate::read::{format_error, reserve};

/// The most pixels of a picture, 64 MB of them: a file of a few bytes may claim any size.
const MOST_PIXELS: u64 = 1 << 24;

/// Reads a picture of any PNG colour type. Sixteen bits are cut to eight; of an animation the first frame is taken.
pub(crate) fn read(bytes: &[u8]) -> Result<Image> {
    let limits = Limits { bytes: 4 * MOST_PIXELS as usize };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::normalize_to_color8());
    // The crate's own texts would be a tenth of the binary.
    let fault = |_: DecodingError| {
        format_error(bytes.len(), "a whole PNG picture", "damaged bytes").named("damaged_png")
    };
    let mut reader = decoder.read_info().map_err(fault)?;
    let (width, height) = reader.info().size();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let expected = format_args!("a picture of at most {MOST_PIXELS} pixels");
        let found = format_args!("{width} × {height}");
        return Err(Error::mismatch(ErrorKind::Format, expected, found).named("picture_too_large"));
    }
    let count = (width * height) as usize;
    // At most four bytes a pixel, after the transformation.
    let size = reader.output_buffer_size().unwrap_or(4 * count);
    let mut decoded = reserve(size)?;
    decoded.resize(size, 0);
    let frame = reader.next_frame(&mut decoded).map_err(fault)?;
    decoded.truncate(frame.buffer_size());
    let pixels = to_rgba(decoded, frame.color_type, count)?;
    Ok(Image { width: width as usize, height: height as usize, pixels })
}

/// Pixels of any colour type as red, green, blue and opacity.
fn to_rgba(decoded: Vec<u8>, colours: ColorType, count: usize) -> Result<Vec<u8>> {
    if colours == ColorType::Rgba {
        return Ok(decoded);
    }
    let mut pixels = reserve(4 * count)?;
    for pixel in decoded.chunks_exact(colours.samples()) {
        pixels.extend(match *pixel {
            [grey] => [grey, grey, grey, 255],
            [grey, opacity] => [grey, grey, grey, opacity],
            [red, green, blue] => [red, green, blue, 255],
            _ => [0; 4],
        });
    }
    Ok(pixels)
}
