//! The tiles of the output of a convolution: 2 × 2 floats each, counted row by row through all images.

use crate::kernels::im2col::Windows;
use crate::kernels::vector::LANES;

/// The tiles of the images of a batch.
#[derive(Clone, Copy)]
pub(super) struct Tiles {
    /// Floats of an input image, and of a row of it.
    image: usize,
    width: usize,
    /// Floats of an output image.
    output: usize,
    /// Rows and columns of the output.
    rows: usize,
    columns: usize,
    /// Tiles in a row of tiles, and in an image.
    in_row: usize,
    in_image: usize,
}

/// A tile.
#[derive(Clone, Copy, Default)]
pub(super) struct Tile {
    /// The index of the first float of its square in the images, in the first channel.
    pub input: usize,
    /// The distance from the first row of the square to the last one. A tile of one row never uses the last one, which may
    /// be missing: it is the third instead.
    pub last_row: usize,
    /// The index of its first float in the output, in the first filter.
    pub output: usize,
    /// Rows and columns of the tile that exist: 1 or 2.
    pub size: [usize; 2],
}

impl Tiles {
    pub fn new(windows: &Windows, filters: usize) -> Self {
        let ([rows, columns], in_row) = (windows.output_size(), windows.output_size()[1].div_ceil(2));
        Self {
            image: windows.floats(),
            width: windows.size()[2],
            output: filters * rows * columns,
            rows,
            columns,
            in_row,
            in_image: rows.div_ceil(2) * in_row,
        }
    }

    /// The number of tiles of an image.
    pub fn in_image(&self) -> usize {
        self.in_image
    }

    /// The tile with this index.
    pub fn tile(&self, index: usize) -> Tile {
        let (image, index) = (index / self.in_image, index % self.in_image);
        let [row, column] = [index / self.in_row * 2, index % self.in_row * 2];
        let size = [(self.rows - row).min(2), (self.columns - column).min(2)];
        Tile {
            input: image * self.image + row * self.width + column,
            last_row: (size[0] + 1) * self.width,
            output: image * self.output + row * self.columns + column,
            size,
        }
    }

    /// The starts of the rows of four squares.
    #[allow(clippy::inline_always)] // a few additions
    #[inline(always)]
    pub fn row_starts(&self, tiles: &[Tile; LANES]) -> [[usize; LANES]; 4] {
        [
            tiles.map(|tile| tile.input),
            tiles.map(|tile| tile.input + self.width),
            tiles.map(|tile| tile.input + 2 * self.width),
            tiles.map(|tile| tile.input + tile.last_row),
        ]
    }
}
