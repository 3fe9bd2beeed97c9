//! An ONNX graph that is being built.

use super::message::Message;
use crate::formats::trained::Tensor;

/// ONNX's number for the type of 32-bit floats, and of 64-bit whole numbers.
pub(crate) const FLOAT: i64 = 1;
pub(crate) const INT64: i64 = 7;

/// An attribute of a node.
pub(crate) enum Attribute<'a> {
    Integer(i64),
    Integers(&'a [i64]),
    Float(f32),
    Text(&'a str),
}

use Attribute::{Float, Integer, Integers, Text};

/// Nodes and constants. Values are known by their names.
#[derive(Default)]
pub(crate) struct Graph {
    nodes: Message,
    constants: Message,
    /// The names of constants of whole numbers, by value.
    integers: Vec<(Vec<i64>, String)>,
    scope: String,
    count: usize,
}

impl Graph {
    /// Names what follows after a layer.
    pub fn enter(&mut self, scope: &str) {
        scope.trim_end_matches('.').clone_into(&mut self.scope);
        self.count = 0;
    }

    /// A node with one output: the name of that.
    pub fn node(&mut self, operator: &str, inputs: &[&str], attributes: &[(&str, Attribute<'_>)]) -> String {
        self.nodes(operator, inputs, attributes, 1).swap_remove(0)
    }

    /// A node: the names of its outputs.
    pub fn nodes(
        &mut self,
        operator: &str,
        inputs: &[&str],
        attributes: &[(&str, Attribute<'_>)],
        outputs: usize,
    ) -> Vec<String> {
        let name = format!("{}/{operator}_{}", self.scope, self.count);
        self.count += 1;
        let names: Vec<String> = match outputs {
            1 => vec![name.clone()],
            _ => (0..outputs).map(|index| format!("{name}:{index}")).collect(),
        };
        let mut node = Message::default();
        inputs.iter().for_each(|input| _ = node.text(1, input));
        names.iter().for_each(|output| _ = node.text(2, output));
        node.text(3, &name).text(4, operator);
        for (name, value) in attributes {
            let mut attribute = Message::default();
            attribute.text(1, name);
            match value {
                Float(value) => attribute.float(2, *value).integer(20, 1),
                Integer(value) => attribute.integer(3, *value).integer(20, 2),
                Text(text) => attribute.text(4, text).integer(20, 3),
                Integers(values) => {
                    values.iter().for_each(|value| _ = attribute.integer(8, *value));
                    attribute.integer(20, 7)
                }
            };
            node.message(5, &attribute);
        }
        self.nodes.message(1, &node);
        names
    }

    /// An array of the network, by its own name.
    pub fn tensor(&mut self, name: &str, tensor: &Tensor) -> String {
        let bytes: Vec<u8> = tensor.data.iter().flat_map(|value| value.to_le_bytes()).collect();
        let shape: Vec<i64> = tensor.shape.iter().map(|&size| size as i64).collect();
        self.constant(name, FLOAT, &shape, &bytes);
        name.to_owned()
    }

    /// One float, as a scalar.
    pub fn scalar(&mut self, value: f32) -> String {
        let name = format!("{}/constant_{}", self.scope, self.count);
        self.count += 1;
        self.constant(&name, FLOAT, &[], &value.to_le_bytes());
        name
    }

    /// A list of whole numbers: a shape, or axes.
    pub fn integers(&mut self, values: &[i64]) -> String {
        if let Some((_, name)) = self.integers.iter().find(|(known, _)| known == values) {
            return name.clone();
        }
        let name = format!("integers_{}", self.integers.len());
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(&name, INT64, &[values.len() as i64], &bytes);
        self.integers.push((values.to_vec(), name.clone()));
        name
    }

    fn constant(&mut self, name: &str, kind: i64, shape: &[i64], bytes: &[u8]) {
        let mut tensor = Message::default();
        shape.iter().for_each(|size| _ = tensor.integer(1, *size));
        tensor.integer(2, kind).text(8, name).bytes(9, bytes);
        self.constants.message(5, &tensor);
    }

    /// The graph of this input and output, as a message. `output` is the name that the last value gets.
    pub fn finish(
        mut self,
        name: &str,
        input: (&str, &[usize]),
        last: &str,
        output: (&str, &[usize]),
    ) -> Message {
        self.enter("output");
        let mut node = Message::default();
        node.text(1, last).text(2, output.0).text(3, "output/Identity").text(4, "Identity");
        let mut graph = self.nodes;
        graph.message(1, &node).text(2, name);
        graph.0.extend(self.constants.0);
        for (field, (name, shape)) in [(11, input), (12, output)] {
            graph.message(field, &value_info(name, shape));
        }
        graph
    }
}

/// A value of n samples of a shape.
fn value_info(name: &str, shape: &[usize]) -> Message {
    let mut sizes = Message::default();
    sizes.message(1, Message::default().text(2, "n"));
    for &size in shape {
        sizes.message(1, Message::default().integer(1, size as i64));
    }
    let mut tensor = Message::default();
    tensor.integer(1, FLOAT).message(2, &sizes);
    let mut kind = Message::default();
    kind.message(1, &tensor);
    let mut value = Message::default();
    value.text(1, name).message(2, &kind);
    value
}
