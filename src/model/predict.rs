//! Predictions, and the output of every layer.

use ndarray::ArrayD;

use super::Model;
use super::named_array::{NamedArray, array};
use super::task::{BlockProgress, Task, complete};
use crate::data::Inputs;
use crate::kernels::{map, sigmoid};
use crate::losses::Link;
use crate::memory::{filled, product};
use crate::{Error, ErrorKind, Result};

/// Samples in a block: large enough for fast matrix products, small enough to yield often.
pub(crate) const BLOCK: usize = 128;

/// A prediction in progress.
pub(crate) struct PredictTask<'a> {
    inputs: Inputs<'a>,
    scale: f32,
    progress: BlockProgress,
    predictions: Vec<f32>,
}

impl<'a> PredictTask<'a> {
    /// # Errors
    /// As [`Model::predict`].
    pub fn new(model: &Model, inputs: impl Into<Inputs<'a>>) -> Result<Self> {
        let inputs = inputs.into();
        let samples = inputs.count(model.features())?;
        let scale = inputs.scale().unwrap_or(1.0);
        let predictions = filled(product(&[samples, model.outputs()]), 0.0)?;
        Ok(Self { inputs, scale, progress: BlockProgress::new(model.generation, samples), predictions })
    }
}

impl Task<Model> for PredictTask<'_> {
    type Output = ArrayD<f32>;

    fn advance(&mut self, model: &Model) -> Result<bool> {
        let samples = self.progress.next(model.generation, BLOCK)?;
        let (first, outputs) = (self.progress.done, model.outputs());
        let predictions = &mut self.predictions[first * outputs..][..samples * outputs];
        model.pool.with(&model.network, samples, |buffers| {
            let x = buffers.input_mut(samples);
            self.inputs.gather(&mut (first..first + samples), model.features(), self.scale, x);
            model.infer(buffers, samples);
            predictions.copy_from_slice(buffers.output(samples));
            Ok(())
        })?;
        apply_link(model.loss.link(), predictions, outputs);
        Ok(self.progress.add(samples))
    }

    fn finish(self, model: &Model) -> Result<ArrayD<f32>> {
        self.progress.check_done()?;
        Ok(array(Some(self.progress.total), model.output_shape(), self.predictions))
    }
}

/// A computation of one sample's activations in progress.
pub(crate) struct ActivationsTask<'a> {
    inputs: Inputs<'a>,
    scale: f32,
    progress: BlockProgress,
    activations: Vec<NamedArray<'static>>,
}

impl<'a> ActivationsTask<'a> {
    /// # Errors
    /// As [`Model::activations`].
    pub fn new(model: &Model, input: impl Into<Inputs<'a>>) -> Result<Self> {
        let inputs = input.into();
        let scale = model.one_sample(&inputs)?;
        let progress = BlockProgress::new(model.generation, 1);
        Ok(Self { inputs, scale, progress, activations: Vec::new() })
    }
}

impl Task<Model> for ActivationsTask<'_> {
    type Output = Vec<NamedArray<'static>>;

    fn advance(&mut self, model: &Model) -> Result<bool> {
        self.progress.next(model.generation, 1)?;
        self.activations = model.pool.with(&model.network, 1, |buffers| {
            self.inputs.gather(&mut (0..1), model.features(), self.scale, buffers.input_mut(1));
            model.infer(buffers, 1);
            let layers = model.network.layers().zip(model.layer_names()).enumerate();
            Ok(layers
                .map(|(index, (layer, name))| NamedArray {
                    name: name.clone().into(),
                    values: array(None, layer.output_shape(), buffers.activation(index, 1).to_vec()).into(),
                })
                .collect())
        })?;
        Ok(self.progress.add(1))
    }

    fn finish(self, _model: &Model) -> Result<Self::Output> {
        self.progress.check_done()?;
        Ok(self.activations)
    }
}

impl Model {
    /// Predictions for scaled samples: samples × the shape of the output; probabilities if the loss takes logits.
    ///
    /// # Errors
    /// Kind `shape` if the number of values is not a multiple of the features; kind `memory`.
    pub fn predict<'a>(&self, inputs: impl Into<Inputs<'a>>) -> Result<ArrayD<f32>> {
        complete(PredictTask::new(self, inputs)?, self)
    }

    /// The output of every layer for one scaled sample, after its activation, in inference mode; the last are the logits.
    ///
    /// # Errors
    /// Kind `shape` if there is not exactly one sample; kind `memory`.
    pub fn activations<'a>(&self, input: impl Into<Inputs<'a>>) -> Result<Vec<NamedArray<'static>>> {
        complete(ActivationsTask::new(self, input)?, self)
    }

    /// The scale of inputs that must be one sample.
    ///
    /// # Errors
    /// Kind `shape`.
    pub(crate) fn one_sample(&self, inputs: &Inputs<'_>) -> Result<f32> {
        let features = self.features();
        if inputs.len() == features {
            return Ok(inputs.scale().unwrap_or(1.0));
        }
        let expected = format_args!("{features} values, one sample");
        Err(Error::mismatch(ErrorKind::Shape, expected, inputs.len())
            .named("expected_one_sample")
            .value("features", features)
            .at("input"))
    }
}

/// Applies the inverse link: turns logits into probabilities, in place.
pub(crate) fn apply_link(link: Link, values: &mut [f32], outputs: usize) {
    match link {
        Link::Identity => {}
        Link::Sigmoid => map(values, sigmoid),
        Link::Softmax => softmax(values, outputs),
    }
}

fn softmax(values: &mut [f32], outputs: usize) {
    let axis = crate::activations::Axis { length: outputs, stride: 1 };
    match crate::activations::find("softmax") {
        Some(function) => function.forward(values, axis),
        None => unreachable!("softmax is an activation function"),
    }
}
