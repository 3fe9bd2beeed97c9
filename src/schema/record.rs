//! An object of the spec that has been checked against its table of fields.

use super::field::{Default, Field, Type};
use super::init::Init;
use super::raw::Raw;
use super::value::Value;
use crate::{Code, Error, Result};

/// A checked object: every field of its table, in the table's order, with defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    kind: Option<&'static str>,
    values: Vec<(&'static str, Value)>,
}

impl Record {
    /// Checks the fields of `raw` against the tables, which are read one after the other.
    ///
    /// `kind` is the name by which the object was chosen, if it was. Fields named in `others` are left to the
    /// caller. `path` is where the object stands.
    pub fn read(
        raw: &Raw,
        path: &str,
        kind: Option<&'static str>,
        tables: &[&'static [Field]],
        others: &[&'static str],
    ) -> Result<Self> {
        let Raw::Map(given) = raw else {
            return Err(Error::mismatch(Code::Spec, "an object", raw.to_string()).at(path));
        };
        let fields = || tables.iter().flat_map(|table| table.iter());
        for (index, (name, _)) in given.iter().enumerate() {
            let known = fields().map(|field| field.name).chain(others.iter().copied());
            if !known.clone().any(|field| field == name) {
                return Err(unknown(name, path, known));
            }
            if given[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(Error::mismatch(Code::Spec, "each field once", "it twice").at(join(path, name)));
            }
        }
        let mut record = Self { kind, values: Vec::new() };
        for field in fields() {
            let value = match raw.get(field.name) {
                None | Some(Raw::Nothing) => record.default(field),
                Some(raw) => read_value(raw, field.kind),
            };
            let value = value.ok_or_else(|| wrong_value(field, raw.get(field.name), path))?;
            record.values.push((field.name, value));
        }
        Ok(record)
    }

    fn default(&self, field: &Field) -> Option<Value> {
        Some(match field.default {
            Default::Required => return None,
            Default::None => Value::None,
            Default::Integer(value) => Value::Integer(value),
            Default::Number(value) => Value::Number(value),
            Default::Boolean(value) => Value::Boolean(value),
            Default::Text(text) => Value::Text(text.to_owned()),
            Default::Follows { value, .. } => value(self),
        })
    }

    /// The name by which the object was chosen among its kind; empty for a plain object.
    pub fn kind(&self) -> &'static str {
        self.kind.unwrap_or_default()
    }

    /// The value of the field `name`.
    ///
    /// # Panics
    /// Where the table has no such field: the code asks only for what its own table names.
    pub fn value(&self, name: &str) -> &Value {
        match self.values.iter().find(|(field, _)| *field == name) {
            Some((_, value)) => value,
            None => unreachable!("{} has no field {name}", self.kind()),
        }
    }

    /// Replaces the value of a field.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        if let Some(entry) = self.values.iter_mut().find(|(field, _)| *field == name) {
            entry.1 = value;
        }
    }

    /// A whole number.
    pub fn integer(&self, name: &str) -> usize {
        match self.value(name) {
            Value::Integer(value) => *value as usize,
            _ => unreachable!("{name} is no whole number"),
        }
    }

    /// A number.
    pub fn number(&self, name: &str) -> f64 {
        self.optional_number(name).unwrap_or_else(|| unreachable!("{name} is no number"))
    }

    /// A number, or none.
    pub fn optional_number(&self, name: &str) -> Option<f64> {
        match self.value(name) {
            Value::Number(value) => Some(*value),
            Value::Integer(value) => Some(f64::from(*value)),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn boolean(&self, name: &str) -> bool {
        matches!(self.value(name), Value::Boolean(true))
    }

    /// A name or text; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        match self.value(name) {
            Value::Text(text) => text,
            _ => "",
        }
    }

    /// A list of positive whole numbers; empty where there is none.
    pub fn shape(&self, name: &str) -> &[usize] {
        match self.value(name) {
            Value::Shape(shape) => shape,
            _ => &[],
        }
    }

    /// A way to set the first weights.
    pub fn init(&self, name: &str) -> Init {
        match self.value(name) {
            Value::Init(init) => *init,
            _ => unreachable!("{name} is no initialisation"),
        }
    }
}

impl From<&Record> for Raw {
    fn from(record: &Record) -> Self {
        let kind = record.kind.map(|kind| ("kind".to_owned(), Self::Text(kind.to_owned())));
        let values = record.values.iter().map(|(name, value)| ((*name).to_owned(), Self::from(value)));
        Self::Map(kind.into_iter().chain(values).collect())
    }
}

/// The error for a field that is missing or holds what it should not.
fn wrong_value(field: &Field, found: Option<&Raw>, path: &str) -> Error {
    let text = found.map_or("nothing".to_owned(), ToString::to_string);
    let error = Error::mismatch(Code::Spec, field.kind.words(), text).at(join(path, field.name));
    match (field.kind, found) {
        (Type::Name(names), Some(Raw::Text(found))) => with_suggestion(error, found, &names()),
        _ => error,
    }
}

/// `path` with a field after it.
pub(crate) fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

/// The error for a field that no table has.
pub(crate) fn unknown(name: &str, path: &str, known: impl Iterator<Item = &'static str>) -> Error {
    let known: Vec<_> = known.collect();
    let error =
        Error::mismatch(Code::Spec, format!("one of the fields {}", known.join(", ")), format!("\"{name}\""))
            .at(join(path, name));
    with_suggestion(error, name, &known)
}

/// Adds "did you mean …" where one of `known` is near to `found`.
pub(super) fn with_suggestion(error: Error, found: &str, known: &[&str]) -> Error {
    // Of names as near, the one that begins alike: "unit" means "units" and not "init".
    let alike = |name: &str| found.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let nearest = known.iter().map(|name| (distance(found, name), name));
    let nearest = nearest.min_by_key(|(distance, name)| (*distance, core::cmp::Reverse(alike(name))));
    match nearest {
        Some((distance, name)) if distance <= 2 && distance < name.len() => {
            error.with_note(format!("did you mean \"{name}\"?"))
        }
        _ => error,
    }
}

/// How many letters must be changed, added or taken away to turn `a` into `b` (Levenshtein, 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    // Longer than any name that could be meant, and from outside: not worth comparing letter by letter.
    if a.len() > 64 {
        return usize::MAX;
    }
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// `raw` as a value of the type, if it is one.
pub(crate) fn read_value(raw: &Raw, kind: Type) -> Option<Value> {
    match (kind, raw) {
        (Type::Integer { from }, Raw::Number(number)) => {
            let whole = *number as u32;
            (f64::from(whole) == *number && whole >= from).then_some(Value::Integer(whole))
        }
        (Type::Number(interval), Raw::Number(number)) => {
            let right = interval.contains(*number) && (*number as f32).is_finite();
            right.then_some(Value::Number(*number))
        }
        (Type::Boolean, Raw::Boolean(value)) => Some(Value::Boolean(*value)),
        (Type::Text, Raw::Text(text)) => Some(Value::Text(text.clone())),
        (Type::Name(names), Raw::Text(text)) => {
            names().contains(&text.as_str()).then(|| Value::Text(text.clone()))
        }
        (Type::Shape, Raw::List(items)) if !items.is_empty() => items
            .iter()
            .map(|item| match read_value(item, Type::Integer { from: 1 }) {
                Some(Value::Integer(size)) => Some(size as usize),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()
            .map(Value::Shape),
        (Type::Init, raw) => Init::read(raw).map(Value::Init),
        _ => None,
    }
}
