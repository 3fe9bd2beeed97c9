//! Things that are chosen by the name in their field `kind`: layers, losses, optimisers, schedules.

use super::field::{Field, Type};
use super::json_value::JsonValue;
use super::record::{Record, expected_object, join, with_suggestion};
use super::value::Value;
use crate::{Error, ErrorKind, Result};

/// One thing that can be chosen, as its file describes it.
#[non_exhaustive]
pub struct Kind<Build: 'static> {
    /// The name in `kind`.
    pub name: &'static str,
    /// What it does, in one sentence for the docs.
    pub about: &'static str,
    /// Its fields besides `kind`.
    pub fields: &'static [Field],
    /// Makes one from its checked fields.
    pub build: Build,
    /// Specs, as JSON, that tests and docs try, each with the shape of one sample that it is tried on (empty
    /// where none is needed).
    pub examples: &'static [(&'static str, &'static [usize])],
}

/// A sentence for the docs, which a browser's binary does without: nobody reads it there.
pub const fn for_docs(sentence: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { sentence }
}

/// Examples that tests and docs try, which a browser's binary does without; its tests are built to find mistakes and have
/// them.
pub const fn for_tests<T>(examples: &'static [T]) -> &'static [T] {
    if cfg!(all(target_arch = "wasm32", not(debug_assertions))) { &[] } else { examples }
}

/// A choice that has been made and checked.
pub struct Chosen<Build: 'static> {
    /// Its checked fields.
    pub record: Record,
    /// What was chosen.
    pub kind: &'static Kind<Build>,
}

impl<Build> Clone for Chosen<Build> {
    fn clone(&self) -> Self {
        Self { record: self.record.clone(), kind: self.kind }
    }
}

impl<Build> Chosen<Build> {
    /// Checks `raw` against the kind that it names; `common` are fields that all of the kinds have.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the first field that is wrong.
    pub fn read(
        raw: &JsonValue,
        path: &str,
        kinds: &'static [&'static Kind<Build>],
        common: &'static [Field],
    ) -> Result<Self> {
        let (index, record) = Family::of(kinds, common).read(raw, path, 0)?;
        Ok(Self { record, kind: kinds[index] })
    }

    /// Checks a list of them. One without a name is named after its kind and its index.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the first field that is wrong.
    pub(crate) fn read_list(
        raw: &JsonValue,
        path: &str,
        kinds: &'static [&'static Kind<Build>],
        common: &'static [Field],
    ) -> Result<Vec<Self>> {
        let list = Family::of(kinds, common).read_list(raw, path, 0)?;
        Ok(list.into_iter().map(|(index, record)| Self { record, kind: kinds[index] }).collect())
    }
}

/// The names and fields of kinds that a choice is made of. It does not depend on what the kinds build: the code that reads
/// them is there once.
struct Family {
    members: Vec<(&'static str, &'static [Field])>,
    /// Fields that all of them have.
    common: &'static [Field],
}

impl Family {
    fn of<Build>(kinds: &[&'static Kind<Build>], common: &'static [Field]) -> Self {
        Self { members: kinds.iter().map(|kind| (kind.name, kind.fields)).collect(), common }
    }

    /// Checks `raw` against the kind that it names. Returns which one that is. `level` counts the lists around it.
    fn read(&self, raw: &JsonValue, path: &str, level: usize) -> Result<(usize, Record)> {
        let names: Vec<_> = self.members.iter().map(|(name, _)| *name).collect();
        let index = choice(raw, path, &names)?;
        let (name, fields) = self.members[index];
        let tables = [fields, self.common];
        let layers = |raw: &JsonValue, path: &str| {
            let list = self.read_list(raw, path, level)?;
            Ok(list.into_iter().map(|(_, record)| record).collect())
        };
        let record = Record::read_within(raw, path, Some(name), &tables, &["kind"], Some(&layers))?;
        Ok((index, record))
    }

    /// Checks a list, each by the kind that it names.
    fn read_list(&self, raw: &JsonValue, path: &str, level: usize) -> Result<Vec<(usize, Record)>> {
        let JsonValue::List(items) = raw else {
            let found = if *raw == JsonValue::Nothing { "nothing".to_owned() } else { raw.to_string() };
            let error = Error::mismatch(ErrorKind::Spec, Type::Layers.words(), found);
            return Err(error.named(Type::Layers.message()).at(path));
        };
        if items.is_empty() {
            return Err(Error::mismatch(ErrorKind::Spec, "at least one layer", "an empty list")
                .named("no_layers")
                .at(path));
        }
        if level > LEVELS {
            let expected = format_args!("at most {LEVELS} layers around a layer");
            return Err(Error::mismatch(ErrorKind::Spec, expected, "more")
                .named("too_many_levels")
                .value("levels", LEVELS)
                .at(path));
        }
        let read = |(at, raw)| {
            let (index, mut record) = self.read(raw, &format!("{path}[{at}]"), level + 1)?;
            if !matches!(record.value("name"), Some(Value::Text(name)) if !name.is_empty()) {
                record.set("name", Value::Text(format!("{}_{at}", record.kind())));
            }
            Ok((index, record))
        };
        items.iter().enumerate().map(read).collect()
    }
}

/// Layers that may stand around a layer, one within the other.
const LEVELS: usize = 8;

/// Which of the names stands in the field `kind`.
fn choice(raw: &JsonValue, path: &str, names: &[&str]) -> Result<usize> {
    let name = match raw {
        JsonValue::Map(_) => raw.get("kind").unwrap_or(&JsonValue::Nothing),
        other => return Err(expected_object(other, path)),
    };
    let found = names.iter().position(|known| matches!(name, JsonValue::Text(text) if text == known));
    found.ok_or_else(|| no_such_kind(name, path, names))
}

fn no_such_kind(name: &JsonValue, path: &str, names: &[&str]) -> Error {
    let found = match name {
        JsonValue::Nothing => "nothing".to_owned(),
        name => name.to_string(),
    };
    let error = Error::mismatch(ErrorKind::Spec, format_args!("one of {}", names.join(", ")), found)
        .at(join(path, "kind"));
    let error = error.named("unknown_kind").value("known", names.join(", "));
    match name {
        JsonValue::Text(text) => with_suggestion(error, text, names),
        _ => error,
    }
}
