//! A layers model of TensorFlow.js: `model.json`, and its weights in one file.

use super::graph::Node;
use super::layers::Dialect;
use super::{batch_shape, graph};
use crate::Result;
use crate::formats::json::object;
use crate::formats::trained::Trained;
use crate::schema::json_value::JsonValue;

/// The topology and the weights, with these texts in the topology's file. `weights` is the name of the weights' file.
pub(crate) fn model(
    trained: &Trained<'_>,
    texts: &[(String, String)],
    weights: &str,
) -> Result<[Vec<u8>; 2]> {
    let graph = graph(trained, Dialect::TensorFlowJs)?;
    let nodes = &graph.nodes;
    let end = |node: &Node| -> JsonValue {
        let one: JsonValue = [node.name.as_str().into(), 0.into(), 0.into()].into_iter().collect();
        [one].into_iter().collect()
    };
    let layers: JsonValue = nodes.iter().map(|node| layer(node, nodes)).collect();
    let config = object([
        ("name", "inkgrad".into()),
        ("layers", layers),
        ("input_layers", end(&nodes[0])),
        ("output_layers", end(&nodes[nodes.len() - 1])),
    ]);
    let topology = object([
        ("keras_version", "2.15.0".into()),
        ("backend", "tensorflow".into()),
        ("model_config", object([("class_name", "Model".into()), ("config", config)])),
    ]);
    let mut bytes = Vec::new();
    let mut entries = Vec::new();
    for node in nodes {
        for weight in &node.weights {
            entries.push(object([
                ("name", format!("{}/{}", node.name, weight.name).into()),
                ("shape", weight.shape.as_slice().into()),
                ("dtype", "float32".into()),
            ]));
            weight.values.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
        }
    }
    let group = object([
        ("paths", [JsonValue::from(weights)].into_iter().collect()),
        ("weights", entries.into_iter().collect()),
    ]);
    let json = object([
        ("format", "layers-model".into()),
        ("generatedBy", format!("inkgrad {}", crate::VERSION).into()),
        ("convertedBy", JsonValue::Nothing),
        ("modelTopology", topology),
        ("weightsManifest", [group].into_iter().collect()),
        (
            "userDefinedMetadata",
            object(texts.iter().map(|(name, text)| (name.as_str(), text.as_str().into()))),
        ),
    ]);
    Ok([json.to_json().into_bytes(), bytes])
}

/// A layer as Keras 2 writes it.
fn layer(node: &Node, nodes: &[Node]) -> JsonValue {
    let mut config = vec![("name", node.name.as_str().into()), ("dtype", "float32".into())];
    if node.inputs.is_empty() {
        config.push(("batch_input_shape", batch_shape(&node.shape)));
        config.push(("sparse", false.into()));
    } else {
        config.push(("trainable", node.trainable.into()));
    }
    config.extend(node.config.iter().cloned());
    let tensor = |&input: &usize| -> JsonValue {
        [nodes[input].name.as_str().into(), 0.into(), 0.into(), object([])].into_iter().collect()
    };
    let call: JsonValue = node.inputs.iter().map(tensor).collect();
    let calls =
        if node.inputs.is_empty() { JsonValue::List(Vec::new()) } else { [call].into_iter().collect() };
    object([
        ("class_name", node.class.into()),
        ("name", node.name.as_str().into()),
        ("config", object(config)),
        ("inbound_nodes", calls),
    ])
}
