//! Renders numbers (weights, feature maps, gradients) as images with a given colour palette.

use crate::memory::filled;
use crate::{Error, ErrorKind, Result};

/// The colours of a picture, red, green and blue from 0 to 255 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The colour of 0.
    pub nothing: [u8; 3],
    /// The colour of the limit.
    pub positive: [u8; 3],
    /// The colour of minus the limit.
    pub negative: [u8; 3],
}

impl Palette {
    /// Two or three colours of three bytes: of nothing, of positive and of negative numbers. With two, negative
    /// numbers are painted as nothing.
    ///
    /// # Errors
    /// `shape`, with the path `palette`, for another number of bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        match *bytes.as_chunks::<3>().0 {
            [nothing, positive] if bytes.len() == 6 => Ok(Self { nothing, positive, negative: nothing }),
            [nothing, positive, negative] if bytes.len() == 9 => Ok(Self { nothing, positive, negative }),
            _ => {
                let expected = "two or three colours of three bytes";
                let error =
                    Error::mismatch(ErrorKind::Shape, expected, format_args!("{} bytes", bytes.len()));
                Err(error.named("palette_colours").at("palette"))
            }
        }
    }
}

/// Paints `values: [height, width]` → RGBA `[height, width, 4]`, opaque.
///
/// A number's colour lies between that of nothing and that of its sign, as far along as its magnitude is of `limit`, at
/// most all the way, each part rounded to the nearest. Without a limit it is the greatest magnitude there is. Where all
/// are 0, and for what is no number, the colour is that of nothing.
///
/// # Errors
/// `shape`, with the path `values`; `data`, with the path `limit`, where it is not over 0; `memory`.
///
/// ```
/// use inkgrad::paint::{Palette, paint};
///
/// let palette = Palette { nothing: [0; 3], positive: [200, 100, 0], negative: [0, 0, 250] };
/// let picture = paint(&[1.0, -2.0], 2, 1, &palette, None)?;
/// assert_eq!(picture, [100, 50, 0, 255, 0, 0, 250, 255]);
/// # Ok::<(), inkgrad::Error>(())
/// ```
pub fn paint(
    values: &[f32],
    width: usize,
    height: usize,
    palette: &Palette,
    limit: Option<f32>,
) -> Result<Vec<u8>> {
    if width.checked_mul(height) != Some(values.len()) {
        let expected = format_args!("{width} × {height} numbers");
        let error = Error::mismatch(ErrorKind::Shape, expected, values.len()).named("picture_length");
        return Err(error.value("width", width).value("height", height).at("values"));
    }
    if let Some(limit) = limit.filter(|limit| limit.is_nan() || *limit <= 0.0) {
        let error = Error::mismatch(ErrorKind::Data, "a number over 0", limit);
        return Err(error.named("limit_not_positive").at("limit"));
    }
    let max_magnitude =
        || values.iter().filter(|value| value.is_finite()).fold(0.0_f32, |most, value| most.max(value.abs()));
    let limit = limit.unwrap_or_else(max_magnitude);
    let bytes = values.len().checked_mul(4).ok_or_else(|| {
        Error::mismatch(ErrorKind::Memory, "a picture that fits", format_args!("{width} × {height}"))
            .named("picture_size")
    })?;
    let mut picture = filled(bytes, 255_u8)?;
    for (pixel, &value) in picture.as_chunks_mut::<4>().0.iter_mut().zip(values) {
        let target = if value > 0.0 { palette.positive } else { palette.negative };
        let fraction = fraction(value, limit);
        for (part, (nothing, full)) in pixel.iter_mut().zip(palette.nothing.into_iter().zip(target)) {
            let (nothing, full) = (f32::from(nothing), f32::from(full));
            *part = (nothing + fraction * (full - nothing)).round() as u8;
        }
    }
    Ok(picture)
}

/// The magnitude as a fraction of the limit, from 0 to 1; 0 for NaN and for 0 / 0.
fn fraction(value: f32, limit: f32) -> f32 {
    let fraction = value.abs() / limit;
    if fraction.is_nan() { 0.0 } else { fraction.min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PALETTE: Palette =
        Palette { nothing: [40, 40, 40], positive: [240, 140, 40], negative: [40, 60, 140] };

    fn colours(values: &[f32], palette: &Palette, limit: Option<f32>) -> Vec<[u8; 3]> {
        let picture = paint(values, values.len(), 1, palette, limit).unwrap();
        picture
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&[r, g, b, a]| if a == 255 { [r, g, b] } else { [0; 3] })
            .collect()
    }

    #[test]
    fn a_number_lies_between_nothing_and_its_sign() {
        assert_eq!(
            colours(&[0.0, 1.0, 2.0, 4.0, -1.0, -4.0], &PALETTE, Some(4.0)),
            [[40, 40, 40], [90, 65, 40], [140, 90, 40], [240, 140, 40], [40, 45, 65], [40, 60, 140]]
        );
        // Rounded to the nearest: 40 + 200/3 = 106.67, 40 + 100/3 = 73.33.
        assert_eq!(colours(&[1.0], &PALETTE, Some(3.0)), [[107, 73, 40]]);
    }

    #[test]
    fn the_limit_is_the_greatest_magnitude_unless_given() {
        assert_eq!(colours(&[1.0, -2.0], &PALETTE, None), [[140, 90, 40], [40, 60, 140]]);
        assert_eq!(colours(&[5.0, -9.0], &PALETTE, Some(1.0)), [[240, 140, 40], [40, 60, 140]]);
        assert_eq!(colours(&[0.0, -0.0], &PALETTE, None), [[40; 3]; 2]);
        let subnormal = f32::from_bits(1);
        assert_eq!(colours(&[subnormal, -subnormal], &PALETTE, None), [[240, 140, 40], [40, 60, 140]]);
    }

    #[test]
    fn what_is_no_number_is_nothing_and_what_is_infinite_is_full() {
        let values = [f32::NAN, 1.0, f32::INFINITY, f32::NEG_INFINITY];
        let full = [[40; 3], [240, 140, 40], [240, 140, 40], [40, 60, 140]];
        assert_eq!(colours(&values, &PALETTE, None), full);
        assert_eq!(colours(&[f32::NAN], &PALETTE, None), [[40; 3]]);
        assert_eq!(colours(&[f32::INFINITY], &PALETTE, None), [[240, 140, 40]]);
    }

    #[test]
    fn two_colours_paint_what_is_not_negative() {
        let grey = Palette::from_bytes(&[255, 255, 255, 0, 0, 0]).unwrap();
        assert_eq!(colours(&[0.0, 0.5, 1.0, -1.0], &grey, None), [[255; 3], [128; 3], [0; 3], [255; 3]]);
        let three = Palette::from_bytes(&[40, 40, 40, 240, 140, 40, 40, 60, 140]).unwrap();
        assert_eq!(three, PALETTE);
        for count in [0, 3, 7, 8, 10, 12] {
            assert_eq!(Palette::from_bytes(&vec![0; count]).unwrap_err().id(), "shape.palette_colours");
        }
    }

    #[test]
    fn sizes_and_limits_that_cannot_be_are_refused() {
        let fault = |width, height, limit| paint(&[1.0; 6], width, height, &PALETTE, limit).unwrap_err().id();
        assert_eq!(fault(2, 2, None), "shape.picture_length");
        assert_eq!(fault(usize::MAX, 2, None), "shape.picture_length");
        for limit in [0.0, -1.0, f32::NAN] {
            assert_eq!(fault(3, 2, Some(limit)), "data.limit_not_positive");
        }
        assert!(paint(&[], 0, 0, &PALETTE, None).unwrap().is_empty());
    }
}
