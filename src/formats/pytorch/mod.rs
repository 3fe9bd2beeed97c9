//! A PyTorch script that needs only torch and the safetensors file beside it. Its modules bear our names of arrays.

use super::network::{Cell, Function, Layer, Operation, Output, elements};
use super::trained::Trained;
use crate::schema::json_value::JsonValue;

/// The classes of the script, each in a file, written if a layer needs it.
const PARTS: [(&str, &str); 12] = [
    ("Activation(", include_str!("activation.py")),
    ("Dense(", include_str!("dense.py")),
    ("Conv2d(", include_str!("conv2d.py")),
    ("GlobalAveragePool(", include_str!("global_pool.py")),
    ("Reshape(", include_str!("reshape.py")),
    ("BatchNorm(", include_str!("batch_norm.py")),
    ("Recurrent(", include_str!("recurrent.py")),
    ("Rows(", include_str!("rows.py")),
    ("Patches(", include_str!("patches.py")),
    ("TransformerEncoder(", include_str!("transformer_encoder.py")),
    ("MeanPool(", include_str!("mean_pool.py")),
    ("Residual(", include_str!("residual.py")),
];

/// The script. `stem` is the name of both files without their ends.
pub(crate) fn script(trained: &Trained<'_>, stem: &str) -> String {
    let network = &trained.network;
    let layers: Vec<String> = network.layers.iter().map(|layer| module(layer, 4)).collect();
    let layers = layers.join("\n");
    let sizes: Vec<String> = network.input.iter().map(ToString::to_string).collect();
    let weights = format!("{stem}.safetensors");
    let classes = match &trained.classes {
        Some(names) => {
            names.iter().map(|name| JsonValue::from(name.as_str())).collect::<JsonValue>().to_json()
        }
        None => "None".to_owned(),
    };
    let output = match network.output {
        Output::Softmax => "torch.softmax(self.logits(x).flatten(1), 1)",
        Output::Sigmoid => "torch.sigmoid(self.logits(x))",
        Output::Plain => "self.logits(x)",
    };
    let mut text = include_str!("head.py")
        .replace("{WEIGHTS}", &weights)
        .replace("{MODULE}", stem)
        .replace("{SHAPE}", &sizes.join(", "))
        .replace("{WEIGHTS_LITERAL}", &JsonValue::from(weights).to_json())
        .replace("{INPUT}", &format!("[{}]", sizes.join(", ")))
        .replace("{SCALE}", &format!("{:?}", f64::from(trained.scale)))
        .replace("{CLASSES}", &classes);
    for (call, part) in PARTS {
        if layers.lines().any(|line| line.trim_start().starts_with(call)) {
            text += part;
        }
    }
    let mut frozen = Vec::new();
    find_frozen(&network.layers, &mut frozen);
    text += &include_str!("network.py")
        .replace("{LAYERS}", &layers)
        .replace("{OUTPUT}", output)
        .replace("{FROZEN}", &format!("({})", frozen.concat()));
    text + include_str!("training.py")
}

/// The paths of the layers that training leaves alone, each as a text with its comma.
fn find_frozen(layers: &[Layer], frozen: &mut Vec<String>) {
    for layer in layers {
        if !layer.trainable {
            frozen.push(format!("\"{}\", ", layer.prefix.trim_end_matches('.')));
        } else if let Operation::Residual(inner) = &layer.operation {
            find_frozen(inner, frozen);
        }
    }
}

/// The line of a layer in the list of modules.
fn module(layer: &Layer, depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let last = |shape: &[usize]| shape.last().copied().unwrap_or(1);
    let call = match &layer.operation {
        Operation::Dense { units, bias, activation } => {
            format!("Dense({}, {units}{})", last(&layer.input), options(*activation, *bias))
        }
        Operation::Conv2d { filters, kernel, stride, same, bias, activation } => {
            let padding = if *same {
                let [[top, bottom], [left, right]] = same_padding(layer, *kernel, *stride);
                format!(", padding=({left}, {right}, {top}, {bottom})")
            } else {
                String::new()
            };
            let options = options(*activation, *bias);
            format!("Conv2d({}, {filters}, {kernel}, {stride}{padding}{options})", layer.input[0])
        }
        Operation::Pool { max, size, stride } => {
            format!("nn.{}({size}, {stride})", if *max { "MaxPool2d" } else { "AvgPool2d" })
        }
        Operation::GlobalAveragePool => "GlobalAveragePool()".to_owned(),
        Operation::Flatten => "nn.Flatten()".to_owned(),
        Operation::Reshape => format!("Reshape({:?})", layer.output),
        Operation::Dropout { rate } => format!("nn.Dropout({rate:?})"),
        Operation::BatchNorm { momentum, epsilon } => {
            format!("BatchNorm({}, {momentum:?}, {epsilon:?})", channels(&layer.input))
        }
        Operation::LayerNorm { epsilon } => {
            format!("nn.LayerNorm({}, {epsilon:?})", last(&layer.input))
        }
        Operation::Activation(function) => format!("Activation(\"{}\")", function.name()),
        Operation::Recurrent { cell, units, sequences } => {
            let cell = match cell {
                Cell::Rnn => "rnn",
                Cell::Lstm => "lstm",
                Cell::Gru => "gru",
            };
            let sequences = python(*sequences);
            format!("Recurrent(\"{cell}\", {}, {units}, {sequences})", last(&layer.input))
        }
        Operation::Rows => "Rows()".to_owned(),
        Operation::Patches { size, units, bias, activation } => {
            let patches = elements(&layer.output) / units;
            format!("Patches({}, {size}, {units}, {patches}{})", layer.input[0], options(*activation, *bias))
        }
        Operation::TransformerEncoder { heads, hidden, activation } => {
            let features = last(&layer.input);
            format!("TransformerEncoder({features}, {heads}, {hidden}, \"{}\")", activation.name())
        }
        Operation::MeanPool => "MeanPool()".to_owned(),
        Operation::Residual(inner) => {
            let lines: Vec<String> = inner.iter().map(|layer| module(layer, depth + 1)).collect();
            format!("Residual(\n{}\n{indent})", lines.join("\n"))
        }
    };
    format!("{indent}{call},")
}

fn options(activation: Function, bias: bool) -> String {
    let activation = match activation {
        Function::Linear => String::new(),
        function => format!(", activation=\"{}\"", function.name()),
    };
    activation + if bias { "" } else { ", bias=False" }
}

fn python(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// The values that a batch normalisation has a weight for.
pub(crate) fn channels(shape: &[usize]) -> usize {
    match *shape {
        [channels, _, _] => channels,
        _ => shape.last().copied().unwrap_or(1),
    }
}

/// The rows and columns of zeros before and after an image under `same`: an odd rest goes to the end.
pub(crate) fn same_padding(layer: &Layer, kernel: usize, stride: usize) -> [[usize; 2]; 2] {
    [1, 2].map(|axis| {
        let covered = (layer.output[axis] - 1).saturating_mul(stride).saturating_add(kernel);
        let padding = covered.saturating_sub(layer.input[axis]);
        [padding / 2, padding - padding / 2]
    })
}
