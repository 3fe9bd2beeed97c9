//! Sparse matrix products: a list of entries times a panel of 32 columns gives 32 sums, which stay in registers.

use core::ops::Range;

use bytemuck::cast_slice_mut;

use super::rows::{Entry, SparseRows};
use crate::kernels::matmul::{BLOCK_DEPTH, Segments, Workspace, ranges, transpose_rows};
use crate::kernels::vector::{F32x4, LANES};

/// The sums of a list: eight vectors hide the latency of a multiply-add, and share one base address.
const WIDTH: usize = 32;

/// The number of lines of a panel that are packed at once.
const LINES: usize = 32;

/// The sums of a list.
type Sums = [F32x4; WIDTH / LANES];

/// `sums[j] = Σ_e value(e) · panel[index(e), j]`, in the order of the list. The indices must be within the panel.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn multiply(list: &[Entry], panel: &[[f32; WIDTH]]) -> Sums {
    let mut sums = [F32x4::zero(); WIDTH / LANES];
    for entry in list {
        let index = entry.index as usize;
        debug_assert!(index < panel.len(), "an index within the panel");
        // SAFETY: `SparseRows` holds only indices below the segment's depth, also in imported rows, and `SparseColumns`
        // only indices below the number of rows. The panels are as deep. A check would cost as much as a multiply-add.
        let line = unsafe { panel.get_unchecked(index) };
        let value = F32x4::splat(entry.value);
        for (sum, line) in sums.iter_mut().zip(line.as_chunks::<LANES>().0) {
            *sum = value.mul_add(F32x4::load(line), *sum);
        }
    }
    sums
}

/// [`forward`](crate::kernels::forward) for a sparse `x: [n, inputs]`.
pub fn sparse_forward(
    x: &SparseRows,
    weights: &[f32],
    bias: Option<&[f32]>,
    units: usize,
    y: &mut [f32],
    workspace: &mut Workspace,
) {
    let [n, inputs] = x.size;
    if inputs == 0 {
        return;
    }
    for columns in ranges(units, WIDTH) {
        for (segment, depths) in x.segments.ranges().enumerate() {
            let panel = pack_rows(weights, columns.start, inputs, depths, workspace.right());
            let bias = bias.filter(|_| segment + 1 == x.segments.count).map(|bias| &bias[columns.clone()]);
            for (row, y) in y.chunks_exact_mut(units).enumerate().take(n) {
                let sums = multiply(x.list(row, segment), panel);
                if let Ok(y) = <&mut [f32; WIDTH]>::try_from(&mut y[columns.clone()]) {
                    store_whole(sums, y, segment > 0, bias.and_then(|bias| bias.first_chunk()));
                    continue;
                }
                for (group, (sum, y)) in
                    sums.into_iter().zip(y[columns.clone()].chunks_mut(LANES)).enumerate()
                {
                    let bias = bias.map(|bias| F32x4::load_partial(&bias[group * LANES..]));
                    store(bias, sum, y, segment > 0);
                }
            }
        }
    }
}

/// Packs up to `WIDTH` rows of `weights: [units, stride]`, from `first` on, into a panel with one line for each of `inputs`.
fn pack_rows<'a>(
    weights: &[f32],
    first: usize,
    stride: usize,
    inputs: Range<usize>,
    buffer: &'a mut [f32],
) -> &'a [[f32; WIDTH]] {
    let panel = &mut buffer.as_chunks_mut::<WIDTH>().0[..inputs.len()];
    let rows = weights[first * stride..].chunks_exact(stride).take(WIDTH).map(|row| &row[inputs.clone()]);
    // Few lines at a time, with all their columns, while they are in the L1 cache.
    for (lines, start) in panel.chunks_mut(LINES).zip((0..).step_by(LINES)) {
        let end = start + lines.len();
        let mut rows = rows.clone().map(|row| &row[start..end]);
        for column in (0..WIDTH).step_by(LANES) {
            let Some(row) = rows.next() else { break };
            // A missing row is replaced by the first of the four; its sums are dropped.
            let rows =
                [row, rows.next().unwrap_or(row), rows.next().unwrap_or(row), rows.next().unwrap_or(row)];
            transpose_rows(rows, lines, column);
        }
    }
    panel
}

/// [`weight_gradient`](crate::kernels::weight_gradient) for a sparse `x: [n, inputs]`, without accumulation.
pub fn sparse_weight_gradient(
    dy: &[f32],
    x: &SparseRows,
    units: usize,
    dw: &mut [f32],
    workspace: &mut Workspace,
) {
    let [n, inputs] = x.size;
    let segments = Segments::of(n);
    let [left, right] = workspace.both();
    let panels = right.as_chunks_mut::<WIDTH>().0;
    let units_per_group = panels.len() / segments.depth.max(1) * WIDTH;
    for (segment, depths) in segments.ranges().enumerate() {
        for group in ranges(units, units_per_group) {
            pack_columns(dy, units, &depths, &group, panels);
            for (index, depth) in x.segments.ranges().enumerate() {
                let mut columns = SparseColumns::new(x, index, &depths, left);
                for indices in ranges(depth.len(), columns.capacity()) {
                    columns.transpose(&indices, indices.end == depth.len());
                    let firsts = group.clone().step_by(WIDTH);
                    for (first, panel) in firsts.zip(panels.chunks_exact(depths.len().max(1))) {
                        let rows = first..group.end.min(first + WIDTH);
                        let dw = &mut dw[rows.start * inputs..rows.end * inputs];
                        let start = depth.start + indices.start;
                        columns.multiply(
                            panel,
                            dw,
                            [rows.len(), inputs],
                            start..start + indices.len(),
                            segment > 0,
                        );
                    }
                }
            }
        }
    }
}

/// Packs some columns of `dy: [n, units]` into consecutive panels with one line for each of `rows`.
fn pack_columns(
    dy: &[f32],
    units: usize,
    rows: &Range<usize>,
    columns: &Range<usize>,
    panels: &mut [[f32; WIDTH]],
) {
    for (panel, first) in panels.chunks_exact_mut(rows.len().max(1)).zip(columns.clone().step_by(WIDTH)) {
        let columns = first..columns.end.min(first + WIDTH);
        for (line, dy) in panel.iter_mut().zip(dy.chunks_exact(units).skip(rows.start)) {
            line[..columns.len()].copy_from_slice(&dy[columns.clone()]);
        }
    }
}

/// Some adjacent columns in compressed sparse column format (CSC), transposed from the rows.
///
/// It holds as many columns as fit into the buffer of the left operand; the next ones overwrite them. The lists of a whole
/// matrix would not fit into a cache, and writing them took half as long as the product.
struct SparseColumns<'a> {
    x: &'a SparseRows,
    /// The segment of each row, and the rows.
    segment: usize,
    rows: &'a Range<usize>,
    /// The number of entries of each row that have been transposed.
    done: [u32; BLOCK_DEPTH],
    /// The lists of the columns, at a distance of `stride` entries, and the end of each.
    entries: &'a mut [Entry],
    stride: usize,
    ends: [u32; BLOCK_DEPTH],
}

impl<'a> SparseColumns<'a> {
    fn new(x: &'a SparseRows, segment: usize, rows: &'a Range<usize>, buffer: &'a mut [f32]) -> Self {
        // The stride is odd: with a power of two, all lists would compete for the same few cache sets.
        let (entries, stride) = (cast_slice_mut(buffer), rows.len() | 1);
        Self { x, segment, rows, done: [0; BLOCK_DEPTH], entries, stride, ends: [0; BLOCK_DEPTH] }
    }

    /// The number of columns that fit: a multiple of the vector width, and not 0.
    fn capacity(&self) -> usize {
        self.entries.len() / self.stride / LANES * LANES
    }

    /// Transposes the columns `indices` of the segment, which follow the previous call's. `last` says that they are the
    /// segment's last columns.
    fn transpose(&mut self, indices: &Range<usize>, last: bool) {
        self.ends.iter_mut().zip((0..).step_by(self.stride)).for_each(|(end, start)| *end = start);
        let ends = &mut self.ends[..indices.len()];
        for ((line, row), done) in (0..).zip(self.rows.clone()).zip(&mut self.done) {
            let mut list = &self.x.list(row, self.segment)[*done as usize..];
            if !last {
                list = &list[..list.partition_point(|entry| (entry.index as usize) < indices.end)];
                *done += list.len() as u32;
            }
            for entry in list {
                let end = &mut ends[entry.index as usize - indices.start];
                self.entries[*end as usize] = Entry { index: line, value: entry.value };
                *end += 1;
            }
        }
    }

    /// Multiplies all columns by a panel. Writes the result to `columns` of `dw: [rows, inputs]`, or adds it.
    fn multiply(
        &self,
        panel: &[[f32; WIDTH]],
        dw: &mut [f32],
        [rows, inputs]: [usize; 2],
        columns: Range<usize>,
        accumulate: bool,
    ) {
        for group in ranges(columns.len(), LANES) {
            let mut sums = [[F32x4::zero(); WIDTH / LANES]; LANES];
            for (column, sums) in group.clone().zip(&mut sums) {
                *sums = multiply(self.list(column), panel);
            }
            let columns = columns.start + group.start..columns.start + group.end;
            if !accumulate && [rows, group.len()] == [WIDTH, LANES] {
                store_columns(&sums, &mut dw[columns.start..], inputs);
            } else {
                store_partial_columns(&sums, dw, inputs, &columns, accumulate);
            }
        }
    }

    /// The entries of one column; their indices are below the number of rows.
    #[allow(clippy::inline_always)] // lists are so short that a call costs as much
    #[inline(always)]
    fn list(&self, column: usize) -> &[Entry] {
        &self.entries[column * self.stride..self.ends[column] as usize]
    }
}

/// Writes the sums of four inputs to `WIDTH` rows of the weight gradient. This is the common case; with a bounds check for
/// each row it would take as long as the product.
#[allow(clippy::inline_always)] // once, within a loop
#[inline(always)]
fn store_columns(sums: &[Sums; LANES], dw: &mut [f32], inputs: usize) {
    assert!(dw.len() >= (WIDTH - 1) * inputs + LANES, "one row for each sum");
    let [a, b, c, d] = sums;
    for (group, (((a, b), c), d)) in a.iter().zip(b).zip(c).zip(d).enumerate() {
        for (line, sum) in F32x4::transpose([*a, *b, *c, *d]).into_iter().enumerate() {
            let start = (group * LANES + line) * inputs;
            // SAFETY: `start` is at most `(WIDTH - 1) * inputs`, and `dw` has four more floats, as asserted.
            sum.store(unsafe { &mut *dw.as_mut_ptr().add(start).cast() });
        }
    }
}

/// Writes the sums of a list or adds them, then adds the bias.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn store_whole(sums: Sums, target: &mut [f32; WIDTH], accumulate: bool, bias: Option<&[f32; WIDTH]>) {
    for (group, (sum, target)) in sums.into_iter().zip(target.as_chunks_mut::<LANES>().0).enumerate() {
        let bias = bias.map(|bias| F32x4::load(&bias.as_chunks::<LANES>().0[group]));
        store(bias, sum, target, accumulate);
    }
}

/// Writes the sums of up to four inputs to the rows of the weight gradient, one row for each unit, or adds them.
fn store_partial_columns(
    sums: &[Sums; LANES],
    dw: &mut [f32],
    inputs: usize,
    columns: &Range<usize>,
    accumulate: bool,
) {
    let (mut start, width) = (columns.start, columns.len());
    let [a, b, c, d] = sums;
    for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
        let block = F32x4::transpose([*a, *b, *c, *d]);
        for sum in block {
            match dw.get_mut(start..).and_then(|row| row.first_chunk_mut::<LANES>()) {
                Some(row) if width == LANES => {
                    let sum = if accumulate { F32x4::load(row) + sum } else { sum };
                    sum.store(row);
                }
                _ => {
                    let row = dw.get_mut(start..start + width).unwrap_or_default();
                    store(None, sum, row, accumulate);
                }
            }
            start += inputs;
        }
    }
}

/// Writes `sum` or adds it, then adds the bias. `target` has at most four floats.
#[allow(clippy::inline_always)] // a few instructions
#[inline(always)]
fn store(bias: Option<F32x4>, sum: F32x4, target: &mut [f32], accumulate: bool) {
    let with = |old: F32x4| {
        let sum = if accumulate { old + sum } else { sum };
        bias.map_or(sum, |bias| sum + bias)
    };
    match <&mut [f32; LANES]>::try_from(&mut *target) {
        Ok(whole) => with(F32x4::load(whole)).store(whole),
        Err(_) => with(F32x4::load_partial(target)).store_partial(target),
    }
}
