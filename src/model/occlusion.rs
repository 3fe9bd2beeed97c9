//! The windows of an occlusion attribution.

use crate::memory::filled;
use crate::{Error, ErrorKind, Result};

/// Windows over all channels of an image, row by row.
pub(super) struct Windows {
    /// Channels, height, width.
    image: [usize; 3],
    /// Height and width of a window; no larger than the image.
    size: [usize; 2],
    /// The number of windows vertically and horizontally.
    count: [usize; 2],
    stride: usize,
    value: f32,
    /// The number of windows that cover each pixel.
    coverage: Vec<u64>,
}

impl Windows {
    /// # Errors
    /// Kind `data` if the input shape is not an image; kind `memory`.
    pub fn new(input: &[usize], [size, stride]: [usize; 2], value: f32) -> Result<Self> {
        let &[channels, height, width] = input else {
            let expected = "an input of [channels, height, width]";
            return Err(Error::mismatch(ErrorKind::Data, expected, format_args!("{input:?}"))
                .named("expected_image")
                .at("method")
                .with_note("occlusion hides parts of images alone"));
        };
        if !value.is_finite() {
            return Err(Error::mismatch(ErrorKind::Data, "a finite number", format_args!("{value:?}"))
                .named("expected_finite_number")
                .at("value"));
        }
        let sides = [height, width];
        let size = sides.map(|side| size.min(side));
        let count = [0, 1].map(|axis| (sides[axis] - size[axis]).div_ceil(stride) + 1);
        let along = |axis: usize| coverage_along(sides[axis], size[axis], count[axis], stride);
        let (rows, columns) = (along(0)?, along(1)?);
        let mut coverage = filled(height * width, 0)?;
        for (line, &above) in coverage.chunks_exact_mut(width).zip(&rows) {
            line.iter_mut().zip(&columns).for_each(|(count, &beside)| *count = above * beside);
        }
        Ok(Self { image: [channels, height, width], size, count, stride, value, coverage })
    }

    pub fn len(&self) -> usize {
        self.count[0] * self.count[1]
    }

    /// The pixels of a window in one channel.
    fn pixels(&self, window: usize) -> impl Iterator<Item = usize> + use<> {
        let ([_, height, width], size) = (self.image, self.size);
        let position = [window / self.count[1], window % self.count[1]];
        let top = (position[0] * self.stride).min(height - size[0]);
        let left = (position[1] * self.stride).min(width - size[1]);
        (top..top + size[0]).flat_map(move |row| row * width + left..row * width + left + size[1])
    }

    /// Sets the pixels of a window to the occlusion value.
    pub fn occlude(&self, window: usize, image: &mut [f32]) {
        for channel in image.chunks_exact_mut(self.coverage.len()) {
            self.pixels(window).for_each(|pixel| channel[pixel] = self.value);
        }
    }

    /// Adds the decrease of the score for a window to all its pixels.
    pub fn add(&self, window: usize, score_drop: f32, sums: &mut [f32]) {
        for channel in sums.chunks_exact_mut(self.coverage.len()) {
            self.pixels(window).for_each(|pixel| channel[pixel] += score_drop);
        }
    }

    /// Divides the sums by the number of windows per pixel. A pixel that no window covers stays 0.
    pub fn average(&self, sums: &mut [f32]) {
        for channel in sums.chunks_exact_mut(self.coverage.len()) {
            channel.iter_mut().zip(&self.coverage).for_each(|(sum, &count)| *sum /= count.max(1) as f32);
        }
    }
}

/// The number of windows that cover each position along one side.
fn coverage_along(side: usize, size: usize, count: usize, stride: usize) -> Result<Vec<u64>> {
    let mut coverage = filled(side, 0)?;
    for window in 0..count {
        let start = (window * stride).min(side - size);
        coverage[start..start + size].iter_mut().for_each(|count| *count += 1);
    }
    Ok(coverage)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(input: &[usize], size: usize, stride: usize) -> Vec<Vec<usize>> {
        let windows = Windows::new(input, [size, stride], 0.0).expect("an image");
        (0..windows.len()).map(|window| windows.pixels(window).collect()).collect()
    }

    #[test]
    fn the_last_window_is_moved_in_to_the_border() {
        assert_eq!(windows(&[1, 1, 5], 2, 2), [vec![0, 1], vec![2, 3], vec![3, 4]]);
        assert_eq!(windows(&[1, 1, 5], 2, 3), [vec![0, 1], vec![3, 4]]);
        assert_eq!(windows(&[1, 1, 9], 2, 5), [vec![0, 1], vec![5, 6], vec![7, 8]]);
        assert_eq!(windows(&[3, 2, 2], 4, 2), [vec![0, 1, 2, 3]], "no larger than the image");
        assert_eq!(windows(&[1, 2, 3], 2, 1), [vec![0, 1, 3, 4], vec![1, 2, 4, 5]]);
    }

    #[test]
    fn a_pixel_has_the_mean_over_the_windows_that_cover_it() {
        let windows = Windows::new(&[2, 1, 5], [2, 2], 7.0).expect("an image");
        let mut image = [0.0; 10];
        windows.occlude(2, &mut image);
        assert_eq!(image, [0.0, 0.0, 0.0, 7.0, 7.0, 0.0, 0.0, 0.0, 7.0, 7.0]);
        let mut sums = [0.0; 10];
        (0..3).for_each(|window| windows.add(window, [1.0, 2.0, 4.0][window], &mut sums));
        windows.average(&mut sums);
        assert_eq!(sums, [1.0, 1.0, 2.0, 3.0, 4.0, 1.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(Windows::new(&[5], [2, 2], 0.0).err().map(|error| error.kind), Some(ErrorKind::Data));
    }
}
