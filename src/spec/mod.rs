//! The spec: plain JSON that describes a network and its training, checked once and whole at the door.
//!
//! Each layer, loss, optimiser and schedule brings a table of its fields; checks, defaults and the published
//! schema all read those tables. Whether shapes fit is found when the network is built.

mod configure;
pub mod describe;

use crate::layers::BuildLayer;
use crate::losses::BuildLoss;
use crate::optimizers::BuildOptimizer;
use crate::schedules::BuildSchedule;
use crate::schema::field::{Default, Field, Interval, Type};
use crate::schema::kind::Chosen;
use crate::schema::raw::Raw;
use crate::schema::record::Record;
use crate::schema::value::Value;
use crate::{Code, Error, Result, layers, losses, optimizers, schedules};

/// Fields of the spec itself that hold plain values.
pub(crate) const GENERAL: &[Field] = &[
    Field::new("version", Type::Integer { from: 1 }, Default::Integer(1), "The version of this format."),
    Field::new(
        "seed",
        Type::Integer { from: 0 },
        Default::Integer(0),
        "Where every random number comes from.",
    ),
    Field::new(
        "input",
        Type::Shape,
        Default::Required,
        "The shape of one sample: [features], [channels, height, width] or [steps, features].",
    ),
    Field::new("batch_size", Type::Integer { from: 1 }, Default::Integer(32), "Samples per optimiser step.")
        .live(),
    Field::new(
        "shuffle",
        Type::Boolean,
        Default::Boolean(true),
        "Whether each epoch has an order of its own.",
    ),
    Field::new(
        "clip_norm",
        Type::Number(Interval::Positive),
        Default::None,
        "The greatest Euclidean norm of the whole gradient, penalties included.",
    )
    .live(),
    Field::new(
        "l1",
        Type::Number(Interval::NotNegative),
        Default::Number(0.0),
        "Adds l1·Σ|w| over weight matrices and kernels to what is minimised.",
    )
    .live(),
    Field::new(
        "l2",
        Type::Number(Interval::NotNegative),
        Default::Number(0.0),
        "Adds l2·Σw² over weight matrices and kernels to what is minimised.",
    )
    .live(),
];

/// Fields that every layer has.
pub(crate) const EVERY_LAYER: &[Field] = &[
    Field::new(
        "name",
        Type::Text,
        Default::None,
        "What the layer is called; its kind and index unless given.",
    ),
    Field::new(
        "trainable",
        Type::Boolean,
        Default::Boolean(true),
        "Whether its parameters change in training.",
    )
    .live(),
];

/// Fields of `early_stopping`.
pub(crate) const EARLY_STOPPING: &[Field] = &[
    Field::new(
        "monitor",
        Type::Name(|| vec!["validation_loss", "validation_accuracy"]),
        Default::Text("validation_loss"),
        "What must go on improving.",
    ),
    Field::new(
        "patience",
        Type::Integer { from: 1 },
        Default::Integer(5),
        "Epochs without improvement after which training stops.",
    ),
    Field::new(
        "min_delta",
        Type::Number(Interval::NotNegative),
        Default::Number(0.0),
        "The least change that counts as an improvement.",
    ),
    Field::new(
        "restore_best",
        Type::Boolean,
        Default::Boolean(true),
        "Whether the parameters of the best epoch come back when training stops.",
    ),
];

/// Fields of `augment`.
pub(crate) const AUGMENT: &[Field] = &[
    Field::new(
        "shift",
        Type::Number(Interval::NotNegative),
        Default::Number(0.0),
        "Greatest shift, in pixels.",
    ),
    Field::new(
        "rotate",
        Type::Number(Interval::NotNegative),
        Default::Number(0.0),
        "Greatest turn, in degrees.",
    ),
    Field::new(
        "scale",
        Type::Number(Interval::Fraction),
        Default::Number(0.0),
        "Greatest change of size, as a fraction.",
    ),
    Field::new(
        "elastic",
        Type::Number(Interval::NotNegative),
        Default::Number(0.0),
        "Greatest elastic displacement, in pixels.",
    ),
];

/// Fields of the spec that hold objects or lists, in the order in which they are shown.
const NESTED: [&str; 6] = ["layers", "loss", "optimizer", "schedule", "early_stopping", "augment"];

/// A checked description of a network and its training, with every default filled in.
///
/// Cloning is cheap; two specs are equal when they describe the same training.
#[derive(Clone)]
pub struct Spec {
    /// The fields that hold plain values.
    pub general: Record,
    /// The layers, from the input to the output.
    pub layers: Vec<Chosen<BuildLayer>>,
    /// What is minimised.
    pub loss: Chosen<BuildLoss>,
    /// How parameters follow the gradient.
    pub optimizer: Chosen<BuildOptimizer>,
    /// How the learning rate changes from step to step.
    pub schedule: Chosen<BuildSchedule>,
    /// When training ends by itself, if it does.
    pub early_stopping: Option<Record>,
    /// How training images are distorted, if they are.
    pub augment: Option<Record>,
}

impl Spec {
    /// Reads and checks a spec from JSON.
    ///
    /// # Errors
    /// Code `spec`, with the path of the first field that is wrong.
    pub fn from_json(text: &str) -> Result<Self> {
        Self::read(&Raw::from_json(text)?)
    }

    /// Checks a spec that was read before.
    ///
    /// # Errors
    /// Code `spec`, with the path of the first field that is wrong.
    pub fn read(raw: &Raw) -> Result<Self> {
        let general = Record::read(raw, "", None, &[GENERAL], &NESTED)?;
        if general.integer("version") != 1 {
            let found = general.integer("version").to_string();
            return Err(Error::mismatch(Code::Spec, "1", found)
                .at("version")
                .with_note("this version of inkgrad reads version 1 alone"));
        }
        if general.shape("input").len() > 3 {
            let found = format!("{} numbers", general.shape("input").len());
            return Err(Error::mismatch(
                Code::Spec,
                "[features], [steps, features] or [channels, height, width]",
                found,
            )
            .at("input"));
        }
        let nothing = Raw::Nothing;
        let field = |name| raw.get(name).unwrap_or(&nothing);
        let constant = Raw::Map(vec![("kind".to_owned(), Raw::Text("constant".to_owned()))]);
        let schedule = if field("schedule") == &nothing { &constant } else { field("schedule") };
        let spec = Self {
            layers: read_layers(field("layers"))?,
            loss: Chosen::read(field("loss"), "loss", losses::kinds(), &[])?,
            optimizer: Chosen::read(
                field("optimizer"),
                "optimizer",
                optimizers::kinds(),
                optimizers::COMMON,
            )?,
            schedule: Chosen::read(schedule, "schedule", schedules::kinds(), &[])?,
            early_stopping: optional(field("early_stopping"), "early_stopping", EARLY_STOPPING)?,
            augment: optional(field("augment"), "augment", AUGMENT)?,
            general,
        };
        (spec.schedule.kind.build)(&spec.schedule.record).map_err(|error| within("schedule", error))?;
        if spec.augment.is_some() && spec.input().len() != 3 {
            return Err(Error::mismatch(
                Code::Spec,
                "an input of [channels, height, width]",
                format!("{:?}", spec.input()),
            )
            .at("augment")
            .with_note("only images are augmented"));
        }
        Ok(spec)
    }

    /// The spec as JSON, every default filled in.
    pub fn to_json(&self) -> String {
        given(Raw::from(self)).to_json()
    }

    /// The shape of one sample.
    pub fn input(&self) -> &[usize] {
        self.general.shape("input")
    }

    /// Floats in one sample.
    pub fn features(&self) -> usize {
        self.input().iter().product()
    }

    /// Samples per optimiser step.
    pub fn batch_size(&self) -> usize {
        self.general.integer("batch_size")
    }

    /// Where every random number comes from.
    pub fn seed(&self) -> u32 {
        self.general.integer("seed") as u32
    }

    pub(crate) fn set_seed(&mut self, seed: u32) {
        self.general.set("seed", Value::Integer(seed));
    }
}

/// The value without the fields that hold nothing.
fn given(raw: Raw) -> Raw {
    match raw {
        Raw::Map(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| *value != Raw::Nothing);
            Raw::Map(fields.map(|(name, value)| (name, given(value))).collect())
        }
        Raw::List(items) => Raw::List(items.into_iter().map(given).collect()),
        value => value,
    }
}

fn read_layers(raw: &Raw) -> Result<Vec<Chosen<BuildLayer>>> {
    let Raw::List(items) = raw else {
        let found = if *raw == Raw::Nothing { "nothing".to_owned() } else { raw.to_string() };
        return Err(Error::mismatch(Code::Spec, "a list of layers", found).at("layers"));
    };
    if items.is_empty() {
        return Err(Error::mismatch(Code::Spec, "at least one layer", "an empty list").at("layers"));
    }
    let read = |(index, raw)| {
        let mut layer = Chosen::read(raw, &format!("layers[{index}]"), layers::kinds(), EVERY_LAYER)?;
        if layer.record.text("name").is_empty() {
            layer.record.set("name", Value::Text(format!("{}_{index}", layer.kind.name)));
        }
        Ok(layer)
    };
    items.iter().enumerate().map(read).collect()
}

fn optional(raw: &Raw, path: &str, table: &'static [Field]) -> Result<Option<Record>> {
    match raw {
        Raw::Nothing => Ok(None),
        raw => Record::read(raw, path, None, &[table], &[]).map(Some),
    }
}

/// An error from inside the object at `path`.
pub(crate) fn within(path: &str, mut error: Error) -> Error {
    error.path = Some(match error.path.take() {
        Some(inner) => format!("{path}.{inner}"),
        None => path.to_owned(),
    });
    error
}

impl PartialEq for Spec {
    fn eq(&self, other: &Self) -> bool {
        self.to_json() == other.to_json()
    }
}

impl core::fmt::Debug for Spec {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.to_json())
    }
}
