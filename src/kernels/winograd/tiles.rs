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
    /// Tiles in an image.
    in_image: usize,
}

/// The place of a tile: its image, given by the indices of the first floats there, and its first row and column in the output.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    input: usize,
    output: usize,
    row: usize,
    column: usize,
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
        let [rows, columns] = windows.output_size();
        Self {
            image: windows.floats(),
            width: windows.size()[2],
            output: filters * rows * columns,
            rows,
            columns,
            in_image: rows.div_ceil(2) * columns.div_ceil(2),
        }
    }

    /// The number of tiles of an image.
    pub fn in_image(&self) -> usize {
        self.in_image
    }

    /// The tile at a place.
    #[allow(clippy::inline_always)] // a few additions
    #[inline(always)]
    pub fn tile(&self, place: Place) -> Tile {
        let Place { input, output, row, column } = place;
        let size = [(self.rows - row).min(2), (self.columns - column).min(2)];
        Tile {
            input: input + row * self.width + column,
            last_row: (size[0] + 1) * self.width,
            output: output + row * self.columns + column,
            size,
        }
    }

    /// The place after this one. It takes no division, which [`tile`](Self::tile) of an index would.
    #[allow(clippy::inline_always)] // a few additions
    #[inline(always)]
    pub fn next(&self, mut place: Place) -> Place {
        place.column += 2;
        if place.column >= self.columns {
            (place.row, place.column) = (place.row + 2, 0);
            if place.row >= self.rows {
                place.row = 0;
                place.input += self.image;
                place.output += self.output;
            }
        }
        place
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
