//! Scales a grey image by area averaging, in integer arithmetic, so that every machine computes the same bits.

use super::reserve;
use crate::Result;

/// A grey image: one byte for each pixel, in row-major order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
}

impl Picture {
    /// The image scaled to `width` × `height`. Each pixel is the average of the area that it covers in the original, rounded
    /// to nearest; partially covered pixels are weighted by the covered area. A pixel whose area has any ink is at least 1,
    /// so that thin strokes of a large drawing do not break.
    pub(super) fn resample(&self, width: usize, height: usize) -> Result<Self> {
        // The unit of length is 1/width of an old pixel, which is 1/(old width) of a new one: an old pixel has the length
        // `width`, a new one `self.width`, and every overlap is an integer.
        let mut rows = zeros::<u64>(width * self.height)?;
        for (sums, row) in rows.chunks_exact_mut(width).zip(self.pixels.chunks_exact(self.width)) {
            for (x, sum) in sums.iter_mut().enumerate() {
                *sum =
                    overlaps(x, width, self.width).map(|(from, length)| length * u64::from(row[from])).sum();
            }
        }
        let area = self.width as u64 * self.height as u64;
        let mut pixels = zeros::<u8>(width * height)?;
        for (y, row) in pixels.chunks_exact_mut(width).enumerate() {
            for (x, pixel) in row.iter_mut().enumerate() {
                let sum: u64 = overlaps(y, height, self.height)
                    .map(|(from, length)| length * rows[from * width + x])
                    .sum();
                let nearest = (sum + area / 2) / area;
                *pixel = nearest.max(u64::from(sum > 0)) as u8;
            }
        }
        Ok(Self { width, height, pixels })
    }
}

/// The old pixels that the new pixel `index` covers, each with the length of the overlap, if `old` pixels are scaled to
/// `new` pixels. The lengths add up to `old`.
fn overlaps(index: usize, new: usize, old: usize) -> impl Iterator<Item = (usize, u64)> {
    let (start, end) = (index * old, (index + 1) * old);
    (start / new..end.div_ceil(new)).map(move |from| {
        let length = end.min((from + 1) * new) - start.max(from * new);
        (from, length as u64)
    })
}

/// `count` zeros; an error if memory runs out.
pub(super) fn zeros<T: Clone + Default>(count: usize) -> Result<Vec<T>> {
    let mut values = reserve(count)?;
    values.resize(count, T::default());
    Ok(values)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pictures() -> impl Strategy<Value = Picture> {
        (1_usize..9, 1_usize..9).prop_flat_map(|(width, height)| {
            prop::collection::vec(any::<u8>(), width * height).prop_map(move |pixels| Picture {
                width,
                height,
                pixels,
            })
        })
    }

    #[test]
    fn partially_covered_pixels_are_weighted_by_area() {
        let picture = Picture { width: 3, height: 1, pixels: vec![0, 90, 180] };
        // Each new pixel covers one and a half old ones: (0 + 90/2) / 1.5 and (90/2 + 180) / 1.5.
        assert_eq!(picture.resample(2, 1).unwrap().pixels, [30, 150]);
        assert_eq!(picture.resample(6, 2).unwrap().pixels, [0, 0, 90, 90, 180, 180].repeat(2));
        assert_eq!(picture.resample(1, 1).unwrap().pixels, [90]);
    }

    #[test]
    fn a_trace_of_ink_is_kept() {
        let mut pixels = vec![0; 10_000];
        pixels[5000] = 1;
        assert_eq!(Picture { width: 100, height: 100, pixels }.resample(2, 1).unwrap().pixels, [1, 0]);
    }

    proptest! {
        #[test]
        fn resampling_to_the_same_size_is_the_identity(picture in pictures()) {
            prop_assert_eq!(picture.resample(picture.width, picture.height).unwrap(), picture);
        }

        #[test]
        fn an_average_lies_between_the_darkest_and_the_lightest(
            picture in pictures(), width in 1_usize..12, height in 1_usize..12,
        ) {
            let scaled = picture.resample(width, height).unwrap();
            let (minimum, maximum) = (picture.pixels.iter().min(), picture.pixels.iter().max());
            prop_assert!(scaled.pixels.iter().all(|pixel| Some(pixel) >= minimum && Some(pixel) <= maximum));
        }

        #[test]
        fn the_mean_ink_is_kept_up_to_rounding(
            picture in pictures(), width in 1_usize..12, height in 1_usize..12,
        ) {
            let mean = |picture: &Picture| {
                picture.pixels.iter().map(|&pixel| f64::from(pixel)).sum::<f64>() / picture.pixels.len() as f64
            };
            prop_assert!((mean(&picture) - mean(&picture.resample(width, height).unwrap())).abs() <= 1.0);
        }
    }
}
