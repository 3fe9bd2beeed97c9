//! Converts a colour image to ink, the input of `prepare_drawing`.

use super::reserve;
use crate::{Error, ErrorKind, Result};

/// The weights of red, green and blue in luma, in ten-thousandths (ITU-R BT.709).
const LUMA: [u32; 3] = [2126, 7152, 722];

/// The ink of an image: `rgba: [height, width, 4]`, gamma-encoded colours with straight alpha
/// → `[height, width]`, from 0 (no ink) to 255 (full ink).
///
/// The image is composited on white. Ink is 255 − luma (Rec. 709), rounded to nearest. If the median ink of the border
/// pixels is over 127, the background is dark and the ink is inverted.
///
/// # Errors
/// `shape`, with the path `width`, `height` or `data`; `memory`.
///
/// ```
/// // A black pixel, a transparent one and white ones.
/// let (black, white, clear) = ([0, 0, 0, 255], [255; 4], [0; 4]);
/// let image = [white, white, white, white, black, white, clear, white, white].concat();
/// assert_eq!(inkgrad::data::ink_of_image(&image, 3, 3)?, [0, 0, 0, 0, 255, 0, 0, 0, 0]);
/// # Ok::<(), inkgrad::Error>(())
/// ```
pub fn ink_of_image(rgba: &[u8], width: usize, height: usize) -> Result<Vec<u8>> {
    for (path, length) in [("width", width), ("height", height)] {
        if length == 0 {
            return Err(Error::mismatch(ErrorKind::Shape, "a positive integer", "0")
                .named("image_side")
                .at(path));
        }
    }
    if width.checked_mul(height).and_then(|pixels| pixels.checked_mul(4)) != Some(rgba.len()) {
        let expected = format_args!("{width} × {height} × 4 bytes");
        let error = Error::mismatch(ErrorKind::Shape, expected, rgba.len()).named("image_length");
        return Err(error.value("width", width).value("height", height).at("data"));
    }
    let mut ink = reserve(width * height)?;
    ink.extend(rgba.as_chunks::<4>().0.iter().map(|&pixel| ink_of(pixel)));
    if has_dark_background(&ink, width) {
        ink.iter_mut().for_each(|ink| *ink = 255 - *ink);
    }
    Ok(ink)
}

/// The ink of a colour on white: alpha · (255 − luma).
fn ink_of([red, green, blue, alpha]: [u8; 4]) -> u8 {
    const SCALE: u32 = 255 * 10_000;
    let darkness: u32 = [red, green, blue]
        .iter()
        .zip(LUMA)
        .map(|(&component, weight)| weight * u32::from(255 - component))
        .sum();
    ((darkness * u32::from(alpha) + SCALE / 2) / SCALE) as u8
}

/// Whether the background is dark: the median ink of the border pixels is over 127.
fn has_dark_background(ink: &[u8], width: usize) -> bool {
    let height = ink.len() / width;
    let mut counts = [0_usize; 256];
    for (y, row) in ink.chunks_exact(width).enumerate() {
        let border_row = y == 0 || y + 1 == height;
        for (x, &value) in row.iter().enumerate() {
            counts[usize::from(value)] += usize::from(border_row || x == 0 || x + 1 == width);
        }
    }
    let total: usize = counts.iter().sum();
    let nth = |rank: usize| {
        let mut seen = 0;
        counts.iter().position(|count| {
            seen += count;
            seen > rank
        })
    };
    // The median of an even number of values is the mean of the two middle ones.
    let middle = nth((total - 1) / 2).unwrap_or(0) + nth(total / 2).unwrap_or(0);
    middle > 2 * 127
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: [u8; 4] = [255; 4];
    const BLACK: [u8; 4] = [0, 0, 0, 255];

    /// The ink of one coloured pixel on a background.
    fn ink_on(background: [u8; 4], colour: [u8; 4]) -> Vec<u8> {
        let mut image = [background; 9];
        image[4] = colour;
        ink_of_image(image.as_flattened(), 3, 3).unwrap()
    }

    #[test]
    fn luma_weighs_the_colours_as_rec_709_does() {
        // 255 − 0.2126·255 = 200.787; 255 − 0.7152·255 = 72.624; 255 − 0.0722·255 = 236.589.
        for (colour, ink) in [
            ([255, 0, 0, 255], 201),
            ([0, 255, 0, 255], 73),
            ([0, 0, 255, 255], 237),
            // 255 − (0.2126·10 + 0.7152·200 + 0.0722·30) = 255 − 147.332.
            ([10, 200, 30, 255], 108),
            ([128, 128, 128, 255], 127),
            (BLACK, 255),
            (WHITE, 0),
        ] {
            assert_eq!(ink_on(WHITE, colour), [0, 0, 0, 0, ink, 0, 0, 0, 0], "{colour:?}");
        }
    }

    #[test]
    fn transparent_pixels_are_composited_on_white() {
        assert_eq!(ink_on([0; 4], [9, 8, 7, 0]), [0; 9]);
        // Black at 128 of 255 is 128 of ink; red at 51 of 255 is a fifth of 200.787.
        assert_eq!(ink_on([0; 4], [0, 0, 0, 128])[4], 128);
        assert_eq!(ink_on([0; 4], [255, 0, 0, 51])[4], 40);
    }

    #[test]
    fn white_on_black_is_inverted() {
        assert_eq!(ink_on(BLACK, WHITE), [0, 0, 0, 0, 255, 0, 0, 0, 0]);
        // A background of luma 50 has 205 of ink, which is 50 once inverted; white has 255.
        assert_eq!(ink_on([50, 50, 50, 255], WHITE), [50, 50, 50, 50, 255, 50, 50, 50, 50]);
    }

    #[test]
    fn the_median_of_the_border_decides_and_not_its_mean() {
        // 127 is not over 127, 128 is.
        assert_eq!(ink_on([128, 128, 128, 255], BLACK)[0], 127);
        assert_eq!(ink_on([127, 127, 127, 255], BLACK)[0], 127);
        assert_eq!(ink_on([127, 127, 127, 255], BLACK)[4], 0);
        // Two of four are dark: (0 + 255) / 2 = 127.5 is over 127; with 254 in place of 255 it is not.
        let half = |dark: u8| {
            let image = [WHITE, [dark, dark, dark, 255], WHITE, [dark, dark, dark, 255]];
            ink_of_image(image.as_flattened(), 2, 2).unwrap()
        };
        assert_eq!(half(0), [255, 0, 255, 0]);
        assert_eq!(half(1), [0, 254, 0, 254]);
        // A dark stroke to the edge does not make the background dark.
        let image = [BLACK, BLACK, BLACK, BLACK, WHITE, WHITE, WHITE, WHITE, WHITE, WHITE, WHITE, WHITE];
        assert_eq!(ink_of_image(image.as_flattened(), 4, 3).unwrap()[..5], [255, 255, 255, 255, 0]);
    }

    #[test]
    fn one_row_and_one_pixel_are_all_border() {
        assert_eq!(ink_of_image(&BLACK, 1, 1).unwrap(), [0]);
        assert_eq!(ink_of_image([BLACK, WHITE, WHITE].as_flattened(), 3, 1).unwrap(), [255, 0, 0]);
        assert_eq!(ink_of_image([BLACK, WHITE, WHITE].as_flattened(), 1, 3).unwrap(), [255, 0, 0]);
    }

    #[test]
    fn sizes_that_do_not_match_are_rejected() {
        for (length, width, height, path, id) in [
            (0, 0, 1, "width", "shape.image_side"),
            (0, 1, 0, "height", "shape.image_side"),
            (15, 2, 2, "data", "shape.image_length"),
            (0, usize::MAX, 2, "data", "shape.image_length"),
            (0, usize::MAX / 2 + 1, 1, "data", "shape.image_length"),
        ] {
            let error = ink_of_image(&vec![0; length], width, height).unwrap_err();
            assert_eq!((error.path.as_deref(), error.id().as_str()), (Some(path), id));
        }
    }
}
