//! Statistics: distributions of parameters, gradients and updates; dead and saturated units.

use serde::Serialize;

use super::histogram::{Histogram, Moments, norm};
use super::{Part, Session};
use crate::Result;
use crate::layers::{Layer, WholeBatch};
use crate::losses::Gradient;
use crate::model::{Buffers, GradientRequest, Model, PassContext, Tensor, flat_zeros};
use crate::trainer::{Batch, Trainer, penalise};

/// Statistics of parameters and layers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Statistics {
    /// A row for each tensor of parameters, running statistics included.
    pub parameters: Vec<ParameterStatistics>,
    /// A row for each layer with an activation.
    pub layers: Vec<LayerStatistics>,
}

/// A row of statistics: one tensor of parameters.
///
/// Gradients are those of the last step, penalties included, before clipping. Tensors that are not trained have none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ParameterStatistics {
    /// Its full name, as in `layers.0.weight`.
    pub name: String,
    /// The mean of its numbers.
    pub mean: f64,
    /// Their standard deviation, over n.
    pub deviation: f64,
    /// The least of them.
    pub minimum: f64,
    /// The greatest of them.
    pub maximum: f64,
    /// The Euclidean norm of its gradient; none before a step.
    pub gradient_norm: Option<f64>,
    /// The norm of what the last step has changed over that of the numbers themselves; none as
    /// [`update`](Self::update), and where all numbers are 0.
    pub update_ratio: Option<f64>,
    /// How its numbers are distributed.
    pub weight: Histogram,
    /// How its gradient is; none before a step.
    pub gradient: Option<Histogram>,
    /// How what the last step has changed is; none until there has been a step after statistics were first asked for.
    pub update: Option<Histogram>,
}

/// A row of statistics: a layer with an activation. A unit is a feature, or a channel over its positions.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LayerStatistics {
    /// What the layer is called.
    pub name: String,
    /// The fraction of its units whose output was 0 for every sample of the last batch; none before a step.
    pub dead: Option<f64>,
    /// The fraction of its units of whose outputs over the last batch 95 % lay within 0.01 of an asymptote: of 0 or 1 for
    /// sigmoid, of ±1 for tanh; none for other functions, and before a step.
    pub saturated: Option<f64>,
}

impl Session {
    /// Distributions of parameters, gradients and updates, and the dead and saturated units of each layer in the last batch.
    /// Values that need a step are `None` before the first, and after a change of the data or settings that they depend on.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn statistics(&mut self) -> Result<Statistics> {
        self.watch_statistics()?;
        let layers = self.layer_statistics()?;
        Ok(Statistics { parameters: self.parameter_statistics(), layers })
    }

    /// Makes each following step record its gradient and update for [`statistics`](Self::statistics).
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn watch_statistics(&mut self) -> Result<()> {
        self.trainer.last_step.enable_recording(self.model.network.parameter_count())
    }

    fn parameter_statistics(&self) -> Vec<ParameterStatistics> {
        let tensors = self.model.network.tensors().iter();
        let row = |tensor: &Tensor| {
            let part = |flat: &'_ [f32]| flat[tensor.range.clone()].to_vec();
            let weight = &self.model.parameters[tensor.range.clone()];
            let gradient = self.trainer.last_step.gradient().filter(|_| tensor.trainable).map(part);
            let update = self.trainer.last_step.update().filter(|_| tensor.trainable).map(part);
            let (Moments { mean, deviation, minimum, maximum }, size) = (Moments::of(weight), norm(weight));
            ParameterStatistics {
                name: tensor.name.clone(),
                mean,
                deviation,
                minimum,
                maximum,
                gradient_norm: gradient.as_deref().map(norm),
                update_ratio: update.as_deref().filter(|_| size > 0.0).map(|update| norm(update) / size),
                weight: Histogram::of(weight),
                gradient: gradient.as_deref().map(Histogram::of),
                update: update.as_deref().map(Histogram::of),
            }
        };
        tensors.map(row).collect()
    }

    /// Runs the last batch again with the parameters before the step, and computes its gradient if it was not recorded.
    fn layer_statistics(&mut self) -> Result<Vec<LayerStatistics>> {
        let Self { model, trainer, data, spec, .. } = self;
        let Model { network, pool, loss, .. } = model;
        let Trainer { augmenter, all, settings, new_parameters: before, last_step, .. } = trainer;
        let rows = |last: Option<(&Buffers, usize)>| {
            let row = |(index, layer): (usize, &dyn Layer)| {
                let function = layer.final_function().filter(|&function| function != "linear")?;
                let units = last.map(|(buffers, samples)| {
                    let y = buffers.activation(index, samples);
                    Units { y, samples, shape: layer.output_shape() }
                });
                Some(LayerStatistics {
                    name: spec.layer_name(index).unwrap_or_default(),
                    dead: units.as_ref().map(Units::dead),
                    saturated: units.and_then(|units| units.saturated(function)),
                })
            };
            network.layers().enumerate().filter_map(row).collect()
        };
        let data = data[Part::Train as usize].as_ref().and_then(|data| Some((data, data.resolved_labels()?)));
        let (Some((progress, samples)), Some((data, labels))) = (last_step.batch().cloned(), data) else {
            return Ok(rows(None));
        };
        let mut gradient = if last_step.gradient().is_none() { Some(flat_zeros(network)?) } else { None };
        let mut batch = Batch::default();
        batch.prepare(data)?;
        batch.draw_order(&progress, spec.seed(), spec.shuffle());
        let rows = pool.with(network, samples, |buffers| {
            let positions = progress.position..progress.position + samples;
            data.gather(batch.rows(positions.clone()), buffers.input_mut(samples));
            if let Some(augmenter) = augmenter {
                augmenter.apply(buffers.input_mut(samples), spec.seed(), progress.step, 0);
            }
            let mut context = PassContext {
                samples,
                first_sample: 0,
                batch: samples,
                step: progress.step,
                training: true,
                sync: &mut WholeBatch,
            };
            network.forward(buffers, &mut context, before);
            let rows = rows(Some((buffers, samples)));
            if let Some(gradient) = &mut gradient {
                let targets = batch.targets(labels, positions, network.outputs());
                let (z, dz) = buffers.output_and_gradient(samples);
                let dz = Gradient { dz, scale: 1.0 / samples as f32 };
                loss.apply(z, network.outputs(), targets, Some(dz));
                network.backward(buffers, &mut context, before, GradientRequest::Trained(gradient));
                penalise(settings, &all.penalised, gradient, before);
            }
            Ok(rows)
        })?;
        if let Some(gradient) = gradient {
            last_step.set_gradient(gradient);
        }
        Ok(rows)
    }
}

/// A layer's outputs, grouped by unit.
struct Units<'a> {
    y: &'a [f32],
    samples: usize,
    shape: &'a [usize],
}

impl Units<'_> {
    /// The fraction of units for which `enough(number of outputs that match, number of outputs)` is true.
    fn fraction(&self, matches: impl Fn(f32) -> bool, enough: impl Fn(usize, usize) -> bool) -> f64 {
        // Images: [channels, height, width]. Sequences: [steps, features].
        let (units, outer, inner) = match *self.shape {
            [channels, height, width] => (channels, self.samples, height * width),
            [steps, features] => (features, self.samples * steps, 1),
            _ => (self.y.len() / self.samples, self.samples, 1),
        };
        let counted = (0..units).filter(|unit| {
            let of_unit = (0..outer).flat_map(|row| &self.y[(row * units + unit) * inner..][..inner]);
            enough(of_unit.filter(|&&value| matches(value)).count(), outer * inner)
        });
        counted.count() as f64 / units as f64
    }

    fn dead(&self) -> f64 {
        self.fraction(|value| value == 0.0, |count, all| count == all)
    }

    fn saturated(&self, function: &str) -> Option<f64> {
        let nearly_all = |count: usize, all: usize| count as f64 >= 0.95 * all as f64;
        match function {
            "sigmoid" => Some(self.fraction(|value| value <= 0.01 || value >= 0.99, nearly_all)),
            "tanh" => Some(self.fraction(|value| value.abs() >= 0.99, nearly_all)),
            _ => None,
        }
    }
}
