//! Fields with the Rust type of their value, so that the table and what is read of it cannot differ.

use core::marker::PhantomData;

use super::field::{Default, Field, Interval, Start, Type};
use super::init::Init;
use super::json_value::JsonValue;
use super::record::Record;
use super::value::Value;
use crate::activations::{self, Function};

/// The typed values of a table of fields; see `fields!`.
pub trait Settings: Sized {
    /// The table.
    const FIELDS: &'static [Field];

    /// Takes one value for each field of the table, in its order.
    fn take(values: &mut dyn Iterator<Item = &Value>) -> Self;

    /// The values of the record's first fields.
    fn of(record: &Record) -> Self {
        Self::take(&mut record.values())
    }

    /// The values of the record's last fields: those that all kinds of a family have.
    fn common(record: &Record) -> Self {
        Self::take(&mut record.values().skip(record.values().len() - Self::FIELDS.len()))
    }
}

/// What the value of a field is in Rust.
pub trait Setting: Sized {
    /// What a builder takes for it.
    type Given<'a>;

    /// The value, which has been checked to be of this type.
    fn of(value: &Value) -> Self;

    /// What was given, as JSON would have it.
    fn raw(given: Self::Given<'_>) -> JsonValue;
}

/// What a value of another type says. It is not shown: the library's tables of what is printable came with it.
const CHECKED: &str = "every value has been checked against its table";

/// The next value, which is there and of this type: the table has been checked against it.
pub(crate) fn next<T: Setting>(values: &mut dyn Iterator<Item = &Value>) -> T {
    match values.next() {
        Some(value) => T::of(value),
        None => unreachable!("a record has a value for every field of its table"),
    }
}

/// Implements [`Setting`] for a type: what a builder takes, how a value is read, how what was given is written.
macro_rules! setting {
    ($T:ty, $Given:ty, $pattern:pat => $read:expr, $given:ident => $raw:expr) => {
        impl Setting for $T {
            type Given<'a> = $Given;

            fn of(value: &Value) -> Self {
                match value {
                    $pattern => $read,
                    _ => unreachable!("{CHECKED}"),
                }
            }

            fn raw($given: $Given) -> JsonValue {
                $raw
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
    type Given<'a> = f64;

    fn of(value: &Value) -> Self {
        if matches!(value, Value::None) { None } else { Some(f64::of(value)) }
    }

    fn raw(given: f64) -> JsonValue {
        JsonValue::Number(given)
    }
}

impl Setting for Option<String> {
    type Given<'a> = &'a str;

    fn of(value: &Value) -> Self {
        if let Value::Text(text) = value { Some(text.clone()) } else { None }
    }

    fn raw(given: &str) -> JsonValue {
        JsonValue::Text(given.to_owned())
    }
}

impl Setting for Vec<usize> {
    type Given<'a> = &'a [usize];

    fn of(value: &Value) -> Self {
        let Value::Shape(shape) = value else { unreachable!("{CHECKED}") };
        shape.clone()
    }

    fn raw(given: &[usize]) -> JsonValue {
        JsonValue::List(given.iter().map(|&size| JsonValue::Number(size as f64)).collect())
    }
}

impl Setting for Function {
    type Given<'a> = &'a str;

    fn of(value: &Value) -> Self {
        let found = if let Value::Text(name) = value { activations::find(name) } else { None };
        found.unwrap_or_else(|| unreachable!("{CHECKED}"))
    }

    fn raw(given: &str) -> JsonValue {
        JsonValue::Text(given.to_owned())
    }
}

/// A setting that is one name of a few.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every choice with its name.
    const ALL: &'static [(Self, &'static str)];
}

impl<T: Choice> Setting for T {
    type Given<'a> = T;

    fn of(value: &Value) -> Self {
        let named = |(choice, name): &(T, &str)| match value {
            Value::Text(text) if text == name => Some(*choice),
            _ => None,
        };
        T::ALL.iter().find_map(named).unwrap_or_else(|| unreachable!("{CHECKED}"))
    }

    fn raw(given: T) -> JsonValue {
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

/// A field without its name, whose value is a `T`.
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

    /// The same field, which may also change while the network trains.
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

    /// The field under a name, which must be given.
    ///
    /// # Panics
    /// When the crate is compiled, where it has a default.
    pub const fn required(self, name: &'static str, about: &'static str) -> Field {
        assert!(matches!(self.field.default, Default::Required), "a required field has no default");
        self.named(name, about)
    }

    /// The field under a name, which may be left out.
    ///
    /// # Panics
    /// When the crate is compiled, where it has no default.
    pub const fn optional(self, name: &'static str, about: &'static str) -> Field {
        assert!(!matches!(self.field.default, Default::Required), "an optional field has a default");
        self.named(name, about)
    }
}

/// A whole number of at least `from`, at most 2³² − 1.
pub const fn integer(from: u32) -> Typed<usize> {
    Typed::of(Type::Integer { from })
}

/// The same as a 32-bit word, with what stands where nothing is given.
pub const fn word(from: u32, default: u32) -> Typed<u32> {
    Typed::of(Type::Integer { from }).or_default(Default::Integer(default))
}

impl Typed<usize> {
    /// What stands where nothing is given.
    #[must_use]
    pub const fn or(self, default: u32) -> Self {
        self.or_default(Default::Integer(default))
    }

    /// Where nothing is given, the value of another field stands.
    #[must_use]
    pub const fn or_same_as(self, field: &'static str) -> Self {
        self.or_default(Default::Follows { rule: field, field, value: Value::clone })
    }

    /// What a form begins with, where the field must be given.
    #[must_use]
    pub const fn start(self, start: u32) -> Self {
        self.or_start(Start::Integer(start))
    }

    /// What a form begins with, by the shape of the input.
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
    /// What stands where nothing is given.
    #[must_use]
    pub const fn or(self, default: f64) -> Self {
        self.or_default(Default::Number(default))
    }

    /// What a form begins with, where the field must be given.
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

/// Yes or no, with what stands where nothing is given.
pub const fn boolean(default: bool) -> Typed<bool> {
    Typed::of(Type::Boolean).or_default(Default::Boolean(default))
}

/// A list of positive whole numbers.
pub const fn shape() -> Typed<Vec<usize>> {
    Typed::of(Type::Shape)
}

impl Typed<Vec<usize>> {
    /// What a form begins with, by the shape of the input.
    #[must_use]
    pub const fn start_by(self, start: fn(&[usize]) -> Vec<usize>) -> Self {
        self.or_start(Start::ShapeBy(start))
    }
}

/// A list of layers.
pub const fn layers() -> Typed<Vec<Record>> {
    Typed::of(Type::Layers)
}

impl Typed<Vec<Record>> {
    /// What a form begins with, where the field must be given.
    #[must_use]
    pub const fn start(self, start: fn() -> Vec<Record>) -> Self {
        self.or_start(Start::Layers(start))
    }
}

/// An activation function.
pub const fn function() -> Typed<Function> {
    Typed::of(Type::Name(function_names))
}

impl Typed<Function> {
    /// What stands where nothing is given.
    #[must_use]
    pub const fn or(self, default: &'static str) -> Self {
        self.or_default(Default::Text(default))
    }

    /// What a form begins with, where the field must be given.
    #[must_use]
    pub const fn start(self, start: &'static str) -> Self {
        self.or_start(Start::Text(start))
    }
}

/// One name of a few; the first stands where nothing is given.
pub const fn choice<T: Choice>() -> Typed<T> {
    Typed::of(Type::Name(choice_names::<T>)).or_default(Default::Text(T::ALL[0].1))
}

/// A way to set the first weights, with what stands where nothing is given.
pub const fn init(default: Default) -> Typed<Init> {
    Typed::of(Type::Init).or_default(default)
}
