//! Which floats of the flat buffers each of several workers adds up and updates, and the gradient of large weights,
//! which is not added up at all. The order of a step is left to `divided.rs`.
//!
//! A worker's gradient of a weight matrix `[units, inputs]` is a product over its own samples, and all workers' are to be
//! added. Where the rows of the product, x and dz, are fewer floats than the matrix, they hand each other the rows
//! instead: each then takes the gradient of its own units alone, over the whole batch. Less is read and written, nothing
//! is added, and the bits are those of one worker.

use core::ops::Range;

use super::Ranges;
use super::divided::{Crew, Share};
use crate::Result;
use crate::kernels::{NonZeros, Workspace, sparse_weight_gradient, weight_gradient};
use crate::layers::Exchange;
use crate::memory::grow;
use crate::network::Network;

/// A stretch of the flat buffers that is divided by itself.
struct Stretch {
    range: Range<usize>,
    /// What is known where its gradient is taken from rows.
    rows: Option<Rows>,
}

/// A layer's product with a row of each sample.
#[derive(Clone, Copy)]
struct Rows {
    layer: u32,
    units: usize,
    inputs: usize,
}

impl Stretch {
    /// What one worker keeps of it: whole units, or whole vectors.
    #[inline(never)]
    fn slice(&self, share: Share) -> Range<usize> {
        let Range { start, end } = match self.rows {
            Some(Rows { units, inputs, .. }) => {
                let units = share.range(units);
                units.start * inputs..units.end * inputs
            }
            None => share.slice(self.range.len()),
        };
        self.range.start + start..self.range.start + end
    }

    /// Where in its own area a worker hands over its rows: where the gradient of its neighbour's slice would be, for in
    /// its own slice others may still read the parameters of the last step.
    fn place(&self, share: Share) -> usize {
        self.slice(Share { index: (share.index + 1) % share.count, ..share }).start
    }
}

impl Rows {
    /// Whether the rows of the largest share of a batch fit in the smallest slice.
    fn fit(self, batch: usize, count: usize) -> bool {
        let Self { units, inputs, .. } = self;
        (inputs + units).saturating_mul(batch.div_ceil(count)) <= units / count * inputs
    }
}

/// How many floats the weights have whose gradient two workers take from rows.
pub(super) fn handed_over(network: &Network, batch: usize) -> usize {
    let rows = network.stages().filter_map(|(kind, _, trainable)| kind.row_product().filter(|_| trainable));
    let rows = rows.map(|[units, inputs]| Rows { layer: 0, units, inputs });
    rows.filter(|rows| rows.fit(batch, 2)).map(|rows| rows.units * rows.inputs).sum()
}

/// How the flat buffers are divided, with memory for the rows of a batch.
#[derive(Default)]
pub(super) struct Division {
    /// For whom, and for how many samples.
    share: Share,
    batch: usize,
    stretches: Vec<Stretch>,
    /// What of my slices the optimiser changes, and what the penalties act on.
    pub trained: Vec<Range<usize>>,
    pub penalised: Vec<Range<usize>>,
    x: Vec<f32>,
    dz: Vec<f32>,
    non_zeros: NonZeros,
}

impl Division {
    pub fn new(network: &Network, ranges: &Ranges, share: Share, batch: usize) -> Result<Self> {
        let mut division = Self { share, batch, ..Self::default() };
        let mut from = 0;
        let mut width = 0;
        for (layer, (kind, range, trainable)) in (0..).zip(network.stages()) {
            let Some([units, inputs]) = kind.row_product() else { continue };
            let rows = Rows { layer, units, inputs };
            if share.count == 1 || !trainable || !rows.fit(batch, share.count) {
                continue;
            }
            division.push(from..range.start, None);
            from = range.start + units * inputs;
            division.push(range.start..from, Some(rows));
            width = width.max(inputs);
            grow(&mut division.x, batch * inputs)?;
            grow(&mut division.dz, batch * units.div_ceil(share.count))?;
        }
        division.push(from..network.parameter_count(), None);
        for slice in division.stretches.iter().map(|stretch| stretch.slice(share)) {
            division.trained.extend(within(&ranges.trained, &slice));
            division.penalised.extend(within(&ranges.penalised, &slice));
        }
        division.non_zeros.reserve(if width > 0 { batch } else { 0 }, width)?;
        Ok(division)
    }

    fn push(&mut self, range: Range<usize>, rows: Option<Rows>) {
        if !range.is_empty() {
            self.stretches.push(Stretch { range, rows });
        }
    }

    pub fn is_for(&self, share: Share, batch: usize) -> bool {
        self.share == share && self.batch == batch
    }

    /// Something else is trained: it is to be divided anew.
    pub fn expire(&mut self) {
        self.batch = 0;
    }

    /// The stretches over which gradients are added, each with my slice of it.
    pub fn added(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
        let added = self.stretches.iter().filter(|stretch| stretch.rows.is_none());
        added.map(|stretch| (stretch.range.clone(), stretch.slice(self.share)))
    }

    /// Puts my rows where all can read them: those of x, then for each worker its units of those of dz.
    fn hand_over(&mut self, crew: &mut dyn Crew, layer: u32, x: &[f32], dz: &[f32]) -> bool {
        let share = self.share;
        let found = |stretch: &Stretch| {
            Some((stretch.place(share), stretch.rows.filter(|rows| rows.layer == layer)?))
        };
        let Some((at, Rows { units: whole, inputs, .. })) = self.stretches.iter().find_map(found) else {
            return false;
        };
        let samples = x.len() / inputs;
        crew.put(at, x);
        for other in share.all() {
            let units = other.range(whole);
            let rows = &mut self.dz[..samples * units.len()];
            for (row, dz) in rows.chunks_exact_mut(units.len()).zip(dz.chunks_exact(whole)) {
                row.copy_from_slice(&dz[units.clone()]);
            }
            crew.put(at + samples * (inputs + units.start), rows);
        }
        true
    }

    /// The gradient of my units, from everyone's rows: dzᵀ x over a batch of so many samples.
    pub fn multiply(
        &mut self,
        batch: usize,
        crew: &mut dyn Crew,
        gradient: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let Self { share, stretches, x, dz, non_zeros, .. } = self;
        let share = *share;
        for stretch in stretches {
            let Some(Rows { units, inputs, .. }) = stretch.rows else { continue };
            let units = share.range(units);
            let (x, dz) = (&mut x[..batch * inputs], &mut dz[..batch * units.len()]);
            for other in share.all() {
                let (samples, at) = (other.range(batch), stretch.place(other));
                crew.get(other.index, at, &mut x[samples.start * inputs..samples.end * inputs]);
                let at = at + samples.len() * (inputs + units.start);
                crew.get(other.index, at, &mut dz[samples.start * units.len()..samples.end * units.len()]);
            }
            let dw = &mut gradient[stretch.slice(share)];
            if non_zeros.find(x, inputs) {
                sparse_weight_gradient(dz, non_zeros, units.len(), dw, workspace);
            } else {
                weight_gradient(dz, x, [batch, inputs, units.len()], dw, false, workspace);
            }
        }
    }

    /// Makes a buffer whole of which each has its slices; `numbers` are summed on the way.
    pub fn gather(&self, crew: &mut dyn Crew, buffer: &mut [f32], numbers: &mut [f64]) {
        for stretch in &self.stretches {
            let slice = stretch.slice(self.share);
            crew.put(slice.start, &buffer[slice]);
        }
        crew.sum(numbers);
        for other in self.share.others() {
            for stretch in &self.stretches {
                let slice = stretch.slice(other);
                crew.get(other.index, slice.start, &mut buffer[slice]);
            }
        }
    }
}

/// The others as layers see them: those who take their rows.
pub(super) struct HandingOver<'a> {
    pub crew: &'a mut dyn Crew,
    pub division: &'a mut Division,
}

impl Exchange for HandingOver<'_> {
    fn sum(&mut self, values: &mut [f64]) {
        self.crew.sum(values);
    }

    fn hand_over(&mut self, layer: u32, x: &[f32], dz: &[f32]) -> bool {
        self.division.hand_over(self.crew, layer, x, dz)
    }
}

/// The parts of `ranges` that lie in `slice`.
fn within(ranges: &[Range<usize>], slice: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let cut = move |range: &Range<usize>| range.start.max(slice.start)..range.end.min(slice.end);
    ranges.iter().map(cut).filter(|range| !range.is_empty())
}
