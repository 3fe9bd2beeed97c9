//! The published description of the spec, generated from the field tables: JSON Schema and TypeScript types.

use core::fmt::Write;

use serde_json::{Map, Value as Json, json};

use super::{AugmentValues, EVERY_LAYER, EarlyStoppingValues, GENERAL, layers_after};
use crate::schema::field::{Default, Field, Interval, Type};
use crate::schema::init;
use crate::schema::json_value::JsonValue;
use crate::schema::kind::Kind;
use crate::schema::setting::Settings;
use crate::{layers, losses, optimizers, schedules};

/// A family of kinds: layers, losses, optimisers or schedules.
struct Family {
    /// The name of its TypeScript type.
    name: &'static str,
    common: &'static [Field],
    members: Vec<(&'static str, &'static str, &'static [Field])>,
}

fn members<B>(kinds: &[&'static Kind<B>]) -> Vec<(&'static str, &'static str, &'static [Field])> {
    kinds.iter().map(|kind| (kind.name, kind.about, kind.fields)).collect()
}

fn families() -> [Family; 4] {
    [
        Family { name: "Layer", common: EVERY_LAYER, members: members(layers::kinds()) },
        Family { name: "Loss", common: &[], members: members(losses::kinds()) },
        Family { name: "Optimizer", common: optimizers::COMMON, members: members(optimizers::kinds()) },
        Family { name: "Schedule", common: &[], members: members(schedules::kinds()) },
    ]
}

/// The nested fields of the spec that may change during training.
const LIVE: [&str; 4] = ["optimizer", "schedule", "early_stopping", "augment"];

/// The nested fields of the spec: name, type, whether it is required, description.
const NESTED: [(&str, &str, bool, &str); 6] = [
    ("layers", "Layer", true, "The layers, from the input to the output."),
    ("loss", "Loss", true, "The loss."),
    ("optimizer", "Optimizer", true, "The optimiser."),
    ("schedule", "Schedule", false, "The learning rate schedule; by default constant."),
    ("early_stopping", "EarlyStopping", false, "Early stopping; by default there is none."),
    ("augment", "Augment", false, "Augmentation of training images; by default there is none."),
];

/// The spec as JSON Schema (2020-12), pretty-printed.
pub fn json_schema() -> String {
    let mut definitions = Map::new();
    for family in families() {
        let choices: Vec<Json> = family
            .members
            .iter()
            .map(|(kind, about, fields)| {
                let mut schema = object(about, Some(kind), fields.iter().chain(family.common));
                schema["properties"]["kind"] = json!({ "const": kind });
                schema["required"]
                    .as_array_mut()
                    .into_iter()
                    .for_each(|required| required.insert(0, json!("kind")));
                schema
            })
            .collect();
        definitions.insert(family.name.to_owned(), json!({ "oneOf": choices }));
    }
    definitions
        .insert("EarlyStopping".to_owned(), object("Early stopping.", None, EarlyStoppingValues::FIELDS));
    definitions.insert(
        "Augment".to_owned(),
        object("Augmentation of training images.", None, AugmentValues::FIELDS),
    );
    let mut spec = object("A network and its training, as inkgrad reads it.", None, GENERAL);
    for (name, kind, required, about) in NESTED {
        let reference = json!({ "$ref": format!("#/$defs/{kind}") });
        spec["properties"][name] = match kind {
            "Layer" => json!({ "description": about, "type": "array", "minItems": 1, "items": reference }),
            _ => json!({ "description": about, "allOf": [reference] }),
        };
        if LIVE.contains(&name) {
            spec["properties"][name]["live"] = json!(true);
        }
        if required {
            spec["required"].as_array_mut().into_iter().for_each(|list| list.push(json!(name)));
        }
    }
    spec["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    spec["title"] = json!("inkgrad spec");
    spec["$defs"] = Json::Object(definitions);
    serde_json::to_string_pretty(&spec).unwrap_or_default() + "\n"
}

/// Input shapes for examples of start values: each kind uses the first shape that it accepts.
const SHAPES: [&[usize]; 3] = [&[784], &[28, 28], &[1, 28, 28]];

/// The initial value of a required field in a form, for the keyword `examples`.
fn example(kind: Option<&str>, field: &Field) -> Option<Json> {
    let choices = SHAPES.iter().flat_map(|shape| layers_after(shape));
    let by_shape = choices.into_iter().find(|choice| Some(choice.kind) == kind);
    let value = match (by_shape, kind) {
        (Some(choice), _) => choice.fields.get(field.name)?.clone(),
        (None, Some(kind)) if field.name == "learning_rate" => {
            JsonValue::Number(optimizers::usual_learning_rate(kind))
        }
        (None, _) => JsonValue::from(&field.start?.value(&[])),
    };
    serde_json::to_value(value).ok()
}

/// The schema of an object with these fields. Two keywords are not JSON Schema's: `live`, if a field may change during
/// training, and `defaultFrom`, if its default is derived from another field.
fn object<'a>(about: &str, kind: Option<&str>, fields: impl IntoIterator<Item = &'a Field>) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let mut schema = type_schema(field.kind);
        schema["description"] = json!(described(field));
        match field.default {
            Default::Required => required.push(json!(field.name)),
            Default::Integer(value) => schema["default"] = json!(value),
            Default::Number(value) => schema["default"] = json!(value),
            Default::Boolean(value) => schema["default"] = json!(value),
            Default::Text(text) => schema["default"] = json!(text),
            Default::Init(init) => schema["default"] = json!(init.name()),
            Default::Follows { field, .. } => schema["defaultFrom"] = json!(field),
            Default::None => {}
        }
        if field.live {
            schema["live"] = json!(true);
        }
        if let Some(example) = example(kind, field) {
            schema["examples"] = json!([example]);
        }
        properties.insert(field.name.to_owned(), schema);
    }
    json!({
        "description": about,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn type_schema(kind: Type) -> Json {
    match kind {
        Type::Integer { from } => json!({ "type": "integer", "minimum": from, "maximum": u32::MAX }),
        Type::Number(interval) => match interval {
            Interval::NotNegative => json!({ "type": "number", "minimum": 0 }),
            Interval::Positive => json!({ "type": "number", "exclusiveMinimum": 0 }),
            Interval::Fraction => json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 1 }),
            Interval::Unit => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
            Interval::Any => json!({ "type": "number" }),
        },
        Type::Boolean => json!({ "type": "boolean" }),
        Type::Text => json!({ "type": "string" }),
        Type::Name(names) => json!({ "enum": names() }),
        Type::Shape => json!({
            "type": "array", "items": { "type": "integer", "minimum": 1 }, "minItems": 1, "maxItems": 3
        }),
        Type::Layers => {
            json!({ "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/Layer" } })
        }
        Type::Init => json!({
            "oneOf": [
                { "enum": init::NAMED.map(init::Init::name) },
                {
                    "type": "object",
                    "properties": { "constant": { "type": "number" } },
                    "required": ["constant"],
                    "additionalProperties": false,
                },
            ]
        }),
    }
}

/// The description of a field, with the rule of a derived default.
fn described(field: &Field) -> String {
    let mut text = field.about.to_owned();
    if let Default::Follows { rule, .. } = field.default {
        let _ = write!(text, " Default: {rule}.");
    }
    if field.live {
        text += " May change during training.";
    }
    text
}

/// The types of a spec for TypeScript: `Spec`, and a discriminated union for each family.
pub fn typescript() -> String {
    let mut out = String::new();
    for family in families() {
        let names: Vec<_> =
            family.members.iter().map(|(kind, ..)| format!("{}{}", pascal(kind), family.name)).collect();
        for ((kind, about, fields), name) in family.members.iter().zip(&names) {
            interface(&mut out, name, about, Some(kind), fields.iter().chain(family.common));
        }
        let _ = writeln!(out, "export type {} =\n  | {};\n", family.name, names.join("\n  | "));
    }
    interface(&mut out, "EarlyStopping", "Early stopping.", None, EarlyStoppingValues::FIELDS);
    interface(&mut out, "Augment", "Augmentation of training images.", None, AugmentValues::FIELDS);
    let about = "A network and its training. Fields with `?` may be left out.";
    let _ = writeln!(out, "/** {about} */\nexport interface Spec {{");
    GENERAL.iter().for_each(|field| property(&mut out, field));
    for (name, kind, required, about) in NESTED {
        let (mark, list) = (if required { "" } else { "?" }, if kind == "Layer" { "[]" } else { "" });
        let _ = writeln!(out, "  /** {about} */\n  {name}{mark}: {kind}{list};");
    }
    out + "}\n"
}

fn interface<'a>(
    out: &mut String,
    name: &str,
    about: &str,
    kind: Option<&str>,
    fields: impl IntoIterator<Item = &'a Field>,
) {
    let _ = writeln!(out, "/** {about} */\nexport interface {name} {{");
    if let Some(kind) = kind {
        let _ = writeln!(out, "  kind: '{kind}';");
    }
    fields.into_iter().for_each(|field| property(out, field));
    let _ = writeln!(out, "}}\n");
}

fn property(out: &mut String, field: &Field) {
    let mark = if matches!(field.default, Default::Required) { "" } else { "?" };
    let default = match field.default {
        Default::Integer(value) => format!(" Default {value}."),
        Default::Number(value) => format!(" Default {value}."),
        Default::Boolean(value) => format!(" Default {value}."),
        Default::Text(text) => format!(" Default '{text}'."),
        Default::Init(init) => format!(" Default '{}'.", init.name()),
        Default::Required | Default::None | Default::Follows { .. } => String::new(),
    };
    let _ = writeln!(
        out,
        "  /** {}{default} */\n  {}{mark}: {};",
        described(field),
        field.name,
        type_text(field.kind)
    );
}

fn type_text(kind: Type) -> String {
    let union = |names: &[&str]| names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(" | ");
    match kind {
        Type::Integer { .. } | Type::Number(_) => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Text => "string".to_owned(),
        Type::Name(names) => union(&names()),
        Type::Shape => "number[]".to_owned(),
        Type::Layers => "Layer[]".to_owned(),
        Type::Init => format!("{} | {{ constant: number }}", union(&init::NAMED.map(init::Init::name))),
    }
}

/// `batch_norm` as `BatchNorm`.
fn pascal(name: &str) -> String {
    let upper = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').filter(|word| !word.is_empty()).map(upper).collect()
}
