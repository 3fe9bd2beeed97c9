//! Gradients of the data loss (without penalties), without a step.

use ndarray::ArrayD;

use super::Model;
use super::named_array::{NamedArray, array};
use super::network::{GradientRequest, flat_zeros};
use super::predict::BLOCK;
use super::targets::gather_targets;
use super::task::{BlockProgress, Task};
use crate::Result;
use crate::data::Dataset;
use crate::kernels::add_scaled;
use crate::layers::Role;
use crate::losses::Gradient;
use crate::memory::{filled, product};

/// Gradients of the data loss at the current parameters.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Gradients {
    /// The mean loss of the samples.
    pub loss: f64,
    /// The gradient of the scaled input: samples × the input's shape.
    pub input: ArrayD<f32>,
    /// The gradient of every tensor except buffers.
    pub parameters: Vec<NamedArray<'static>>,
}

/// A gradient computation in progress.
pub(crate) struct GradientsTask {
    data: Dataset,
    progress: BlockProgress,
    input: Vec<f32>,
    /// The gradient summed over the completed blocks, and that of one block.
    sums: Vec<f32>,
    gradient: Vec<f32>,
    classes: Vec<u32>,
    values: Vec<f32>,
    loss: f64,
}

impl GradientsTask {
    /// The scale and the labels of `data` are resolved.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn new(model: &Model, data: Dataset) -> Result<Self> {
        Ok(Self {
            progress: BlockProgress::new(model.generation, data.len()),
            input: filled(product(&[data.len(), data.features()]), 0.0)?,
            sums: flat_zeros(&model.network)?,
            gradient: flat_zeros(&model.network)?,
            classes: Vec::new(),
            values: Vec::new(),
            loss: 0.0,
            data,
        })
    }
}

impl Task<Model> for GradientsTask {
    type Output = Gradients;

    fn advance(&mut self, model: &Model) -> Result<bool> {
        let samples = self.progress.next(model.generation, BLOCK)?;
        let (first, batch) = (self.progress.done, self.progress.total);
        let (features, outputs) = (model.features(), model.outputs());
        let Self { data, input, gradient, classes, values, .. } = self;
        let Some(labels) = data.resolved_labels() else { unreachable!("labels are resolved") };
        let loss = model.pool.with(&model.network, samples, |buffers| {
            let rows = first..first + samples;
            data.gather_range(rows.clone(), buffers.input_mut(samples));
            model.infer(buffers, samples);
            let targets = gather_targets(labels, rows, outputs, classes, values);
            let (z, dz) = buffers.output_and_gradient(samples);
            let dz = Gradient { dz, scale: 1.0 / batch as f32 };
            let loss = model.loss.apply(z, outputs, targets, Some(dz));
            model.infer_backward(buffers, [samples, batch], GradientRequest::Every(gradient));
            input[first * features..][..samples * features].copy_from_slice(buffers.input_gradient(samples));
            Ok(loss)
        })?;
        self.loss += loss;
        add_scaled(&mut self.sums, 1.0, &self.gradient);
        Ok(self.progress.add(samples))
    }

    fn finish(self, model: &Model) -> Result<Gradients> {
        self.progress.check_done()?;
        let samples = self.progress.total;
        let tensors = model.network.tensors().iter();
        let trainable = tensors.filter(|tensor| tensor.parameter.role != Role::Buffer);
        Ok(Gradients {
            loss: self.loss / samples as f64,
            input: array(Some(samples), model.input_shape(), self.input),
            parameters: trainable.map(|tensor| NamedArray::copy_of(tensor, &self.sums)).collect(),
        })
    }
}
