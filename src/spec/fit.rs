//! Consistency checks of a spec: shapes and sizes of the layers, batch size, loss.

use super::{EveryLayer, Spec};
use crate::layers::{self, Layer, check_channels};
use crate::losses::Link;
use crate::memory::{checked_product, checked_sum};
use crate::schema::setting::Settings;
use crate::{Error, ErrorKind, Result};

impl Spec {
    /// Builds the layers, each for the output shape of the previous one. Parameters and activations are not allocated.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the layer whose input does not fit, or of a batch that is too small for a layer;
    /// kind `memory` where something is too large to count.
    pub(crate) fn build_layers(&self) -> Result<Vec<Box<dyn Layer>>> {
        let mut shape = self.input().to_vec();
        let mut built: Vec<Box<dyn Layer>> = Vec::with_capacity(self.layers.len());
        let mut parameters = 0;
        for (index, chosen) in self.layers.iter().enumerate() {
            let at = |error: Error| error.within(format_args!("layers[{index}]"));
            let layer = layers::build(&chosen.config, &shape).map_err(at)?;
            if shape == self.input() {
                check_channels(&*layer, &shape).map_err(at)?;
            }
            parameters = checked_sum([parameters, check_sizes(&*layer).map_err(at)?]).map_err(at)?;
            if EveryLayer::common(&chosen.config).trainable && self.batch_size() < layer.fewest_samples() {
                let path = format!("layers[{index}]");
                return Err(batch_too_small(layer.fewest_samples(), self.batch_size(), &path));
            }
            shape = layer.output_shape().to_vec();
            built.push(layer);
        }
        Ok(built)
    }

    /// Checks that the loss accepts the output of the last layer.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the layer.
    pub(crate) fn check_output<'a>(&self, layers: impl Iterator<Item = &'a dyn Layer>) -> Result<()> {
        let link = (self.loss.kind.build)(&self.loss.config).link();
        let layers: Vec<_> = layers.collect();
        let Some(last) = layers.last() else { return Ok(()) };
        if link == Link::Softmax && last.output_shape().len() != 1 {
            let shape = format_args!("{:?}", last.output_shape());
            return Err(Error::mismatch(
                ErrorKind::Spec,
                "a last layer with one output a class",
                format_args!("outputs of shape {shape}"),
            )
            .named("expected_output_a_class")
            .value("shape", shape)
            .at(format_args!("layers[{}]", layers.len() - 1))
            .with_note("put a flatten and a dense layer at the end"));
        }
        let Some(index) = layers.iter().rposition(|layer| !layer.is_view()) else { return Ok(()) };
        match layers[index].final_function() {
            Some(function @ ("softmax" | "sigmoid")) if link != Link::Identity => {
                let kind = self.layers[index].kind;
                let field = if kind.name == "activation" { "function" } else { "activation" };
                Err(Error::mismatch(ErrorKind::Spec, "logits from the last layer", function)
                    .named("expected_logits")
                    .value("function", function)
                    .value("loss", self.loss.kind.name)
                    .at(format_args!("layers[{index}].{field}"))
                    .with_note(format_args!(
                        "leave {function} out: {} applies it by itself",
                        self.loss.kind.name
                    )))
            }
            _ => Ok(()),
        }
    }
}

/// The floats of a layer's parameters. Fails if they or the output are too large.
pub(super) fn check_sizes(layer: &dyn Layer) -> Result<usize> {
    checked_product(layer.output_shape())?;
    let mut parameters = 0;
    for parameter in layer.parameters() {
        parameters = checked_sum([parameters, checked_product(&parameter.shape)?])?;
    }
    Ok(parameters)
}

fn batch_too_small(fewest: usize, found: usize, path: &str) -> Error {
    Error::mismatch(ErrorKind::Spec, format_args!("at least {fewest}"), found)
        .at("batch_size")
        .with_note(format_args!("{path} takes its statistics over the samples of a batch"))
        .named("batch_too_small")
        .value("fewest", fewest)
        .value("layer", path)
}
