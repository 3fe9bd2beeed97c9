//! A JSON value, from JSON text or from JavaScript, before it is checked.

use core::fmt;
use std::io::{self, Write};

use lexical_parse_float::FromLexical;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::Formatter;

use crate::{Error, ErrorKind};

/// A JSON value. Unlike JSON it can hold NaN and infinities, so that an error can show them.
#[derive(Clone, Debug, PartialEq)]
pub enum JsonValue {
    /// `null` or `undefined`.
    Nothing,
    /// `true` or `false`.
    Boolean(bool),
    /// Any number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<JsonValue>),
    /// An object; its fields keep their order and may have duplicate names.
    Map(Vec<(String, JsonValue)>),
}

impl JsonValue {
    /// Parses JSON.
    ///
    /// # Errors
    /// Kind `spec`; its offset is the line number.
    pub fn from_json(text: &str) -> crate::Result<Self> {
        read(text.as_bytes()).map_err(|error| {
            let (line, message) = (error.line(), error.to_string());
            // serde_json's messages end with this.
            let place = format!(" at line {line} column {}", error.column());
            let message = message.strip_suffix(&*place).unwrap_or(&message);
            let (expected, found) = match message.strip_prefix("expected ") {
                Some(expected) => (format!("JSON with {expected}"), format!("none in line {line}")),
                None => ("JSON".to_owned(), format!("{message} in line {line}")),
            };
            Error::mismatch(ErrorKind::Spec, expected, found)
                .named("expected_json")
                .value("line", line)
                .value("detail", message)
                .at_offset(line as u64)
                .with_note("the offset is the line")
        })
    }

    /// The value as JSON text; NaN and infinities become `null`.
    pub fn to_json(&self) -> String {
        write(self)
    }

    /// The field `name` of a map.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// A number in an error: the shortest text that parses to it; integers without a decimal point.
pub(crate) fn number_text(number: f64) -> String {
    let text = format!("{number:?}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// The value as an error shows it: as JSON, truncated.
impl fmt::Display for JsonValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Number(value) => f.write_str(&number_text(*value)),
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

impl Serialize for JsonValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(value) => {
                // Integers below 2⁵³ are written as 64, not as 64.0.
                let whole = *value as i64;
                let exact = (whole as f64).to_bits() == value.to_bits() && whole.abs() < 1 << 53;
                if exact { serializer.serialize_i64(whole) } else { serializer.serialize_f64(*value) }
            }
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Map(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for JsonValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

/// The field name with which `serde_json` (`arbitrary_precision`) passes the text of a number.
const NUMBER: &str = "$serde_json::private::Number";

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = JsonValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value")
    }

    fn visit_unit<E>(self) -> Result<JsonValue, E> {
        Ok(JsonValue::Nothing)
    }

    fn visit_none<E>(self) -> Result<JsonValue, E> {
        Ok(JsonValue::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonValue, D::Error> {
        JsonValue::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<JsonValue, E> {
        Ok(JsonValue::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<JsonValue, E> {
        Ok(JsonValue::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<JsonValue, E> {
        Ok(JsonValue::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<JsonValue, E> {
        Ok(JsonValue::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<JsonValue, E> {
        Ok(JsonValue::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<JsonValue, E> {
        Ok(JsonValue::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<JsonValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(JsonValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<JsonValue, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        // serde_json (`arbitrary_precision`) passes a number as an object with its text.
        if let [(name, JsonValue::Text(text))] = fields.as_slice()
            && name == NUMBER
            && let Ok(number) = f64::from_lexical(text.as_bytes())
        {
            return Ok(JsonValue::Number(number));
        }
        Ok(JsonValue::Map(fields))
    }
}

/// Parses JSON bytes.
pub(crate) fn read(bytes: &[u8]) -> serde_json::Result<JsonValue> {
    serde_json::from_slice(bytes)
}

/// A value as JSON text; NaN and infinities become `null`.
fn write(value: &JsonValue) -> String {
    let mut bytes = Vec::new();
    let written = value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, CompactFormatter));
    match (written, String::from_utf8(bytes)) {
        (Ok(()), Ok(json)) => json,
        _ => unreachable!("plain values with names that are texts are always JSON"),
    }
}

/// Compact JSON with floats as `core` formats them. The formatter of `serde_json` would add 10 KB (compressed) of tables to
/// those of `core`.
struct CompactFormatter;

impl Formatter for CompactFormatter {
    fn write_f32<W: Write + ?Sized>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        self.write_f64(writer, f64::from(value))
    }

    fn write_f64<W: Write + ?Sized>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        write!(writer, "{value:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::JsonValue;

    #[test]
    fn numbers_come_back_to_the_bit_and_whole_ones_stay_whole() {
        for (text, written) in [
            ("64", "64"),
            ("64.0", "64"),
            ("-3", "-3"),
            ("0.001", "0.001"),
            ("1e-8", "1e-8"),
            ("-0.0", "-0.0"),
            ("9007199254740991", "9007199254740991"),
            ("1e300", "1e300"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("5e-324", "5e-324"),
            ("2.2250738585072011e-308", "2.225073858507201e-308"),
            ("9007199254740992.5", "9007199254740992.0"),
        ] {
            let json = JsonValue::from_json(text).expect(text);
            let JsonValue::Number(value) = json else { panic!("{text} is a number") };
            assert_eq!(value.to_bits(), text.parse::<f64>().expect(text).to_bits(), "{text}");
            assert_eq!(json.to_json(), written);
        }
    }

    #[test]
    fn an_object_that_looks_like_a_number_of_serde_json_stays_an_object() {
        let text = r#"{"$serde_json::private::Number":"seven"}"#;
        assert_eq!(JsonValue::from_json(text).expect("JSON").to_json(), text);
    }

    #[test]
    fn an_error_names_numbers_as_they_are_written() {
        let texts = [0.001, 1e-8, 64.0, -3.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e21]
            .map(|number| JsonValue::Number(number).to_string());
        assert_eq!(texts, ["0.001", "1e-8", "64", "-3", "NaN", "inf", "-inf", "1e21"]);
    }

    #[test]
    fn what_is_no_json_is_told_with_its_line() {
        for (text, message) in [
            ("{\n\"a\" 1}", "expected JSON with `:`, found none in line 2; the offset is the line"),
            ("[1,]", "expected JSON, found trailing comma in line 1; the offset is the line"),
            ("{} {}", "expected JSON, found trailing characters in line 1; the offset is the line"),
            ("{\"a\":\n[", "expected JSON, found EOF while parsing a list in line 2; the offset is the line"),
        ] {
            let error = JsonValue::from_json(text).expect_err(text);
            assert_eq!((error.to_string().as_str(), error.id().as_str()), (message, "spec.expected_json"));
            assert!(error.offset.is_some());
        }
    }

    #[test]
    fn depth_has_a_bound() {
        let error = JsonValue::from_json(&"[".repeat(100_000)).expect_err("too deep");
        assert!(error.to_string().contains("recursion limit exceeded"), "{error}");
    }
}
