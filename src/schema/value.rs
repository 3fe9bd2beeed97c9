//! A value of the spec that has been found right.

use super::init::Init;
use super::json_value::JsonValue;

/// A checked value. Whole numbers stay whole in JSON.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
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
            Value::Init(init) => Self::Text(init.name().to_owned()),
        }
    }
}
