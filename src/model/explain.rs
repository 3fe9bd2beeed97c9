//! Attribution: how much each value of an input contributes to an output.

use ndarray::ArrayD;

use super::Model;
use super::named_array::array;
use super::network::GradientRequest;
use super::occlusion::Windows;
use super::predict::{BLOCK, apply_link};
use super::scoring::Scoring;
use super::task::{BlockProgress, Task, complete};
use crate::data::{Inputs, ResolvedLabels};
use crate::losses::Link;
use crate::memory::filled;
use crate::{Error, ErrorKind, Result};

/// The target and the method of an attribution.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Explain {
    /// The class, or the index of the output. `None`: the predicted class, or the first output of a regression.
    pub target: Option<usize>,
    /// The method.
    pub method: Method,
}

/// An attribution method. It explains the logit of the target, or the output of a regression.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Method {
    /// The gradient of the logit with respect to the scaled input.
    #[default]
    Gradient,
    /// The gradient times the input.
    GradientXInput,
    /// The input times the mean gradient on the straight line from zero to the input, by the midpoint rule (Sundararajan,
    /// Taly, Yan: Axiomatic attribution for deep networks, 2017).
    IntegratedGradients {
        /// Steps of the midpoint rule; at least one.
        steps: u32,
    },
    /// The decrease of the target's probability (of the output in a regression) when a window of the image is set to one value
    /// in all channels. Each pixel has the mean over the windows that cover it.
    Occlusion {
        /// The side of the window in pixels.
        size: u32,
        /// The stride of the window in pixels. The last window of a row or column is moved to end at the border.
        stride: u32,
        /// The (scaled) value that replaces the pixels of the window.
        value: f32,
    },
}

impl Explain {
    /// Explains the predicted class by this method.
    pub fn by(method: Method) -> Self {
        Self { target: None, method }
    }

    /// The same for this class or output index.
    #[must_use]
    pub fn of(self, target: usize) -> Self {
        Self { target: Some(target), ..self }
    }
}

impl Method {
    /// [`IntegratedGradients`](Self::IntegratedGradients) in 32 steps.
    pub const INTEGRATED_GRADIENTS: Self = Self::IntegratedGradients { steps: 32 };

    /// [`Occlusion`](Self::Occlusion) with value 0, size 4 and stride 2.
    pub const OCCLUSION: Self = Self::Occlusion { size: 4, stride: 2, value: 0.0 };
}

/// An attribution in progress.
pub(crate) struct ExplainTask {
    /// The input, scaled.
    x: Vec<f32>,
    target: usize,
    attribution: Attribution,
    progress: BlockProgress,
    /// The sum over the completed points or windows.
    sums: Vec<f32>,
}

enum Attribution {
    /// The mean gradient over this number of points, multiplied by the input if `times_input`.
    Gradient {
        points: usize,
        times_input: bool,
    },
    Occlusion {
        windows: Windows,
        score: OcclusionScore,
        unoccluded: f32,
    },
}

/// The score whose decrease an occlusion measures.
#[derive(Clone, Copy)]
struct OcclusionScore {
    /// The index of the output.
    output: usize,
    /// Whether the score is 1 − output: class 0 of a binary classifier whose one output is the probability of class 1.
    complement: bool,
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
        let target = model.target_output(explain.target, &z)?;
        let gradient = |points: usize, times_input| (Attribution::Gradient { points, times_input }, points);
        let (attribution, total) = match explain.method {
            Method::Gradient => gradient(1, false),
            Method::GradientXInput => gradient(1, true),
            Method::IntegratedGradients { steps } => gradient(at_least_one(steps, "steps")?, true),
            Method::Occlusion { size, stride, value } => {
                let sizes = [at_least_one(size, "size")?, at_least_one(stride, "stride")?];
                let windows = Windows::new(model.input_shape(), sizes, value)?;
                let score = model.score(explain.target, target, &z);
                let (count, unoccluded) = (windows.len(), model.score_of(&mut z, score));
                (Attribution::Occlusion { windows, score, unoccluded }, count)
            }
        };
        Ok(Self {
            x,
            target,
            attribution,
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
        let Self { x, target, attribution, sums, .. } = self;
        model.pool.with(&model.network, samples, |buffers| {
            let rows = buffers.input_mut(samples).chunks_exact_mut(features).enumerate();
            match attribution {
                Attribution::Gradient { points, .. } => {
                    // One point is the input itself; several are the midpoints of the steps.
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
                    model.infer_backward(buffers, [samples, samples], GradientRequest::Input);
                    for dx in buffers.input_gradient(samples).chunks_exact(features) {
                        sums.iter_mut().zip(dx).for_each(|(sum, dx)| *sum += dx);
                    }
                }
                Attribution::Occlusion { windows, score, unoccluded } => {
                    for (row, values) in rows {
                        values.copy_from_slice(x);
                        windows.occlude(first + row, values);
                    }
                    model.infer(buffers, samples);
                    for (row, z) in buffers.output(samples).chunks_exact(outputs).enumerate() {
                        windows.add(first + row, *unoccluded - model.score_of(&mut z.to_vec(), *score), sums);
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
        match self.attribution {
            Attribution::Gradient { points, times_input, .. } => {
                sums.iter_mut().for_each(|sum| *sum /= points as f32);
                if times_input {
                    sums.iter_mut().zip(&self.x).for_each(|(sum, x)| *sum *= x);
                }
            }
            Attribution::Occlusion { windows, .. } => windows.average(&mut sums),
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
    /// Kind `shape` if there is not exactly one sample; kind `data` for an unknown target, a setting of 0, or an
    /// occlusion of an input that is not an image; kind `memory`.
    pub fn explain<'a>(&self, input: impl Into<Inputs<'a>>, explain: &Explain) -> Result<ArrayD<f32>> {
        complete(ExplainTask::new(self, input, explain)?, self)
    }

    /// The index of the output to explain.
    fn target_output(&self, target: Option<usize>, z: &[f32]) -> Result<usize> {
        let link = self.loss.link();
        // With one sigmoid output there are two classes, and both are explained by that output.
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
            None => Ok(Scoring::of(ResolvedLabels::Classes(&[]), link, z.len()).predicted(z) as usize),
        }
    }

    /// The score of an occlusion: of the requested class, or of the predicted one.
    fn score(&self, requested: Option<usize>, output: usize, z: &[f32]) -> OcclusionScore {
        let two = z.len() == 1 && self.loss.link() == Link::Sigmoid;
        let first = requested.map_or(z[0] <= 0.0, |class| class == 0);
        OcclusionScore { output, complement: two && first }
    }

    /// The probability of a class, or in a regression the output.
    fn score_of(&self, z: &mut [f32], OcclusionScore { output, complement }: OcclusionScore) -> f32 {
        apply_link(self.loss.link(), z, self.outputs());
        if complement { 1.0 - z[output] } else { z[output] }
    }
}
