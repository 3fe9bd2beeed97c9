//! Kinds: the variants of a layer, loss, optimiser or schedule, selected by the field `kind`.

use super::config::{Config, expected_object, join, with_suggestion};
use super::field::{Field, Type};
use super::json_value::JsonValue;
use super::value::Value;
use crate::{Error, ErrorKind, Result};

/// One kind, as its file declares it.
#[non_exhaustive]
pub struct Kind<Build: 'static> {
    /// The value of the field `kind`.
    pub name: &'static str,
    /// What it does, in one sentence for the docs.
    pub about: &'static str,
    /// Its fields besides `kind`.
    pub fields: &'static [Field],
    /// Builds one from its checked config.
    pub build: Build,
    /// Examples as JSON, for tests and docs, each with the input shape of one sample (empty if none is needed).
    pub examples: &'static [(&'static str, &'static [usize])],
}

/// A sentence for the docs. It is not in the wasm builds, which have no use for it.
pub const fn for_docs(sentence: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { sentence }
}

/// Examples for tests and docs. They are not in wasm release builds; debug builds, which tests use, have them.
pub const fn for_tests<T>(examples: &'static [T]) -> &'static [T] {
    if cfg!(all(target_arch = "wasm32", not(debug_assertions))) { &[] } else { examples }
}

/// A kind with its checked config.
pub struct ConfiguredKind<Build: 'static> {
    /// Its checked config.
    pub config: Config,
    /// The kind.
    pub kind: &'static Kind<Build>,
}

impl<Build> Clone for ConfiguredKind<Build> {
    fn clone(&self) -> Self {
        Self { config: self.config.clone(), kind: self.kind }
    }
}

impl<Build> ConfiguredKind<Build> {
    /// Checks `json` against the kind that it names; `common` are the fields that all kinds have.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the first invalid field.
    pub fn read(
        json: &JsonValue,
        path: &str,
        kinds: &'static [&'static Kind<Build>],
        common: &'static [Field],
    ) -> Result<Self> {
        let (index, config) = Family::of(kinds, common).read(json, path, 0)?;
        Ok(Self { config, kind: kinds[index] })
    }

    /// Checks a list. The default name of an item is its kind and its index.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the first invalid field.
    pub(crate) fn read_list(
        json: &JsonValue,
        path: &str,
        kinds: &'static [&'static Kind<Build>],
        common: &'static [Field],
    ) -> Result<Vec<Self>> {
        let list = Family::of(kinds, common).read_list(json, path, 0)?;
        Ok(list.into_iter().map(|(index, config)| Self { config, kind: kinds[index] }).collect())
    }
}

/// The names and fields of the kinds of one family (layers, for example). It is not generic over what they build, so that its
/// code is compiled once.
struct Family {
    members: Vec<(&'static str, &'static [Field])>,
    /// Fields that all kinds have.
    common: &'static [Field],
}

impl Family {
    fn of<Build>(kinds: &[&'static Kind<Build>], common: &'static [Field]) -> Self {
        Self { members: kinds.iter().map(|kind| (kind.name, kind.fields)).collect(), common }
    }

    /// Checks `json` against the kind that it names. Returns the index of that kind. `depth` is the number of lists around it.
    fn read(&self, json: &JsonValue, path: &str, depth: usize) -> Result<(usize, Config)> {
        let names: Vec<_> = self.members.iter().map(|(name, _)| *name).collect();
        let index = kind_index(json, path, &names)?;
        let (name, fields) = self.members[index];
        let tables = [fields, self.common];
        let layers = |json: &JsonValue, path: &str| {
            let list = self.read_list(json, path, depth)?;
            Ok(list.into_iter().map(|(_, config)| config).collect())
        };
        let config = Config::read_within(json, path, Some(name), &tables, &["kind"], Some(&layers))?;
        Ok((index, config))
    }

    /// Checks a list of objects, each against the kind that it names.
    fn read_list(&self, json: &JsonValue, path: &str, depth: usize) -> Result<Vec<(usize, Config)>> {
        let JsonValue::List(items) = json else {
            let found = if *json == JsonValue::Nothing { "nothing".to_owned() } else { json.to_string() };
            let error = Error::mismatch(ErrorKind::Spec, Type::Layers.words(), found);
            return Err(error.named(Type::Layers.error_name()).at(path));
        };
        if items.is_empty() {
            return Err(Error::mismatch(ErrorKind::Spec, "at least one layer", "an empty list")
                .named("no_layers")
                .at(path));
        }
        if depth > MAX_NESTING {
            let expected = format_args!("at most {MAX_NESTING} layers around a layer");
            return Err(Error::mismatch(ErrorKind::Spec, expected, "more")
                .named("too_many_levels")
                .value("levels", MAX_NESTING)
                .at(path));
        }
        let read = |(at, json)| {
            let (index, mut config) = self.read(json, &format!("{path}[{at}]"), depth + 1)?;
            if !matches!(config.value("name"), Some(Value::Text(name)) if !name.is_empty()) {
                config.set("name", Value::Text(format!("{}_{at}", config.kind())));
            }
            Ok((index, config))
        };
        items.iter().enumerate().map(read).collect()
    }
}

/// The maximum nesting depth of layers.
const MAX_NESTING: usize = 8;

/// The index of the name in the field `kind`.
fn kind_index(json: &JsonValue, path: &str, names: &[&str]) -> Result<usize> {
    let name = match json {
        JsonValue::Map(_) => json.get("kind").unwrap_or(&JsonValue::Nothing),
        other => return Err(expected_object(other, path)),
    };
    let found = names.iter().position(|known| matches!(name, JsonValue::Text(text) if text == known));
    found.ok_or_else(|| unknown_kind(name, path, names))
}

fn unknown_kind(name: &JsonValue, path: &str, names: &[&str]) -> Error {
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
