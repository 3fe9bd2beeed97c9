//! Things that are chosen by the name in their field `kind`: layers, losses, optimisers, schedules.

use super::field::Field;
use super::json_value::JsonValue;
use super::record::{Record, expected_object, join, with_suggestion};
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
    pub fn read(
        raw: &JsonValue,
        path: &str,
        kinds: &'static [&'static Kind<Build>],
        common: &'static [Field],
    ) -> Result<Self> {
        let names: Vec<_> = kinds.iter().map(|kind| kind.name).collect();
        let kind = kinds[choice(raw, path, &names)?];
        Ok(Self { record: kind.read(raw, path, common)?, kind })
    }
}

impl<Build> Kind<Build> {
    /// Checks the fields of `raw` for this kind; `common` are fields that all of the family have.
    pub(crate) fn read(&self, raw: &JsonValue, path: &str, common: &'static [Field]) -> Result<Record> {
        Record::read(raw, path, Some(self.name), &[self.fields, common], &["kind"])
    }
}

/// Which of the names stands in the field `kind`. One function for kinds of everything: it is longer than what is around it.
#[inline(never)]
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
