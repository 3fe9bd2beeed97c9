//! What goes with every export: a model card for people, and how inputs are prepared for programs.

use core::fmt::Write;

use super::ExportOptions;
use super::json::object;
use super::network::Output;
use super::trained::Trained;
use crate::schema::json_value::JsonValue;

/// The card, in Markdown.
pub(crate) fn card(trained: &Trained<'_>, options: &ExportOptions) -> String {
    let mut text =
        format!("# {}\n\nA neural network trained with inkgrad {}.\n", options.name(), crate::VERSION);
    let mut section = |title: &str, lines: &[String]| {
        let _ = write!(text, "\n## {title}\n\n");
        for line in lines {
            let _ = writeln!(text, "- {line}");
        }
    };
    let spec = &trained.spec;
    let field = |name: &str, inner: &str| match spec.get(name).and_then(|field| field.get(inner)) {
        Some(JsonValue::Text(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => "unknown".to_owned(),
    };
    let kinds: Vec<&str> = trained.network.layers.iter().map(|layer| &*layer.kind).collect();
    let seed = spec.get("seed").map_or_else(|| "0".to_owned(), ToString::to_string);
    section(
        "Network",
        &[
            format!("Layers: {}", kinds.join(", ")),
            format!("Parameters: {}", trained.parameter_count()),
            format!("Input: {}", input_text(trained)),
            format!("Output: {}", output_text(trained)),
        ],
    );
    let data = match (&options.data, trained.samples) {
        (Some(data), 0) => data.clone(),
        (Some(data), samples) => format!("{data} ({samples} samples)"),
        (None, 0) => "not recorded".to_owned(),
        (None, samples) => format!("{samples} samples; their origin is not recorded"),
    };
    section(
        "Training",
        &[
            format!("Data: {data}"),
            format!("Steps: {}, whole epochs: {}", trained.steps, trained.epochs),
            format!(
                "Loss: {}; optimiser: {} at learning rate {}",
                field("loss", "kind"),
                field("optimizer", "kind"),
                field("optimizer", "learning_rate"),
            ),
            format!("Seed: {seed}"),
            format!("Build: inkgrad {}, {}", crate::VERSION, options.build.as_deref().unwrap_or("native")),
        ],
    );
    let accuracy = options.accuracy.map_or_else(
        || "Not measured at export.".to_owned(),
        |accuracy| {
            // In hundredths of a per cent; `{:.2}` would bring another printer of floats.
            let hundredths = (accuracy * 1e4).round() as u32;
            format!("Accuracy: {}.{:02} %", hundredths / 100, hundredths % 100)
        },
    );
    section("Evaluation", &[accuracy]);
    section("Preparation of inputs", &preparation(trained, options));
    let intended = "Teaching and experiments with data like the training data.";
    section("Intended use", &[options.intended_use.clone().unwrap_or_else(|| intended.to_owned())]);
    let mut limits = vec![
        "Always answers with one of its outputs, also for inputs unlike all training data.".to_owned(),
        "A probability is the network's, not a guarantee: it is not calibrated.".to_owned(),
        "Not tested for decisions about people.".to_owned(),
    ];
    limits.extend(options.limits.clone());
    section("Limits", &limits);
    text
}

/// The lines that say how raw values become inputs.
fn preparation(trained: &Trained<'_>, options: &ExportOptions) -> Vec<String> {
    let scale =
        format!("Multiply every raw value by {:?} ({}).", f64::from(trained.scale), raw_type(trained));
    options.preprocessing.iter().cloned().chain([scale]).collect()
}

fn raw_type(trained: &Trained<'_>) -> &'static str {
    match trained.input_type.as_deref() {
        Some("u8") => "bytes, 0 to 255",
        _ => "floats",
    }
}

fn axes(shape: &[usize]) -> &'static str {
    match shape.len() {
        3 => "channels, height, width",
        2 => "steps, features",
        _ => "features",
    }
}

fn input_text(trained: &Trained<'_>) -> String {
    let shape = &trained.network.input;
    format!("float32, [n, {}]: {}", sizes(shape), axes(shape))
}

fn output_text(trained: &Trained<'_>) -> String {
    let what = match trained.network.output {
        Output::Softmax => "probabilities of the classes",
        Output::Sigmoid => "probabilities, each of its own",
        Output::Plain => "numbers",
    };
    let classes = trained.classes.as_ref().map(|names| format!(": {}", names.join(", ")));
    format!("[n, {}], {what}{}", sizes(trained.network.output_shape()), classes.unwrap_or_default())
}

fn sizes(shape: &[usize]) -> String {
    shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// How inputs are prepared and outputs are read, for programs.
pub(crate) fn preprocessing(trained: &Trained<'_>, options: &ExportOptions) -> JsonValue {
    let network = &trained.network;
    let output = match network.output {
        Output::Softmax | Output::Sigmoid => "probabilities",
        Output::Plain => "numbers",
    };
    let classes =
        trained.classes.as_ref().map(|names| names.iter().map(|name| name.as_str().into()).collect());
    object([
        (
            "input",
            object([
                ("shape", network.input.as_slice().into()),
                ("axes", axes(&network.input).into()),
                ("type", "float32".into()),
                ("raw", raw_type(trained).into()),
                ("scale", f64::from(trained.scale).into()),
            ]),
        ),
        ("steps", preparation(trained, options).into_iter().map(JsonValue::from).collect()),
        (
            "output",
            object([
                ("shape", network.output_shape().into()),
                ("kind", output.into()),
                ("classes", classes.unwrap_or(JsonValue::Nothing)),
            ]),
        ),
    ])
}
