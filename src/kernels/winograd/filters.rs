//! The filters of a convolution, and the panels of their terms.

use core::ops::Range;

use super::TERMS;
use super::transform::transform_filter;
use crate::kernels::matmul::ROWS;
use crate::kernels::vector::F32x4;

/// The number of weights of a filter in one channel.
pub(super) const WEIGHTS: usize = 9;

/// Filters of 3 × 3: the weight of output o, input i and place k is `weights[o · output_stride + i · input_stride + k]`, or with
/// the place 8 − k if they are flipped.
#[derive(Clone, Copy, Debug)]
pub struct Filters<'a> {
    weights: &'a [f32],
    outputs: usize,
    inputs: usize,
    output_stride: usize,
    input_stride: usize,
    flipped: bool,
}

impl<'a> Filters<'a> {
    /// The filters of `weights: [filters, channels, 3, 3]`.
    pub fn new(weights: &'a [f32], channels: usize) -> Self {
        let filters = weights.len() / (WEIGHTS * channels);
        Self {
            weights,
            outputs: filters,
            inputs: channels,
            output_stride: WEIGHTS * channels,
            input_stride: WEIGHTS,
            flipped: false,
        }
    }

    /// The filters that convolve the padded gradient of the output to the gradient of the input.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self {
            weights: self.weights,
            outputs: self.inputs,
            inputs: self.outputs,
            output_stride: self.input_stride,
            input_stride: self.output_stride,
            flipped: !self.flipped,
        }
    }

    /// The number of channels of the output.
    pub(super) fn outputs(&self) -> usize {
        self.outputs
    }

    /// The number of channels of the input.
    pub(super) fn inputs(&self) -> usize {
        self.inputs
    }

    /// The terms of some filters: `panels: [quads of filters, terms, inputs, 4]`. Those of missing filters are any.
    pub(super) fn pack(&self, outputs: Range<usize>, panels: &mut [f32]) {
        let quads = outputs.clone().step_by(ROWS);
        for (first, panel) in quads.zip(panels.chunks_exact_mut(TERMS * self.inputs * ROWS)) {
            for input in 0..self.inputs {
                let square = core::array::from_fn(|row| {
                    core::array::from_fn(|column| {
                        let place = 3 * row + column;
                        let place = if self.flipped { WEIGHTS - 1 - place } else { place };
                        let start = input * self.input_stride + place;
                        let weight = |lane: usize| {
                            self.weights[start + (first + lane).min(outputs.end - 1) * self.output_stride]
                        };
                        F32x4::load(&core::array::from_fn(weight))
                    })
                });
                let terms = panel.as_chunks_mut::<ROWS>().0.iter_mut().skip(input).step_by(self.inputs);
                for (term, target) in transform_filter(square).as_flattened().iter().zip(terms) {
                    term.store(target);
                }
            }
        }
    }
}
