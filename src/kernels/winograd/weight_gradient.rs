//! The gradient of the filters: the sums over all tiles of the products of their terms.

use super::filters::WEIGHTS;
use super::tiles::{Place, Tiles};
use super::transform::{
    copy_rows, load_row, store_row, transform_filter_gradient, transform_input, transform_output_gradient,
};
use super::{MAX_CHANNELS, TERMS, check};
use crate::kernels::im2col::Windows;
use crate::kernels::matmul::{COLUMNS, ROWS, Workspace, multiply, ranges};
use crate::kernels::vector::{F32x4, LANES};
use crate::memory::product;

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
    let [channels, _, width] = windows.size();
    let filters = dw.len() / (channels * WEIGHTS);
    check(windows);
    let tiles = Tiles::new(windows, filters);
    let images_there = images.len() / windows.floats();
    assert!(dz.len() >= product(&[images_there, filters, windows.positions()]), "a gradient for every image");
    let count = images_there * tiles.in_image();
    let quads = channels.div_ceil(ROWS);
    let [left, right] = workspace.both();
    // Half of the buffer for sums, half for the terms of the output's gradient.
    let (sums, right) = right.split_at_mut(right.len() / 2);
    let octets = sums.len() / (TERMS * quads * SUMS);
    for filters_of_block in ranges(filters, (octets * COLUMNS).min(MAX_CHANNELS)) {
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
            for slot in 0..block.len() {
                let tile = tiles.tile(place);
                place = tiles.next(place);
                let left = &mut left.as_chunks_mut().0[slot..];
                let right = &mut right.as_chunks_mut().0[HALVES * slot..];
                let squares = Rows {
                    planes: channels,
                    plane: windows.floats() / channels,
                    starts: [0, width, 2 * width, tile.last_row].map(|row| tile.input + row),
                };
                squares.read(images, |from, squares| pack_squares(from, squares, depth, left));
                // A missing row is the first again, and cleared, as a missing column is.
                let second = (tile.size[0] - 1) * windows.output_size()[1];
                let start = tile.output + filters_of_block.start * windows.positions();
                let gradients = Rows {
                    planes: filters_of_block.len(),
                    plane: windows.positions(),
                    starts: [start, start + second],
                };
                gradients.read(dz, |from, rows| pack_gradients(from, rows, tile.size, depth, right));
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

/// Rows of four floats of a tile: where they begin in the first plane, and the floats from a plane to the next.
struct Rows<const COUNT: usize> {
    planes: usize,
    plane: usize,
    starts: [usize; COUNT],
}

impl<const COUNT: usize> Rows<COUNT> {
    /// The index after the last float.
    fn end(&self) -> usize {
        (self.planes - 1) * self.plane + self.starts[COUNT - 1] + LANES
    }

    /// Passes the rows on, or a copy of them where they reach beyond the end of the slice, as only those of the last tiles do.
    #[allow(clippy::inline_always)] // so that the closure is inlined
    #[inline(always)]
    fn read(&self, from: &[f32], mut read: impl FnMut(&[f32], &Self)) {
        if self.end() <= from.len() {
            return read(from, self);
        }
        let mut copies = [[0.0; LANES]; MAX_CHANNELS * 4];
        let copies = &mut copies[..self.planes * COUNT];
        copy_rows(from, self.plane, &self.starts, copies);
        let starts = core::array::from_fn(|row| row * LANES);
        read(copies.as_flattened(), &Self { planes: self.planes, plane: COUNT * LANES, starts });
    }

    /// The starts of the rows in four planes from the first on; beyond the last plane it is the last one again.
    #[allow(clippy::inline_always)] // a few additions
    #[inline(always)]
    fn of_quad(&self, first: usize) -> [[usize; LANES]; COUNT] {
        let plane = |lane: usize| (first + lane).min(self.planes - 1) * self.plane;
        let planes = [plane(0), plane(1), plane(2), plane(3)];
        self.starts.map(|start| planes.map(|plane| start + plane))
    }
}

/// The terms of a tile in every channel: `terms: [16, quads of channels, depth, 4]`.
#[inline(never)]
fn pack_squares(from: &[f32], squares: &Rows<4>, depth: usize, terms: &mut [[f32; LANES]]) {
    let quads = squares.planes.div_ceil(LANES);
    assert!(terms.len() > (TERMS * quads - 1) * depth, "a panel of all terms");
    assert!(squares.end() <= from.len(), "squares within the images");
    for quad in 0..quads {
        // A missing channel is the last one again; its sums are dropped.
        let starts = squares.of_quad(quad * LANES);
        transform_input(
            // SAFETY: the ends of the squares and of the panel are asserted above.
            |row| unsafe { load_row(from, 0, &starts[row]) },
            |row, values| unsafe {
                store_row(values, terms, (4 * row * quads + quad) * depth, quads * depth);
            },
        );
    }
}

/// The terms of the gradient of a tile in some filters: `terms: [16, octets of filters, depth, 8]`.
#[inline(never)]
fn pack_gradients(
    from: &[f32],
    rows: &Rows<2>,
    [height, width]: [usize; 2],
    depth: usize,
    terms: &mut [[f32; LANES]],
) {
    let octets = rows.planes.div_ceil(COLUMNS);
    assert!(terms.len() > ((TERMS * octets - 1) * depth) * HALVES + 1, "a panel of all terms");
    assert!(rows.end() <= from.len(), "tiles within the gradient");
    for quad in 0..rows.planes.div_ceil(LANES) {
        // SAFETY: the end of the rows is asserted above.
        let [upper, lower] = rows.of_quad(quad * LANES).map(|starts| unsafe { load_row(from, 0, &starts) });
        let mut values = [[upper[0], upper[1]], [lower[0], lower[1]]];
        if width == 1 {
            values = values.map(|[left, _]| [left, F32x4::zero()]);
        }
        if height == 1 {
            values[1] = [F32x4::zero(); 2];
        }
        let (first, step) = (quad / HALVES * depth * HALVES + quad % HALVES, octets * depth * HALVES);
        for (row, values) in transform_output_gradient(values).into_iter().enumerate() {
            // SAFETY: the end of the panel is asserted above.
            unsafe { store_row(values, terms, 4 * row * step + first, step) };
        }
    }
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
        let gradient = transform_filter_gradient(terms).map(|row| row.map(F32x4::to_array));
        add_lanes(gradient.as_flattened(), dw);
    }
}

/// Adds the gradients of four channels: `gradient: [9, 4]`, `dw: [channels, 3, 3]`.
// Out of line: the compiler would unroll it.
#[inline(never)]
fn add_lanes(gradient: &[[f32; LANES]], dw: &mut [f32]) {
    for (lane, dw) in dw.chunks_exact_mut(WEIGHTS).enumerate() {
        for (dw, values) in dw.iter_mut().zip(gradient) {
            *dw += values[lane];
        }
    }
}
