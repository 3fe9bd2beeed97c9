//! The network as a graph of Keras layers, which Keras 3 and TensorFlow.js write in their own ways. Images are channels-last
//! within it; a `Permute` at the front takes ours.

use crate::formats::network::elements;
use crate::schema::json_value::JsonValue;

/// A layer of Keras.
pub(super) struct Node {
    pub class: &'static str,
    pub name: String,
    /// Its arguments, as its constructor has them.
    pub config: Vec<(&'static str, JsonValue)>,
    /// The nodes that it takes its inputs from.
    pub inputs: Vec<usize>,
    /// The shape of one sample.
    pub shape: Vec<usize>,
    pub trainable: bool,
    pub weights: Vec<Weight>,
}

/// An array of a layer.
pub(super) struct Weight {
    /// The part of the layer that has it; empty for the layer itself.
    pub part: &'static str,
    pub name: &'static str,
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// The nodes in an order in which each follows its inputs; the first is the input.
pub(super) struct Graph {
    pub nodes: Vec<Node>,
    prefix: String,
    trainable: bool,
}

impl Graph {
    pub fn new(input: &[usize]) -> Self {
        let node = Node {
            class: "InputLayer",
            name: "input".to_owned(),
            config: Vec::new(),
            inputs: Vec::new(),
            shape: input.to_vec(),
            trainable: true,
            weights: Vec::new(),
        };
        Self { nodes: vec![node], prefix: "input".to_owned(), trainable: true }
    }

    /// Names what follows after a layer of ours.
    pub fn enter(&mut self, prefix: &str, trainable: bool) {
        self.prefix = prefix.trim_end_matches('.').replace('.', "_");
        self.trainable = trainable;
    }

    /// A layer on some nodes: its number.
    pub fn add(
        &mut self,
        class: &'static str,
        config: Vec<(&'static str, JsonValue)>,
        inputs: &[usize],
        shape: Vec<usize>,
        weights: Vec<Weight>,
    ) -> usize {
        let base = format!("{}_{}", self.prefix, class.to_ascii_lowercase());
        let same = self.nodes.iter().filter(|node| node.name.starts_with(&base)).count();
        let name = if same == 0 { base } else { format!("{base}_{same}") };
        let (inputs, trainable) = (inputs.to_vec(), self.trainable);
        self.nodes.push(Node { class, name, config, inputs, shape, trainable, weights });
        self.nodes.len() - 1
    }

    /// A layer without weights that keeps the shape.
    pub fn same(
        &mut self,
        class: &'static str,
        config: Vec<(&'static str, JsonValue)>,
        inputs: &[usize],
    ) -> usize {
        let shape = self.nodes[inputs[0]].shape.clone();
        self.add(class, config, inputs, shape, Vec::new())
    }

    /// The axes of a sample in another order, counted from 1.
    pub fn permute(&mut self, x: usize, order: &[usize]) -> usize {
        let shape = order.iter().map(|axis| self.nodes[x].shape[axis - 1]).collect();
        self.add("Permute", vec![("dims", order.into())], &[x], shape, Vec::new())
    }

    /// A sample in another shape.
    pub fn reshape(&mut self, x: usize, shape: &[usize]) -> usize {
        self.add("Reshape", vec![("target_shape", shape.into())], &[x], shape.to_vec(), Vec::new())
    }

    /// All values of a sample on one axis.
    pub fn flatten(&mut self, x: usize) -> usize {
        let shape = vec![elements(&self.nodes[x].shape)];
        self.add("Flatten", Vec::new(), &[x], shape, Vec::new())
    }
}

/// An array of a layer itself.
pub(super) fn weight(name: &'static str, shape: Vec<usize>, values: Vec<f32>) -> Weight {
    Weight { part: "", name, shape, values }
}

/// A matrix with rows and columns exchanged.
pub(crate) fn transposed(values: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
    (0..rows * columns).map(|at| values[at % rows * columns + at / rows]).collect()
}
