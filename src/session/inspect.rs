//! Looking inside: predictions, the activations of one sample, gradients without a step, and a summary.

use super::Session;
use super::batch::gather_targets;
use super::evaluate::{PIECE, infer};
use super::parameters::NamedArray;
use crate::data::{Dataset, Inputs, Labels};
use crate::kernels::{add_scaled, map, sigmoid};
use crate::layers::{Alone, Role};
use crate::losses::{Gradient, Link};
use crate::memory::filled;
use crate::network::{self, flat};
use crate::spec::LayerSummary;
use crate::{Code, Error, Result};

/// Samples that are looked at once and not kept, row-major.
#[derive(Clone, Copy, Debug)]
pub enum Samples<'a> {
    /// Bytes, as pictures are stored.
    Bytes(&'a [u8]),
    /// Floats.
    Floats(&'a [f32]),
}

/// One sample's output of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Activations {
    /// What the layer is called.
    pub name: String,
    /// The shape of the output.
    pub shape: Vec<usize>,
    /// The output, row-major.
    pub data: Vec<f32>,
}

/// Gradients of the data loss at the current parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradients {
    /// The mean loss of the samples.
    pub loss: f64,
    /// The gradient of the scaled input: samples × features.
    pub input: Vec<f32>,
    /// The gradient of every tensor that could be trained.
    pub parameters: Vec<NamedArray>,
}

impl Samples<'_> {
    fn len(self) -> usize {
        match self {
            Self::Bytes(values) => values.len(),
            Self::Floats(values) => values.len(),
        }
    }

    /// How many samples of `features` values there are.
    fn count(self, features: usize) -> Result<usize> {
        match self.len() {
            length if length > 0 && length % features == 0 => Ok(length / features),
            length => {
                let expected = format!("a multiple of {features} values, {features} a sample");
                Err(Error::mismatch(Code::Shape, expected, length.to_string()).at("inputs"))
            }
        }
    }

    /// Writes the values from `start` on, scaled.
    fn write(self, start: usize, scale: f32, out: &mut [f32]) {
        match self {
            Self::Bytes(values) => {
                out.iter_mut()
                    .zip(&values[start..])
                    .for_each(|(out, &value)| *out = f32::from(value) * scale);
            }
            Self::Floats(values) => {
                out.iter_mut().zip(&values[start..]).for_each(|(out, value)| *out = value * scale);
            }
        }
    }
}

impl Session {
    /// Predictions for some samples, samples × outputs: probabilities where the loss takes logits. `scale` is
    /// the training data's unless given.
    ///
    /// # Errors
    /// Code `shape` where the samples are not whole; code `memory`.
    pub fn predict(&mut self, inputs: Samples<'_>, scale: Option<f32>) -> Result<Vec<f32>> {
        let (features, outputs) = (self.features(), self.outputs());
        let (count, scale) = (inputs.count(features)?, scale.unwrap_or(self.scale()));
        self.network.reserve(count.min(PIECE))?;
        let mut predictions = filled(count.saturating_mul(outputs), 0.0)?;
        for (piece, predictions) in predictions.chunks_mut(PIECE * outputs).enumerate() {
            let samples = predictions.len() / outputs;
            inputs.write(piece * PIECE * features, scale, self.network.input_mut(samples));
            infer(&mut self.network, &self.parameters, samples);
            predictions.copy_from_slice(self.network.output(samples));
        }
        apply_link(self.loss.link(), &mut predictions, outputs);
        Ok(predictions)
    }

    /// The output of every layer for one sample, each after its activation; the last are the logits.
    ///
    /// # Errors
    /// Code `shape` where there is not exactly one sample; code `memory`.
    pub fn activations(&mut self, input: Samples<'_>, scale: Option<f32>) -> Result<Vec<Activations>> {
        let features = self.features();
        if input.len() != features {
            let expected = format!("{features} values, one sample");
            return Err(Error::mismatch(Code::Shape, expected, input.len().to_string()).at("input"));
        }
        let scale = scale.unwrap_or(self.scale());
        self.network.reserve(1)?;
        input.write(0, scale, self.network.input_mut(1));
        infer(&mut self.network, &self.parameters, 1);
        let layers = self.network.layers().enumerate();
        Ok(layers
            .map(|(index, layer)| Activations {
                name: self.spec.layer_name(index).unwrap_or_default(),
                shape: layer.output_shape().to_vec(),
                data: self.network.activation(index, 1).to_vec(),
            })
            .collect())
    }

    /// The gradients of the mean data loss of some samples, without a step: dropout is off, normalisation goes
    /// by running statistics.
    ///
    /// # Errors
    /// Codes `shape` and `data`, where the samples do not fit the network; code `memory`.
    pub fn gradients(&mut self, inputs: Inputs, labels: Labels, scale: Option<f32>) -> Result<Gradients> {
        let data = Dataset::new(inputs, labels, scale.unwrap_or(self.scale()), self.features())?;
        self.check_labels(&data)?;
        let (count, features, outputs) = (data.len(), self.features(), self.outputs());
        self.network.reserve(count.min(PIECE))?;
        let mut input = filled(count * features, 0.0)?;
        let mut sums = flat(&self.network)?;
        let mut gradient = flat(&self.network)?;
        let (mut classes, mut values, mut total) = (Vec::new(), Vec::new(), 0.0);
        for (piece, dx) in input.chunks_mut(PIECE * features).enumerate() {
            let samples = dx.len() / features;
            let rows = piece * PIECE..piece * PIECE + samples;
            data.gather_range(rows.clone(), self.network.input_mut(samples));
            infer(&mut self.network, &self.parameters, samples);
            let targets = gather_targets(data.labels(), rows, outputs, &mut classes, &mut values);
            let (z, dz) = self.network.output_and_gradient(samples);
            total += self.loss.apply(z, outputs, targets, Some(Gradient { dz, scale: 1.0 / count as f32 }));
            let mut part = network::Part {
                samples,
                first_sample: 0,
                batch: count,
                step: 0,
                training: false,
                exchange: &mut Alone,
            };
            self.network.backward(&mut part, &self.parameters, &mut gradient, true);
            dx.copy_from_slice(self.network.input_gradient(samples));
            add_scaled(&mut sums, 1.0, &gradient);
        }
        let tensors = self.network.tensors().iter().filter(|tensor| tensor.parameter.role != Role::Statistic);
        let parameters = tensors.map(|tensor| NamedArray::of(tensor, &sums)).collect();
        Ok(Gradients { loss: total / count as f64, input, parameters })
    }

    /// What each layer is, gives and costs.
    pub fn summary(&self) -> Vec<LayerSummary> {
        self.spec.summarise(self.network.layers())
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
