//! The network of a saved session as data: every layer with its shapes and the names of its arrays.

use super::json::Fields;
use crate::schema::json_value::JsonValue;
use crate::{Error, ErrorKind, Result};

/// The layers from the input to the output.
pub(crate) struct Network {
    /// The shape of one sample.
    pub input: Vec<usize>,
    pub layers: Vec<Layer>,
    pub output: Output,
}

/// What turns the last layer's output into the prediction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// The softmax over all outputs, of a cross-entropy.
    Softmax,
    /// The sigmoid of each, of a binary cross-entropy.
    Sigmoid,
    /// The output is the prediction.
    Plain,
}

/// A layer.
pub(crate) struct Layer {
    /// Its place in the spec, as in `layers[2]`.
    pub path: String,
    /// What its arrays' names begin with, as in `layers.2.`.
    pub prefix: String,
    pub trainable: bool,
    /// The shape of a sample before and after it.
    pub input: Vec<usize>,
    pub output: Vec<usize>,
    pub kind: String,
    pub operation: Operation,
}

/// An activation function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Linear,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu,
    Elu,
    Gelu,
    GeluTanh,
    Silu,
    Softplus,
    Softmax,
}

impl Function {
    /// All, with their names.
    pub const ALL: [(&'static str, Self); 11] = [
        ("linear", Self::Linear),
        ("sigmoid", Self::Sigmoid),
        ("tanh", Self::Tanh),
        ("relu", Self::Relu),
        ("leaky_relu", Self::LeakyRelu),
        ("elu", Self::Elu),
        ("gelu", Self::Gelu),
        ("gelu_tanh", Self::GeluTanh),
        ("silu", Self::Silu),
        ("softplus", Self::Softplus),
        ("softmax", Self::Softmax),
    ];

    /// Its name in a spec.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, function)| *function == self).map_or("linear", |(name, _)| name)
    }
}

/// The cell of a recurrent layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Rnn,
    Lstm,
    Gru,
}

impl Cell {
    /// The number of its gates.
    pub fn gates(self) -> usize {
        match self {
            Self::Rnn => 1,
            Self::Lstm => 4,
            Self::Gru => 3,
        }
    }
}

/// What a layer computes, with what its spec says.
pub(crate) enum Operation {
    Dense { units: usize, bias: bool, activation: Function },
    Conv2d { filters: usize, kernel: usize, stride: usize, same: bool, bias: bool, activation: Function },
    Pool { max: bool, size: usize, stride: usize },
    GlobalAveragePool,
    Flatten,
    Reshape,
    Dropout { rate: f64 },
    BatchNorm { momentum: f64, epsilon: f64 },
    LayerNorm { epsilon: f64 },
    Activation(Function),
    Recurrent { cell: Cell, units: usize, sequences: bool },
    Rows,
    Patches { size: usize, units: usize, bias: bool, activation: Function },
    TransformerEncoder { heads: usize, hidden: usize, activation: Function },
    MeanPool,
    Residual(Vec<Layer>),
}

impl Network {
    /// The network of a spec with every default filled in.
    ///
    /// # Errors
    /// Kind `format` for a field or a kind that no spec of this version has.
    pub fn read(spec: &JsonValue) -> Result<Self> {
        let fields = Fields { json: spec, path: "" };
        let input = fields.sizes("input")?;
        let layers = layers(fields.list("layers")?, "layers", "layers.", &input)?;
        let loss = spec.get("loss").unwrap_or(&JsonValue::Nothing);
        let output = match (Fields { json: loss, path: "loss" }).text("kind")? {
            "cross_entropy" => Output::Softmax,
            "binary_cross_entropy" => Output::Sigmoid,
            _ => Output::Plain,
        };
        Ok(Self { input, layers, output })
    }

    /// The shape of one sample's output.
    pub fn output_shape(&self) -> &[usize] {
        self.layers.last().map_or(&self.input, |layer| &layer.output)
    }
}

impl Layer {
    /// The name of one of its arrays.
    pub fn array(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

fn layers(items: &[JsonValue], path: &str, prefix: &str, input: &[usize]) -> Result<Vec<Layer>> {
    let mut layers: Vec<Layer> = Vec::new();
    for (index, json) in items.iter().enumerate() {
        let input = layers.last().map_or(input, |layer| &layer.output).to_vec();
        layers.push(layer(json, format!("{path}[{index}]"), format!("{prefix}{index}."), input)?);
    }
    Ok(layers)
}

fn layer(json: &JsonValue, path: String, prefix: String, input: Vec<usize>) -> Result<Layer> {
    let fields = Fields { json, path: &path };
    let kind = fields.text("kind")?.to_owned();
    let activation = |name| function(&fields, name);
    let bias = || fields.flag("bias", true);
    let (operation, output) = match (&*kind, &*input) {
        ("dense", [steps @ .., _]) if steps.len() < 2 => {
            let units = fields.size("units")?;
            let operation = Operation::Dense { units, bias: bias()?, activation: activation("activation")? };
            (operation, [steps, &[units]].concat())
        }
        ("conv2d", &[_, height, width]) => {
            let [filters, kernel, stride] =
                [fields.size("filters")?, fields.size("kernel")?, fields.size("stride")?];
            let same = fields.text("padding")? == "same";
            let side =
                |size: usize| if same { size.div_ceil(stride) } else { positions(size, kernel, stride) };
            let output = vec![filters, side(height), side(width)];
            let activation = activation("activation")?;
            (Operation::Conv2d { filters, kernel, stride, same, bias: bias()?, activation }, output)
        }
        ("max_pool2d" | "avg_pool2d", &[channels, height, width]) => {
            let size = fields.size("size")?;
            let stride = fields.size("stride")?;
            let output = vec![channels, positions(height, size, stride), positions(width, size, stride)];
            (Operation::Pool { max: kind == "max_pool2d", size, stride }, output)
        }
        ("global_avg_pool2d", &[channels, _, _]) => (Operation::GlobalAveragePool, vec![channels]),
        ("flatten", sizes) => (Operation::Flatten, vec![elements(sizes)]),
        ("reshape", _) => (Operation::Reshape, fields.sizes("shape")?),
        ("dropout", _) => (Operation::Dropout { rate: fields.number("rate")? }, input.clone()),
        ("batch_norm", _) => {
            let [momentum, epsilon] = [fields.number("momentum")?, fields.number("epsilon")?];
            (Operation::BatchNorm { momentum, epsilon }, input.clone())
        }
        ("layer_norm", _) => (Operation::LayerNorm { epsilon: fields.number("epsilon")? }, input.clone()),
        ("activation", _) => (Operation::Activation(activation("function")?), input.clone()),
        ("rnn" | "lstm" | "gru", &[steps, _]) => {
            let cell = match &*kind {
                "rnn" => Cell::Rnn,
                "lstm" => Cell::Lstm,
                _ => Cell::Gru,
            };
            let (units, sequences) = (fields.size("units")?, fields.flag("return_sequences", false)?);
            let output = if sequences { vec![steps, units] } else { vec![units] };
            (Operation::Recurrent { cell, units, sequences }, output)
        }
        ("rows", &[channels, height, width]) => {
            (Operation::Rows, vec![height, channels.saturating_mul(width)])
        }
        ("patches", &[_, height, width]) => {
            let [size, units] = [fields.size("size")?, fields.size("units")?];
            let activation = activation("activation")?;
            let output = vec![(height / size).saturating_mul(width / size), units];
            (Operation::Patches { size, units, bias: bias()?, activation }, output)
        }
        ("transformer_encoder", [_, _]) => {
            let [heads, hidden] = [fields.size("heads")?, fields.size("hidden")?];
            let activation = activation("activation")?;
            (Operation::TransformerEncoder { heads, hidden, activation }, input.clone())
        }
        ("mean_pool", &[_, features]) => (Operation::MeanPool, vec![features]),
        ("residual", _) => {
            let inner = layers(
                fields.list("layers")?,
                &format!("{path}.layers"),
                &format!("{prefix}layers."),
                &input,
            )?;
            (Operation::Residual(inner), input.clone())
        }
        _ => {
            let found = format_args!("{kind} after samples of {input:?}");
            let error =
                Error::mismatch(ErrorKind::Format, "a kind of layer that this version exports", found);
            return Err(error.named("unknown_layer").value("kind", &kind).at(path));
        }
    };
    let trainable = fields.flag("trainable", true)?;
    Ok(Layer { path, prefix, trainable, input, output, kind, operation })
}

fn function(fields: &Fields<'_>, name: &str) -> Result<Function> {
    let text = fields.text(name)?;
    Function::ALL.into_iter().find(|(known, _)| *known == text).map(|(_, function)| function).ok_or_else(
        || {
            Error::mismatch(ErrorKind::Format, "a known activation function", format_args!("\"{text}\""))
                .named("unknown_function")
                .at(format_args!("{}.{name}", fields.path))
        },
    )
}

/// The positions of a window without padding.
fn positions(size: usize, window: usize, stride: usize) -> usize {
    size.saturating_sub(window) / stride + 1
}

/// The number of values of a shape.
pub(crate) fn elements(shape: &[usize]) -> usize {
    shape.iter().fold(1, |all, size| all.saturating_mul(*size))
}
