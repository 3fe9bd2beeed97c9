//! The spec: JSON that describes a network and its training. It is checked completely when it is read.
//!
//! Each layer, loss, optimiser and schedule has a field table; checks, defaults and the published schema read these tables.
//! Shapes are checked when the network is built.

mod builder;
mod configure;
pub mod describe;
mod fit;
mod summary;
mod tables;

pub use self::summary::{Description, LayerChoice, LayerSummary, layers_after};
pub use self::tables::{Augment, EarlyStopping, Monitor, SpecBuilder};
pub use crate::schema::config_builder::{LayerSpec, LossSpec, OptimizerSpec, ScheduleSpec};

pub(crate) use self::tables::{AugmentValues, EarlyStoppingValues};

use self::tables::{EveryLayer, General};

use crate::layers::BuildLayer;
use crate::losses::BuildLoss;
use crate::memory::checked_product;
use crate::optimizers::BuildOptimizer;
use crate::schedules::BuildSchedule;
use crate::schema::config::Config;
use crate::schema::field::Field;
use crate::schema::json_value::JsonValue;
use crate::schema::kind::ConfiguredKind;
use crate::schema::setting::Settings;
use crate::schema::value::Value;
use crate::{Error, ErrorKind, Result, layers, losses, optimizers, schedules};

/// The fields of the spec that are not objects or lists.
pub(crate) const GENERAL: &[Field] = General::FIELDS;

/// Fields that every layer has.
pub(crate) const EVERY_LAYER: &[Field] = EveryLayer::FIELDS;

/// The fields of the spec that are objects or lists, in display order.
const NESTED: [&str; 6] = ["layers", "loss", "optimizer", "schedule", "early_stopping", "augment"];

/// A checked description of a network and its training, with every default filled in.
///
/// Cloning is cheap; two specs are equal when they describe the same training.
#[derive(Clone)]
#[non_exhaustive]
pub struct Spec {
    /// The layers, from the input to the output.
    pub layers: Vec<ConfiguredKind<BuildLayer>>,
    /// The loss.
    pub loss: ConfiguredKind<BuildLoss>,
    /// The optimiser.
    pub optimizer: ConfiguredKind<BuildOptimizer>,
    /// The learning rate schedule.
    pub schedule: ConfiguredKind<BuildSchedule>,
    /// The fields of `GENERAL`, as a config and as a typed config.
    config: Config,
    general: General,
    early_stopping: Option<Config>,
    augment: Option<Config>,
}

impl Spec {
    /// Reads and checks a spec from JSON.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the first invalid field.
    pub fn from_json(text: &str) -> Result<Self> {
        Self::read(&JsonValue::from_json(text)?)
    }

    /// Reads and checks a spec from a JSON value.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the first invalid field.
    pub fn read(json: &JsonValue) -> Result<Self> {
        let config = Config::read(json, "", None, &[GENERAL], &NESTED)?;
        let general = General::of(&config);
        check_version(general.version)?;
        check_input(&general.input)?;
        let nothing = JsonValue::Nothing;
        let field = |name| json.get(name).unwrap_or(&nothing);
        let constant = JsonValue::Map(vec![("kind".to_owned(), JsonValue::Text("constant".to_owned()))]);
        let schedule = if field("schedule") == &nothing { &constant } else { field("schedule") };
        let spec = Self {
            layers: ConfiguredKind::read_list(field("layers"), "layers", layers::kinds(), EVERY_LAYER)?,
            loss: ConfiguredKind::read(field("loss"), "loss", losses::kinds(), &[])?,
            optimizer: ConfiguredKind::read(
                field("optimizer"),
                "optimizer",
                optimizers::kinds(),
                optimizers::COMMON,
            )?,
            schedule: ConfiguredKind::read(schedule, "schedule", schedules::kinds(), &[])?,
            early_stopping: optional(field("early_stopping"), "early_stopping", EarlyStoppingValues::FIELDS)?,
            augment: optional(field("augment"), "augment", AugmentValues::FIELDS)?,
            config,
            general,
        };
        (spec.schedule.kind.build)(&spec.schedule.config).map_err(|error| error.within("schedule"))?;
        if spec.augment.is_some() && spec.input().len() != 3 {
            let input = format_args!("{:?}", spec.input());
            return Err(Error::mismatch(ErrorKind::Spec, "an input of [channels, height, width]", input)
                .named("augment_needs_images")
                .at("augment")
                .with_note("only images are augmented"));
        }
        Ok(spec)
    }

    /// The spec as JSON, with every default filled in.
    pub fn to_json(&self) -> String {
        without_nulls(JsonValue::from(self)).to_json()
    }

    /// The shape of one sample.
    pub fn input(&self) -> &[usize] {
        &self.general.input
    }

    /// Floats in one sample.
    pub fn features(&self) -> usize {
        // Checked when the spec was read.
        self.input().iter().product()
    }

    /// Samples per optimiser step.
    pub fn batch_size(&self) -> usize {
        self.general.batch_size
    }

    /// The seed of all random numbers.
    pub fn seed(&self) -> u32 {
        self.general.seed
    }

    /// Whether the samples are shuffled before each epoch.
    pub fn shuffle(&self) -> bool {
        self.general.shuffle
    }

    /// The maximum norm of the gradient, if it is clipped.
    pub fn clip_norm(&self) -> Option<f64> {
        self.general.clip_norm
    }

    /// The coefficient of the L1 penalty Σ|w|.
    pub fn l1(&self) -> f64 {
        self.general.l1
    }

    /// The coefficient of the L2 penalty Σw².
    pub fn l2(&self) -> f64 {
        self.general.l2
    }

    /// The optimiser's learning rate, which the schedule scales.
    pub fn learning_rate(&self) -> f64 {
        optimizers::Common::common(&self.optimizer.config).learning_rate
    }

    /// The name of a layer; `None` if there is no such layer.
    pub fn layer_name(&self, layer: usize) -> Option<String> {
        EveryLayer::common(&self.layers.get(layer)?.config).name
    }

    /// Whether a layer is trainable; false if there is no such layer.
    pub fn is_trainable(&self, layer: usize) -> bool {
        self.layers.get(layer).is_some_and(|layer| EveryLayer::common(&layer.config).trainable)
    }

    /// The config of early stopping, if the spec has it.
    pub(crate) fn early_stopping(&self) -> Option<EarlyStoppingValues> {
        self.early_stopping.as_ref().map(EarlyStoppingValues::of)
    }

    /// The config of augmentation, if the spec has it.
    pub(crate) fn augment(&self) -> Option<AugmentValues> {
        self.augment.as_ref().map(AugmentValues::of)
    }

    pub(crate) fn set_seed(&mut self, seed: u32) {
        self.config.set("seed", Value::Integer(seed));
        self.general.seed = seed;
    }
}

fn check_version(version: u32) -> Result<()> {
    if version == 1 {
        return Ok(());
    }
    Err(Error::mismatch(ErrorKind::Spec, "1", version)
        .named("unknown_version")
        .at("version")
        .with_note("this version of inkgrad reads version 1 alone"))
}

fn check_input(input: &[usize]) -> Result<()> {
    if input.len() > 3 {
        let expected = "[features], [steps, features] or [channels, height, width]";
        return Err(Error::mismatch(ErrorKind::Spec, expected, format_args!("{} numbers", input.len()))
            .named("too_many_axes")
            .at("input"));
    }
    checked_product(input).map_err(|error| error.at("input"))?;
    Ok(())
}

/// The value without fields that are `null`.
fn without_nulls(json: JsonValue) -> JsonValue {
    match json {
        JsonValue::Map(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| *value != JsonValue::Nothing);
            JsonValue::Map(fields.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        JsonValue::List(items) => JsonValue::List(items.into_iter().map(without_nulls).collect()),
        value => value,
    }
}

fn optional(json: &JsonValue, path: &str, table: &'static [Field]) -> Result<Option<Config>> {
    match json {
        JsonValue::Nothing => Ok(None),
        json => Config::read(json, path, None, &[table], &[]).map(Some),
    }
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
