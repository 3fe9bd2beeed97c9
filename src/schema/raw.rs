//! A value as it came in, from JSON or from JavaScript, before anything is known of it.

use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::json::{Fault, parse};
use crate::decimal::Shortest;

/// A tree of plain values. Unlike JSON's it holds NaN and infinities, so that an error can name them.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// `null` or `undefined`.
    Nothing,
    /// `true` or `false`.
    Boolean(bool),
    /// Any number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Raw>),
    /// An object, its fields in the order given.
    Map(Vec<(String, Raw)>),
}

impl Raw {
    /// Reads JSON.
    pub fn from_json(text: &str) -> crate::Result<Self> {
        parse(text).map_err(|Fault { line, expected }| {
            crate::Error::mismatch(
                crate::Code::Spec,
                format!("JSON with {expected}"),
                format!("none in line {line}"),
            )
            .at_offset(line as u64)
            .with_note("the offset is the line")
        })
    }

    /// The field `name` of a map.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// What an error says was found: the value as JSON, cut where it is long.
impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{}", Shortest::Double(*value)),
            Self::Text(text) if text.chars().count() > 40 => {
                write!(f, "\"{}…\"", text.chars().take(40).collect::<String>())
            }
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::List(items) if items.len() > 8 => write!(f, "a list of {} values", items.len()),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Map(_) => f.write_str("an object"),
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Raw::Map(fields))
    }
}
