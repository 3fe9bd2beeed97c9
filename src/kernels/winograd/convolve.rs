//! The convolution: images to outputs, a panel of eight tiles at a time.

use core::array;

use super::filters::Filters;
use super::tiles::{Place, Tile, Tiles};
use super::transform::{
    Square, copy_rows, end_of_rows, load_row, store_row, transform_input, transform_output,
};
use super::{TERMS, check};
use crate::kernels::im2col::Windows;
use crate::kernels::matmul::{COLUMNS, ROWS, Sums, Workspace, multiply, ranges};
use crate::kernels::vector::{F32x4, LANES};
use crate::memory::product;

/// Vectors of a panel.
const QUADS: usize = COLUMNS / LANES;
/// Rows of the squares of four tiles, in a channel.
const SQUARES: usize = 4 * LANES;

/// The sums of every term of four filters and eight tiles.
type Products = [Sums; TERMS];

/// `y[o, p] = Σ_i Σ_k filters[o, i, k] · image[i, p + k] + bias[o]` for every image: `images: [n, inputs, height, width]`,
/// `bias: [outputs]` or empty, `y: [n, outputs, height − 2, width − 2]`.
///
/// The bits of an image's output do not depend on the other images or on their number.
///
/// # Panics
/// If a slice is too short, or [`fits`](super::fits) says no by the windows or the channels.
pub fn convolve(
    windows: &Windows,
    images: &[f32],
    filters: &Filters<'_>,
    bias: &[f32],
    y: &mut [f32],
    workspace: &mut Workspace,
) {
    let (inputs, outputs) = (filters.inputs(), filters.outputs());
    check(windows);
    assert_eq!(windows.size()[0], inputs, "filters for the channels of the images");
    let images_there = images.len() / windows.floats();
    assert!(y.len() >= product(&[images_there, outputs, windows.positions()]), "a result for every image");
    let tiles = Tiles::new(windows, outputs);
    let count = images_there * tiles.in_image();
    let [left, right] = workspace.both();
    // Half of the buffer for the panel, half for the copies.
    let (right, copies) = right.split_at_mut(right.len() / 2);
    let (panel, plane) = (TERMS * inputs * ROWS, windows.floats() / inputs);
    for block in ranges(outputs, left.len() / panel * ROWS) {
        filters.pack(block.clone(), left);
        let mut place = Place::default();
        for first in (0..count).step_by(COLUMNS) {
            // Those past the last are the last one again, and are not stored.
            let mut quads = [[Tile::default(); LANES]; QUADS];
            for (index, tile) in (first..).zip(quads.as_flattened_mut()) {
                *tile = tiles.tile(place);
                if index + 1 < count {
                    place = tiles.next(place);
                }
            }
            for (half, quad) in quads.iter().enumerate() {
                let squares = Squares { plane, starts: tiles.row_starts(quad) };
                // Only the last square of all can reach beyond the images.
                if squares.end(inputs) <= images.len() {
                    pack(images, &squares, [inputs, half], right);
                } else {
                    pack_copied(images, &squares, [inputs, half], right, copies);
                }
            }
            for (panel, first_output) in left.chunks_exact(panel).zip(block.clone().step_by(ROWS)) {
                let products = products(panel, right, inputs);
                for output in first_output..(first_output + ROWS).min(block.end) {
                    let bias = F32x4::splat(bias.get(output).copied().unwrap_or(0.0));
                    let plane = output * windows.positions();
                    for (half, quad) in quads.iter().enumerate() {
                        let there = count.saturating_sub(first + half * LANES).min(LANES);
                        let terms = of_quad(&products, output - first_output, half);
                        let values = transform_output(terms).map(|row| row.map(|value| value + bias));
                        store(values, &quad[..there], plane, windows.output_size()[1], y);
                    }
                }
            }
        }
    }
}

/// The squares of four tiles: where their rows begin in the first channel, and the floats from a channel to the next.
struct Squares {
    plane: usize,
    starts: [[usize; LANES]; 4],
}

impl Squares {
    /// The index after the last float of so many channels.
    fn end(&self, channels: usize) -> usize {
        (channels - 1) * self.plane + end_of_rows(&self.starts)
    }
}

/// Writes the terms of the squares in every channel to a half of the panel: `panel: [terms, channels, 8]`.
fn pack(from: &[f32], squares: &Squares, [channels, half]: [usize; 2], panel: &mut [f32]) {
    assert!(squares.end(channels) <= from.len(), "squares within the images");
    let targets = panel.as_chunks_mut::<LANES>().0;
    assert!(targets.len() >= TERMS * channels * QUADS && half < QUADS, "a panel of all terms");
    for channel in 0..channels {
        let (offset, step) = (channel * squares.plane, channels * QUADS);
        transform_input(
            // SAFETY: the ends of the squares and of the panel are asserted above.
            |row| unsafe { load_row(from, offset, &squares.starts[row]) },
            |row, terms| unsafe {
                store_row(terms, targets, 4 * row * step + channel * QUADS + half, step);
            },
        );
    }
}

/// The same for squares that reach beyond the images.
#[cold]
fn pack_copied(
    images: &[f32],
    squares: &Squares,
    [channels, half]: [usize; 2],
    panel: &mut [f32],
    copies: &mut [f32],
) {
    let copies = &mut copies.as_chunks_mut().0[..channels * SQUARES];
    copy_rows(images, squares.plane, squares.starts.as_flattened(), copies);
    let starts = array::from_fn(|row| array::from_fn(|tile| (row * LANES + tile) * LANES));
    let squares = Squares { plane: SQUARES * LANES, starts };
    pack(copies.as_flattened(), &squares, [channels, half], panel);
}

/// The sums over the inputs, for every term.
#[inline(never)]
fn products(left: &[f32], right: &[f32], inputs: usize) -> Products {
    let mut products = [[[F32x4::zero(); QUADS]; ROWS]; TERMS];
    let panels = left.chunks_exact(inputs * ROWS).zip(right.chunks_exact(inputs * COLUMNS));
    for (products, (left, right)) in products.iter_mut().zip(panels) {
        *products = multiply(left, right);
    }
    products
}

/// The terms of one filter and four tiles.
#[allow(clippy::inline_always)] // sixteen loads
#[inline(always)]
fn of_quad(products: &Products, row: usize, half: usize) -> Square<4> {
    array::from_fn(|i| array::from_fn(|j| products[4 * i + j][row][half]))
}

/// Stores the values of up to four tiles. A pair of vectors has the even and the odd columns.
#[allow(clippy::inline_always)] // the values must stay in registers
#[inline(always)]
fn store(values: Square<2>, tiles: &[Tile], plane: usize, columns: usize, y: &mut [f32]) {
    if let [a, b, c, d] = tiles
        && [a, b, c, d].iter().all(|tile| tile.size == [2, 2])
    {
        for (row, [even, odd]) in values.into_iter().enumerate() {
            let start = y.as_mut_ptr().wrapping_add(plane + row * columns);
            let [low, high] = even.zip(odd);
            // SAFETY: `convolve` asserts that the output has every plane of every image, and the tiles are whole.
            unsafe {
                let at = |tile: &Tile| start.add(tile.output).cast();
                low.store_halves([&mut *at(a), &mut *at(b)]);
                high.store_halves([&mut *at(c), &mut *at(d)]);
            }
        }
    } else {
        store_apart(values, tiles, plane, columns, y);
    }
}

/// The same for tiles that are not whole.
#[inline(never)]
fn store_apart(values: Square<2>, tiles: &[Tile], plane: usize, columns: usize, y: &mut [f32]) {
    for (row, [even, odd]) in values.into_iter().enumerate() {
        let mut pairs = [0.0; 2 * LANES];
        even.store_pairs(odd, &mut pairs);
        for (tile, pair) in tiles.iter().zip(pairs.as_chunks::<2>().0) {
            let [rows, width] = tile.size;
            let start = plane + tile.output + row * columns;
            if row >= rows {
                continue;
            }
            if width == 2 {
                y[start..start + 2].copy_from_slice(pair);
            } else {
                y[start] = pair[0];
            }
        }
    }
}
