//! Convolution by Winograd's minimal filtering, F(2 × 2, 3 × 3): 16 products for four outputs instead of 36.
//!
//! The output is cut into tiles of 2 × 2, each of which reads a square of 4 × 4. Input squares, filters and output tiles are
//! transformed to 4 × 4 *terms*; for each term, the sum over the channels is a matrix product.
//!
//! A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks" (2016), section 4.

mod convolve;
mod filters;
mod tiles;
mod transform;
mod weight_gradient;

pub use convolve::convolve;
pub use filters::Filters;
pub use weight_gradient::add_weight_gradient;

use super::im2col::Windows;
use super::matmul::{BLOCK_COLUMNS, BLOCK_DEPTH, COLUMNS};

/// The terms of a tile: 4 × 4.
const TERMS: usize = 16;

/// With fewer channels on either side, the transforms cost more than the products save.
const MIN_CHANNELS: usize = 8;
/// With more, the input is transformed again for so many blocks of filters that little is gained.
const MAX_CHANNELS: usize = 160;
/// The terms of a panel of tiles, and the sums of eight filters, fit into the workspace.
const _: () = assert!(MAX_CHANNELS <= BLOCK_COLUMNS * BLOCK_DEPTH / (TERMS * COLUMNS) / 2);

/// Whether the functions of this module compute the convolution of these windows and `filters`, and pay. It depends on the
/// sizes alone.
pub fn fits(windows: &Windows, filters: usize) -> bool {
    let channels = MIN_CHANNELS..=MAX_CHANNELS;
    windows.kernel() == 3
        && windows.stride() == 1
        && channels.contains(&windows.size()[0])
        && channels.contains(&filters)
        // A tile is 2 × 2: of a narrower output, half of it would be thrown away.
        && windows.output_size().iter().all(|&side| side >= 2)
}

/// What [`convolve`] and [`add_weight_gradient`] rely on.
///
/// # Panics
/// If the windows are others than 3 × 3 at every position, or the images have more channels than the workspace holds.
fn check(windows: &Windows) {
    assert!(windows.kernel() == 3 && windows.stride() == 1, "windows of 3 × 3 with a stride of 1");
    assert!(windows.size()[0] <= MAX_CHANNELS, "channels that the workspace holds");
}
