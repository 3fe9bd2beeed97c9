//! What the network makes of samples: predictions, and the output of every layer.

use ndarray::ArrayD;

use super::Session;
use super::array::{NamedArray, array};
use super::evaluate::{PIECE, infer};
use super::task::{Progress, Task, complete};
use crate::data::Inputs;
use crate::kernels::{map, sigmoid};
use crate::losses::Link;
use crate::memory::{filled, product};
use crate::{Code, Error, Result};

/// Predictions under way.
pub(crate) struct PredictTask<'a> {
    inputs: Inputs<'a>,
    scale: f32,
    progress: Progress,
    predictions: Vec<f32>,
}

impl<'a> PredictTask<'a> {
    /// # Errors
    /// As [`Session::predict`].
    pub fn new(session: &Session, inputs: impl Into<Inputs<'a>>) -> Result<Self> {
        let inputs = inputs.into();
        session.check_whole()?;
        let samples = inputs.count(session.features())?;
        let scale = session.scale_of(&inputs)?;
        let predictions = filled(product(&[samples, session.outputs()]), 0.0)?;
        Ok(Self { inputs, scale, progress: Progress::new(session, samples), predictions })
    }
}

impl Task for PredictTask<'_> {
    type Output = ArrayD<f32>;

    fn advance(&mut self, session: &Session) -> Result<bool> {
        let samples = self.progress.next(session, PIECE)?;
        let (first, outputs) = (self.progress.done, session.outputs());
        let predictions = &mut self.predictions[first * outputs..][..samples * outputs];
        session.spare.with(&session.network, samples, |buffers| {
            let x = buffers.input_mut(samples);
            self.inputs.gather(&mut (first..first + samples), session.features(), self.scale, x);
            infer(&session.network, buffers, &session.parameters, samples);
            predictions.copy_from_slice(buffers.output(samples));
            Ok(())
        })?;
        apply_link(session.loss.link(), predictions, outputs);
        Ok(self.progress.add(samples))
    }

    fn finish(self, session: &Session) -> Result<ArrayD<f32>> {
        self.progress.check_done()?;
        Ok(array(Some(self.progress.total), session.output_shape(), self.predictions))
    }
}

/// One sample's activations under way.
pub(crate) struct ActivationsTask<'a> {
    inputs: Inputs<'a>,
    scale: f32,
    progress: Progress,
    activations: Vec<NamedArray<'static>>,
}

impl<'a> ActivationsTask<'a> {
    /// # Errors
    /// As [`Session::activations`].
    pub fn new(session: &Session, input: impl Into<Inputs<'a>>) -> Result<Self> {
        let inputs = input.into();
        session.check_whole()?;
        let scale = session.one_sample(&inputs)?;
        Ok(Self { inputs, scale, progress: Progress::new(session, 1), activations: Vec::new() })
    }
}

impl Task for ActivationsTask<'_> {
    type Output = Vec<NamedArray<'static>>;

    fn advance(&mut self, session: &Session) -> Result<bool> {
        self.progress.next(session, 1)?;
        self.activations = session.spare.with(&session.network, 1, |buffers| {
            self.inputs.gather(&mut (0..1), session.features(), self.scale, buffers.input_mut(1));
            infer(&session.network, buffers, &session.parameters, 1);
            let layers = session.network.layers().zip(session.layer_names()).enumerate();
            Ok(layers
                .map(|(index, (layer, name))| NamedArray {
                    name: name.into(),
                    values: array(None, layer.output_shape(), buffers.activation(index, 1).to_vec()).into(),
                })
                .collect())
        })?;
        Ok(self.progress.add(1))
    }

    fn finish(self, _session: &Session) -> Result<Self::Output> {
        self.progress.check_done()?;
        Ok(self.activations)
    }
}

impl Session {
    /// Predictions for some samples, one after the other or on the first axis of an array: samples × the shape of the
    /// output; probabilities where the loss takes logits.
    ///
    /// Inputs are multiplied by the training data's scale, unless they have [their own](Inputs::with_scale).
    ///
    /// # Errors
    /// Code `shape` where the samples are not whole; code `data` where the inputs are of another type than the training data
    /// and their scale is not said; code `memory`.
    pub fn predict<'a>(&self, inputs: impl Into<Inputs<'a>>) -> Result<ArrayD<f32>> {
        complete(PredictTask::new(self, inputs)?, self)
    }

    /// The output of every layer for one sample, each after its activation, dropout off and normalisation by running
    /// statistics; the last are the logits.
    ///
    /// # Errors
    /// As [`predict`](Self::predict); code `shape` where there is not exactly one sample.
    pub fn activations<'a>(&self, input: impl Into<Inputs<'a>>) -> Result<Vec<NamedArray<'static>>> {
        complete(ActivationsTask::new(self, input)?, self)
    }

    /// The shape of one sample's prediction.
    pub fn output_shape(&self) -> &[usize] {
        self.network.layers().last().map_or(self.spec.input(), |layer| layer.output_shape())
    }

    /// What the layers are called, in order.
    pub(super) fn layer_names(&self) -> impl Iterator<Item = String> {
        (0..self.spec.layers.len()).map(|index| self.spec.layer_name(index).unwrap_or_default())
    }

    /// The scale of inputs that must be one sample.
    ///
    /// # Errors
    /// Codes `shape` and `data`.
    pub(super) fn one_sample(&self, inputs: &Inputs<'_>) -> Result<f32> {
        let features = self.features();
        if inputs.len() != features {
            let expected = format_args!("{features} values, one sample");
            return Err(Error::mismatch(Code::Shape, expected, inputs.len())
                .named("expected_one_sample")
                .value("features", features)
                .at("input"));
        }
        self.scale_of(inputs)
    }
}

/// Turns outputs into predictions, in place.
pub(super) fn apply_link(link: Link, values: &mut [f32], outputs: usize) {
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
