//! A layer divided by its units: each of several workers computes some units for the whole batch, and is alone in having
//! their parameters up to date. What goes between workers then are the layer's inputs and outputs, not its parameters: less,
//! where a layer is large and a batch is not.
//!
//! Krizhevsky: One weird trick for parallelizing convolutional neural networks, 2014 (arXiv 1404.5997), section 3.

use core::ops::Range;

use super::Part;
use super::stage::{Call, Flow, Stage};
use crate::Result;
use crate::layers::{Exchange, Route};
use crate::memory::grow;

/// A divided layer's tensors of the whole batch.
#[derive(Default)]
pub(super) struct Whole {
    x: Vec<f32>,
    /// Of my units alone.
    y: Vec<f32>,
}

impl Whole {
    pub fn reserve(&mut self, batch: usize, inputs: usize, units: usize) -> Result<()> {
        grow(&mut self.x, batch * inputs)?;
        grow(&mut self.y, batch * units)
    }
}

/// Where the inputs of a divided layer come from.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    /// My samples: `[N, inputs]`.
    Samples(&'a [f32]),
    /// My units of the divided layer before, for the whole batch.
    Units(Outputs<'a>),
}

/// The outputs of a divided layer while they lie with the units.
#[derive(Clone, Copy)]
pub(super) struct Outputs<'a> {
    layer: u32,
    y: &'a [f32],
}

impl Outputs<'_> {
    /// Brings them to whoever has the sample: `y: [N, units]`.
    pub fn hand_to_samples(&self, exchange: &mut dyn Exchange, y: &mut [f32]) {
        exchange.route(self.layer, Route::Outputs, self.y, y);
    }
}

/// The gradients of the whole batch on their way back through divided layers.
#[derive(Default)]
pub(super) struct Gradients {
    /// Of my units' outputs, and of a layer's inputs, of which I have what came through my units.
    dy: Vec<f32>,
    dx: Vec<f32>,
    /// Whether the former have come from the divided layer behind.
    pub came: bool,
}

impl Gradients {
    pub fn reserve(&mut self, batch: usize, inputs: usize, units: usize) -> Result<()> {
        grow(&mut self.dy, batch * units)?;
        grow(&mut self.dx, batch * inputs)
    }

    /// Brings the gradient of a divided layer's inputs, so many numbers, to whoever has the sample: `dx: [N, inputs]`.
    pub fn hand_to_samples(&mut self, exchange: &mut dyn Exchange, layer: u32, count: usize, dx: &mut [f32]) {
        exchange.route(layer, Route::InputGradients, &self.dx[..count], dx);
    }

    /// Brings it to whoever has the unit of the divided layer before, so many numbers.
    pub fn hand_to_units(&mut self, exchange: &mut dyn Exchange, layer: u32, count: usize, before: usize) {
        exchange.route(layer, Route::BetweenGradients, &self.dx[..count], &mut self.dy[..before]);
        self.came = true;
    }
}

impl Part<'_> {
    /// The same step for someone who has the whole batch.
    fn whole(&mut self) -> Part<'_> {
        Part { samples: self.batch, first_sample: 0, exchange: self.exchange, ..*self }
    }
}

impl Stage {
    /// Computes my units for everyone's samples.
    pub(super) fn forward_units(
        &mut self,
        part: &mut Part<'_>,
        call: Call<'_>,
        parameters: &[f32],
        source: Source<'_>,
        units: Range<usize>,
    ) {
        let mut whole = core::mem::take(&mut self.whole);
        let x = &mut whole.x[..part.batch * call.inputs];
        let listed = match source {
            Source::Samples(mine) => {
                let size = [part.batch, call.inputs];
                let first = part.first_sample as usize;
                let found = self.layer.row().is_some() && self.non_zeros.find_rows(size, first, mine);
                part.exchange.inputs(call.index, mine, x, &mut self.non_zeros, found)
            }
            Source::Units(before) => {
                part.exchange.route(call.index, Route::Between, before.y, x);
                false
            }
        };
        self.few = listed;
        if !listed {
            self.find(x);
        }
        let y = &mut whole.y[..part.batch * units.len()];
        self.forward(&mut part.whole(), call, parameters, x, y, Some(units));
        self.whole = whole;
    }

    /// The outputs of my units, in a batch of so many.
    pub(super) fn outputs(&self, layer: u32, batch: usize, units: usize) -> Outputs<'_> {
        Outputs { layer, y: &self.whole.y[..batch * units] }
    }

    /// Takes the gradient back through my units; that of the inputs stays with `gradients`.
    pub(super) fn backward_units(
        &mut self,
        part: &mut Part<'_>,
        call: Call<'_>,
        flow: Flow<'_>,
        gradients: &mut Gradients,
        units: Range<usize>,
    ) {
        let Flow { parameters, dy: of_samples, dx, gradient, .. } = flow;
        let whole = core::mem::take(&mut self.whole);
        let dy = &mut gradients.dy[..part.batch * units.len()];
        if !core::mem::take(&mut gradients.came) {
            part.exchange.route(call.index, Route::OutputGradients, of_samples, dy);
        }
        let through_mine = Flow {
            parameters,
            x: &whole.x[..part.batch * call.inputs],
            y: &whole.y[..part.batch * units.len()],
            dy,
            dx: dx.is_some().then_some(&mut gradients.dx[..part.batch * call.inputs]),
            gradient,
        };
        self.backward(&mut part.whole(), call, through_mine, Some(units));
        self.whole = whole;
    }
}
