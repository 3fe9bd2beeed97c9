//! A summary of the layers: what each is, gives and costs.

use serde::Serialize;

use super::Session;
use crate::layers::Role;

/// A row of a summary: one layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LayerSummary {
    /// What the layer is called.
    pub name: String,
    /// Its kind.
    pub kind: &'static str,
    /// The shape of one sample's output.
    pub output_shape: Vec<u64>,
    /// Numbers that training changes, or would if the layer were trained.
    pub parameters: u64,
    /// Multiplications and additions, counted as pairs, for one sample.
    pub multiply_adds: u64,
}

impl Session {
    /// What each layer is, gives and costs.
    pub fn summary(&self) -> Vec<LayerSummary> {
        let layers = self.network.layers().zip(&self.spec.layers);
        layers
            .map(|(layer, chosen)| LayerSummary {
                name: chosen.record.text("name").to_owned(),
                kind: chosen.kind.name,
                output_shape: layer.output_shape().iter().map(|&size| size as u64).collect(),
                parameters: layer
                    .parameters()
                    .iter()
                    .filter(|parameter| parameter.role != Role::Statistic)
                    .map(|parameter| parameter.shape.iter().product::<usize>() as u64)
                    .sum(),
                multiply_adds: layer.multiply_adds(),
            })
            .collect()
    }
}
