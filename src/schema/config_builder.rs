//! The unchecked fields of a builder, in the form of the spec's JSON.

use super::json_value::JsonValue;

/// Fields by name, in the order in which the builder set them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfigBuilder(Vec<(String, JsonValue)>);

impl ConfigBuilder {
    /// An object with the field `kind`.
    pub(crate) fn of_kind(kind: &str) -> Self {
        Self::default().set("kind", JsonValue::Text(kind.to_owned()))
    }

    /// Sets a field; replaces an earlier value.
    #[must_use]
    pub(crate) fn set(mut self, name: &str, value: JsonValue) -> Self {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value));
        self
    }

    /// Appends items to a list.
    #[must_use]
    pub(crate) fn extend(mut self, name: &str, items: impl Iterator<Item = JsonValue>) -> Self {
        match self.0.iter_mut().find(|(field, _)| field == name) {
            Some((_, JsonValue::List(list))) => list.extend(items),
            _ => self.0.push((name.to_owned(), JsonValue::List(items.collect()))),
        }
        self
    }
}

impl From<ConfigBuilder> for JsonValue {
    fn from(given: ConfigBuilder) -> Self {
        Self::Map(given.0)
    }
}

/// Declares the result types of builders: one for layers, one for losses, and so on.
macro_rules! builder_outputs {
    ($($(#[$about:meta])* $Spec:ident),+ $(,)?) => {
        $(
            $(#[$about])*
            #[derive(Clone, Debug, PartialEq)]
            pub struct $Spec(pub(crate) JsonValue);
        )+
    };
}

builder_outputs! {
    /// A layer of any kind, from its builder, unchecked.
    LayerSpec,
    /// A loss of any kind, from its builder, unchecked.
    LossSpec,
    /// An optimiser of any kind, from its builder, unchecked.
    OptimizerSpec,
    /// A schedule of any kind, from its builder, unchecked.
    ScheduleSpec,
}
