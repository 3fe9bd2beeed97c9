//! The fields and the window positions of max and average pooling.

use super::input::{Remedy, image, side, window_too_large};
use crate::Result;
use crate::schema::setting::integer;

/// The fields of a pooling layer.
macro_rules! pooling {
    ($($declared:tt)*) => {
        $crate::schema::declare::fields! { $($declared)* {
            required {
                size: usize = integer(1).start_by(|input| side(input).min(2)),
                    "The side of a window, in pixels.";
            }
            optional {
                stride: usize = integer(1).or_same_as("size"), "The stride, in pixels.";
            }
        } }
    };
}
pub(in crate::layers) use pooling;

pooling!(values Values);

/// Square windows on the planes of an image, without padding. Rows and columns that no whole window covers are ignored.
pub(in crate::layers) struct Pooling {
    pub size: usize,
    pub stride: usize,
    /// Height and width of a plane.
    pub plane: [usize; 2],
    /// Channels, and the number of windows of a plane vertically and horizontally.
    pub output: [usize; 3],
}

impl Pooling {
    pub fn new(values: &Values, input: &[usize]) -> Result<Self> {
        let [channels, height, width] = image(input, Remedy::ImageBefore)?;
        let &Values { size, stride } = values;
        let largest = height.min(width);
        if size > largest {
            let remedy = ["smaller_or_without", "make it smaller, or leave the layer out"];
            return Err(window_too_large("size", size, largest, input, remedy));
        }
        let [rows, columns] = [height, width].map(|side| (side - size) / stride + 1);
        Ok(Self { size, stride, plane: [height, width], output: [channels, rows, columns] })
    }

    /// Floats of a plane of the input and of the output.
    pub fn floats(&self) -> [usize; 2] {
        let ([height, width], [_, rows, columns]) = (self.plane, self.output);
        [height * width, rows * columns]
    }

    /// Whether windows are 2 × 2 with stride 2, the common case.
    pub fn is_2x2(&self) -> bool {
        self.size == 2 && self.stride == 2
    }

    /// The index of the first float of each window of a plane, row by row.
    pub fn starts(&self) -> impl Iterator<Item = usize> + use<> {
        let ([_, width], [_, rows, columns], stride) = (self.plane, self.output, self.stride);
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row * width + column) * stride))
    }

    /// The index of the first float of each row of the window that begins at `start`.
    pub fn rows(&self, start: usize) -> impl Iterator<Item = usize> + use<> {
        let width = self.plane[1];
        (0..self.size).map(move |row| start + row * width)
    }
}
