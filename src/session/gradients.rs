//! Gradients of the data loss without a step.

use ndarray::ArrayD;

use super::Session;
use super::array::{NamedArray, array};
use super::batch::gather_targets;
use super::evaluate::{PIECE, infer};
use super::task::{Progress, Task, complete};
use crate::Result;
use crate::data::{Dataset, Inputs, Labels};
use crate::kernels::add_scaled;
use crate::layers::{Alone, Role};
use crate::losses::Gradient;
use crate::memory::{filled, product};
use crate::network::{self, Wanted, flat};

/// Gradients of the data loss at the current parameters.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Gradients {
    /// The mean loss of the samples.
    pub loss: f64,
    /// The gradient of the scaled input: samples × the input's shape.
    pub input: ArrayD<f32>,
    /// The gradient of every tensor that could be trained.
    pub parameters: Vec<NamedArray<'static>>,
}

/// Gradients under way.
pub(crate) struct GradientsTask {
    data: Dataset,
    progress: Progress,
    input: Vec<f32>,
    /// The gradient of the blocks done, and of one.
    sums: Vec<f32>,
    gradient: Vec<f32>,
    classes: Vec<u32>,
    values: Vec<f32>,
    loss: f64,
}

impl GradientsTask {
    /// # Errors
    /// As [`Session::gradients`].
    pub fn new<'a>(
        session: &Session,
        inputs: impl Into<Inputs<'a>>,
        labels: impl Into<Labels>,
    ) -> Result<Self> {
        session.check_whole()?;
        let data = session.look_at(inputs, labels)?;
        Ok(Self {
            progress: Progress::new(session, data.len()),
            input: filled(product(&[data.len(), data.features()]), 0.0)?,
            sums: flat(&session.network)?,
            gradient: flat(&session.network)?,
            classes: Vec::new(),
            values: Vec::new(),
            loss: 0.0,
            data,
        })
    }
}

impl Task for GradientsTask {
    type Output = Gradients;

    fn advance(&mut self, session: &Session) -> Result<bool> {
        let samples = self.progress.next(session, PIECE)?;
        let (first, batch) = (self.progress.done, self.progress.total);
        let (features, outputs) = (session.features(), session.outputs());
        let Self { data, input, gradient, classes, values, .. } = self;
        let Some(labels) = data.known() else { unreachable!("labels have been understood") };
        let loss = session.spare.with(&session.network, samples, |buffers| {
            let rows = first..first + samples;
            data.gather_range(rows.clone(), buffers.input_mut(samples));
            infer(&session.network, buffers, &session.parameters, samples);
            let targets = gather_targets(labels, rows, outputs, classes, values);
            let (z, dz) = buffers.output_and_gradient(samples);
            let slope = Gradient { dz, scale: 1.0 / batch as f32 };
            let loss = session.loss.apply(z, outputs, targets, Some(slope));
            let mut part = network::Part {
                samples,
                first_sample: 0,
                batch,
                step: 0,
                training: false,
                exchange: &mut Alone,
            };
            session.network.backward(buffers, &mut part, &session.parameters, Wanted::Every(gradient));
            input[first * features..][..samples * features].copy_from_slice(buffers.input_gradient(samples));
            Ok(loss)
        })?;
        self.loss += loss;
        add_scaled(&mut self.sums, 1.0, &self.gradient);
        Ok(self.progress.add(samples))
    }

    fn finish(self, session: &Session) -> Result<Gradients> {
        self.progress.check_done()?;
        let samples = self.progress.total;
        let tensors = session.network.tensors().iter();
        let learned = tensors.filter(|tensor| tensor.parameter.role != Role::Statistic);
        Ok(Gradients {
            loss: self.loss / samples as f64,
            input: array(Some(samples), session.spec.input(), self.input),
            parameters: learned.map(|tensor| NamedArray::copy_of(tensor, &self.sums)).collect(),
        })
    }
}

impl Session {
    /// The gradients of the mean data loss of some samples, without a step: dropout is off, normalisation goes
    /// by running statistics. Inputs and labels are as those of a [data set](Dataset::new); inputs without a scale of
    /// their own are multiplied by the training data's.
    ///
    /// # Errors
    /// Codes `shape` and `data`, where the samples do not fit the network; code `state` for names of classes before any are
    /// known; code `memory`.
    pub fn gradients<'a>(
        &self,
        inputs: impl Into<Inputs<'a>>,
        labels: impl Into<Labels>,
    ) -> Result<Gradients> {
        complete(GradientsTask::new(self, inputs, labels)?, self)
    }
}
