//! Typed fields: the Rust type of a field's value is checked at compile time against its table.

use core::marker::PhantomData;

use super::config::Config;
use super::field::{Default, Field, Interval, Start, Type};
use super::init::Init;
use super::json_value::JsonValue;
use super::value::Value;
use crate::activations::{self, Function};

/// A typed config struct for a field table; see `fields!`.
pub trait Settings: Sized {
    /// The field table.
    const FIELDS: &'static [Field];

    /// Takes one value for each field of the table, in its order.
    fn take(values: &mut dyn Iterator<Item = &Value>) -> Self;

    /// The config from the first fields of the config.
    fn of(config: &Config) -> Self {
        Self::take(&mut config.values())
    }

    /// The config from the last fields of the config: the fields that all kinds have.
    fn common(config: &Config) -> Self {
        Self::take(&mut config.values().skip(config.values().len() - Self::FIELDS.len()))
    }
}

/// The Rust type of a field.
pub trait Setting: Sized {
    /// The argument type of the builder's setter.
    type ConfigBuilder<'a>;

    /// Converts a checked value of this type.
    fn of(value: &Value) -> Self;

    /// Converts a setter's argument to JSON.
    fn to_json(given: Self::ConfigBuilder<'_>) -> JsonValue;
}

/// The panic message for a value of another type. The value is not shown: its formatting would add tables to the binary.
const CHECKED: &str = "every value has been checked against its table";

/// The next value. It exists and has this type, because the config was checked against the table.
pub(crate) fn next<T: Setting>(values: &mut dyn Iterator<Item = &Value>) -> T {
    match values.next() {
        Some(value) => T::of(value),
        None => unreachable!("a config has a value for every field of its table"),
    }
}

/// Implements [`Setting`] for a type: argument type, conversion from a value, conversion to JSON.
macro_rules! setting {
    ($T:ty, $ConfigBuilder:ty, $pattern:pat => $read:expr, $given:ident => $json:expr) => {
        impl Setting for $T {
            type ConfigBuilder<'a> = $ConfigBuilder;

            fn of(value: &Value) -> Self {
                match value {
                    $pattern => $read,
                    _ => unreachable!("{CHECKED}"),
                }
            }

            fn to_json($given: $ConfigBuilder) -> JsonValue {
                $json
            }
        }
    };
}

setting!(usize, usize, Value::Integer(value) => *value as usize, given => JsonValue::Number(given as f64));
setting!(u32, u32, Value::Integer(value) => *value, given => JsonValue::Number(f64::from(given)));
setting!(f64, f64, Value::Number(value) => *value, given => JsonValue::Number(given));
setting!(bool, bool, Value::Boolean(value) => *value, given => JsonValue::Boolean(given));
setting!(Init, Init, Value::Init(init) => *init, given => JsonValue::from(&Value::Init(given)));

impl Setting for Option<f64> {
    type ConfigBuilder<'a> = f64;

    fn of(value: &Value) -> Self {
        if matches!(value, Value::None) { None } else { Some(f64::of(value)) }
    }

    fn to_json(given: f64) -> JsonValue {
        JsonValue::Number(given)
    }
}

impl Setting for Option<String> {
    type ConfigBuilder<'a> = &'a str;

    fn of(value: &Value) -> Self {
        if let Value::Text(text) = value { Some(text.clone()) } else { None }
    }

    fn to_json(given: &str) -> JsonValue {
        JsonValue::Text(given.to_owned())
    }
}

impl Setting for Vec<usize> {
    type ConfigBuilder<'a> = &'a [usize];

    fn of(value: &Value) -> Self {
        let Value::Shape(shape) = value else { unreachable!("{CHECKED}") };
        shape.clone()
    }

    fn to_json(given: &[usize]) -> JsonValue {
        JsonValue::List(given.iter().map(|&size| JsonValue::Number(size as f64)).collect())
    }
}

impl Setting for Function {
    type ConfigBuilder<'a> = &'a str;

    fn of(value: &Value) -> Self {
        let found = if let Value::Text(name) = value { activations::find(name) } else { None };
        found.unwrap_or_else(|| unreachable!("{CHECKED}"))
    }

    fn to_json(given: &str) -> JsonValue {
        JsonValue::Text(given.to_owned())
    }
}

/// A setting that is an enum: one of a few names.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every variant with its name.
    const ALL: &'static [(Self, &'static str)];
}

impl<T: Choice> Setting for T {
    type ConfigBuilder<'a> = T;

    fn of(value: &Value) -> Self {
        let named = |(choice, name): &(T, &str)| match value {
            Value::Text(text) if text == name => Some(*choice),
            _ => None,
        };
        T::ALL.iter().find_map(named).unwrap_or_else(|| unreachable!("{CHECKED}"))
    }

    fn to_json(given: T) -> JsonValue {
        let name = T::ALL.iter().find(|(choice, _)| *choice == given).map(|(_, name)| *name);
        JsonValue::Text(name.unwrap_or_default().to_owned())
    }
}

fn choice_names<T: Choice>() -> Vec<&'static str> {
    T::ALL.iter().map(|(_, name)| *name).collect()
}

fn function_names() -> Vec<&'static str> {
    activations::all().iter().map(|function| function.name()).collect()
}

/// A field whose value is a `T`, before it has a name.
#[derive(Clone, Copy)]
pub struct Typed<T> {
    field: Field,
    value: PhantomData<fn() -> T>,
}

impl<T> Typed<T> {
    const fn of(kind: Type) -> Self {
        let field = Field { name: "", kind, default: Default::Required, about: "", live: false, start: None };
        Self { field, value: PhantomData }
    }

    const fn or_default(mut self, default: Default) -> Self {
        self.field.default = default;
        self
    }

    const fn or_start(mut self, start: Start) -> Self {
        self.field.start = Some(start);
        self
    }

    /// The same field; it may change during training.
    #[must_use]
    pub const fn live(mut self) -> Self {
        self.field.live = true;
        self
    }

    const fn named(self, name: &'static str, about: &'static str) -> Field {
        let mut field = self.field;
        field.name = name;
        field.about = super::kind::for_docs(about);
        field
    }

    /// The required field of this name.
    ///
    /// # Panics
    /// At compile time, if it has a default.
    pub const fn required(self, name: &'static str, about: &'static str) -> Field {
        assert!(matches!(self.field.default, Default::Required), "a required field has no default");
        self.named(name, about)
    }

    /// The optional field of this name.
    ///
    /// # Panics
    /// At compile time, if it has no default.
    pub const fn optional(self, name: &'static str, about: &'static str) -> Field {
        assert!(!matches!(self.field.default, Default::Required), "an optional field has a default");
        self.named(name, about)
    }
}

/// An integer from `from` to 2³² − 1.
pub const fn integer(from: u32) -> Typed<usize> {
    Typed::of(Type::Integer { from })
}

/// A `u32` from `from` on, with its default.
pub const fn word(from: u32, default: u32) -> Typed<u32> {
    Typed::of(Type::Integer { from }).or_default(Default::Integer(default))
}

impl Typed<usize> {
    /// The default.
    #[must_use]
    pub const fn or(self, default: u32) -> Self {
        self.or_default(Default::Integer(default))
    }

    /// The default is the value of another field.
    #[must_use]
    pub const fn or_same_as(self, field: &'static str) -> Self {
        self.or_default(Default::Follows { rule: field, field, value: Value::clone })
    }

    /// The initial value in a form, for a required field.
    #[must_use]
    pub const fn start(self, start: u32) -> Self {
        self.or_start(Start::Integer(start))
    }

    /// The initial value in a form, computed from the input shape.
    #[must_use]
    pub const fn start_by(self, start: fn(&[usize]) -> usize) -> Self {
        self.or_start(Start::IntegerBy(start))
    }
}

/// A finite number within an interval.
pub const fn number(interval: Interval) -> Typed<f64> {
    Typed::of(Type::Number(interval))
}

impl Typed<f64> {
    /// The default.
    #[must_use]
    pub const fn or(self, default: f64) -> Self {
        self.or_default(Default::Number(default))
    }

    /// The initial value in a form, for a required field.
    #[must_use]
    pub const fn start(self, start: f64) -> Self {
        self.or_start(Start::Number(start))
    }
}

/// A finite number within an interval, or none.
pub const fn optional_number(interval: Interval) -> Typed<Option<f64>> {
    Typed::of(Type::Number(interval)).or_default(Default::None)
}

/// Any text, or none.
pub const fn optional_text() -> Typed<Option<String>> {
    Typed::of(Type::Text).or_default(Default::None)
}

/// A boolean with its default.
pub const fn boolean(default: bool) -> Typed<bool> {
    Typed::of(Type::Boolean).or_default(Default::Boolean(default))
}

/// A list of positive integers.
pub const fn shape() -> Typed<Vec<usize>> {
    Typed::of(Type::Shape)
}

impl Typed<Vec<usize>> {
    /// The initial value in a form, computed from the input shape.
    #[must_use]
    pub const fn start_by(self, start: fn(&[usize]) -> Vec<usize>) -> Self {
        self.or_start(Start::ShapeBy(start))
    }
}

/// A list of layers.
pub const fn layers() -> Typed<Vec<Config>> {
    Typed::of(Type::Layers)
}

impl Typed<Vec<Config>> {
    /// The initial value in a form, for a required field.
    #[must_use]
    pub const fn start(self, start: fn() -> Vec<Config>) -> Self {
        self.or_start(Start::Layers(start))
    }
}

/// An activation function.
pub const fn function() -> Typed<Function> {
    Typed::of(Type::Name(function_names))
}

impl Typed<Function> {
    /// The default.
    #[must_use]
    pub const fn or(self, default: &'static str) -> Self {
        self.or_default(Default::Text(default))
    }

    /// The initial value in a form, for a required field.
    #[must_use]
    pub const fn start(self, start: &'static str) -> Self {
        self.or_start(Start::Text(start))
    }
}

/// An enum; its first variant is the default.
pub const fn choice<T: Choice>() -> Typed<T> {
    Typed::of(Type::Name(choice_names::<T>)).or_default(Default::Text(T::ALL[0].1))
}

/// A weight initializer with its default.
pub const fn init(default: Default) -> Typed<Init> {
    Typed::of(Type::Init).or_default(default)
}
