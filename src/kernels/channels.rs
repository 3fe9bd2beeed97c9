//! Element-wise operations and sums with one parameter for each channel, such as a mean, a scale or a shift.

use core::ops::Range;

use super::elementwise::update;
use super::sums::sum_of_terms;
use super::vector::{F32x4, LANES};

/// The number of rows that are summed in single precision.
const CHUNK: usize = 64;

/// The layout of channels in a buffer: blocks of `count` channels with `run` contiguous floats each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channels {
    /// The number of channels of a block.
    pub count: usize,
    /// The contiguous floats of one channel: the pixels of an image, or 1 for a row of features.
    pub run: usize,
}

impl Channels {
    /// `sums[c] = Σ term(parameters of channel c, inputs)` for some channels, in double precision but for short chunks.
    ///
    /// Each of `parameters` has one float for each of these channels. `inputs` have one length, a multiple of a block.
    pub fn sum<const PARAMETERS: usize, const INPUTS: usize>(
        &self,
        channels: Range<usize>,
        parameters: [&[f32]; PARAMETERS],
        inputs: [&[f32]; INPUTS],
        term: impl Fn([F32x4; PARAMETERS], [F32x4; INPUTS]) -> F32x4,
        sums: &mut [f64],
    ) {
        let (block, length) = (self.count * self.run, inputs.first().map_or(0, |input| input.len()));
        if self.run == 1 {
            return self.sum_columns(channels, parameters, inputs, term, sums);
        }
        sums.fill(0.0);
        for start in (0..length).step_by(block) {
            for (index, (channel, sum)) in channels.clone().zip(&mut *sums).enumerate() {
                let parameters = parameters.map(|parameter| F32x4::splat(parameter[index]));
                let first = start + channel * self.run;
                let runs = inputs.map(|input| &input[first..first + self.run]);
                *sum += sum_of_terms(runs, |inputs| term(parameters, inputs));
            }
        }
    }

    /// The same for channels that are the columns of a matrix.
    fn sum_columns<const PARAMETERS: usize, const INPUTS: usize>(
        &self,
        channels: Range<usize>,
        parameters: [&[f32]; PARAMETERS],
        inputs: [&[f32]; INPUTS],
        term: impl Fn([F32x4; PARAMETERS], [F32x4; INPUTS]) -> F32x4,
        sums: &mut [f64],
    ) {
        let rows = inputs.first().map_or(0, |input| input.len()) / self.count;
        for (first, sums) in channels.clone().step_by(LANES).zip(sums.chunks_mut(LANES)) {
            let width = (channels.end - first).min(LANES);
            let parameters = parameters.map(|parameter| load(&parameter[first - channels.start..][..width]));
            sums.fill(0.0);
            for first_row in (0..rows).step_by(CHUNK) {
                let mut partial = F32x4::zero();
                for row in first_row..rows.min(first_row + CHUNK) {
                    let start = row * self.count + first;
                    partial += term(parameters, inputs.map(|input| load(&input[start..start + width])));
                }
                sums.iter_mut().zip(partial.to_array()).for_each(|(sum, value)| *sum += f64::from(value));
            }
        }
    }

    /// `out = formula(parameters of the channel, inputs)` for every float of `out`; the inputs have the same length.
    ///
    /// # Panics
    /// If an input is shorter.
    pub fn apply<const PARAMETERS: usize, const INPUTS: usize>(
        &self,
        out: &mut [f32],
        parameters: [&[f32]; PARAMETERS],
        inputs: [&[f32]; INPUTS],
        formula: impl Fn([F32x4; PARAMETERS], [F32x4; INPUTS]) -> F32x4,
    ) {
        let mut first = 0;
        if self.run == 1 {
            for row in out.chunks_exact_mut(self.count) {
                let inputs = inputs.map(|input| &input[first..first + self.count]);
                first += self.count;
                for (lanes, values) in (0..).step_by(LANES).zip(row.chunks_mut(LANES)) {
                    let lanes = lanes..lanes + values.len();
                    let parameters = parameters.map(|parameter| load(&parameter[lanes.clone()]));
                    let result = formula(parameters, inputs.map(|input| load(&input[lanes.clone()])));
                    match <&mut [f32; LANES]>::try_from(&mut *values) {
                        Ok(whole) => result.store(whole),
                        Err(_) => result.store_partial(values),
                    }
                }
            }
            return;
        }
        for (channel, run) in (0..self.count).cycle().zip(out.chunks_exact_mut(self.run)) {
            let parameters = parameters.map(|parameter| F32x4::splat(parameter[channel]));
            let inputs = inputs.map(|input| &input[first..first + self.run]);
            first += self.run;
            update([run], inputs, |[_], inputs| [formula(parameters, inputs)]);
        }
    }
}

#[allow(clippy::inline_always)] // two instructions
#[inline(always)]
fn load(values: &[f32]) -> F32x4 {
    <&[f32; LANES]>::try_from(values).map_or_else(|_| F32x4::load_partial(values), F32x4::load)
}
