//! What a spec amounts to, told without a network: a row for each layer, and which layers can follow a shape.

use serde::ser::{Serialize, Serializer};

use super::fit::check_sizes;
use super::{EveryLayer, Spec, given};
use crate::Result;
use crate::layers::{self, BuildLayer, Layer, Role, check_channels};
use crate::schema::json_value::JsonValue;
use crate::schema::kind::{Chosen, Kind};
use crate::schema::setting::Settings;

/// A row of a summary: one layer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LayerSummary {
    /// What the layer is called.
    pub name: String,
    /// Its kind.
    pub kind: &'static str,
    /// The shape of one sample's output.
    pub output_shape: Vec<usize>,
    /// Numbers that training changes, or would if the layer were trained.
    pub parameters: u64,
    /// Multiplications and additions, counted as pairs, for one sample.
    pub multiply_adds: u64,
}

/// A spec and what it amounts to.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Description {
    /// The spec with every default filled in.
    pub spec: Spec,
    /// A row for each layer.
    pub layers: Vec<LayerSummary>,
}

/// A kind of layer that can follow a shape.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct LayerChoice {
    /// The kind.
    pub kind: &'static str,
    /// A value to start with for every field that must be given, by name.
    pub fields: JsonValue,
}

impl Spec {
    /// What the spec amounts to, and whether a session could be made of it; no network is allocated.
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
    /// Kind `spec`, with the path of what does not fit together; kind `memory`, where something is too large to count.
    pub fn describe(&self) -> Result<Description> {
        let layers = self.build_layers()?;
        self.check_output(layers.iter().map(|layer| &**layer))?;
        let layers = self.summarise(layers.iter().map(|layer| &**layer));
        Ok(Description { spec: self.clone(), layers })
    }

    /// A row for each of the layers that were built from this spec.
    pub(crate) fn summarise<'a>(&self, layers: impl Iterator<Item = &'a dyn Layer>) -> Vec<LayerSummary> {
        layers.zip(&self.layers).map(|(layer, chosen)| row(layer, chosen)).collect()
    }
}

fn row(layer: &dyn Layer, chosen: &Chosen<BuildLayer>) -> LayerSummary {
    let parameters = layer.parameters();
    let changed = parameters.iter().filter(|parameter| parameter.role != Role::Buffer);
    let floats = |shape: &[usize]| shape.iter().map(|&size| size as u64).product::<u64>();
    LayerSummary {
        name: EveryLayer::common(&chosen.record).name.unwrap_or_default(),
        kind: chosen.kind.name,
        output_shape: layer.output_shape().to_vec(),
        parameters: changed.map(|parameter| floats(&parameter.shape)).sum(),
        multiply_adds: layer.multiply_adds(),
    }
}

/// The kinds of layers that can follow a sample of this shape, each with a value to start with for every field that must
/// be given: with these it is accepted there.
///
/// ```
/// let choices = inkgrad::spec::layers_after(&[28, 28]);
/// assert!(choices.iter().any(|choice| choice.kind == "lstm"));
/// assert!(choices.iter().all(|choice| choice.kind != "conv2d"));
/// ```
pub fn layers_after(shape: &[usize]) -> Vec<LayerChoice> {
    let choice = |kind: &&'static Kind<BuildLayer>| {
        let fields = start(kind, shape);
        follows(kind, &fields, shape).then_some(LayerChoice { kind: kind.name, fields })
    };
    layers::kinds().iter().filter_map(choice).collect()
}

/// A value to start with for every field that must be given.
pub(super) fn start(kind: &Kind<BuildLayer>, shape: &[usize]) -> JsonValue {
    let given = |field: &crate::schema::field::Field| {
        let start = field.start?;
        Some((field.name.to_owned(), JsonValue::from(&start.value(shape))))
    };
    JsonValue::Map(kind.fields.iter().filter_map(given).collect())
}

fn follows(kind: &'static Kind<BuildLayer>, fields: &JsonValue, shape: &[usize]) -> bool {
    let built = || {
        let JsonValue::Map(mut fields) = fields.clone() else {
            unreachable!("what a layer starts with is an object")
        };
        fields.push(("kind".to_owned(), JsonValue::Text(kind.name.to_owned())));
        let chosen = Chosen::read(&JsonValue::Map(fields), "", layers::kinds(), super::EVERY_LAYER)?;
        let layer = layers::build(&chosen.record, shape)?;
        check_channels(&*layer, shape)?;
        check_sizes(&*layer)
    };
    (1..=3).contains(&shape.len()) && !shape.contains(&0) && built().is_ok()
}

impl Serialize for Spec {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        given(JsonValue::from(self)).serialize(serializer)
    }
}
