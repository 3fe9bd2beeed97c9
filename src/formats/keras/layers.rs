//! Keras layers for every kind of ours.

use super::graph::{Graph, Weight, transposed, weight};
use crate::formats::network::{Cell, Function, Layer, Operation, elements};
use crate::formats::pytorch::channels;
use crate::formats::trained::Trained;
use crate::schema::json_value::JsonValue;
use crate::{Error, ErrorKind, Result};

/// Whose layers: the two differ in a few arguments, and in what they have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Keras,
    TensorFlowJs,
}

pub(super) struct Builder<'a> {
    pub graph: Graph,
    pub trained: &'a Trained<'a>,
    pub dialect: Dialect,
}

type Config = Vec<(&'static str, JsonValue)>;

impl Builder<'_> {
    fn values<const RANK: usize>(&self, layer: &Layer, name: &str) -> Result<(Vec<f32>, [usize; RANK])> {
        self.trained.shaped(&layer.array(name))
    }

    /// A weight matrix in the layout of Keras: inputs × units.
    fn kernel(
        &self,
        layer: &Layer,
        name: &str,
        shape: impl Fn(usize, usize) -> Vec<usize>,
    ) -> Result<Weight> {
        let (values, [units, inputs]) = self.values(layer, name)?;
        Ok(weight("kernel", shape(inputs, units), transposed(&values, [units, inputs])))
    }

    fn vector(&self, layer: &Layer, name: &str, named: &'static str) -> Result<Weight> {
        let (values, [length]) = self.values(layer, name)?;
        Ok(weight(named, vec![length], values))
    }

    /// The layers one after the other: the number of the last node.
    pub fn chain(&mut self, layers: &[Layer], x: usize) -> Result<usize> {
        let mut node = x;
        for layer in layers {
            self.graph.enter(&layer.prefix, layer.trainable);
            node = self.layer(layer, node)?;
        }
        Ok(node)
    }

    fn layer(&mut self, layer: &Layer, x: usize) -> Result<usize> {
        Ok(match &layer.operation {
            Operation::Dense { bias, activation, .. } => {
                let y = self.dense(layer, ["weight", "bias"], *bias, x)?;
                self.activate(*activation, y)
            }
            Operation::Conv2d { kernel, stride, same, bias, activation, .. } => {
                let padding = if *same { "same" } else { "valid" };
                let y = self.convolution(layer, *kernel, *stride, padding, *bias, x)?;
                self.activate(*activation, y)
            }
            Operation::Pool { max, size, stride } => {
                let class = if *max { "MaxPooling2D" } else { "AveragePooling2D" };
                let config = vec![
                    ("pool_size", [*size; 2].as_slice().into()),
                    ("strides", [*stride; 2].as_slice().into()),
                    ("padding", "valid".into()),
                    ("data_format", "channels_last".into()),
                ];
                self.graph.add(class, config, &[x], channels_last(&layer.output), Vec::new())
            }
            Operation::GlobalAveragePool => {
                let config = vec![("data_format", "channels_last".into())];
                self.graph.add("GlobalAveragePooling2D", config, &[x], layer.output.clone(), Vec::new())
            }
            Operation::Flatten => {
                let x = self.ours(layer, x);
                self.graph.flatten(x)
            }
            Operation::Reshape => {
                let x = self.ours(layer, x);
                let y = self.graph.reshape(x, &layer.output);
                if layer.output.len() == 3 { self.graph.permute(y, &[2, 3, 1]) } else { y }
            }
            Operation::Dropout { rate } => self.graph.same("Dropout", vec![("rate", (*rate).into())], &[x]),
            Operation::BatchNorm { momentum, epsilon } => {
                let names = [("weight", "gamma"), ("bias", "beta"), ("running_mean", "moving_mean")];
                let mut weights = Vec::new();
                for (name, named) in names.into_iter().chain([("running_var", "moving_variance")]) {
                    weights.push(self.vector(layer, name, named)?);
                }
                debug_assert_eq!(weights[0].shape, [channels(&layer.input)]);
                let config = vec![
                    ("axis", JsonValue::Number(-1.0)),
                    ("momentum", (1.0 - momentum).into()),
                    ("epsilon", (*epsilon).into()),
                ];
                let shape = self.graph.nodes[x].shape.clone();
                self.graph.add("BatchNormalization", config, &[x], shape, weights)
            }
            Operation::LayerNorm { epsilon } => {
                // The last axis of ours is an image's width.
                let image = layer.input.len() == 3;
                let x = if image { self.graph.permute(x, &[1, 3, 2]) } else { x };
                let y = self.layer_norm(layer, ["weight", "bias"], *epsilon, x)?;
                if image { self.graph.permute(y, &[1, 3, 2]) } else { y }
            }
            Operation::Activation(function) => self.activate(*function, x),
            Operation::Recurrent { cell, units, sequences } => {
                self.recurrent(layer, *cell, *units, *sequences, x)?
            }
            Operation::Rows => {
                let y = self.graph.permute(x, &[1, 3, 2]);
                self.graph.reshape(y, &layer.output)
            }
            Operation::Patches { size, bias, activation, .. } => {
                let y = self.convolution(layer, *size, *size, "valid", *bias, x)?;
                let y = self.graph.reshape(y, &layer.output);
                let y = self.activate(*activation, y);
                self.positions(layer, y)?
            }
            Operation::TransformerEncoder { heads, activation, .. } => {
                if self.dialect == Dialect::TensorFlowJs {
                    return Err(refused(layer, "no attention"));
                }
                let y = self.layer_norm(layer, ["norm1.weight", "norm1.bias"], 1e-5, x)?;
                let y = self.attention(layer, *heads, y)?;
                let x = self.graph.same("Add", Vec::new(), &[x, y]);
                let y = self.layer_norm(layer, ["norm2.weight", "norm2.bias"], 1e-5, x)?;
                let y = self.dense(layer, ["mlp.0.weight", "mlp.0.bias"], true, y)?;
                let y = self.activate(*activation, y);
                let y = self.dense(layer, ["mlp.1.weight", "mlp.1.bias"], true, y)?;
                self.graph.same("Add", Vec::new(), &[x, y])
            }
            Operation::MeanPool => {
                self.graph.add("GlobalAveragePooling1D", Vec::new(), &[x], layer.output.clone(), Vec::new())
            }
            Operation::Residual(inner) => {
                let y = self.chain(inner, x)?;
                self.graph.enter(&layer.prefix, layer.trainable);
                self.graph.same("Add", Vec::new(), &[x, y])
            }
        })
    }

    /// The layer's input in our order of axes.
    fn ours(&mut self, layer: &Layer, x: usize) -> usize {
        if layer.input.len() == 3 { self.graph.permute(x, &[3, 1, 2]) } else { x }
    }

    fn dense(&mut self, layer: &Layer, [name, bias_name]: [&str; 2], bias: bool, x: usize) -> Result<usize> {
        let kernel = self.kernel(layer, name, |inputs, units| vec![inputs, units])?;
        let units = kernel.shape[1];
        let mut weights = vec![kernel];
        if bias {
            weights.push(self.vector(layer, bias_name, "bias")?);
        }
        let mut shape = self.graph.nodes[x].shape.clone();
        shape.pop();
        shape.push(units);
        let config = vec![("units", units.into()), ("use_bias", bias.into())];
        Ok(self.graph.add("Dense", config, &[x], shape, weights))
    }

    /// A convolution, also of patches, whose weight is a matrix.
    fn convolution(
        &mut self,
        layer: &Layer,
        kernel: usize,
        stride: usize,
        padding: &str,
        bias: bool,
        x: usize,
    ) -> Result<usize> {
        let name = layer.array("weight");
        let values = self.trained.tensor(&name)?.data;
        let inputs = layer.input[0];
        let [window, elements] = [kernel * kernel, kernel * kernel * inputs];
        let filters = values.len() / elements.max(1);
        // Ours is [filters, channels, row, column]; Keras has [row, column, channels, filters].
        let at = |index: usize| {
            let (filter, channel, place) =
                (index % filters, index / filters % inputs, index / filters / inputs);
            values[filter * elements + channel * window + place]
        };
        let shape = vec![kernel, kernel, inputs, filters];
        let mut weights = vec![weight("kernel", shape, (0..filters * elements).map(at).collect())];
        if bias {
            weights.push(self.vector(layer, "bias", "bias")?);
        }
        let side = |size: usize| {
            if padding == "same" { size.div_ceil(stride) } else { size.saturating_sub(kernel) / stride + 1 }
        };
        let config = vec![
            ("filters", filters.into()),
            ("kernel_size", [kernel; 2].as_slice().into()),
            ("strides", [stride; 2].as_slice().into()),
            ("padding", padding.into()),
            ("data_format", "channels_last".into()),
            ("use_bias", bias.into()),
        ];
        let shape = vec![side(layer.input[1]), side(layer.input[2]), filters];
        Ok(self.graph.add("Conv2D", config, &[x], shape, weights))
    }

    fn layer_norm(&mut self, layer: &Layer, names: [&str; 2], epsilon: f64, x: usize) -> Result<usize> {
        let weights = vec![self.vector(layer, names[0], "gamma")?, self.vector(layer, names[1], "beta")?];
        let shape = self.graph.nodes[x].shape.clone();
        let config = vec![("axis", shape.len().into()), ("epsilon", epsilon.into())];
        Ok(self.graph.add("LayerNormalization", config, &[x], shape, weights))
    }

    fn recurrent(
        &mut self,
        layer: &Layer,
        cell: Cell,
        units: usize,
        sequences: bool,
        x: usize,
    ) -> Result<usize> {
        let (class, order): (_, &[usize]) = match cell {
            Cell::Rnn => ("SimpleRNN", &[0]),
            Cell::Lstm => ("LSTM", &[0, 1, 2, 3]),
            Cell::Gru if self.dialect == Dialect::TensorFlowJs => {
                return Err(refused(layer, "no GRU that resets after its product"));
            }
            Cell::Gru => ("GRU", &[1, 0, 2]),
        };
        let gates = |values: &[f32], row: usize| -> Vec<f32> {
            let block = units * row;
            order.iter().flat_map(|gate| values[gate * block..(gate + 1) * block].to_vec()).collect()
        };
        let rows = cell.gates() * units;
        let mut weights = Vec::new();
        for (name, named) in [("weight_ih", "kernel"), ("weight_hh", "recurrent_kernel")] {
            let (values, [_, inputs]) = self.values(layer, name)?;
            let values = transposed(&gates(&values, inputs), [rows, inputs]);
            weights.push(Weight { part: "cell", name: named, shape: vec![inputs, rows], values });
        }
        let [input, state] = [self.values::<1>(layer, "bias_ih")?.0, self.values::<1>(layer, "bias_hh")?.0]
            .map(|values| gates(&values, 1));
        let (shape, values) = if cell == Cell::Gru {
            (vec![2, rows], [input, state].concat())
        } else {
            (vec![rows], input.iter().zip(&state).map(|(input, state)| input + state).collect())
        };
        weights.push(Weight { part: "cell", name: "bias", shape, values });
        let mut config: Config = vec![
            ("units", units.into()),
            ("activation", "tanh".into()),
            ("use_bias", true.into()),
            ("return_sequences", sequences.into()),
        ];
        match cell {
            Cell::Rnn => {}
            Cell::Lstm => config.push(("recurrent_activation", "sigmoid".into())),
            Cell::Gru => {
                config.push(("recurrent_activation", "sigmoid".into()));
                config.push(("reset_after", true.into()));
            }
        }
        Ok(self.graph.add(class, config, &[x], layer.output.clone(), weights))
    }

    /// Adds the learned position of each patch.
    fn positions(&mut self, layer: &Layer, x: usize) -> Result<usize> {
        let (values, [patches, units]) = self.values(layer, "position")?;
        if self.dialect == Dialect::Keras {
            // A product with the identity, whose bias is the position.
            let identity = (0..units * units).map(|at| f32::from(u8::from(at % (units + 1) == 0))).collect();
            let weights = vec![
                weight("kernel", vec![units; 2], identity),
                weight("bias", vec![patches, units], values),
            ];
            let config = vec![
                ("equation", "npf,fu->npu".into()),
                ("output_shape", [patches, units].as_slice().into()),
                ("bias_axes", "pu".into()),
            ];
            return Ok(self.graph.add("EinsumDense", config, &[x], vec![patches, units], weights));
        }
        // A normalisation with mean 0 and variance 1 that only shifts.
        let y = self.graph.flatten(x);
        let count = elements(&[patches, units]);
        let weights = vec![
            weight("beta", vec![count], values),
            weight("moving_mean", vec![count], vec![0.0; count]),
            weight("moving_variance", vec![count], vec![1.0; count]),
        ];
        let config = vec![
            ("axis", JsonValue::Number(-1.0)),
            ("epsilon", JsonValue::Number(0.0)),
            ("scale", false.into()),
        ];
        let y = self.graph.add("BatchNormalization", config, &[y], vec![count], weights);
        self.graph.nodes[y].trainable = false;
        Ok(self.graph.reshape(y, &[patches, units]))
    }

    fn attention(&mut self, layer: &Layer, heads: usize, x: usize) -> Result<usize> {
        let (weights, [_, features]) = self.values::<2>(layer, "attention.in_proj.weight")?;
        let (biases, [_]) = self.values(layer, "attention.in_proj.bias")?;
        let width = features / heads;
        let square = features * features;
        let mut arrays = Vec::new();
        for (index, part) in ["query_dense", "key_dense", "value_dense"].into_iter().enumerate() {
            let values = transposed(&weights[index * square..(index + 1) * square], [features; 2]);
            arrays.push(Weight { part, name: "kernel", shape: vec![features, heads, width], values });
            let values = biases[index * features..(index + 1) * features].to_vec();
            arrays.push(Weight { part, name: "bias", shape: vec![heads, width], values });
        }
        let kernel = self.kernel(layer, "attention.out_proj.weight", |_, units| vec![heads, width, units])?;
        arrays.push(Weight { part: "output_dense", ..kernel });
        let bias = self.vector(layer, "attention.out_proj.bias", "bias")?;
        arrays.push(Weight { part: "output_dense", ..bias });
        let config = vec![("num_heads", heads.into()), ("key_dim", width.into()), ("use_bias", true.into())];
        let shape = layer.input.clone();
        Ok(self.graph.add("MultiHeadAttention", config, &[x, x], shape, arrays))
    }

    pub fn activate(&mut self, function: Function, x: usize) -> usize {
        let keras = self.dialect == Dialect::Keras;
        let name = match function {
            Function::Linear => return x,
            Function::LeakyRelu => {
                let slope = if keras { "negative_slope" } else { "alpha" };
                return self.graph.same("LeakyReLU", vec![(slope, JsonValue::Number(0.01))], &[x]);
            }
            Function::GeluTanh => return self.gelu_tanh(x),
            Function::Silu if !keras => "swish",
            function => function.name(),
        };
        self.graph.same("Activation", vec![("activation", name.into())], &[x])
    }

    /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))): the function that both have only for code.
    fn gelu_tanh(&mut self, x: usize) -> usize {
        let scaled = |graph: &mut Graph, x: usize, scale: f64, offset: f64| {
            graph.same("Rescaling", vec![("scale", scale.into()), ("offset", offset.into())], &[x])
        };
        let graph = &mut self.graph;
        // TensorFlow.js frees a value after its first use by a layer that takes it twice: each factor is one of its own.
        let [copy, small] = [1.0, 0.044_715].map(|factor| scaled(graph, x, factor, 0.0));
        let cube = graph.same("Multiply", Vec::new(), &[x, copy, small]);
        let sum = graph.same("Add", Vec::new(), &[x, cube]);
        let sum = scaled(graph, sum, 0.797_884_560_802_865_4, 0.0);
        let tanh = graph.same("Activation", vec![("activation", "tanh".into())], &[sum]);
        let share = scaled(graph, tanh, 0.5, 0.5);
        graph.same("Multiply", Vec::new(), &[x, share])
    }
}

fn channels_last(shape: &[usize]) -> Vec<usize> {
    match *shape {
        [channels, height, width] => vec![height, width, channels],
        _ => shape.to_vec(),
    }
}

/// What TensorFlow.js cannot represent.
fn refused(layer: &Layer, why: &str) -> Error {
    Error::new(ErrorKind::Format, format_args!("TensorFlow.js has {why}; take onnx, keras or pytorch"))
        .named("no_such_layer_in_format")
        .value("kind", &layer.kind)
        .value("format", "tfjs")
        .at(&layer.path)
}
