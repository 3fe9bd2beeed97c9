//! The reference form of im2col, for tests.

use ndarray::{Array2, ArrayView4};

use super::Windows;

/// The im2col matrix, `[positions, elements]`, of `images: [n, channels, height, width]`.
pub fn im2col(windows: &Windows, images: ArrayView4<f32>) -> Array2<f32> {
    let ([rows, columns], [kernel, stride]) = (windows.output_size(), [windows.kernel, windows.stride]);
    let shape = (images.shape()[0] * rows * columns, windows.elements());
    Array2::from_shape_fn(shape, |(position, element)| {
        let (image, row, column) =
            (position / (rows * columns), position / columns % rows, position % columns);
        let (channel, kernel_row, kernel_column) =
            (element / (kernel * kernel), element / kernel % kernel, element % kernel);
        images[[image, channel, row * stride + kernel_row, column * stride + kernel_column]]
    })
}
