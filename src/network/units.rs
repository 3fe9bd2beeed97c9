//! A layer divided by its units: each of several workers computes some units for the whole batch, and is alone in having
//! their parameters up to date. What goes between workers then are the layer's inputs and outputs, not its parameters: less,
//! where a layer is large and a batch is not.
//!
//! Krizhevsky: One weird trick for parallelizing convolutional neural networks, 2014 (arXiv 1404.5997), section 3.

use core::ops::Range;

use super::Part;
use super::stage::{Call, Flow, Stage};
use crate::Result;
use crate::layers::Route;
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

impl Part<'_> {
    /// The same step for someone who has the whole batch.
    fn whole(&mut self) -> Part<'_> {
        Part { samples: self.batch, first_sample: 0, exchange: self.exchange, ..*self }
    }
}

impl Stage {
    /// Computes `y: [N, units]` from `x: [N, inputs]`, by way of my units for everyone's samples.
    pub(super) fn forward_units(
        &mut self,
        part: &mut Part<'_>,
        call: Call<'_>,
        parameters: &[f32],
        x: &[f32],
        y: &mut [f32],
        units: Range<usize>,
    ) {
        let (layer, count) = (call.index, units.len());
        let mut whole = core::mem::take(&mut self.whole);
        let mine = &mut whole.y[..part.batch * count];
        let inputs = &mut whole.x[..part.batch * call.inputs];
        part.exchange.route(layer, Route::Inputs, x, inputs);
        self.forward(&mut part.whole(), call, parameters, inputs, mine, Some(units));
        part.exchange.route(layer, Route::Outputs, mine, y);
        self.whole = whole;
    }

    /// Takes the gradient back the same way.
    pub(super) fn backward_units(
        &mut self,
        part: &mut Part<'_>,
        call: Call<'_>,
        flow: Flow<'_>,
        [dy, dx]: [&mut Vec<f32>; 2],
        units: Range<usize>,
    ) {
        let (layer, count) = (call.index, units.len());
        let whole = core::mem::take(&mut self.whole);
        let dy = &mut dy[..part.batch * count];
        let dx = &mut dx[..part.batch * call.inputs];
        part.exchange.route(layer, Route::OutputGradients, flow.dy, dy);
        let through_mine = Flow {
            parameters: flow.parameters,
            x: &whole.x[..part.batch * call.inputs],
            y: &whole.y[..part.batch * count],
            dy,
            dx: flow.dx.is_some().then_some(&mut *dx),
            gradient: flow.gradient,
        };
        self.backward(&mut part.whole(), call, through_mine, Some(units));
        if let Some(sum) = flow.dx {
            part.exchange.route(layer, Route::InputGradients, dx, sum);
        }
        self.whole = whole;
    }
}
