//! The gradient of the filters: the sums over all tiles of the products of their terms.

use core::ops::Range;

use super::filters::WEIGHTS;
use super::tiles::{Place, Tile, Tiles};
use super::transform::{load_row, of_input, of_output_gradient, store_row, to_filter_gradient};
use super::{TERMS, check};
use crate::kernels::im2col::Windows;
use crate::kernels::matmul::{COLUMNS, ROWS, Workspace, multiply, ranges};
use crate::kernels::vector::{F32x4, LANES};

/// The most tiles whose terms are packed at once.
const BLOCK_TILES: usize = 64;
/// The floats of a tile of sums: four channels and eight filters.
const SUMS: usize = ROWS * COLUMNS;
/// The vectors of eight filters.
const HALVES: usize = COLUMNS / LANES;

/// `dw[f, c, k] += Σ_p dz[f, p] · image[c, p + k]` over the positions of every image: `images: [n, channels, height, width]`,
/// `dz: [n, filters, height − 2, width − 2]`, `dw: [filters, channels, 3, 3]`.
///
/// # Panics
/// If a slice is too short, or [`fits`](super::fits) says no by the windows or the channels.
pub fn add_weight_gradient(
    windows: &Windows,
    images: &[f32],
    dz: &[f32],
    dw: &mut [f32],
    workspace: &mut Workspace,
) {
    let channels = windows.size()[0];
    let filters = dw.len() / (channels * WEIGHTS);
    check(windows);
    let tiles = Tiles::new(windows, filters);
    let count = images.len() / windows.floats() * tiles.in_image();
    let quads = channels.div_ceil(ROWS);
    let [left, right] = workspace.both();
    // Half of the buffer for sums, half for the terms of the output's gradient.
    let (sums, right) = right.split_at_mut(right.len() / 2);
    let octets = sums.len() / (TERMS * quads * SUMS);
    for filters_of_block in ranges(filters, octets * COLUMNS) {
        let octets = filters_of_block.len().div_ceil(COLUMNS);
        let at_once = BLOCK_TILES
            .min(left.len() / (TERMS * quads * ROWS) - 1)
            .min(right.len() / (TERMS * octets * COLUMNS) - 1);
        let sums = &mut sums[..octets * TERMS * quads * SUMS];
        sums.fill(0.0);
        let mut place = Place::default();
        for block in ranges(count, at_once) {
            // A panel of each term has all tiles, and one tile of space to the next panel.
            let depth = block.len() + 1;
            for (slot, index) in block.clone().enumerate() {
                let tile = tiles.tile(place);
                place = tiles.next(place);
                let left = &mut left.as_chunks_mut().0[slot..];
                let right = &mut right.as_chunks_mut().0[HALVES * slot..];
                // Only the last tiles of all can reach beyond the slices.
                if index + LANES < count {
                    pack_squares::<false>(windows, images, &tile, depth, left);
                    pack_gradients::<false>(windows, dz, &tile, &filters_of_block, depth, right);
                } else {
                    pack_squares::<true>(windows, images, &tile, depth, left);
                    pack_gradients::<true>(windows, dz, &tile, &filters_of_block, depth, right);
                }
            }
            for (index, target) in sums.as_chunks_mut::<SUMS>().0.iter_mut().enumerate() {
                let (term, quad, octet) = (index / quads / octets, index % quads, index / quads % octets);
                let left = &left[(term * quads + quad) * depth * ROWS..][..block.len() * ROWS];
                let right = &right[(term * octets + octet) * depth * COLUMNS..][..block.len() * COLUMNS];
                let products = multiply(left, right);
                let targets = target.as_chunks_mut::<LANES>().0;
                for (product, target) in products.as_flattened().iter().zip(targets) {
                    (F32x4::load(target) + *product).store(target);
                }
            }
        }
        for (filter, dw) in
            filters_of_block.clone().zip(dw.chunks_exact_mut(channels * WEIGHTS).skip(filters_of_block.start))
        {
            let at = filter - filters_of_block.start;
            add(sums, [quads, octets], at, dw);
        }
    }
}

/// The terms of a tile in every channel: `terms: [16, quads of channels, depth, 4]`.
fn pack_squares<const CHECKED: bool>(
    windows: &Windows,
    images: &[f32],
    tile: &Tile,
    depth: usize,
    terms: &mut [[f32; LANES]],
) {
    let [channels, height, width] = windows.size();
    let quads = channels.div_ceil(LANES);
    assert!(terms.len() > (TERMS * quads - 1) * depth, "a panel of all terms");
    let end = tile.input + (channels - 1) * height * width + tile.last_row + LANES;
    assert!(CHECKED || end <= images.len(), "squares within the images");
    for (quad, first) in (0..channels).step_by(LANES).enumerate() {
        // A missing channel is the last one again; its sums are dropped.
        let starts = starts(tile.input, first..channels, height * width);
        let rows = [0, width, 2 * width, tile.last_row].map(|row| starts.map(|start| start + row));
        of_input(
            |row| load_row::<CHECKED>(images, 0, &rows[row]),
            |row, values| store_row(values, terms, (4 * row * quads + quad) * depth, quads * depth),
        );
    }
}

/// The terms of the gradient of a tile in some filters: `terms: [16, octets of filters, depth, 8]`.
fn pack_gradients<const CHECKED: bool>(
    windows: &Windows,
    dz: &[f32],
    tile: &Tile,
    filters: &Range<usize>,
    depth: usize,
    terms: &mut [[f32; LANES]],
) {
    let [height, width] = tile.size;
    let octets = filters.len().div_ceil(COLUMNS);
    assert!(terms.len() > ((TERMS * octets - 1) * depth) * HALVES + 1, "a panel of all terms");
    // A missing row is the first again, and cleared, as a missing column is.
    let second = (height - 1) * windows.output_size()[1];
    let end = tile.output + (filters.end - 1) * windows.positions() + second + LANES;
    assert!(CHECKED || end <= dz.len(), "tiles within the gradient");
    for (quad, first) in filters.clone().step_by(LANES).enumerate() {
        let starts = starts(tile.output, first..filters.end, windows.positions());
        let rows = [0, second].map(|row| starts.map(|start| start + row));
        let [upper, lower] = rows.map(|row| load_row::<CHECKED>(dz, 0, &row));
        let mut values = [[upper[0], upper[1]], [lower[0], lower[1]]];
        if width == 1 {
            values = values.map(|[left, _]| [left, F32x4::zero()]);
        }
        if height == 1 {
            values[1] = [F32x4::zero(); 2];
        }
        let (first, step) = (quad / HALVES * depth * HALVES + quad % HALVES, octets * depth * HALVES);
        for (row, values) in of_output_gradient(values).into_iter().enumerate() {
            store_row(values, terms, 4 * row * step + first, step);
        }
    }
}

/// The starts of a tile in four planes; beyond the last plane it is the last one again.
#[allow(clippy::inline_always)] // a few additions
#[inline(always)]
fn starts(first: usize, planes: Range<usize>, floats: usize) -> [usize; LANES] {
    let start = |lane: usize| first + (planes.start + lane).min(planes.end - 1) * floats;
    [start(0), start(1), start(2), start(3)]
}

/// Adds the gradient of one filter: `sums: [terms, octets of filters, quads of channels, 4, 8]`, `dw: [channels, 3, 3]`.
fn add(sums: &[f32], [quads, octets]: [usize; 2], filter: usize, dw: &mut [f32]) {
    let (octet, lane) = (filter / COLUMNS, filter % COLUMNS);
    for (quad, dw) in dw.chunks_mut(ROWS * WEIGHTS).enumerate() {
        let sum = |term: usize, row: usize| {
            sums[((term * octets + octet) * quads + quad) * SUMS + row * COLUMNS + lane]
        };
        let terms = core::array::from_fn(|i| {
            core::array::from_fn(|j| F32x4::load(&core::array::from_fn(|row| sum(4 * i + j, row))))
        });
        for (place, values) in to_filter_gradient(terms).as_flattened().iter().enumerate() {
            for (dw, value) in dw.chunks_exact_mut(WEIGHTS).zip(values.to_array()) {
                dw[place] += value;
            }
        }
    }
}
