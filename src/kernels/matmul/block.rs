//! The blocked matrix product: it packs panels of both operands and stores the sums of the tiles.
//!
//! The depth is cut into equal segments, so short that a panel of each operand fits into the L1 cache. The sums of the
//! segments are added in order. The bounds of the segments depend on the depth alone, and a tile computes each row
//! independently. A row of the result therefore depends only on the same row of the left operand and on the right operand.

use core::ops::Range;

use super::Epilogue;
use super::packing::Panels;
use super::tile::{COLUMNS, ROWS, Sums, multiply};
use crate::error::{Error, ErrorKind, Result};
use crate::kernels::vector::{F32x4, LANES};

/// The number of lines of the left operand that are packed at once.
pub(in crate::kernels) const BLOCK_ROWS: usize = 128;
/// The number of lines of the right operand that are packed at once.
pub(in crate::kernels) const BLOCK_COLUMNS: usize = 256;
/// The maximal depth of a panel.
pub(in crate::kernels) const BLOCK_DEPTH: usize = 400;

// The buffers hold whole panels and whole cache lines.
const _: () = assert!(BLOCK_ROWS.is_multiple_of(ROWS) && BLOCK_COLUMNS.is_multiple_of(COLUMNS));
const _: () = assert!((BLOCK_ROWS * BLOCK_DEPTH).is_multiple_of(16));
const _: () = assert!((BLOCK_COLUMNS * BLOCK_DEPTH).is_multiple_of(16));

/// A cache line, the alignment of the panels.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct CacheLine(#[allow(dead_code)] [f32; 16]); // read as plain floats, through `floats`

/// The buffers for packed panels: 600 KiB, for a product of any size.
pub struct Workspace {
    left: Vec<CacheLine>,
    right: Vec<CacheLine>,
}

impl Workspace {
    /// Allocates the buffers.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn new() -> Result<Self> {
        Ok(Self { left: zeroed(BLOCK_ROWS * BLOCK_DEPTH)?, right: zeroed(BLOCK_COLUMNS * BLOCK_DEPTH)? })
    }

    /// The buffers of the left operand and of the right one.
    pub(in crate::kernels) fn both(&mut self) -> [&mut [f32]; 2] {
        [floats(&mut self.left), floats(&mut self.right)]
    }

    /// The buffer of the left operand.
    pub(in crate::kernels) fn left(&mut self) -> &mut [f32] {
        floats(&mut self.left)
    }

    /// The buffer of the right operand.
    pub(in crate::kernels) fn right(&mut self) -> &mut [f32] {
        floats(&mut self.right)
    }
}

fn zeroed(floats: usize) -> Result<Vec<CacheLine>> {
    let lines = floats / 16;
    let mut buffer = Vec::new();
    let bytes = floats * size_of::<f32>();
    buffer.try_reserve_exact(lines).map_err(|_| {
        Error::new(ErrorKind::Memory, format_args!("no {bytes} bytes for the matrix product"))
            .named("no_workspace")
            .value("bytes", bytes)
    })?;
    buffer.resize(lines, CacheLine([0.0; 16]));
    Ok(buffer)
}

fn floats(buffer: &mut [CacheLine]) -> &mut [f32] {
    let length = buffer.len() * 16;
    // SAFETY: a cache line is 16 floats without padding, more strictly aligned than a float.
    unsafe { core::slice::from_raw_parts_mut(buffer.as_mut_ptr().cast(), length) }
}

/// The segments of the depth of a product: equal in length, but the last may be shorter.
#[derive(Clone, Copy, Debug)]
pub(in crate::kernels) struct Segments {
    pub count: usize,
    pub depth: usize,
    total: usize,
}

impl Segments {
    pub fn of(total: usize) -> Self {
        let count = total.div_ceil(BLOCK_DEPTH).max(1);
        Self { count, depth: total.div_ceil(count), total }
    }

    /// The range of each segment.
    pub fn ranges(self) -> impl Iterator<Item = Range<usize>> {
        (0..self.count).map(move |segment| segment * self.depth..((segment + 1) * self.depth).min(self.total))
    }
}

/// `c[i, j] = Σ_d a[i, d] · b[j, d] + bias[j]`, or `c[i, j] += …`: `a: [m, k]`, `b: [n, k] → c: [m, n]`, with
/// `c_row_stride` floats from a row of `c` to the next.
///
/// The right operand is transposed, as the weights of a dense layer are. For the product of `[m, k]` and `[k, n]`, pass
/// `Matrix::new(b, n).transposed()`. Sizes may be 0; for a depth of 0 the sums are 0.
///
/// # Panics
/// If `c`, the bias or an operand is too short.
pub fn matmul(
    [m, n, k]: [usize; 3],
    a: &impl Panels,
    b: &impl Panels,
    c: &mut [f32],
    c_row_stride: usize,
    epilogue: &Epilogue,
    workspace: &mut Workspace,
) {
    if m == 0 || n == 0 {
        return;
    }
    let segments = Segments::of(k);
    let [left, right] = workspace.both();
    for columns in ranges(n, BLOCK_COLUMNS) {
        for (segment, depths) in segments.ranges().enumerate() {
            let depth = depths.len();
            pack::<COLUMNS>(b, columns.clone(), depths.clone(), right);
            let store = Epilogue {
                accumulate: epilogue.accumulate || segment > 0,
                bias: if segment + 1 == segments.count { epilogue.bias } else { None },
            };
            for rows in ranges(m, BLOCK_ROWS) {
                pack::<ROWS>(a, rows.clone(), depths.clone(), left);
                let block = Block { rows, columns: columns.clone(), depth };
                multiply_block(&block, left, right, c, c_row_stride, &store);
            }
        }
    }
}

/// Cuts `0..length` into ranges of `step`; the last may be shorter.
pub(in crate::kernels) fn ranges(length: usize, step: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length).step_by(step).map(move |start| start..(start + step).min(length))
}

/// Packs some lines into consecutive panels.
pub(in crate::kernels) fn pack<const WIDTH: usize>(
    operand: &impl Panels,
    lines: Range<usize>,
    depths: Range<usize>,
    buffer: &mut [f32],
) {
    let size = WIDTH * depths.len();
    for (index, first) in lines.clone().step_by(WIDTH).enumerate() {
        let panel = &mut buffer[index * size..(index + 1) * size];
        operand.fill::<WIDTH>(first..(first + WIDTH).min(lines.end), depths.clone(), panel);
    }
}

/// The block of `c` that two packed buffers give.
struct Block {
    rows: Range<usize>,
    columns: Range<usize>,
    depth: usize,
}

fn multiply_block(
    block: &Block,
    left: &[f32],
    right: &[f32],
    c: &mut [f32],
    c_row_stride: usize,
    epilogue: &Epilogue,
) {
    let Block { rows, columns, depth } = block;
    for (j, column) in columns.clone().step_by(COLUMNS).enumerate() {
        let right = &right[j * COLUMNS * depth..(j + 1) * COLUMNS * depth];
        let width = (columns.end - column).min(COLUMNS);
        let bias = epilogue.bias.map(|bias| &bias[column..column + width]);
        for (i, row) in rows.clone().step_by(ROWS).enumerate() {
            let left = &left[i * ROWS * depth..(i + 1) * ROWS * depth];
            let sums = multiply(left, right);
            let height = (rows.end - row).min(ROWS);
            let tile = &mut c[row * c_row_stride + column..];
            if [height, width] == [ROWS, COLUMNS] {
                store_tile(sums, tile, c_row_stride, epilogue.accumulate, bias);
            } else {
                store_edge(sums, [height, width], tile, c_row_stride, epilogue.accumulate, bias);
            }
        }
    }
}

/// Writes a tile to `c`, or adds it. The four rows are named because the compiler keeps an indexed array in memory.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn store_tile([a, b, c, d]: Sums, tile: &mut [f32], stride: usize, accumulate: bool, bias: Option<&[f32]>) {
    let bias = bias.and_then(|bias| bias.first_chunk());
    let mut rows = tile.chunks_mut(stride).filter_map(|row| row.first_chunk_mut());
    let mut store_next = |sums| {
        if let Some(row) = rows.next() {
            store_row(sums, row, accumulate, bias);
        }
    };
    store_next(a);
    store_next(b);
    store_next(c);
    store_next(d);
}

/// The same for a tile at the edge of `c`, of which only some rows and columns exist.
#[inline(never)]
fn store_edge(
    sums: Sums,
    [height, width]: [usize; 2],
    c: &mut [f32],
    c_row_stride: usize,
    accumulate: bool,
    bias: Option<&[f32]>,
) {
    let mut whole_bias = [0.0; COLUMNS];
    if let Some(bias) = bias {
        whole_bias[..width].copy_from_slice(bias);
    }
    for (i, sums) in sums.into_iter().enumerate().take(height) {
        let row = &mut c[i * c_row_stride..][..width];
        let mut whole = [0.0; COLUMNS];
        whole[..width].copy_from_slice(row);
        store_row(sums, &mut whole, accumulate, bias.map(|_| &whole_bias));
        row.copy_from_slice(&whole[..width]);
    }
}

#[allow(clippy::inline_always)] // as above
#[inline(always)]
fn store_row(
    sums: [F32x4; COLUMNS / LANES],
    row: &mut [f32; COLUMNS],
    accumulate: bool,
    bias: Option<&[f32; COLUMNS]>,
) {
    let [mut left, mut right] = sums;
    let (targets, _) = row.as_chunks_mut::<LANES>();
    if accumulate {
        left = F32x4::load(&targets[0]) + left;
        right = F32x4::load(&targets[1]) + right;
    }
    if let Some(bias) = bias {
        let (bias, _) = bias.as_chunks::<LANES>();
        left += F32x4::load(&bias[0]);
        right += F32x4::load(&bias[1]);
    }
    left.store(&mut targets[0]);
    right.store(&mut targets[1]);
}
