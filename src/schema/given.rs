//! Fields that a builder was given, not yet checked: what a part of a spec's JSON would say.

use super::json_value::JsonValue;

/// Fields by name, in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given(Vec<(String, JsonValue)>);

impl Given {
    /// An object that is chosen by its kind.
    pub(crate) fn of_kind(kind: &str) -> Self {
        Self::default().set("kind", JsonValue::Text(kind.to_owned()))
    }

    /// The same with a field set, in place of what was given before.
    #[must_use]
    pub(crate) fn set(mut self, name: &str, value: JsonValue) -> Self {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value));
        self
    }

    /// The same with more items at the end of a list.
    #[must_use]
    pub(crate) fn extend(mut self, name: &str, items: impl Iterator<Item = JsonValue>) -> Self {
        match self.0.iter_mut().find(|(field, _)| field == name) {
            Some((_, JsonValue::List(list))) => list.extend(items),
            _ => self.0.push((name.to_owned(), JsonValue::List(items.collect()))),
        }
        self
    }
}

impl From<Given> for JsonValue {
    fn from(given: Given) -> Self {
        Self::Map(given.0)
    }
}

/// Declares what the builders of a family become.
macro_rules! described {
    ($($(#[$about:meta])* $Spec:ident),+ $(,)?) => {
        $(
            $(#[$about])*
            #[derive(Clone, Debug, PartialEq)]
            pub struct $Spec(pub(crate) JsonValue);
        )+
    };
}

described! {
    /// A layer as its builder describes it, whichever it is.
    LayerSpec,
    /// A loss as its builder describes it, whichever it is.
    LossSpec,
    /// An optimiser as its builder describes it, whichever it is.
    OptimizerSpec,
    /// A schedule as its builder describes it, whichever it is.
    ScheduleSpec,
}
