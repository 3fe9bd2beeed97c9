//! A value of the spec that has been found right.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::init::Init;
use super::raw::Raw;

/// A checked value. Whole numbers stay whole in JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing was given and nothing stands by default.
    None,
    /// A whole number.
    Integer(u32),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A name or text.
    Text(String),
    /// A list of positive whole numbers.
    Shape(Vec<usize>),
    /// A way to set the first weights.
    Init(Init),
}

impl From<&Value> for Raw {
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
            Value::Init(init) => Self::Text(init.name().to_owned()),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_none(),
            Self::Integer(value) => serializer.serialize_u32(*value),
            Self::Number(value) if value.abs() < 1e9 && *value == f64::from(*value as i32) => {
                serializer.serialize_i32(*value as i32)
            }
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Shape(shape) => serializer.collect_seq(shape.iter().map(|&size| size as u32)),
            Self::Init(Init::Constant(value)) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("constant", &Self::Number(*value))?;
                map.end()
            }
            Self::Init(init) => serializer.serialize_str(init.name()),
        }
    }
}
