//! The gradient of the filters: the sums over all tiles of the products of their terms.

use core::ops::Range;

use super::filters::WEIGHTS;
use super::tiles::{Tile, Tiles};
use super::transform::{
    end_of_rows, load_rows, of_input, of_output_gradient, store_terms, to_filter_gradient,
};
use super::{TERMS, check};
use crate::kernels::im2col::Windows;
use crate::kernels::matmul::{COLUMNS, ROWS, Sums, Workspace, ranges};
use crate::kernels::vector::{F32x4, LANES};

/// The most tiles whose terms are packed at once.
const BLOCK_TILES: usize = 64;
/// Vectors between the terms of a tile and those of the next: a cache line, so that the same term of all tiles does not share a
/// few sets of the L1 cache.
const APART: usize = 4;
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
    let (left, right) = (left.as_chunks_mut::<LANES>().0, right.as_chunks_mut::<LANES>().0);
    let octets = sums.len() / (TERMS * quads * SUMS);
    let left_step = TERMS * quads + APART;
    for filters_of_block in ranges(filters, octets * COLUMNS) {
        let octets = filters_of_block.len().div_ceil(COLUMNS);
        let right_step = TERMS * octets * HALVES + APART;
        let at_once = BLOCK_TILES.min(left.len() / left_step).min(right.len() / right_step);
        let sums = &mut sums[..octets * TERMS * quads * SUMS];
        sums.fill(0.0);
        for block in ranges(count, at_once) {
            let panels = left.chunks_exact_mut(left_step).zip(right.chunks_exact_mut(right_step));
            for (index, (left, right)) in block.clone().zip(panels) {
                let tile = tiles.tile(index);
                // Only the last tiles of all can reach beyond the slices.
                if index + LANES < count {
                    pack_squares::<false>(windows, images, &tile, left);
                    pack_gradients::<false>(windows, dz, &tile, &filters_of_block, right);
                } else {
                    pack_squares::<true>(windows, images, &tile, left);
                    pack_gradients::<true>(windows, dz, &tile, &filters_of_block, right);
                }
            }
            for (index, target) in sums.as_chunks_mut::<SUMS>().0.iter_mut().enumerate() {
                let (term, quad, octet) = (index % TERMS, index / TERMS % quads, index / TERMS / quads);
                let left = &left[quad * TERMS + term..];
                let right = &right[(octet * TERMS + term) * HALVES..];
                let products = multiply_apart(left, right, [left_step, right_step], block.len());
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
            add(sums, quads, at, dw);
        }
    }
}

/// `sums[i][j] = Σ_t left[t, i] · right[t, j]` over the tiles, which are `steps` vectors apart.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn multiply_apart(left: &[[f32; LANES]], right: &[[f32; LANES]], steps: [usize; 2], tiles: usize) -> Sums {
    let last = tiles.saturating_sub(1);
    assert!(left.len() > last * steps[0] && right.len() > last * steps[1] + 1, "the terms of every tile");
    let mut sums = [[F32x4::zero(); HALVES]; ROWS];
    for tile in 0..tiles {
        // SAFETY: the indices are the largest for the last tile, for which they are asserted to be in bounds. Checks would
        // cost as much as the product.
        let (left, right) = unsafe {
            let at = right.as_ptr().add(tile * steps[1]);
            (left.get_unchecked(tile * steps[0]), [&*at, &*at.add(1)])
        };
        let right = [F32x4::load(right[0]), F32x4::load(right[1])];
        for (sums, left) in sums.iter_mut().zip(left) {
            let left = F32x4::splat(*left);
            for (sum, right) in sums.iter_mut().zip(right) {
                *sum = left.mul_add(right, *sum);
            }
        }
    }
    sums
}

/// The terms of a tile in every channel: `terms: [quads of channels, 16, 4]`.
fn pack_squares<const CHECKED: bool>(
    windows: &Windows,
    images: &[f32],
    tile: &Tile,
    terms: &mut [[f32; LANES]],
) {
    let [channels, height, width] = windows.size();
    for (quad, first) in (0..channels).step_by(LANES).enumerate() {
        // A missing channel is the last one again; its sums are dropped.
        let starts = starts(tile.input, first..channels, height * width);
        let rows = [0, width, 2 * width, tile.last_row].map(|row| starts.map(|start| start + row));
        assert!(CHECKED || end_of_rows(&rows) <= images.len(), "squares within the images");
        store_terms(of_input(load_rows::<CHECKED, 4>(images, 0, &rows)), terms, quad * TERMS, 1);
    }
}

/// The terms of the gradient of a tile in some filters: `terms: [octets of filters, 16, 8]`.
fn pack_gradients<const CHECKED: bool>(
    windows: &Windows,
    dz: &[f32],
    tile: &Tile,
    filters: &Range<usize>,
    terms: &mut [[f32; LANES]],
) {
    let [height, width] = tile.size;
    for (quad, first) in filters.clone().step_by(LANES).enumerate() {
        let starts = starts(tile.output, first..filters.end, windows.positions());
        // A missing row is the first again, and cleared, as a missing column is.
        let second = (height - 1) * windows.output_size()[1];
        let rows = [0, second].map(|row| starts.map(|start| start + row));
        assert!(CHECKED || end_of_rows(&rows) <= dz.len(), "tiles within the gradient");
        let [upper, lower] = load_rows::<CHECKED, 2>(dz, 0, &rows);
        let mut values = [[upper[0], upper[1]], [lower[0], lower[1]]];
        if width == 1 {
            values = values.map(|[left, _]| [left, F32x4::zero()]);
        }
        if height == 1 {
            values[1] = [F32x4::zero(); 2];
        }
        let first = quad / HALVES * TERMS * HALVES + quad % HALVES;
        store_terms(of_output_gradient(values), terms, first, HALVES);
    }
}

/// The starts of a tile in four planes; beyond the last plane it is the last one again.
#[allow(clippy::inline_always)] // a few additions
#[inline(always)]
fn starts(first: usize, planes: Range<usize>, floats: usize) -> [usize; LANES] {
    let start = |lane: usize| first + (planes.start + lane).min(planes.end - 1) * floats;
    [start(0), start(1), start(2), start(3)]
}

/// Adds the gradient of one filter: `sums: [octets of filters, quads of channels, terms, 4, 8]`, `dw: [channels, 3, 3]`.
fn add(sums: &[f32], quads: usize, filter: usize, dw: &mut [f32]) {
    let (octet, lane) = (filter / COLUMNS, filter % COLUMNS);
    for (quad, dw) in dw.chunks_mut(ROWS * WEIGHTS).enumerate() {
        let sum = |term: usize, row: usize| {
            sums[((octet * quads + quad) * TERMS + term) * SUMS + row * COLUMNS + lane]
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
