//! The windows of a convolution as operands of a matrix product: packed straight into its panels, and folded
//! back. The matrix of all windows ("im2col") is never in memory; what is done with the products is left to
//! the layers.
//!
//! An image is C × H × W floats, images lie one after another. A *position* is a place of the window, counted
//! row by row and on through all images; an *element* is a place within the window, counted by channel, row
//! and column. Element e at position p is one float of the images, at `start(p) + offset(e)`.
//!
//! K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural Networks for Document
//! Processing" (2006), without the matrix.

mod direct;
mod fold;
mod panels;
pub mod reference;

pub use panels::{Elements, Positions};

use core::ops::Range;

use crate::error::{Code, Error, Result};
use crate::memory::{MOST_FLOATS, product};

/// Where a square window of `kernel` × `kernel` stands on images, every `stride` floats down and across, as
/// far as it fits; padding is part of the images.
///
/// Its sizes are checked once, when it is [made](Self::new): the kernels read by them without looking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Channels, height and width of an image, none of them 0; their product is at most [`MOST`].
    size: [usize; 3],
    /// From 1 to the image's smaller side.
    kernel: usize,
    /// At least 1.
    stride: usize,
}

/// The most floats of an image: a buffer can have so many, and their places are counted in 32 bits.
const MOST: usize = if MOST_FLOATS < u32::MAX as usize { MOST_FLOATS } else { u32::MAX as usize };

/// Positions in one row of windows: where the first one's floats begin, and how many there are.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    count: usize,
}

impl Windows {
    /// Windows of `kernel` × `kernel`, `stride` floats apart, on images of this `size`: channels, height and width.
    ///
    /// # Errors
    /// Code `spec` where a size is 0 or the window is larger than the image; code `memory` where an image has more floats
    /// than can be counted.
    pub fn new(size: [usize; 3], kernel: usize, stride: usize) -> Result<Self> {
        let [channels, height, width] = size;
        if channels == 0 || kernel == 0 || stride == 0 || kernel > height.min(width) {
            let found = format_args!("windows of {kernel} × {kernel} every {stride} on images of {size:?}");
            return Err(Error::mismatch(Code::Spec, "windows that fit the image", found)
                .named("window_does_not_fit")
                .value("kernel", kernel)
                .value("stride", stride));
        }
        if product(&size) > MOST {
            let message = format_args!(
                "an image of {size:?} does not fit into memory; make the window or the image smaller"
            );
            return Err(Error::new(Code::Memory, message)
                .named("image_too_large")
                .value("size", format_args!("{size:?}")));
        }
        Ok(Self { size, kernel, stride })
    }

    /// Channels, height and width of an image.
    pub fn size(&self) -> [usize; 3] {
        self.size
    }

    /// The window's side.
    pub fn kernel(&self) -> usize {
        self.kernel
    }

    /// From a window to the next.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// How many rows of windows an image has, and how many windows a row has.
    pub fn grid(&self) -> [usize; 2] {
        let [_, height, width] = self.size;
        [height, width].map(|side| (side - self.kernel) / self.stride + 1)
    }

    /// Positions in one image.
    pub fn positions(&self) -> usize {
        let [rows, columns] = self.grid();
        rows * columns
    }

    /// Elements of one window.
    pub fn elements(&self) -> usize {
        self.size[0] * self.kernel * self.kernel
    }

    /// Floats in one image.
    pub fn floats(&self) -> usize {
        self.size.iter().product()
    }

    /// The operand whose lines are the positions and whose depth is the elements.
    pub fn by_position<'a>(&self, images: &'a [f32]) -> Positions<'a> {
        Positions { windows: *self, images }
    }

    /// The operand whose lines are the elements and whose depth is the positions.
    pub fn by_element<'a>(&self, images: &'a [f32]) -> Elements<'a> {
        Elements { windows: *self, images }
    }

    /// Where an element lies from its window's start.
    fn offset(&self, element: usize) -> usize {
        let [_, height, width] = self.size;
        let (row, column) = (element / self.kernel, element % self.kernel);
        let (channel, row) = (row / self.kernel, row % self.kernel);
        (channel * height + row) * width + column
    }

    /// Where some elements lie from their window's start, one after another.
    fn offsets(&self, elements: Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let (kernel, [_, height, width]) = (self.kernel, self.size);
        let (mut row, mut column) = (elements.start / kernel % kernel, elements.start % kernel);
        let mut offset = self.offset(elements.start);
        elements.map(move |_| {
            let here = offset;
            offset += 1;
            column += 1;
            if column == kernel {
                column = 0;
                offset += width - kernel;
                row += 1;
                if row == kernel {
                    row = 0;
                    offset += (height - kernel) * width;
                }
            }
            here
        })
    }

    /// Where the windows at some positions begin.
    fn starts(&self, positions: Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let stride = self.stride;
        self.runs(positions).flat_map(move |run| (0..run.count).map(move |index| run.start + index * stride))
    }

    /// Some positions, row of windows by row of windows.
    fn runs(&self, positions: Range<usize>) -> impl Iterator<Item = Run> + Clone + use<> {
        let ([rows, columns], floats, stride) = (self.grid(), self.floats(), self.stride);
        let step = stride * self.size[2];
        let (mut column, row) = (positions.start % columns, positions.start / columns);
        let (mut image, mut row) = (row / rows * floats, row % rows);
        let mut left = positions.len();
        core::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let run =
                Run { start: image + row * step + column * stride, count: (columns - column).min(left) };
            left -= run.count;
            column = 0;
            row += 1;
            if row == rows {
                row = 0;
                image += floats;
            }
            Some(run)
        })
    }
}
