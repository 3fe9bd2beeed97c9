//! The summary of a spec, without allocating a network, and the layers that accept an input shape.

use serde::ser::{Serialize, Serializer};

use super::fit::check_sizes;
use super::{EveryLayer, Spec, without_nulls};
use crate::Result;
use crate::layers::{self, BuildLayer, Layer, Role, check_channels};
use crate::schema::json_value::JsonValue;
use crate::schema::kind::{ConfiguredKind, Kind};
use crate::schema::setting::Settings;

/// One layer of a summary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LayerSummary {
    /// The name of the layer.
    pub name: String,
    /// Its kind.
    pub kind: &'static str,
    /// The shape of one sample's output.
    pub output_shape: Vec<usize>,
    /// The number of parameters without buffers.
    pub parameters: u64,
    /// Multiply-adds of one sample's forward pass.
    pub multiply_adds: u64,
}

/// A spec and its summary.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Description {
    /// The spec with every default filled in.
    pub spec: Spec,
    /// A row for each layer.
    pub layers: Vec<LayerSummary>,
}

/// A kind of layer that accepts an input shape.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct LayerChoice {
    /// The kind.
    pub kind: &'static str,
    /// Initial values of its required fields, by name.
    pub fields: JsonValue,
}

impl Spec {
    /// Checks that a session can be created from the spec, and returns its summary. No network is allocated.
    ///
    /// ```
    /// let spec = inkgrad::Spec::from_json(
    ///     r#"{ "input": [784], "layers": [{ "kind": "dense", "units": 10 }],
    ///          "loss": { "kind": "cross_entropy" }, "optimizer": { "kind": "sgd", "learning_rate": 0.1 } }"#,
    /// )?;
    /// assert_eq!(spec.describe()?.layers[0].parameters, 7850);
    /// # Ok::<(), inkgrad::Error>(())
    /// ```
    ///
    /// # Errors
    /// Kind `spec`, with the path of the field that does not fit; kind `memory` if a size is too large.
    pub fn describe(&self) -> Result<Description> {
        let layers = self.build_layers()?;
        self.check_output(layers.iter().map(|layer| &**layer))?;
        let layers = self.summarise(layers.iter().map(|layer| &**layer));
        Ok(Description { spec: self.clone(), layers })
    }

    /// The summary of the layers that were built from this spec.
    pub(crate) fn summarise<'a>(&self, layers: impl Iterator<Item = &'a dyn Layer>) -> Vec<LayerSummary> {
        layers.zip(&self.layers).map(|(layer, chosen)| row(layer, chosen)).collect()
    }
}

fn row(layer: &dyn Layer, chosen: &ConfiguredKind<BuildLayer>) -> LayerSummary {
    let parameters = layer.parameters();
    let changed = parameters.iter().filter(|parameter| parameter.role != Role::Buffer);
    let floats = |shape: &[usize]| shape.iter().map(|&size| size as u64).product::<u64>();
    LayerSummary {
        name: EveryLayer::common(&chosen.config).name.unwrap_or_default(),
        kind: chosen.kind.name,
        output_shape: layer.output_shape().to_vec(),
        parameters: changed.map(|parameter| floats(&parameter.shape)).sum(),
        multiply_adds: layer.multiply_adds(),
    }
}

/// The kinds of layers that accept samples of this shape, each with initial values of its required fields. A layer with these
/// values is valid for this shape.
///
/// ```
/// let choices = inkgrad::spec::layers_after(&[28, 28]);
/// assert!(choices.iter().any(|choice| choice.kind == "lstm"));
/// assert!(choices.iter().all(|choice| choice.kind != "conv2d"));
/// ```
pub fn layers_after(shape: &[usize]) -> Vec<LayerChoice> {
    let choice = |kind: &&'static Kind<BuildLayer>| {
        let fields = start(kind, shape);
        accepts(kind, &fields, shape).then_some(LayerChoice { kind: kind.name, fields })
    };
    layers::kinds().iter().filter_map(choice).collect()
}

/// Initial values of the required fields.
pub(super) fn start(kind: &Kind<BuildLayer>, shape: &[usize]) -> JsonValue {
    let start = |field: &crate::schema::field::Field| {
        let start = field.start?;
        Some((field.name.to_owned(), JsonValue::from(&start.value(shape))))
    };
    JsonValue::Map(kind.fields.iter().filter_map(start).collect())
}

fn accepts(kind: &'static Kind<BuildLayer>, fields: &JsonValue, shape: &[usize]) -> bool {
    let built = || {
        let JsonValue::Map(mut fields) = fields.clone() else {
            unreachable!("what a layer starts with is an object")
        };
        fields.push(("kind".to_owned(), JsonValue::Text(kind.name.to_owned())));
        let chosen = ConfiguredKind::read(&JsonValue::Map(fields), "", layers::kinds(), super::EVERY_LAYER)?;
        let layer = layers::build(&chosen.config, shape)?;
        check_channels(&*layer, shape)?;
        check_sizes(&*layer)
    };
    (1..=3).contains(&shape.len()) && !shape.contains(&0) && built().is_ok()
}

impl Serialize for Spec {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        without_nulls(JsonValue::from(self)).serialize(serializer)
    }
}
