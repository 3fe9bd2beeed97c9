//! The network for Keras 3 (`.keras`) and for TensorFlow.js (a layers model).

pub(crate) mod graph;
mod layers;
mod tfjs;

pub(crate) use tfjs::model as tfjs_model;

use self::graph::{Graph, Node};
use self::layers::{Builder, Dialect};
use super::hdf5::{self, Group};
use super::json::object;
use super::network::{Function, Output};
use super::trained::Trained;
use super::zip;
use crate::Result;
use crate::schema::json_value::JsonValue;

/// The graph of a network with what makes its outputs predictions.
fn graph(trained: &Trained<'_>, dialect: Dialect) -> Result<Graph> {
    let network = &trained.network;
    let mut builder = Builder { graph: Graph::new(&network.input), trained, dialect };
    let first = if network.input.len() == 3 { builder.graph.permute(0, &[2, 3, 1]) } else { 0 };
    let mut last = builder.chain(&network.layers, first)?;
    builder.graph.enter("predict", true);
    if network.output_shape().len() == 3 {
        last = builder.graph.permute(last, &[3, 1, 2]);
    }
    match network.output {
        Output::Softmax => {
            if network.output_shape().len() > 1 {
                last = builder.graph.flatten(last);
            }
            builder.activate(Function::Softmax, last);
        }
        Output::Sigmoid => _ = builder.activate(Function::Sigmoid, last),
        Output::Plain => {}
    }
    Ok(builder.graph)
}

/// A shape with its free first axis.
fn batch_shape(shape: &[usize]) -> JsonValue {
    [JsonValue::Nothing].into_iter().chain(shape.iter().map(|&size| size.into())).collect()
}

/// The file of Keras 3, with these texts in it.
pub(crate) fn model(trained: &Trained<'_>, texts: &[(String, String)]) -> Result<Vec<u8>> {
    let graph = graph(trained, Dialect::Keras)?;
    let layers: JsonValue = graph.nodes.iter().map(|node| layer(node, &graph)).collect();
    let end =
        |node: &Node| [node.name.as_str().into(), 0.into(), 0.into()].into_iter().collect::<JsonValue>();
    let config = object([
        ("module", "keras.src.models.functional".into()),
        ("class_name", "Functional".into()),
        (
            "config",
            object([
                ("name", "inkgrad".into()),
                ("trainable", true.into()),
                ("layers", layers),
                ("input_layers", end(&graph.nodes[0])),
                ("output_layers", end(&graph.nodes[graph.nodes.len() - 1])),
            ]),
        ),
        ("registered_name", "Functional".into()),
    ]);
    let metadata = object([("keras_version", "3.0.0".into()), ("date_saved", "1980-01-01@00:00:00".into())]);
    let texts = object(texts.iter().map(|(name, text)| (name.as_str(), text.as_str().into())));
    let files = [("metadata.json", metadata), ("config.json", config), ("inkgrad.json", texts)]
        .map(|(name, json)| (name, json.to_json().into_bytes()));
    let weights = hdf5::write(&weights(graph));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .chain([("model.weights.h5", &*weights)])
        .collect();
    Ok(zip::write(&files))
}

/// A layer as Keras 3 writes it.
fn layer(node: &Node, graph: &Graph) -> JsonValue {
    let mut config = vec![("name", node.name.as_str().into())];
    if node.inputs.is_empty() {
        config.push(("batch_shape", batch_shape(&node.shape)));
    } else {
        config.push(("trainable", node.trainable.into()));
    }
    config.push(("dtype", "float32".into()));
    config.extend(node.config.iter().cloned());
    let tensor = |&input: &usize| {
        let node = &graph.nodes[input];
        let history = [node.name.as_str().into(), 0.into(), 0.into()].into_iter().collect();
        object([
            ("class_name", "__keras_tensor__".into()),
            (
                "config",
                object([
                    ("shape", batch_shape(&node.shape)),
                    ("dtype", "float32".into()),
                    ("keras_history", history),
                ]),
            ),
        ])
    };
    let tensors: JsonValue = node.inputs.iter().map(tensor).collect();
    // Layers that merge take a list of tensors as their one argument.
    let arguments =
        if matches!(node.class, "Add" | "Multiply") { [tensors].into_iter().collect() } else { tensors };
    let call = object([("args", arguments), ("kwargs", object([]))]);
    let calls =
        if node.inputs.is_empty() { JsonValue::List(Vec::new()) } else { [call].into_iter().collect() };
    object([
        ("module", "keras.layers".into()),
        ("class_name", node.class.into()),
        ("config", object(config)),
        ("registered_name", JsonValue::Nothing),
        ("build_config", build_config(node, graph)),
        ("name", node.name.as_str().into()),
        ("inbound_nodes", calls),
    ])
}

/// The shapes from which a layer makes its variables.
fn build_config(node: &Node, graph: &Graph) -> JsonValue {
    let shape = |&input: &usize| batch_shape(&graph.nodes[input].shape);
    match (node.class, node.inputs.as_slice()) {
        (_, []) => JsonValue::Nothing,
        ("MultiHeadAttention", inputs) => object([(
            "shapes_dict",
            object([("query_shape", shape(&inputs[0])), ("value_shape", shape(&inputs[1]))]),
        )]),
        (_, [input]) => object([("input_shape", shape(input))]),
        (_, inputs) => object([("input_shape", inputs.iter().map(shape).collect())]),
    }
}

/// Keras's group for each node: its class in snake case, counted.
fn group_names<'a>(classes: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut used: Vec<(String, usize)> = Vec::new();
    let mut names = Vec::new();
    for class in classes {
        let name = snake_case(class);
        if let Some((_, count)) = used.iter_mut().find(|(known, _)| *known == name) {
            *count += 1;
            names.push(format!("{name}_{count}"));
        } else {
            names.push(name.clone());
            used.push((name, 0));
        }
    }
    names
}

/// As Keras forms it: an underscore before a capital that begins a word.
fn snake_case(class: &str) -> String {
    let letters: Vec<char> = class.chars().collect();
    let mut name = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_uppercase()
                        && letters.get(at + 1).is_some_and(char::is_ascii_lowercase)
                    || before.is_ascii_digit() && letters.get(at + 1).is_some_and(char::is_ascii_lowercase)
            });
        if word {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// The weights in Keras's groups.
fn weights(graph: Graph) -> Group {
    let mut root = Group::default();
    root.at("vars");
    let names = group_names(graph.nodes.iter().map(|node| node.class));
    for (node, name) in graph.nodes.into_iter().zip(names) {
        let own = root.at(&format!("layers/{name}"));
        own.at("vars");
        for weight in node.weights {
            let part =
                if weight.part.is_empty() { "vars".to_owned() } else { format!("{}/vars", weight.part) };
            let part = own.at(&part);
            let index = part.arrays.len().to_string();
            part.arrays.insert(index, (weight.shape, weight.values));
        }
    }
    root
}

/// The path of an array in Keras's file, its shape and its values.
pub(crate) type PlacedArray = (String, Vec<usize>, Vec<f32>);

/// The arrays of Keras's file with their paths and shapes.
pub(crate) fn weights_of(trained: &Trained<'_>) -> Result<Vec<PlacedArray>> {
    let mut arrays = Vec::new();
    collect(weights(graph(trained, Dialect::Keras)?), "", &mut arrays);
    Ok(arrays)
}

fn collect(group: Group, path: &str, arrays: &mut Vec<PlacedArray>) {
    arrays.extend(
        group.arrays.into_iter().map(|(name, (shape, values))| (format!("{path}{name}"), shape, values)),
    );
    for (name, inner) in group.groups {
        collect(inner, &format!("{path}{name}/"), arrays);
    }
}
