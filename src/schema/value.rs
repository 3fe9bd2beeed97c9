//! Checked values of the spec, and checked objects.

use super::init::Init;
use super::json_value::JsonValue;

/// A checked value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// No value, and no default.
    None,
    /// An integer.
    Integer(u32),
    /// A finite number.
    Number(f64),
    /// A boolean.
    Boolean(bool),
    /// A name or text.
    Text(String),
    /// A list of positive integers.
    Shape(Vec<usize>),
    /// A weight initializer.
    Init(Init),
    /// A list of layers, each with its kind.
    Layers(Vec<Config>),
}

impl From<&Value> for JsonValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::None => Self::Nothing,
            Value::Integer(value) => Self::Number(f64::from(*value)),
            Value::Number(value) => Self::Number(*value),
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Shape(shape) => Self::List(shape.iter().map(|&size| Self::Number(size as f64)).collect()),
            Value::Init(Init::Constant(value)) => {
                Self::Map(vec![("constant".to_owned(), Self::Number(*value))])
            }
            Value::Layers(layers) => Self::List(layers.iter().map(Self::from).collect()),
            Value::Init(init) => Self::Text(init.name().to_owned()),
        }
    }
}

/// A checked config: every field of the tables, in order, with defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub(super) kind: Option<&'static str>,
    pub(super) values: Vec<(&'static str, Value)>,
}

impl Config {
    /// A config of a kind with these values, which are not checked.
    pub(crate) fn of_kind(kind: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        Self { kind: Some(kind), values }
    }

    /// The kind; empty for an object without one.
    pub fn kind(&self) -> &'static str {
        self.kind.unwrap_or_default()
    }

    /// The value of the field `name`, if there is one.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    }

    /// The values, in the order of the tables.
    pub(crate) fn values(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.values.iter().map(|(_, value)| value)
    }

    /// Its inner layers; empty for a layer without them.
    pub fn layers(&self) -> &[Self] {
        let mut held = self.values().filter_map(|value| match value {
            Value::Layers(layers) => Some(layers.as_slice()),
            _ => None,
        });
        held.next().unwrap_or_default()
    }

    /// Replaces the value of a field.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        if let Some(entry) = self.values.iter_mut().find(|(field, _)| *field == name) {
            entry.1 = value;
        }
    }
}

impl From<&Config> for JsonValue {
    fn from(config: &Config) -> Self {
        let kind = config.kind.map(|kind| ("kind".to_owned(), Self::Text(kind.to_owned())));
        let values = config.values.iter().map(|(name, value)| ((*name).to_owned(), Self::from(value)));
        Self::Map(kind.into_iter().chain(values).collect())
    }
}
