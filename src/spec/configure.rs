//! Changes of a spec during training: which are allowed, and the changed spec.

use super::{EVERY_LAYER, GENERAL, Spec};
use crate::layers;
use crate::schema::config::{expected_object, join, unknown_field};
use crate::schema::json_value::JsonValue;
use crate::{Error, ErrorKind, Result};

/// Objects that may be replaced during training.
const OBJECTS: [&str; 4] = ["optimizer", "schedule", "augment", "early_stopping"];

impl Spec {
    /// The spec after `changes`: an object of the fields that change.
    ///
    /// An `optimizer` without `kind` changes only its given fields; one with `kind` replaces the optimiser. `layers` maps the
    /// index of a layer to its changed fields; `3.1` is the inner layer 1 of layer 3. `null` resets a setting to its default.
    ///
    /// # Errors
    /// Kind `spec`, with the path of a field that is invalid or that cannot change during training.
    pub fn with_changes(&self, changes: &JsonValue) -> Result<Self> {
        let JsonValue::Map(fields) = changes else {
            return Err(
                Error::mismatch(ErrorKind::Spec, "an object of changes", changes).named("expected_changes")
            );
        };
        let JsonValue::Map(mut spec) = JsonValue::from(self) else { unreachable!("a spec is an object") };
        for (name, change) in fields {
            let change = match name.as_str() {
                "layers" => self.changed_layers(change)?,
                "optimizer" => match change.get("kind") {
                    None => merged(JsonValue::from(&self.optimizer.config), change, name)?,
                    Some(_) => change.clone(),
                },
                name if OBJECTS.contains(&name) => change.clone(),
                name if GENERAL.iter().any(|field| field.live && field.name == name) => change.clone(),
                name => return Err(not_live(name, self)),
            };
            spec.retain(|(field, _)| field != name);
            spec.push((name.clone(), change));
        }
        Self::read(&JsonValue::Map(spec))
    }

    fn changed_layers(&self, changes: &JsonValue) -> Result<JsonValue> {
        let JsonValue::Map(changes) = changes else {
            return Err(Error::mismatch(ErrorKind::Spec, "an object from indices to changes", changes)
                .named("expected_layer_changes")
                .at("layers"));
        };
        let records = self.layers.iter().map(|layer| JsonValue::from(&layer.config));
        let mut layers = JsonValue::List(records.collect());
        for (places, change) in changes {
            let Some(layer) = layer_at(&mut layers, places) else {
                let expected = format_args!("an index from 0 to {}", self.layers.len() - 1);
                return Err(Error::mismatch(ErrorKind::Spec, expected, format_args!("\"{places}\""))
                    .named("no_such_layer")
                    .value("last", self.layers.len() - 1)
                    .at("layers"));
            };
            let path = format!("layers[{}]", places.replace('.', "].layers["));
            check_live(layer, change, &path)?;
            *layer = merged(layer.clone(), change, &path)?;
        }
        Ok(layers)
    }
}

/// The layer at an index such as `3`, or the inner layer at a path such as `3.1`.
fn layer_at<'a>(layers: &'a mut JsonValue, places: &str) -> Option<&'a mut JsonValue> {
    let mut list = layers;
    let mut places = places.split('.');
    let mut place = places.next()?;
    loop {
        let (JsonValue::List(items), Ok(index)) = (list, place.parse::<usize>()) else { return None };
        let layer = items.get_mut(index)?;
        let Some(next) = places.next() else { return Some(layer) };
        let JsonValue::Map(fields) = layer else { return None };
        list = fields.iter_mut().find(|(name, _)| name == "layers").map(|(_, value)| value)?;
        place = next;
    }
}

/// Refuses a change of a field that the layer does not have or that cannot change during training.
fn check_live(layer: &JsonValue, change: &JsonValue, path: &str) -> Result<()> {
    let JsonValue::Map(changes) = change else { return Ok(()) };
    let named = |name: &str| matches!(layer.get("kind"), Some(JsonValue::Text(kind)) if kind == name);
    let kind = layers::kinds().iter().find(|kind| named(kind.name));
    let fields = || kind.into_iter().flat_map(|kind| kind.fields).chain(EVERY_LAYER);
    let live = || fields().filter(|field| field.live).map(|field| field.name);
    let Some((name, _)) = changes.iter().find(|(name, _)| !live().any(|live| live == name)) else {
        return Ok(());
    };
    let known = fields().any(|field| field.name == name);
    Err(if known { fixed(&join(path, name)) } else { unknown_field(name, path, live()) })
}

/// `old` with its fields overwritten by those of `change`.
fn merged(old: JsonValue, change: &JsonValue, path: &str) -> Result<JsonValue> {
    match (old, change) {
        (JsonValue::Map(mut fields), JsonValue::Map(changes)) => {
            fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
            fields.extend(changes.iter().cloned());
            Ok(JsonValue::Map(fields))
        }
        (_, other) => Err(expected_object(other, path)),
    }
}

fn not_live(name: &str, spec: &Spec) -> Error {
    let JsonValue::Map(fields) = JsonValue::from(spec) else { unreachable!("a spec is an object") };
    if fields.iter().any(|(field, _)| field == name) {
        return fixed(name);
    }
    let live = GENERAL.iter().filter(|field| field.live).map(|field| field.name);
    unknown_field(name, "", live.chain(OBJECTS).chain(["layers"]))
}

fn fixed(path: &str) -> Error {
    Error::mismatch(ErrorKind::Spec, "a setting that can change while a session lives", "one that cannot")
        .named("fixed_setting")
        .at(path)
        .with_note("create a new session to change it")
}

impl From<&Spec> for JsonValue {
    fn from(spec: &Spec) -> Self {
        let Self::Map(mut fields) = Self::from(&spec.config) else { unreachable!("a config is an object") };
        let layers = spec.layers.iter().map(|layer| Self::from(&layer.config)).collect();
        let optional = |config: &Option<super::Config>| config.as_ref().map_or(Self::Nothing, Self::from);
        fields.extend(
            [
                ("layers", Self::List(layers)),
                ("loss", Self::from(&spec.loss.config)),
                ("optimizer", Self::from(&spec.optimizer.config)),
                ("schedule", Self::from(&spec.schedule.config)),
                ("early_stopping", optional(&spec.early_stopping)),
                ("augment", optional(&spec.augment)),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        Self::Map(fields)
    }
}
