//! Attribution: how much each value of an input contributes to an output.

use ndarray::ArrayD;

use super::Model;
use super::named_array::array;
use super::network::Wanted;
use super::occlusion::Windows;
use super::predict::{BLOCK, apply_link};
use super::scoring::Scoring;
use super::task::{BlockProgress, Task, complete};
use crate::data::{Inputs, Known};
use crate::losses::Link;
use crate::memory::filled;
use crate::{Error, ErrorKind, Result};

/// What is to be explained, and how.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Explain {
    /// The class, or the index of the output; none for the answer, or in a regression for the first output.
    pub target: Option<usize>,
    /// How.
    pub method: Method,
}

/// How an answer is explained. What is explained is the logit of the target, in a regression the output.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Method {
    /// Its gradient with respect to the scaled input.
    #[default]
    Gradient,
    /// The gradient times the input.
    GradientXInput,
    /// The input times the mean gradient on the way there from zero, at the middles of so many steps (Sundararajan, Taly,
    /// Yan: Axiomatic attribution for deep networks, 2017).
    IntegratedGradients {
        /// How many; at least one.
        steps: u32,
    },
    /// How far the target's probability falls, or in a regression the output, where a window over all channels of an image
    /// is given one value: at each pixel the mean over the windows that cover it.
    Occlusion {
        /// The side of the window in pixels.
        size: u32,
        /// Pixels from one window to the next; the last of a row or column is moved in to the border.
        stride: u32,
        /// What the window is given: a scaled value.
        value: f32,
    },
}

impl Explain {
    /// The answer explained by this method.
    pub fn by(method: Method) -> Self {
        Self { target: None, method }
    }

    /// The same for a class, or the index of an output.
    #[must_use]
    pub fn of(self, target: usize) -> Self {
        Self { target: Some(target), ..self }
    }
}

impl Method {
    /// [`IntegratedGradients`](Self::IntegratedGradients) in 32 steps.
    pub const INTEGRATED_GRADIENTS: Self = Self::IntegratedGradients { steps: 32 };

    /// [`Occlusion`](Self::Occlusion) by zeros, four pixels wide, every two pixels.
    pub const OCCLUSION: Self = Self::Occlusion { size: 4, stride: 2, value: 0.0 };
}

/// An explanation under way.
pub(crate) struct ExplainTask {
    /// The input, scaled.
    x: Vec<f32>,
    target: usize,
    way: Way,
    progress: BlockProgress,
    /// Sums over what has been done.
    sums: Vec<f32>,
}

enum Way {
    /// Points on the way to the input, whose gradients are summed, and whether these are multiplied by the input.
    Gradient {
        points: usize,
        times_input: bool,
    },
    Occlusion {
        windows: Windows,
        measured: Measured,
        before: f32,
    },
}

/// What an occlusion makes less.
#[derive(Clone, Copy)]
struct Measured {
    /// Which output.
    output: usize,
    /// Whether it is the probability of the first of two classes, of whose second the one output speaks.
    first_of_two: bool,
}

impl ExplainTask {
    /// # Errors
    /// As [`Model::explain`].
    pub fn new<'a>(model: &Model, input: impl Into<Inputs<'a>>, explain: &Explain) -> Result<Self> {
        let inputs = input.into();
        let (scale, features) = (model.one_sample(&inputs)?, model.features());
        let mut x = filled(features, 0.0)?;
        inputs.gather(&mut (0..1), features, scale, &mut x);
        let mut z = Vec::new();
        model.pool.with(&model.network, 1, |buffers| {
            buffers.input_mut(1).copy_from_slice(&x);
            model.infer(buffers, 1);
            z = buffers.output(1).to_vec();
            Ok(())
        })?;
        let target = model.explained(explain.target, &z)?;
        let gradient = |points: usize, times_input| (Way::Gradient { points, times_input }, points);
        let (way, total) = match explain.method {
            Method::Gradient => gradient(1, false),
            Method::GradientXInput => gradient(1, true),
            Method::IntegratedGradients { steps } => gradient(at_least_one(steps, "steps")?, true),
            Method::Occlusion { size, stride, value } => {
                let sizes = [at_least_one(size, "size")?, at_least_one(stride, "stride")?];
                let windows = Windows::new(model.input_shape(), sizes, value)?;
                let measured = model.measured(explain.target, target, &z);
                let (count, before) = (windows.len(), model.strength(&mut z, measured));
                (Way::Occlusion { windows, measured, before }, count)
            }
        };
        Ok(Self {
            x,
            target,
            way,
            progress: BlockProgress::new(model.generation, total),
            sums: filled(features, 0.0)?,
        })
    }
}

impl Task<Model> for ExplainTask {
    type Output = ArrayD<f32>;

    fn advance(&mut self, model: &Model) -> Result<bool> {
        let samples = self.progress.next(model.generation, BLOCK)?;
        let (first, features, outputs) = (self.progress.done, model.features(), model.outputs());
        let Self { x, target, way, sums, .. } = self;
        model.pool.with(&model.network, samples, |buffers| {
            let rows = buffers.input_mut(samples).chunks_exact_mut(features).enumerate();
            match way {
                Way::Gradient { points, .. } => {
                    // With one point it is the input itself; else the middles of as many steps.
                    let part =
                        |at: usize| if *points == 1 { 1.0 } else { (at as f64 + 0.5) / *points as f64 };
                    for (row, values) in rows {
                        let part = part(first + row) as f32;
                        values.iter_mut().zip(&*x).for_each(|(value, x)| *value = part * x);
                    }
                    model.infer(buffers, samples);
                    let (_, dz) = buffers.output_and_gradient(samples);
                    dz.fill(0.0);
                    dz.chunks_exact_mut(outputs).for_each(|dz| dz[*target] = 1.0);
                    model.infer_backward(buffers, [samples, samples], Wanted::Input);
                    for dx in buffers.input_gradient(samples).chunks_exact(features) {
                        sums.iter_mut().zip(dx).for_each(|(sum, dx)| *sum += dx);
                    }
                }
                Way::Occlusion { windows, measured, before } => {
                    for (row, values) in rows {
                        values.copy_from_slice(x);
                        windows.cover(first + row, values);
                    }
                    model.infer(buffers, samples);
                    for (row, z) in buffers.output(samples).chunks_exact(outputs).enumerate() {
                        windows.add(first + row, *before - model.strength(&mut z.to_vec(), *measured), sums);
                    }
                }
            }
            Ok(())
        })?;
        Ok(self.progress.add(samples))
    }

    fn finish(self, model: &Model) -> Result<ArrayD<f32>> {
        self.progress.check_done()?;
        let mut sums = self.sums;
        match self.way {
            Way::Gradient { points, times_input, .. } => {
                sums.iter_mut().for_each(|sum| *sum /= points as f32);
                if times_input {
                    sums.iter_mut().zip(&self.x).for_each(|(sum, x)| *sum *= x);
                }
            }
            Way::Occlusion { windows, .. } => windows.divide(&mut sums),
        }
        Ok(array(None, model.input_shape(), sums))
    }
}

fn at_least_one(value: u32, field: &'static str) -> Result<usize> {
    if value > 0 {
        return Ok(value as usize);
    }
    Err(Error::mismatch(ErrorKind::Data, "a positive integer", "0")
        .named("expected_positive_integer")
        .at(field))
}

impl Model {
    /// The attribution of each value of one scaled sample, in evaluation mode: an array of the input's shape.
    ///
    /// # Errors
    /// Kind `shape` where there is not exactly one sample; kind `data` for an unknown target, a setting of 0, or an
    /// occlusion of an input that is no image; kind `memory`.
    pub fn explain<'a>(&self, input: impl Into<Inputs<'a>>, explain: &Explain) -> Result<ArrayD<f32>> {
        complete(ExplainTask::new(self, input, explain)?, self)
    }

    /// The output that is explained.
    fn explained(&self, target: Option<usize>, z: &[f32]) -> Result<usize> {
        let link = self.loss.link();
        // One output may speak for two classes, and is what there is to explain for either.
        let targets = if z.len() == 1 && link == Link::Sigmoid { 2 } else { z.len() };
        match target {
            Some(target) if target < targets => Ok(target.min(z.len() - 1)),
            Some(target) => {
                let (last, found) = (targets - 1, target.to_string());
                Err(Error::mismatch(ErrorKind::Data, format_args!("a target from 0 to {last}"), found)
                    .named("target_out_of_range")
                    .value("last", last)
                    .at("target"))
            }
            None if link == Link::Identity || z.len() == 1 => Ok(0),
            None => Ok(Scoring::of(Known::Classes(&[]), link, z.len()).predicted(z) as usize),
        }
    }

    /// What an occlusion is measured by: the class asked for, or the answer.
    fn measured(&self, asked: Option<usize>, output: usize, z: &[f32]) -> Measured {
        let two = z.len() == 1 && self.loss.link() == Link::Sigmoid;
        let first = asked.map_or(z[0] <= 0.0, |class| class == 0);
        Measured { output, first_of_two: two && first }
    }

    /// The probability of a class, or in a regression the output.
    fn strength(&self, z: &mut [f32], Measured { output, first_of_two }: Measured) -> f32 {
        apply_link(self.loss.link(), z, self.outputs());
        if first_of_two { 1.0 - z[output] } else { z[output] }
    }
}
