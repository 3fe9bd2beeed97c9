//! Passes and sums in which every channel has numbers of its own: a mean to take off, a factor, a shift.

use core::ops::Range;

use super::elementwise::update;
use super::sums::sum_of_terms;
use super::vector::{F32x4, LANES};

/// Rows that are summed in single precision.
const STRETCH: usize = 64;

/// How channels lie in a buffer: blocks of `count` channels, each of which is `run` neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channels {
    /// Channels of a block.
    pub count: usize,
    /// Neighbours of one channel: the pixels of an image, 1 for a row of features.
    pub run: usize,
}

impl Channels {
    /// `sums[c] = Σ term(numbers of channel c, inputs)` over some channels, in double precision but for short
    /// stretches; `numbers` are of one float for each of these, `inputs` of whole blocks and one length.
    pub fn sum<const NUMBERS: usize, const INPUTS: usize>(
        &self,
        channels: Range<usize>,
        numbers: [&[f32]; NUMBERS],
        inputs: [&[f32]; INPUTS],
        term: impl Fn([F32x4; NUMBERS], [F32x4; INPUTS]) -> F32x4,
        sums: &mut [f64],
    ) {
        let (block, length) = (self.count * self.run, inputs.first().map_or(0, |input| input.len()));
        if self.run == 1 {
            return self.sum_columns(channels, numbers, inputs, term, sums);
        }
        sums.fill(0.0);
        for start in (0..length).step_by(block) {
            for (index, (channel, sum)) in channels.clone().zip(&mut *sums).enumerate() {
                let numbers = numbers.map(|number| F32x4::splat(number[index]));
                let first = start + channel * self.run;
                let runs = inputs.map(|input| &input[first..first + self.run]);
                *sum += sum_of_terms(runs, |inputs| term(numbers, inputs));
            }
        }
    }

    /// The sums where the channels are the columns of a matrix.
    fn sum_columns<const NUMBERS: usize, const INPUTS: usize>(
        &self,
        channels: Range<usize>,
        numbers: [&[f32]; NUMBERS],
        inputs: [&[f32]; INPUTS],
        term: impl Fn([F32x4; NUMBERS], [F32x4; INPUTS]) -> F32x4,
        sums: &mut [f64],
    ) {
        let rows = inputs.first().map_or(0, |input| input.len()) / self.count;
        for (first, sums) in channels.clone().step_by(LANES).zip(sums.chunks_mut(LANES)) {
            let width = (channels.end - first).min(LANES);
            let numbers = numbers.map(|number| load(&number[first - channels.start..][..width]));
            sums.fill(0.0);
            for start in (0..rows).step_by(STRETCH) {
                let mut partial = F32x4::zero();
                for row in start..rows.min(start + STRETCH) {
                    let place = row * self.count + first;
                    partial += term(numbers, inputs.map(|input| load(&input[place..place + width])));
                }
                sums.iter_mut().zip(partial.to_array()).for_each(|(sum, value)| *sum += f64::from(value));
            }
        }
    }

    /// `out = formula(numbers of the channel, inputs)` for every float of `out`; the inputs are as long.
    ///
    /// # Panics
    /// Where an input is shorter.
    pub fn apply<const NUMBERS: usize, const INPUTS: usize>(
        &self,
        out: &mut [f32],
        numbers: [&[f32]; NUMBERS],
        inputs: [&[f32]; INPUTS],
        formula: impl Fn([F32x4; NUMBERS], [F32x4; INPUTS]) -> F32x4,
    ) {
        let mut first = 0;
        if self.run == 1 {
            for row in out.chunks_exact_mut(self.count) {
                let inputs = inputs.map(|input| &input[first..first + self.count]);
                first += self.count;
                for (lanes, values) in (0..).step_by(LANES).zip(row.chunks_mut(LANES)) {
                    let lanes = lanes..lanes + values.len();
                    let numbers = numbers.map(|number| load(&number[lanes.clone()]));
                    let result = formula(numbers, inputs.map(|input| load(&input[lanes.clone()])));
                    match <&mut [f32; LANES]>::try_from(&mut *values) {
                        Ok(whole) => result.store(whole),
                        Err(_) => result.store_partial(values),
                    }
                }
            }
            return;
        }
        for (channel, run) in (0..self.count).cycle().zip(out.chunks_exact_mut(self.run)) {
            let numbers = numbers.map(|number| F32x4::splat(number[channel]));
            let inputs = inputs.map(|input| &input[first..first + self.run]);
            first += self.run;
            update([run], inputs, |[_], inputs| [formula(numbers, inputs)]);
        }
    }
}

#[allow(clippy::inline_always)] // two instructions
#[inline(always)]
fn load(values: &[f32]) -> F32x4 {
    <&[f32; LANES]>::try_from(values).map_or_else(|_| F32x4::load_partial(values), F32x4::load)
}
