//! The products with listed numbers: a list times a panel of 32 columns gives 32 sums, which stay in registers.

use core::ops::Range;

use bytemuck::cast_slice_mut;

use super::index::{Entry, NonZeros};
use crate::kernels::matmul::{BLOCK_DEPTH, Parts, Workspace, ranges, turn_rows};
use crate::kernels::vector::{F32x4, LANES};

/// Sums of a list: eight vectors hide the latency of a multiply-add, and their addresses are one and a constant.
const WIDTH: usize = 32;

/// Lines of a panel that are packed at once.
const LINES: usize = 32;

/// The sums of a list.
type Sums = [F32x4; WIDTH / LANES];

/// `sums[j] = Σ_e value(e) · panel[place(e), j]` in the list's order. The places of the list must be within the
/// panel.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn multiply(list: &[Entry], panel: &[[f32; WIDTH]]) -> Sums {
    let mut sums = [F32x4::zero(); WIDTH / LANES];
    for entry in list {
        let place = entry.place as usize;
        debug_assert!(place < panel.len(), "a place of the panel");
        // SAFETY: the index holds places below the part's depth alone, those that others have listed included, and
        // `Columns` rows below their number; the panels here are as deep. A check would cost as much as a multiply-add.
        let line = unsafe { panel.get_unchecked(place) };
        let value = F32x4::splat(entry.value);
        for (sum, line) in sums.iter_mut().zip(line.as_chunks::<LANES>().0) {
            *sum = value.mul_add(F32x4::load(line), *sum);
        }
    }
    sums
}

/// [`forward`](crate::kernels::forward) of the listed `x: [n, inputs]`.
pub fn sparse_forward(
    x: &NonZeros,
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
        for (part, depths) in x.parts.ranges().enumerate() {
            let panel = pack_rows(weights, columns.start, inputs, depths, workspace.right());
            let bias = bias.filter(|_| part + 1 == x.parts.count).map(|bias| &bias[columns.clone()]);
            for (row, y) in y.chunks_exact_mut(units).enumerate().take(n) {
                let sums = multiply(x.list(row, part), panel);
                if let Ok(y) = <&mut [f32; WIDTH]>::try_from(&mut y[columns.clone()]) {
                    store_whole(sums, y, part > 0, bias.and_then(|bias| bias.first_chunk()));
                    continue;
                }
                for (group, (sum, y)) in
                    sums.into_iter().zip(y[columns.clone()].chunks_mut(LANES)).enumerate()
                {
                    let bias = bias.map(|bias| F32x4::load_partial(&bias[group * LANES..]));
                    store(bias, sum, y, part > 0);
                }
            }
        }
    }
}

/// A panel of up to `WIDTH` rows of `weights: [units, stride]` from `first` on: a line an input of `inputs`.
fn pack_rows<'a>(
    weights: &[f32],
    first: usize,
    stride: usize,
    inputs: Range<usize>,
    buffer: &'a mut [f32],
) -> &'a [[f32; WIDTH]] {
    let panel = &mut buffer.as_chunks_mut::<WIDTH>().0[..inputs.len()];
    let rows = weights[first * stride..].chunks_exact(stride).take(WIDTH).map(|row| &row[inputs.clone()]);
    // A few lines at a time, all their columns, while they are in the first cache.
    for (lines, start) in panel.chunks_mut(LINES).zip((0..).step_by(LINES)) {
        let end = start + lines.len();
        let mut rows = rows.clone().map(|row| &row[start..end]);
        for place in (0..WIDTH).step_by(LANES) {
            let Some(row) = rows.next() else { break };
            // A row that is not there is packed as the first of the four, and its sums are dropped.
            let rows =
                [row, rows.next().unwrap_or(row), rows.next().unwrap_or(row), rows.next().unwrap_or(row)];
            turn_rows(rows, lines, place);
        }
    }
    panel
}

/// [`weight_gradient`](crate::kernels::weight_gradient) for the listed `x: [n, inputs]`, without accumulation.
pub fn sparse_weight_gradient(
    dy: &[f32],
    x: &NonZeros,
    units: usize,
    dw: &mut [f32],
    workspace: &mut Workspace,
) {
    let [n, inputs] = x.size;
    let parts = Parts::of(n);
    let [left, right] = workspace.both();
    let panels = right.as_chunks_mut::<WIDTH>().0;
    let together = panels.len() / parts.depth.max(1) * WIDTH;
    for (part, depths) in parts.ranges().enumerate() {
        for group in ranges(units, together) {
            pack_columns(dy, units, &depths, &group, panels);
            for (index, depth) in x.parts.ranges().enumerate() {
                let mut columns = Columns::new(x, index, &depths, left);
                for places in ranges(depth.len(), columns.room()) {
                    columns.turn(&places, places.end == depth.len());
                    let firsts = group.clone().step_by(WIDTH);
                    for (first, panel) in firsts.zip(panels.chunks_exact(depths.len().max(1))) {
                        let rows = first..group.end.min(first + WIDTH);
                        let dw = &mut dw[rows.start * inputs..rows.end * inputs];
                        let start = depth.start + places.start;
                        columns.multiply(
                            panel,
                            dw,
                            [rows.len(), inputs],
                            start..start + places.len(),
                            part > 0,
                        );
                    }
                }
            }
        }
    }
}

/// Panels of some columns of `dy: [n, units]`, one after the other: a line for each of some rows.
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

/// Lists of neighbouring columns over some rows, made from those of the rows: as many as the left operand's buffer has room
/// for, and then the next ones in the same place. Those of a whole matrix would be written to memory that no cache holds any
/// more, which took as long as half of the product.
struct Columns<'a> {
    x: &'a NonZeros,
    /// Which part of each row, and which rows.
    part: usize,
    rows: &'a Range<usize>,
    /// Entries of each row that have been listed.
    done: [u32; BLOCK_DEPTH],
    /// A list for each column, `stride` entries from one to the next, and where each ends.
    entries: &'a mut [Entry],
    stride: usize,
    ends: [u32; BLOCK_DEPTH],
}

impl<'a> Columns<'a> {
    fn new(x: &'a NonZeros, part: usize, rows: &'a Range<usize>, buffer: &'a mut [f32]) -> Self {
        // An odd stride: with a power of two all lists would want the same few lines of the cache.
        let (entries, stride) = (cast_slice_mut(buffer), rows.len() | 1);
        Self { x, part, rows, done: [0; BLOCK_DEPTH], entries, stride, ends: [0; BLOCK_DEPTH] }
    }

    /// How many columns there is room for: whole vectors, and at least one.
    fn room(&self) -> usize {
        self.entries.len() / self.stride / LANES * LANES
    }

    /// Lists the columns at `places` of the part, which follow those that were listed last; the last of the part, or not.
    fn turn(&mut self, places: &Range<usize>, last: bool) {
        self.ends.iter_mut().zip((0..).step_by(self.stride)).for_each(|(end, start)| *end = start);
        let ends = &mut self.ends[..places.len()];
        for ((line, row), done) in (0..).zip(self.rows.clone()).zip(&mut self.done) {
            let mut list = &self.x.list(row, self.part)[*done as usize..];
            if !last {
                list = &list[..list.partition_point(|entry| (entry.place as usize) < places.end)];
                *done += list.len() as u32;
            }
            for entry in list {
                let end = &mut ends[entry.place as usize - places.start];
                self.entries[*end as usize] = Entry { place: line, value: entry.value };
                *end += 1;
            }
        }
    }

    /// Writes all lists times a panel, or adds that, to the columns at `places` of `dw: [rows, inputs]`.
    fn multiply(
        &self,
        panel: &[[f32; WIDTH]],
        dw: &mut [f32],
        [rows, inputs]: [usize; 2],
        places: Range<usize>,
        accumulate: bool,
    ) {
        for four in ranges(places.len(), LANES) {
            let mut sums = [[F32x4::zero(); WIDTH / LANES]; LANES];
            for (place, sums) in four.clone().zip(&mut sums) {
                *sums = multiply(self.list(place), panel);
            }
            let columns = places.start + four.start..places.start + four.end;
            if !accumulate && [rows, four.len()] == [WIDTH, LANES] {
                put_whole(&sums, &mut dw[columns.start..], inputs);
            } else {
                put(&sums, dw, inputs, &columns, accumulate);
            }
        }
    }

    /// One list; its places are below the number of rows.
    #[allow(clippy::inline_always)] // a list is as short as a call is long
    #[inline(always)]
    fn list(&self, column: usize) -> &[Entry] {
        &self.entries[column * self.stride..self.ends[column] as usize]
    }
}

/// Writes the sums of four inputs into as many rows of the weights' gradient as a list has sums: the common case, which
/// would take as long as the product if each row were looked for.
#[allow(clippy::inline_always)] // once, within a loop
#[inline(always)]
fn put_whole(sums: &[Sums; LANES], dw: &mut [f32], inputs: usize) {
    assert!(dw.len() >= (WIDTH - 1) * inputs + LANES, "a row for each sum");
    let [a, b, c, d] = sums;
    for (group, (((a, b), c), d)) in a.iter().zip(b).zip(c).zip(d).enumerate() {
        for (line, sum) in F32x4::transpose([*a, *b, *c, *d]).into_iter().enumerate() {
            let start = (group * LANES + line) * inputs;
            // SAFETY: `start` is at most `(WIDTH - 1) * inputs`, and `dw` goes on for four floats from there.
            sum.store(unsafe { &mut *dw.as_mut_ptr().add(start).cast() });
        }
    }
}

/// Writes the sums of a list, or adds them, and adds the bias.
#[allow(clippy::inline_always)] // the sums must stay in registers
#[inline(always)]
fn store_whole(sums: Sums, target: &mut [f32; WIDTH], accumulate: bool, bias: Option<&[f32; WIDTH]>) {
    for (group, (sum, target)) in sums.into_iter().zip(target.as_chunks_mut::<LANES>().0).enumerate() {
        let bias = bias.map(|bias| F32x4::load(&bias.as_chunks::<LANES>().0[group]));
        store(bias, sum, target, accumulate);
    }
}

/// Writes the sums of up to four inputs where the weights' gradient has them: a row a unit, as many as there are.
fn put(sums: &[Sums; LANES], dw: &mut [f32], inputs: usize, places: &Range<usize>, accumulate: bool) {
    let (mut start, width) = (places.start, places.len());
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

/// Writes `sum`, or adds it, and adds the bias, as far as `target` goes: at most four places.
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
