//! Implicit im2col: the windows of a convolution as operands of a matrix product, packed directly into its panels.
//!
//! The im2col matrix, [positions, elements], is never materialised; neither is its gradient, which col2im adds to the
//! images. An image has C × H × W floats; the images of a batch are contiguous. A *position* is a position of the window,
//! counted row by row through all images. An *element* is an element of the window, counted by channel, row and column.
//! Element e at position p is the float at index `start(p) + offset(e)` of the images.
//!
//! `panels` packs windows for a product, `direct` reads them where they lie, `fold` adds a gradient to the images (col2im), and
//! `sparse` does both gradients where most of dz is zero; `backward` chooses. `occupied` finds the blank rows of a drawing.
//!
//! K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural Networks for Document
//! Processing" (2006).

mod backward;
mod direct;
mod fold;
mod occupied;
mod panels;
pub mod reference;
mod sparse;

pub use panels::Positions;

use core::ops::Range;

use crate::error::{Error, ErrorKind, Result};
use crate::memory::{MAX_FLOATS, product};

/// The geometry of a convolution or pooling: square windows of `kernel` × `kernel` with a `stride` on images that are
/// already padded.
///
/// [`new`](Self::new) validates the sizes; the kernels rely on them without further checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Channels, height and width of an image, none of them 0; their product is at most [`MAX_IMAGE_FLOATS`].
    size: [usize; 3],
    /// From 1 to the image's smaller side.
    kernel: usize,
    /// At least 1.
    stride: usize,
}

/// The maximal number of floats of an image: a buffer can hold them, and indices fit into 32 bits.
const MAX_IMAGE_FLOATS: usize = if MAX_FLOATS < u32::MAX as usize { MAX_FLOATS } else { u32::MAX as usize };

/// Consecutive positions in one row of windows: the start of the first window and the number of positions.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    count: usize,
}

impl Windows {
    /// Windows of `kernel` × `kernel` with this `stride` on images of this `size`: channels, height and width.
    ///
    /// # Errors
    /// Kind `spec` if a size is 0 or the window is larger than the image; kind `memory` if the image is too large.
    pub fn new(size: [usize; 3], kernel: usize, stride: usize) -> Result<Self> {
        let [channels, height, width] = size;
        if channels == 0 || kernel == 0 || stride == 0 || kernel > height.min(width) {
            let found = format_args!("windows of {kernel} × {kernel} every {stride} on images of {size:?}");
            return Err(Error::mismatch(ErrorKind::Spec, "windows that fit the image", found)
                .named("window_does_not_fit")
                .value("kernel", kernel)
                .value("stride", stride));
        }
        if product(&size) > MAX_IMAGE_FLOATS {
            let message = format_args!(
                "an image of {size:?} does not fit into memory; make the window or the image smaller"
            );
            return Err(Error::new(ErrorKind::Memory, message)
                .named("image_too_large")
                .value("size", format_args!("{size:?}")));
        }
        Ok(Self { size, kernel, stride })
    }

    /// Channels, height and width of an image.
    pub fn size(&self) -> [usize; 3] {
        self.size
    }

    /// The height and width of the window.
    pub fn kernel(&self) -> usize {
        self.kernel
    }

    /// The distance from a window to the next.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// The height and width of the output: rows of windows, and windows in a row.
    pub fn output_size(&self) -> [usize; 2] {
        let [_, height, width] = self.size;
        [height, width].map(|side| (side - self.kernel) / self.stride + 1)
    }

    /// The number of positions in one image.
    pub fn positions(&self) -> usize {
        let [rows, columns] = self.output_size();
        rows * columns
    }

    /// The number of elements of one window.
    pub fn elements(&self) -> usize {
        self.size[0] * self.kernel * self.kernel
    }

    /// The number of floats of one image.
    pub fn floats(&self) -> usize {
        self.size.iter().product()
    }

    /// The im2col matrix as an operand: one line for each position, with the elements as its depth.
    pub fn by_position<'a>(&self, images: &'a [f32]) -> Positions<'a> {
        Positions { windows: *self, images }
    }

    /// The offset of an element from the start of its window.
    fn offset(&self, element: usize) -> usize {
        let [_, height, width] = self.size;
        let (row, column) = (element / self.kernel, element % self.kernel);
        let (channel, row) = (row / self.kernel, row % self.kernel);
        (channel * height + row) * width + column
    }

    /// The offsets of consecutive elements from the start of their window.
    fn offsets(&self, elements: Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let (kernel, [_, height, width]) = (self.kernel, self.size);
        let (mut row, mut column) = (elements.start / kernel % kernel, elements.start % kernel);
        let mut offset = self.offset(elements.start);
        elements.map(move |_| {
            let current = offset;
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
            current
        })
    }

    /// The starts of the windows at some positions.
    fn starts(&self, positions: Range<usize>) -> impl Iterator<Item = usize> + use<> {
        let stride = self.stride;
        self.runs(positions).flat_map(move |run| (0..run.count).map(move |index| run.start + index * stride))
    }

    /// Some positions, grouped into one run for each row of windows.
    fn runs(&self, positions: Range<usize>) -> impl Iterator<Item = Run> + Clone + use<> {
        let ([rows, columns], floats, stride) = (self.output_size(), self.floats(), self.stride);
        let step = stride * self.size[2];
        let (mut column, row) = (positions.start % columns, positions.start / columns);
        let (mut image, mut row) = (row / rows * floats, row % rows);
        let mut remaining = positions.len();
        core::iter::from_fn(move || {
            if remaining == 0 {
                return None;
            }
            let run =
                Run { start: image + row * step + column * stride, count: (columns - column).min(remaining) };
            remaining -= run.count;
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
