//! The nodes of every kind of layer. Constants bear our names and have our layouts: what a node wants otherwise is made by
//! nodes before it, which a runtime computes once.

use super::graph::Attribute::{Float, Integer, Integers, Text};
use super::graph::Graph;
use crate::Result;
use crate::formats::network::{Cell, Function, Layer, Operation};
use crate::formats::pytorch::same_padding;
use crate::formats::trained::Trained;

/// A graph with the arrays that its layers take.
pub(super) struct Builder<'a> {
    pub graph: Graph,
    pub trained: &'a Trained<'a>,
}

impl Builder<'_> {
    fn parameter(&mut self, layer: &Layer, name: &str) -> Result<String> {
        let name = layer.array(name);
        let tensor = self.trained.tensor(&name)?;
        Ok(self.graph.tensor(&name, &tensor))
    }

    /// The layers one after the other: the name of the last value.
    pub fn chain(&mut self, layers: &[Layer], x: String) -> Result<String> {
        let mut value = x;
        for layer in layers {
            self.graph.enter(&layer.prefix);
            value = self.layer(layer, &value)?;
        }
        Ok(value)
    }

    fn layer(&mut self, layer: &Layer, x: &str) -> Result<String> {
        let image = layer.output.len() == 3;
        Ok(match &layer.operation {
            Operation::Dense { bias, activation, .. } => {
                let y = self.dense(layer, ["weight", "bias"], *bias, x)?;
                self.activate(*activation, &y, false)
            }
            Operation::Conv2d { kernel, stride, same, bias, activation, .. } => {
                let weight = self.parameter(layer, "weight")?;
                let [rows, columns] = if *same { same_padding(layer, *kernel, *stride) } else { [[0; 2]; 2] };
                let pads = [rows[0], columns[0], rows[1], columns[1]].map(|count| count as i64);
                let strides = [*stride as i64; 2];
                let attributes = [("pads", Integers(&pads)), ("strides", Integers(&strides))];
                let bias = if *bias { Some(self.parameter(layer, "bias")?) } else { None };
                let inputs: Vec<&str> = [x, &weight].into_iter().chain(bias.as_deref()).collect();
                let y = self.graph.node("Conv", &inputs, &attributes);
                self.activate(*activation, &y, true)
            }
            Operation::Pool { max, size, stride } => {
                let (size, stride) = ([*size as i64; 2], [*stride as i64; 2]);
                let operator = if *max { "MaxPool" } else { "AveragePool" };
                let attributes = [("kernel_shape", Integers(&size)), ("strides", Integers(&stride))];
                self.graph.node(operator, &[x], &attributes)
            }
            Operation::GlobalAveragePool => {
                let y = self.graph.node("GlobalAveragePool", &[x], &[]);
                self.graph.node("Flatten", &[&y], &[("axis", Integer(1))])
            }
            Operation::Flatten => self.graph.node("Flatten", &[x], &[("axis", Integer(1))]),
            Operation::Reshape => self.reshape(x, &layer.output),
            Operation::Dropout { .. } => x.to_owned(),
            Operation::BatchNorm { epsilon, .. } => self.batch_norm(layer, *epsilon, x)?,
            Operation::LayerNorm { epsilon } => self.layer_norm(layer, ["weight", "bias"], *epsilon, x)?,
            Operation::Activation(function) => self.activate(*function, x, image),
            Operation::Recurrent { cell, units, sequences } => {
                self.recurrent(layer, *cell, *units, *sequences, x)?
            }
            Operation::Rows => {
                let y = self.transpose(x, &[0, 2, 1, 3]);
                self.reshape(&y, &layer.output)
            }
            Operation::Patches { size, units, bias, activation } => {
                let weight = self.parameter(layer, "weight")?;
                let weight =
                    self.reshape_to(&weight, &[*units, layer.input[0], *size, *size].map(|size| size as i64));
                let strides = [*size as i64; 2];
                let bias = if *bias { Some(self.parameter(layer, "bias")?) } else { None };
                let inputs: Vec<&str> = [x, &weight].into_iter().chain(bias.as_deref()).collect();
                let y = self.graph.node("Conv", &inputs, &[("strides", Integers(&strides))]);
                let y = self.reshape_to(&y, &[0, 0, -1]);
                let y = self.transpose(&y, &[0, 2, 1]);
                let y = self.activate(*activation, &y, false);
                let position = self.parameter(layer, "position")?;
                self.graph.node("Add", &[&y, &position], &[])
            }
            Operation::TransformerEncoder { heads, activation, .. } => {
                let y = self.layer_norm(layer, ["norm1.weight", "norm1.bias"], 1e-5, x)?;
                let y = self.attention(layer, *heads, &y)?;
                let x = self.graph.node("Add", &[x, &y], &[]);
                let y = self.layer_norm(layer, ["norm2.weight", "norm2.bias"], 1e-5, &x)?;
                let y = self.product(layer, ["mlp.0.weight", "mlp.0.bias"], true, &y)?;
                let y = self.activate(*activation, &y, false);
                let y = self.product(layer, ["mlp.1.weight", "mlp.1.bias"], true, &y)?;
                self.graph.node("Add", &[&x, &y], &[])
            }
            Operation::MeanPool => {
                let axes = self.graph.integers(&[1]);
                self.graph.node("ReduceMean", &[x, &axes], &[("keepdims", Integer(0))])
            }
            Operation::Residual(inner) => {
                let y = self.chain(inner, x.to_owned())?;
                self.graph.enter(&layer.prefix);
                self.graph.node("Add", &[x, &y], &[])
            }
        })
    }

    /// x Wᵀ + b over the last axis.
    fn dense(&mut self, layer: &Layer, names: [&str; 2], bias: bool, x: &str) -> Result<String> {
        if layer.input.len() > 1 {
            return self.product(layer, names, bias, x);
        }
        let weight = self.parameter(layer, names[0])?;
        let bias = if bias { Some(self.parameter(layer, names[1])?) } else { None };
        let inputs: Vec<&str> = [x, &weight].into_iter().chain(bias.as_deref()).collect();
        Ok(self.graph.node("Gemm", &inputs, &[("transB", Integer(1))]))
    }

    /// The same for a sequence.
    fn product(
        &mut self,
        layer: &Layer,
        [weight, bias]: [&str; 2],
        has_bias: bool,
        x: &str,
    ) -> Result<String> {
        let weight = self.parameter(layer, weight)?;
        let weight = self.transpose(&weight, &[1, 0]);
        let y = self.graph.node("MatMul", &[x, &weight], &[]);
        if !has_bias {
            return Ok(y);
        }
        let bias = self.parameter(layer, bias)?;
        Ok(self.graph.node("Add", &[&y, &bias], &[]))
    }

    fn batch_norm(&mut self, layer: &Layer, epsilon: f64, x: &str) -> Result<String> {
        let mut names = Vec::new();
        for name in ["weight", "bias", "running_mean", "running_var"] {
            names.push(self.parameter(layer, name)?);
        }
        let sequence = layer.input.len() == 2;
        let x = if sequence { self.transpose(x, &[0, 2, 1]) } else { x.to_owned() };
        let inputs: Vec<&str> = [&*x].into_iter().chain(names.iter().map(String::as_str)).collect();
        let y = self.graph.node("BatchNormalization", &inputs, &[("epsilon", Float(epsilon as f32))]);
        Ok(if sequence { self.transpose(&y, &[0, 2, 1]) } else { y })
    }

    fn layer_norm(&mut self, layer: &Layer, names: [&str; 2], epsilon: f64, x: &str) -> Result<String> {
        let weight = self.parameter(layer, names[0])?;
        let bias = self.parameter(layer, names[1])?;
        let attributes = [("axis", Integer(-1)), ("epsilon", Float(epsilon as f32))];
        Ok(self.graph.node("LayerNormalization", &[x, &weight, &bias], &attributes))
    }

    fn activate(&mut self, function: Function, x: &str, image: bool) -> String {
        match function {
            Function::Linear => x.to_owned(),
            Function::Sigmoid => self.graph.node("Sigmoid", &[x], &[]),
            Function::Tanh => self.graph.node("Tanh", &[x], &[]),
            Function::Relu => self.graph.node("Relu", &[x], &[]),
            Function::LeakyRelu => self.graph.node("LeakyRelu", &[x], &[("alpha", Float(0.01))]),
            Function::Elu => self.graph.node("Elu", &[x], &[("alpha", Float(1.0))]),
            Function::Gelu => self.graph.node("Gelu", &[x], &[("approximate", Text("none"))]),
            Function::GeluTanh => self.graph.node("Gelu", &[x], &[("approximate", Text("tanh"))]),
            Function::Silu => {
                let y = self.graph.node("Sigmoid", &[x], &[]);
                self.graph.node("Mul", &[x, &y], &[])
            }
            Function::Softplus => self.graph.node("Softplus", &[x], &[]),
            Function::Softmax => {
                self.graph.node("Softmax", &[x], &[("axis", Integer(if image { 1 } else { -1 }))])
            }
        }
    }

    fn recurrent(
        &mut self,
        layer: &Layer,
        cell: Cell,
        units: usize,
        sequences: bool,
        x: &str,
    ) -> Result<String> {
        let (operator, order): (_, &[usize]) = match cell {
            Cell::Rnn => ("RNN", &[0]),
            Cell::Lstm => ("LSTM", &[0, 3, 1, 2]),
            Cell::Gru => ("GRU", &[1, 0, 2]),
        };
        let mut arrays = Vec::new();
        for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"] {
            let array = self.parameter(layer, name)?;
            arrays.push(self.gates(&array, order));
        }
        let bias = self.graph.node("Concat", &[&arrays[2], &arrays[3]], &[("axis", Integer(0))]);
        let front = self.graph.integers(&[0]);
        let [input_weights, weights, bias] =
            [&arrays[0], &arrays[1], &bias].map(|array| self.graph.node("Unsqueeze", &[array, &front], &[]));
        let x = self.transpose(x, &[1, 0, 2]);
        let mut attributes = vec![("hidden_size", Integer(units as i64))];
        if cell == Cell::Gru {
            attributes.push(("linear_before_reset", Integer(1)));
        }
        let outputs = self.graph.nodes(operator, &[&x, &input_weights, &weights, &bias], &attributes, 2);
        if !sequences {
            return Ok(self.graph.node("Squeeze", &[&outputs[1], &front], &[]));
        }
        let direction = self.graph.integers(&[1]);
        let y = self.graph.node("Squeeze", &[&outputs[0], &direction], &[]);
        Ok(self.transpose(&y, &[1, 0, 2]))
    }

    /// The gates of an array in another order.
    fn gates(&mut self, array: &str, order: &[usize]) -> String {
        if order.len() == 1 {
            return array.to_owned();
        }
        let count = [("axis", Integer(0)), ("num_outputs", Integer(order.len() as i64))];
        let parts = self.graph.nodes("Split", &[array], &count, order.len());
        let parts: Vec<&str> = order.iter().map(|&gate| parts[gate].as_str()).collect();
        self.graph.node("Concat", &parts, &[("axis", Integer(0))])
    }

    fn attention(&mut self, layer: &Layer, heads: usize, x: &str) -> Result<String> {
        let &[steps, features] = layer.input.as_slice() else { unreachable!("encoders take sequences") };
        let width = features / heads;
        let projections =
            self.product(layer, ["attention.in_proj.weight", "attention.in_proj.bias"], true, x)?;
        let three = [("axis", Integer(2)), ("num_outputs", Integer(3))];
        let parts = self.graph.nodes("Split", &[&projections], &three, 3);
        let orders: [&[i64]; 3] = [&[0, 2, 1, 3], &[0, 2, 3, 1], &[0, 2, 1, 3]];
        let mut heads_of = Vec::new();
        for (part, order) in parts.iter().zip(orders) {
            let part = self.reshape_to(part, &[0, steps as i64, heads as i64, width as i64]);
            heads_of.push(self.transpose(&part, order));
        }
        let scores = self.graph.node("MatMul", &[&heads_of[0], &heads_of[1]], &[]);
        let factor = self.graph.scalar(1.0 / (width as f32).sqrt());
        let scores = self.graph.node("Mul", &[&scores, &factor], &[]);
        let weights = self.graph.node("Softmax", &[&scores], &[("axis", Integer(-1))]);
        let contexts = self.graph.node("MatMul", &[&weights, &heads_of[2]], &[]);
        let contexts = self.transpose(&contexts, &[0, 2, 1, 3]);
        let contexts = self.reshape_to(&contexts, &[0, steps as i64, features as i64]);
        self.product(layer, ["attention.out_proj.weight", "attention.out_proj.bias"], true, &contexts)
    }

    fn transpose(&mut self, x: &str, order: &[i64]) -> String {
        self.graph.node("Transpose", &[x], &[("perm", Integers(order))])
    }

    /// Samples in another shape.
    fn reshape(&mut self, x: &str, shape: &[usize]) -> String {
        let shape: Vec<i64> = [-1].into_iter().chain(shape.iter().map(|&size| size as i64)).collect();
        self.reshape_to(x, &shape)
    }

    fn reshape_to(&mut self, x: &str, shape: &[i64]) -> String {
        let shape = self.graph.integers(shape);
        self.graph.node("Reshape", &[x, &shape], &[])
    }
}
