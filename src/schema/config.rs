//! Reads an object of the spec and checks it against its field tables.

use strsim::levenshtein;

use super::field::{Default, Field, Type};
use super::init::{self, Init};
use super::json_value::JsonValue;
pub use super::value::Config;
use super::value::Value;
use crate::{Error, ErrorKind, Result};

/// Reads a list of objects at a path.
pub(super) type ReadList<'a> = &'a dyn Fn(&JsonValue, &str) -> Result<Vec<Config>>;

impl Config {
    /// Checks the fields of `json` against the tables, in order.
    ///
    /// `kind` is the object's kind, if it has one. Fields in `extra_names` are allowed but not read. `path` is the path of the
    /// object in the spec.
    pub fn read(
        json: &JsonValue,
        path: &str,
        kind: Option<&'static str>,
        tables: &[&'static [Field]],
        extra_names: &[&'static str],
    ) -> Result<Self> {
        Self::read_within(json, path, kind, tables, extra_names, None)
    }

    /// The same for an object that may hold layers; `read_layers` reads them.
    pub(super) fn read_within(
        json: &JsonValue,
        path: &str,
        kind: Option<&'static str>,
        tables: &[&'static [Field]],
        extra_names: &[&'static str],
        read_layers: Option<ReadList<'_>>,
    ) -> Result<Self> {
        let JsonValue::Map(given) = json else {
            return Err(expected_object(json, path));
        };
        let fields = || tables.iter().flat_map(|table| table.iter());
        for (index, (name, _)) in given.iter().enumerate() {
            let known = fields().map(|field| field.name).chain(extra_names.iter().copied());
            if !known.clone().any(|field| field == name) {
                return Err(unknown_field(name, path, known));
            }
            if given[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(Error::mismatch(ErrorKind::Spec, "each field once", "it twice")
                    .named("duplicate_field")
                    .at(join(path, name)));
            }
        }
        let mut config = Self { kind, values: Vec::new() };
        for field in fields() {
            let value = match json.get(field.name) {
                None | Some(JsonValue::Nothing) => config.default(field),
                Some(json) => match (field.kind, read_layers) {
                    (Type::Layers, Some(read)) => Some(Value::Layers(read(json, &join(path, field.name))?)),
                    _ => read_value(json, field.kind),
                },
            };
            let value = value.ok_or_else(|| wrong_value(field, json.get(field.name), path))?;
            config.values.push((field.name, value));
        }
        Ok(config)
    }

    fn default(&self, field: &Field) -> Option<Value> {
        Some(match field.default {
            Default::Required => return None,
            Default::None => Value::None,
            Default::Integer(value) => Value::Integer(value),
            Default::Number(value) => Value::Number(value),
            Default::Boolean(value) => Value::Boolean(value),
            Default::Text(text) => Value::Text(text.to_owned()),
            Default::Init(init) => Value::Init(init),
            Default::Follows { field, value, .. } => value(self.value(field)?),
        })
    }
}

/// The error for a value that is not an object.
pub(crate) fn expected_object(found: &JsonValue, path: &str) -> Error {
    let error = Error::mismatch(ErrorKind::Spec, "an object", found).named("expected_object");
    if path.is_empty() { error } else { error.at(path) }
}

/// The error for a field that is missing or has an invalid value.
fn wrong_value(field: &Field, found: Option<&JsonValue>, path: &str) -> Error {
    let text = found.map_or("nothing".to_owned(), ToString::to_string);
    let error = Error::mismatch(ErrorKind::Spec, field.kind.words(), text)
        .named(field.kind.error_name())
        .at(join(path, field.name));
    match (field.kind, found) {
        (Type::Name(names), found) => {
            let error = error.value("known", names().join(", "));
            if let Some(JsonValue::Text(found)) = found {
                with_suggestion(error, found, &names())
            } else {
                error
            }
        }
        (Type::Integer { from: from @ 2.. }, _) => error.value("from", from),
        (Type::Init, _) => error.value("known", init::NAMED.map(Init::name).join(", ")),
        _ => error,
    }
}

/// The path of a field of the object at `path`.
pub(crate) fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

/// The error for a field that is in no table.
pub(crate) fn unknown_field(name: &str, path: &str, known: impl Iterator<Item = &'static str>) -> Error {
    let known: Vec<_> = known.collect();
    let error = Error::mismatch(
        ErrorKind::Spec,
        format_args!("one of the fields {}", known.join(", ")),
        format_args!("\"{name}\""),
    )
    .named("unknown_field")
    .value("field", name)
    .value("known", known.join(", "))
    .at(join(path, name));
    with_suggestion(error, name, &known)
}

/// Adds "did you mean …" if one of `known` is similar to `found`.
pub(super) fn with_suggestion(error: Error, found: &str, known: &[&str]) -> Error {
    // Much longer than any name: comparing it would be slow and useless.
    if found.len() > 64 {
        return error;
    }
    // Ties are decided by the longest common prefix: "unit" suggests "units", not "init".
    let common_prefix = |name: &str| found.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let nearest = known.iter().map(|name| (levenshtein(found, name), name));
    let nearest = nearest.min_by_key(|(distance, name)| (*distance, core::cmp::Reverse(common_prefix(name))));
    match nearest {
        Some((distance, name)) if distance <= 2 && distance < name.len() => {
            error.with_note(format_args!("did you mean \"{name}\"?")).value("suggestion", name)
        }
        _ => error,
    }
}

/// `json` as a value of this type; `None` if it is not valid.
pub(crate) fn read_value(json: &JsonValue, kind: Type) -> Option<Value> {
    match (kind, json) {
        (Type::Integer { from }, JsonValue::Number(number)) => {
            let whole = *number as u32;
            (f64::from(whole) == *number && whole >= from).then_some(Value::Integer(whole))
        }
        (Type::Number(interval), JsonValue::Number(number)) => {
            let valid = interval.contains(*number) && (*number as f32).is_finite();
            valid.then_some(Value::Number(*number))
        }
        (Type::Boolean, JsonValue::Boolean(value)) => Some(Value::Boolean(*value)),
        (Type::Text, JsonValue::Text(text)) => Some(Value::Text(text.clone())),
        (Type::Name(names), JsonValue::Text(text)) => {
            names().contains(&text.as_str()).then(|| Value::Text(text.clone()))
        }
        (Type::Shape, JsonValue::List(items)) if !items.is_empty() => items
            .iter()
            .map(|item| match read_value(item, Type::Integer { from: 1 }) {
                Some(Value::Integer(size)) => Some(size as usize),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()
            .map(Value::Shape),
        (Type::Init, json) => Init::read(json).map(Value::Init),
        _ => None,
    }
}
