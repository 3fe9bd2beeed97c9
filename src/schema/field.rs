//! Field tables: the name, type and default of each field of the spec. Checks, defaults and the schema read them.

use super::init::Init;
use super::value::{Config, Value};

/// A field of the spec, or of a layer, loss, optimiser or schedule in it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// The type: which values are valid.
    pub kind: Type,
    /// The default.
    pub default: Default,
    /// One sentence for the docs, with the unit if there is one; empty in the wasm builds.
    pub about: &'static str,
    /// Whether it may change during training.
    pub live: bool,
    /// The initial value in a form, for a required field.
    pub start: Option<Start>,
}

/// The type of a field: which values are valid.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Type {
    /// An integer from `from` to 2³² − 1.
    Integer {
        /// The minimum.
        from: u32,
    },
    /// A finite number within an interval.
    Number(Interval),
    /// `true` or `false`.
    Boolean,
    /// Any text.
    Text,
    /// One name of a list.
    Name(fn() -> Vec<&'static str>),
    /// A list of positive integers.
    Shape,
    /// A weight initializer, see [`super::init`].
    Init,
    /// A list of layers.
    Layers,
}

/// The finite numbers that a field may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Interval {
    /// At least 0.
    NotNegative,
    /// More than 0.
    Positive,
    /// From 0 up to, but not including, 1.
    Fraction,
    /// From 0 to 1, both included.
    Unit,
    /// Any finite number.
    Any,
}

/// The default.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Default {
    /// There is none: the field is required.
    Required,
    /// No value: the field is optional.
    None,
    /// An integer.
    Integer(u32),
    /// A number.
    Number(f64),
    /// A boolean.
    Boolean(bool),
    /// A name or text.
    Text(&'static str),
    /// A weight initializer.
    Init(Init),
    /// Derived from a preceding field.
    Follows {
        /// The rule, in words, for the docs.
        rule: &'static str,
        /// The name of that field.
        field: &'static str,
        /// Computes the default from the value of that field.
        value: fn(&Value) -> Value,
    },
}

/// The initial value of a required field in a form.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Start {
    /// An integer.
    Integer(u32),
    /// A number.
    Number(f64),
    /// A name.
    Text(&'static str),
    /// An integer computed from the input shape of one sample.
    IntegerBy(fn(&[usize]) -> usize),
    /// A shape computed from the input shape of one sample.
    ShapeBy(fn(&[usize]) -> Vec<usize>),
    /// Layers.
    Layers(fn() -> Vec<Config>),
}

impl Start {
    /// The value, for an input of this shape.
    pub fn value(self, input: &[usize]) -> Value {
        match self {
            Self::Integer(value) => Value::Integer(value),
            Self::Number(value) => Value::Number(value),
            Self::Text(text) => Value::Text(text.to_owned()),
            Self::IntegerBy(value) => Value::Integer(u32::try_from(value(input)).unwrap_or(u32::MAX)),
            Self::ShapeBy(value) => Value::Shape(value(input)),
            Self::Layers(value) => Value::Layers(value()),
        }
    }
}

/// Checks at compile time that every derived default refers to a preceding field.
pub(crate) const fn check_derived_defaults(fields: &[Field]) {
    let mut at = 0;
    while at < fields.len() {
        if let Default::Follows { field, .. } = fields[at].default {
            let mut before = 0;
            while before < at && !str_equal(fields[before].name, field) {
                before += 1;
            }
            assert!(before < at, "a default follows from a field that is not before it");
        }
        at += 1;
    }
}

/// `a == b` in a const context.
const fn str_equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

impl Interval {
    /// Whether `value` is in the interval.
    pub fn contains(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::NotNegative => value >= 0.0,
                Self::Positive => value > 0.0,
                Self::Fraction => (0.0..1.0).contains(&value),
                Self::Unit => (0.0..=1.0).contains(&value),
                Self::Any => true,
            }
    }

    /// The name of the error for a number outside the interval.
    pub(crate) fn error_name(self) -> &'static str {
        match self {
            Self::NotNegative => "expected_number_not_negative",
            Self::Positive => "expected_positive_number",
            Self::Fraction => "expected_number_below_one",
            Self::Unit => "expected_number_from_zero_to_one",
            Self::Any => "expected_finite_number",
        }
    }

    /// The interval, as an error describes it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotNegative => "a number of at least 0",
            Self::Positive => "a number above 0",
            Self::Fraction => "a number from 0 up to, but not including, 1",
            Self::Unit => "a number from 0 to 1",
            Self::Any => "a finite number",
        }
    }
}

impl Type {
    /// The name of the error for an invalid value.
    pub(crate) fn error_name(self) -> &'static str {
        match self {
            Self::Integer { from: 0 } => "expected_whole_number",
            Self::Integer { from: 1 } => "expected_positive_integer",
            Self::Integer { .. } => "expected_integer_from",
            Self::Number(interval) => interval.error_name(),
            Self::Boolean => "expected_boolean",
            Self::Text => "expected_text",
            Self::Name(_) => "expected_name",
            Self::Shape => "expected_shape",
            Self::Init => "expected_initialisation",
            Self::Layers => "expected_layers",
        }
    }

    /// The valid values, as an error describes them.
    pub fn words(self) -> String {
        match self {
            Self::Integer { from: 0 } => "a whole number from 0 to 4294967295".to_owned(),
            Self::Integer { from: 1 } => "a positive integer".to_owned(),
            Self::Integer { from } => format!("a whole number of at least {from}"),
            Self::Number(interval) => interval.words().to_owned(),
            Self::Boolean => "true or false".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Name(names) => format!("one of {}", names().join(", ")),
            Self::Shape => "a list of positive integers".to_owned(),
            Self::Init => super::init::words(),
            Self::Layers => "a list of layers".to_owned(),
        }
    }
}
