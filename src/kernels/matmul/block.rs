//! The blocked matrix product: it packs panels of both operands, or reads them in place, and stores the sums of the tiles.
//!
//! The depth is cut into equal segments, so short that a panel of each operand fits into the L1 cache. The sums of the
//! segments are added in order. The bounds of the segments depend on the depth alone, and a tile computes each row
//! independently. A row of the result therefore depends only on the same row of the left operand and on the right operand.

use core::ops::Range;

use super::Epilogue;
use super::packing::Panels;
use super::strided::{Operands, Strided, Target, multiply_packed, multiply_strided};
use super::tile::{COLUMNS, ROWS};
use crate::error::{Error, ErrorKind, Result};
use crate::kernels::vector::LANES;

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
    a: &dyn Panels,
    b: &dyn Panels,
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
            let right = panels(b, COLUMNS, columns.clone(), depths.clone(), m, right);
            let store = Epilogue {
                accumulate: epilogue.accumulate || segment > 0,
                bias: if segment + 1 == segments.count { epilogue.bias } else { None },
            };
            for rows in ranges(m, BLOCK_ROWS) {
                let left = panels(a, ROWS, rows.clone(), depths.clone(), n, left);
                let block = Block { rows, columns: columns.clone(), depth: depths.len() };
                multiply_block(&block, &left, &right, c, c_row_stride, &store);
            }
        }
    }
}

/// Cuts `0..length` into ranges of `step`; the last may be shorter.
pub(in crate::kernels) fn ranges(length: usize, step: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length).step_by(step).map(move |start| start..(start + step).min(length))
}

/// Panels of `width` lines, in place or packed into the buffer. The other operand has `others` lines.
fn panels<'a>(
    operand: &'a dyn Panels,
    width: usize,
    lines: Range<usize>,
    depths: Range<usize>,
    others: usize,
    buffer: &'a mut [f32],
) -> Strided<'a> {
    operand.in_place(width, lines.clone(), depths.clone(), others).unwrap_or_else(|| {
        pack(operand, width, lines, depths.clone(), buffer);
        Strided::packed(buffer, width, depths.len())
    })
}

/// Packs some lines into consecutive panels of `width` lines.
pub(in crate::kernels) fn pack(
    operand: &dyn Panels,
    width: usize,
    lines: Range<usize>,
    depths: Range<usize>,
    buffer: &mut [f32],
) {
    let size = width * depths.len();
    if size == 0 {
        return;
    }
    for (first, panel) in lines.clone().step_by(width).zip(buffer.chunks_exact_mut(size)) {
        operand.fill(width, first..(first + width).min(lines.end), depths.clone(), panel);
    }
}

/// A block of `c`, and the depth of its two operands.
struct Block {
    rows: Range<usize>,
    columns: Range<usize>,
    depth: usize,
}

fn multiply_block(
    block: &Block,
    left: &Strided<'_>,
    right: &Strided<'_>,
    c: &mut [f32],
    c_row_stride: usize,
    epilogue: &Epilogue,
) {
    let Block { rows, columns, depth } = block;
    assert!(
        left.has_rows(rows.len(), *depth) && right.has_columns(columns.len(), *depth),
        "an operand of a matrix product is too short"
    );
    let end = (rows.end - 1).saturating_mul(c_row_stride).saturating_add(columns.end);
    assert!(end <= c.len(), "the result of a matrix product is too short");
    // With a fused multiply-add, the loop for any strides is as fast.
    let packed = !cfg!(target_feature = "relaxed-simd")
        && left.line == 1
        && left.depth == ROWS
        && right.depth == COLUMNS
        // An operand in place with these strides may have fewer lines in its last panel; a packed one has four.
        && left.has((rows.len() - 1) / ROWS, ROWS - 1, *depth, 1);
    let mut operands = Operands {
        left: left.data.as_ptr(),
        lines: [0; ROWS],
        left_depth: left.depth,
        right: right.data.as_ptr(),
        right_depth: right.depth,
        depth: *depth,
    };
    for (j, column) in columns.clone().step_by(COLUMNS).enumerate() {
        let width = (columns.end - column).min(COLUMNS);
        let bias = epilogue.bias.map(|bias| &bias[column..column + width]);
        operands.right = right.data.as_ptr().wrapping_add(j * right.panel);
        let mut target = Target {
            c: c.as_mut_ptr(),
            stride: c_row_stride,
            rows: ROWS,
            vectors: width / LANES,
            accumulate: epilogue.accumulate,
            bias: bias.map_or(core::ptr::null(), <[f32]>::as_ptr),
        };
        for (i, row) in rows.clone().step_by(ROWS).enumerate() {
            target.rows = (rows.end - row).min(ROWS);
            operands.left = left.data.as_ptr().wrapping_add(i * left.panel);
            if i == 0 || target.rows < ROWS {
                // A tile at the lower edge reads its last line again, in place of those that are none.
                operands.lines = core::array::from_fn(|line| line.min(target.rows - 1) * left.line);
            }
            let tile = &mut c[row * c_row_stride + column..];
            if width.is_multiple_of(LANES) {
                target.c = tile.as_mut_ptr();
                // SAFETY: the first assertion, for panels i and j; the lines are of panel i. With `packed`, all four are there. The
                // second one for the tile, and the slice of the bias.
                unsafe {
                    if packed {
                        multiply_packed(&operands, &target);
                    } else {
                        multiply_strided(&operands, &target);
                    }
                }
            } else {
                // SAFETY: the first assertion, as above.
                unsafe {
                    multiply_edge(
                        &operands,
                        [target.rows, width],
                        tile,
                        c_row_stride,
                        epilogue.accumulate,
                        bias,
                    );
                }
            }
        }
    }
}

/// The same for a tile at the edge of `c` whose width is no multiple of a vector.
///
/// # Safety
/// As [`multiply_strided`], for the operands.
#[inline(never)]
unsafe fn multiply_edge(
    operands: &Operands,
    [height, width]: [usize; 2],
    tile: &mut [f32],
    stride: usize,
    accumulate: bool,
    bias: Option<&[f32]>,
) {
    let mut whole = [[0.0; COLUMNS]; ROWS];
    let target = Target {
        c: whole.as_flattened_mut().as_mut_ptr(),
        stride: COLUMNS,
        rows: height,
        vectors: COLUMNS / LANES,
        accumulate: false,
        bias: core::ptr::null(),
    };
    // SAFETY: the caller's promise for the operands; the target is a whole tile.
    unsafe { multiply_strided(operands, &target) };
    for (i, sums) in whole.iter().enumerate().take(height) {
        let row = &mut tile[i * stride..][..width];
        for (j, (value, sum)) in row.iter_mut().zip(sums).enumerate() {
            let sum = if accumulate { *value + sum } else { *sum };
            *value = bias.map_or(sum, |bias| sum + bias[j]);
        }
    }
}
