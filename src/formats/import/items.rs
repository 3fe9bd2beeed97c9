//! Layers that were found in another program's model, before they have numbers.

use crate::formats::json::object;
use crate::formats::trained::Tensor;
use crate::schema::json_value::JsonValue;

/// A layer: its fields in a spec, its arrays, and its inner layers if it is a residual block.
pub(super) struct Item {
    pub kind: &'static str,
    pub fields: Vec<(&'static str, JsonValue)>,
    pub arrays: Vec<(&'static str, Tensor)>,
    pub inner: Vec<Item>,
}

impl Item {
    /// A layer without arrays.
    pub fn new(kind: &'static str, fields: Vec<(&'static str, JsonValue)>) -> Self {
        Self { kind, fields, arrays: Vec::new(), inner: Vec::new() }
    }

    /// An activation function as a layer.
    pub fn activation(function: &str) -> Self {
        Self::new("activation", vec![("function", function.into())])
    }

    /// The function of a layer that is an activation alone.
    pub fn function(&self) -> Option<&str> {
        match self.fields.first() {
            Some(("function", JsonValue::Text(name))) if self.kind == "activation" => Some(name),
            _ => None,
        }
    }
}

/// The layers as a spec has them, and their arrays by name.
pub(super) fn number(items: Vec<Item>, prefix: &str, arrays: &mut Vec<(String, Tensor)>) -> JsonValue {
    let mut fused: Vec<Item> = Vec::new();
    for item in items {
        // The activation behind a layer with weights is a field of that layer.
        if let (Some(function), Some(last)) = (item.function(), fused.last_mut())
            && matches!(last.kind, "dense" | "conv2d")
            && last.fields.iter().all(|(name, _)| *name != "activation")
        {
            last.fields.push(("activation", function.into()));
        } else {
            fused.push(item);
        }
    }
    let mut layers = Vec::new();
    for (index, item) in fused.into_iter().enumerate() {
        let own = format!("{prefix}{index}.");
        let mut fields = vec![("kind", item.kind.into())];
        fields.extend(item.fields);
        if item.kind == "residual" {
            fields.push(("layers", number(item.inner, &format!("{own}layers."), arrays)));
        }
        arrays.extend(item.arrays.into_iter().map(|(name, tensor)| (format!("{own}{name}"), tensor)));
        layers.push(object(fields));
    }
    JsonValue::List(layers)
}
