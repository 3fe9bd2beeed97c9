//! Predictions, activations, gradients and explanations. Inputs are scaled as the training data.

use ndarray::ArrayD;

use super::Session;
use crate::Result;
use crate::data::{Inputs, Labels};
use crate::model::{
    ActivationsTask, Explain, ExplainTask, Gradients, GradientsTask, NamedArray, PredictTask, complete,
};

impl Session {
    /// Predictions for samples, contiguous or on the first axis of an array: samples × the shape of the output.
    /// Probabilities if the loss takes logits.
    ///
    /// Inputs are multiplied by the training data's scale, unless they have [their own](Inputs::with_scale).
    ///
    /// # Errors
    /// Kind `shape` if the length is no multiple of a sample; kind `data` if the inputs have another type than the training
    /// data and no scale is given; kind `memory`.
    pub fn predict<'a>(&self, inputs: impl Into<Inputs<'a>>) -> Result<ArrayD<f32>> {
        complete(self.prediction(inputs)?, &self.model)
    }

    /// The output of every layer for one sample, after its activation, in evaluation mode; the last are the logits.
    ///
    /// # Errors
    /// As [`predict`](Self::predict); kind `shape` where there is not exactly one sample.
    pub fn activations<'a>(&self, input: impl Into<Inputs<'a>>) -> Result<Vec<NamedArray<'static>>> {
        complete(self.activation(input)?, &self.model)
    }

    /// The gradients of the mean data loss of samples, in evaluation mode and without a step. Inputs and labels are those of a
    /// [data set](crate::Dataset::new); inputs without a scale use that of the training data.
    ///
    /// # Errors
    /// Kinds `shape` and `data` if the samples do not fit the network; kind `state` for labels that are names if no class names
    /// are known; kind `memory`.
    pub fn gradients<'a>(
        &self,
        inputs: impl Into<Inputs<'a>>,
        labels: impl Into<Labels>,
    ) -> Result<Gradients> {
        complete(self.gradient(inputs, labels)?, &self.model)
    }

    /// The attribution of each value of one sample, in evaluation mode, with respect to the scaled input: an array of the
    /// input's shape.
    ///
    /// # Errors
    /// Kind `shape` unless there is exactly one sample; kind `data` if the scale is not known, the target does not exist, a
    /// setting is 0, or the method is occlusion and the input is no image; kind `memory`.
    pub fn explain<'a>(&self, input: impl Into<Inputs<'a>>, explain: &Explain) -> Result<ArrayD<f32>> {
        complete(self.explanation(input, explain)?, &self.model)
    }

    /// Begins [`predict`](Self::predict).
    pub(crate) fn prediction<'a>(&self, inputs: impl Into<Inputs<'a>>) -> Result<PredictTask<'a>> {
        let inputs = inputs.into();
        inputs.count(self.features())?;
        PredictTask::new(&self.model, self.scaled(inputs)?)
    }

    /// Begins [`activations`](Self::activations).
    pub(crate) fn activation<'a>(&self, input: impl Into<Inputs<'a>>) -> Result<ActivationsTask<'a>> {
        let input = input.into();
        self.model.one_sample(&input)?;
        ActivationsTask::new(&self.model, self.scaled(input)?)
    }

    /// Begins [`gradients`](Self::gradients).
    pub(crate) fn gradient<'a>(
        &self,
        inputs: impl Into<Inputs<'a>>,
        labels: impl Into<Labels>,
    ) -> Result<GradientsTask> {
        GradientsTask::new(&self.model, self.resolved(inputs, labels)?)
    }

    /// Begins [`explain`](Self::explain).
    pub(crate) fn explanation<'a>(
        &self,
        input: impl Into<Inputs<'a>>,
        explain: &Explain,
    ) -> Result<ExplainTask> {
        let input = input.into();
        self.model.one_sample(&input)?;
        ExplainTask::new(&self.model, self.scaled(input)?, explain)
    }

    /// Inputs with their resolved scale.
    pub(super) fn scaled<'a>(&self, inputs: Inputs<'a>) -> Result<Inputs<'a>> {
        let scale = self.scale_of(&inputs)?;
        self.check_inputs(&inputs, inputs.len() / self.features().max(1), scale)?;
        Ok(inputs.with_scale(scale))
    }
}
