//! A layer that is divided: each of several workers computes a portion of it for the whole batch, and is alone in having that
//! portion's weights up to date. What goes between workers then are the layer's inputs and outputs, not its weights: less, where
//! a layer is large and a batch is not.
//!
//! A layer is divided by its units, of which each worker needs everyone's inputs (Krizhevsky: One weird trick for
//! parallelizing convolutional neural networks, 2014, arXiv 1404.5997, section 3). A layer right after it is divided by its
//! inputs, which are those units: nothing goes between the two, and what does after the second are its sums (Shoeybi et al.:
//! Megatron-LM, 2019, arXiv 1909.08053, section 3).

use core::ops::Range;

use super::Part;
use super::stage::{Call, Flow, Stage};
use crate::Result;
use crate::layers::{Portion, Route};
use crate::memory::{grow, product};

/// A divided layer's tensors of the whole batch.
#[derive(Default)]
pub(super) struct Whole {
    /// Where it is divided by its units.
    x: Vec<f32>,
    /// Of my units alone; or what my inputs bring to the sums of all.
    y: Vec<f32>,
}

impl Whole {
    /// Makes room for a portion in a batch of so many samples.
    pub fn reserve_for(
        &mut self,
        batch: usize,
        [inputs, outputs]: [usize; 2],
        portion: &Portion,
        gradients: &mut Gradients,
    ) -> Result<()> {
        if let Portion::Units { units, .. } = portion {
            self.reserve(batch, inputs, units.len())?;
            gradients.reserve(batch, units.len(), inputs)
        } else {
            self.reserve(batch, 0, outputs)?;
            gradients.reserve(batch, 0, outputs)
        }
    }

    fn reserve(&mut self, batch: usize, inputs: usize, outputs: usize) -> Result<()> {
        grow(&mut self.x, product(&[batch, inputs]))?;
        grow(&mut self.y, product(&[batch, outputs]))
    }

    /// What lies with the units: so many outputs.
    pub fn outputs(&self, count: usize) -> &[f32] {
        &self.y[..count]
    }
}

/// The gradients of the whole batch on their way back through divided layers.
#[derive(Default)]
pub(super) struct Gradients {
    /// Of my units' outputs.
    dy: Vec<f32>,
    /// Of a layer's inputs, of which I have what came through my units; or of everyone's sums.
    passing: Vec<f32>,
}

impl Gradients {
    fn reserve(&mut self, batch: usize, units: usize, passing: usize) -> Result<()> {
        grow(&mut self.dy, product(&[batch, units]))?;
        grow(&mut self.passing, product(&[batch, passing]))
    }
}

impl Part<'_> {
    /// The same step for someone who has the whole batch.
    fn whole(&mut self) -> Part<'_> {
        Part { samples: self.batch, first_sample: 0, exchange: self.exchange, ..*self }
    }
}

impl Stage {
    /// Computes my units for everyone's samples, of which mine are `x: [N, inputs]`, and the output of mine, `y: [N, units]`,
    /// unless outputs stay with their units.
    pub(super) fn forward_units(
        &self,
        part: &mut Part<'_>,
        mut call: Call<'_>,
        parameters: &[f32],
        (x, y): (&[f32], &mut [f32]),
        units: Range<usize>,
        onward: bool,
    ) {
        let mut whole = core::mem::take(&mut call.own.whole);
        let (index, all) = (call.index, &mut whole.x[..part.batch * call.inputs]);
        let size = [part.batch, call.inputs];
        let first = part.first_sample as usize;
        let found = self.layer.row().is_some() && call.own.non_zeros.compress_rows(size, first, x);
        call.own.few = part.exchange.inputs(index, x, all, &mut call.own.non_zeros, found);
        if !call.own.few {
            self.find(call.own, all);
        }
        let outputs = &mut whole.y[..part.batch * units.len()];
        let portion = Some(Portion::Units { units, onward });
        self.forward(&mut part.whole(), call.again(), parameters, all, outputs, portion);
        if !onward {
            part.exchange.route(index, Route::Outputs, outputs, y);
        }
        call.own.whole = whole;
    }

    /// Computes what my inputs, `x: [B, mine]`, bring to everyone's sums, and the output of my samples, `y: [N, units]`, once
    /// all have.
    pub(super) fn forward_inputs(
        &self,
        part: &mut Part<'_>,
        mut call: Call<'_>,
        parameters: &[f32],
        (x, y): (&[f32], &mut [f32]),
        mine: Range<usize>,
        units: usize,
    ) {
        let mut whole = core::mem::take(&mut call.own.whole);
        let sums = &mut whole.y[..part.batch * units];
        call.own.few = self.layer.row().is_some() && call.own.non_zeros.compress(x, mine.len());
        self.forward(&mut part.whole(), call.again(), parameters, x, sums, Some(Portion::Inputs(mine)));
        part.exchange.route(call.index, Route::Sums, sums, y);
        self.forward(part, call.again(), parameters, &[], y, Some(Portion::Rest));
        call.own.whole = whole;
    }

    /// Takes the gradient back through my units, to my samples where it is wanted.
    pub(super) fn backward_units(
        &self,
        part: &mut Part<'_>,
        mut call: Call<'_>,
        flow: Flow<'_>,
        gradients: &mut Gradients,
        units: Range<usize>,
        onward: bool,
    ) {
        let Flow { parameters, dy: of_samples, dx, gradient, .. } = flow;
        let whole = core::mem::take(&mut call.own.whole);
        let (index, inputs) = (call.index, part.batch * call.inputs);
        let Gradients { dy, passing } = gradients;
        let dy = &mut dy[..part.batch * units.len()];
        if !onward {
            part.exchange.route(index, Route::OutputGradients, of_samples, dy);
        }
        let through_mine = Flow {
            parameters,
            x: &whole.x[..inputs],
            y: &whole.y[..part.batch * units.len()],
            dy,
            dx: dx.is_some().then_some(&mut passing[..inputs]),
            gradient,
        };
        let portion = Some(Portion::Units { units, onward });
        self.backward(&mut part.whole(), call.again(), through_mine, portion);
        if let Some(dx) = dx {
            part.exchange.route(index, Route::InputGradients, &passing[..inputs], dx);
        }
        call.own.whole = whole;
    }

    /// Takes the gradient of my samples' sums, `dy: [N, units]`, back to my inputs, which lie with the units of the layer
    /// before: `x: [B, mine]`.
    pub(super) fn backward_inputs(
        &self,
        part: &mut Part<'_>,
        call: Call<'_>,
        flow: Flow<'_>,
        gradients: &mut Gradients,
        mine: Range<usize>,
        units: usize,
    ) {
        let Gradients { dy: of_inputs, passing } = gradients;
        let dz = &mut passing[..part.batch * units];
        part.exchange.route(call.index, Route::SumGradients, flow.dy, dz);
        let dx = Some(&mut of_inputs[..flow.x.len()]);
        let to_mine = Flow { y: &[], dy: dz, dx, ..flow };
        self.backward(&mut part.whole(), call, to_mine, Some(Portion::Inputs(mine)));
    }
}
