//! Residual block: inner layers with a skip connection around them.

use super::parts::sequential::Sequential;
use super::{BuildInner, BuildLayer, Layer};
use crate::memory::checked_product;
use crate::schema::config::Config;
use crate::schema::config_builder::{ConfigBuilder, LayerSpec};
use crate::schema::field::Field;
use crate::schema::json_value::JsonValue;
use crate::schema::kind::{Kind, for_docs, for_tests};
use crate::schema::setting::layers;
use crate::schema::value::Value;
use crate::{Error, ErrorKind, Result};

const FIELDS: &[Field] = &[layers()
    .start(start_layers)
    .required("layers", "The layers, in order; the output of the last has the shape of the input.")];

/// A residual block: adds the output of its layers to its input (skip connection).
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Residual(ConfigBuilder);

impl Residual {
    /// Its name in the field `kind` of a spec.
    pub const KIND: &'static str = "residual";
    const ABOUT: &'static str =
        for_docs("A residual block: adds the output of its layers to its input (skip connection).");

    /// A block of these layers.
    pub fn new(layers: impl IntoIterator<Item = LayerSpec>) -> Self {
        let layers = layers.into_iter().map(|layer| layer.0);
        Self(ConfigBuilder::of_kind(Self::KIND).extend("layers", layers))
    }

    /// The name of the layer; by default its kind and index.
    pub fn name(self, name: &str) -> Self {
        Self(self.0.set("name", JsonValue::Text(name.to_owned())))
    }

    /// Whether training changes the layer's parameters.
    pub fn trainable(self, trainable: bool) -> Self {
        Self(self.0.set("trainable", JsonValue::Boolean(trainable)))
    }
}

impl From<Residual> for LayerSpec {
    fn from(builder: Residual) -> Self {
        Self(builder.0.into())
    }
}

/// The inner layers that the page suggests for a new block: one `relu`, which accepts any shape and keeps it.
fn start_layers() -> Vec<Config> {
    vec![Config::of_kind("activation", vec![("function", Value::Text("relu".to_owned()))])]
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Residual::KIND,
    about: Residual::ABOUT,
    fields: FIELDS,
    build: |config, input, build| Ok(Box::new(residual(config.layers(), input, build)?)),
    examples: for_tests(&[
        (
            r#"{"kind":"residual","layers":[{"kind":"dense","units":3,"activation":"tanh"},{"kind":"dense","units":5}]}"#,
            &[5],
        ),
        (r#"{"kind":"residual","layers":[{"kind":"dense","units":4,"activation":"silu"}]}"#, &[4]),
        (r#"{"kind":"residual","layers":[{"kind":"flatten"},{"kind":"reshape","shape":[2,2]}]}"#, &[2, 2]),
        (
            r#"{"kind":"residual","layers":[{"kind":"activation","function":"tanh"},{"kind":"dropout","rate":0.3}]}"#,
            &[4],
        ),
        (
            r#"{"kind":"residual","layers":[{"kind":"conv2d","filters":2,"kernel":3,"padding":"same","bias":false},
                {"kind":"batch_norm"},{"kind":"activation","function":"tanh"},{"kind":"dropout","rate":0.3},
                {"kind":"residual","layers":[{"kind":"flatten"},{"kind":"dense","units":18},
                    {"kind":"reshape","shape":[2,3,3]}]}]}"#,
            &[2, 3, 3],
        ),
    ]),
};

/// y = x + f(x), where f is the composition of the layers: x, y: [N, …].
///
/// K. He et al., "Deep Residual Learning for Image Recognition", 2015.
fn residual(layers: &[Config], input: &[usize], build: BuildInner) -> Result<Sequential> {
    let mut residual = Sequential::new(input, true);
    let mut stream = 1;
    for (index, config) in layers.iter().enumerate() {
        let at = |error: Error| error.within(format_args!("layers[{index}]"));
        let layer = build(config, residual.output_shape()).map_err(at)?;
        checked_product(layer.output_shape()).map_err(at)?;
        let trainable = !matches!(config.value("trainable"), Some(Value::Boolean(false)));
        residual.push(layer, format!("layers.{index}."), trainable, stream);
        stream += 1 + inner_layer_count(config);
    }
    if residual.output_shape() == input {
        return Ok(residual);
    }
    let [expected, found] = [input, residual.output_shape()].map(|shape| format!("{shape:?}"));
    Err(Error::mismatch(ErrorKind::Spec, format_args!("layers that keep the shape {expected}"), &found)
        .named("residual_changes_shape")
        .value("shape", expected)
        .value("output", found)
        .at("layers"))
}

/// The number of layers inside a layer, at all depths.
fn inner_layer_count(config: &Config) -> u32 {
    config.layers().iter().map(|layer| 1 + inner_layer_count(layer)).sum()
}
