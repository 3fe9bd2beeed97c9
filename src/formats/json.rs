//! JSON values from plain ones, and fields of JSON values with errors that name them.

use crate::schema::json_value::JsonValue;
use crate::{Error, ErrorKind, Result};

/// An object.
pub(crate) fn object<'a>(fields: impl IntoIterator<Item = (&'a str, JsonValue)>) -> JsonValue {
    JsonValue::Map(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

impl From<&str> for JsonValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for JsonValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for JsonValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<usize> for JsonValue {
    fn from(value: usize) -> Self {
        Self::Number(value as f64)
    }
}

impl From<f64> for JsonValue {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<&[usize]> for JsonValue {
    fn from(values: &[usize]) -> Self {
        values.iter().map(|&value| Self::from(value)).collect()
    }
}

impl<T: Into<JsonValue>> From<Option<T>> for JsonValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl FromIterator<JsonValue> for JsonValue {
    fn from_iter<I: IntoIterator<Item = JsonValue>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

/// The fields of an object at a path.
pub(crate) struct Fields<'a> {
    pub json: &'a JsonValue,
    pub path: &'a str,
}

impl<'a> Fields<'a> {
    fn wrong(&self, name: &str, expected: &str) -> Error {
        let found = self.json.get(name).unwrap_or(&JsonValue::Nothing);
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        Error::mismatch(ErrorKind::Format, expected, found).named("wrong_field").at(path)
    }

    /// The text of this name.
    pub fn text(&self, name: &str) -> Result<&'a str> {
        match self.json.get(name) {
            Some(JsonValue::Text(text)) => Ok(text),
            _ => Err(self.wrong(name, "a text")),
        }
    }

    /// The number of this name.
    pub fn number(&self, name: &str) -> Result<f64> {
        match self.json.get(name) {
            Some(JsonValue::Number(number)) if number.is_finite() => Ok(*number),
            _ => Err(self.wrong(name, "a number")),
        }
    }

    /// The whole number of this name, at least 1.
    pub fn size(&self, name: &str) -> Result<usize> {
        self.json.get(name).and_then(size).ok_or_else(|| self.wrong(name, "a positive whole number"))
    }

    /// The truth value of this name, if it is there.
    pub fn flag(&self, name: &str, otherwise: bool) -> Result<bool> {
        match self.json.get(name) {
            None | Some(JsonValue::Nothing) => Ok(otherwise),
            Some(JsonValue::Boolean(value)) => Ok(*value),
            Some(_) => Err(self.wrong(name, "true or false")),
        }
    }

    /// The list of this name.
    pub fn list(&self, name: &str) -> Result<&'a [JsonValue]> {
        match self.json.get(name) {
            Some(JsonValue::List(items)) => Ok(items),
            _ => Err(self.wrong(name, "a list")),
        }
    }

    /// The sizes of this name.
    pub fn sizes(&self, name: &str) -> Result<Vec<usize>> {
        let wrong = || self.wrong(name, "positive whole numbers");
        self.list(name)?.iter().map(size).collect::<Option<Vec<_>>>().ok_or_else(wrong)
    }
}

/// A whole number of at least 1, as far as a shape can hold it.
fn size(value: &JsonValue) -> Option<usize> {
    match *value {
        JsonValue::Number(number)
            if number >= 1.0 && number <= f64::from(i32::MAX) && number.fract() == 0.0 =>
        {
            Some(number as usize)
        }
        _ => None,
    }
}
