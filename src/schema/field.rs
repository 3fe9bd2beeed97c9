//! What a field of the spec may hold: tables of these are read by the checks, the defaults and the schema alike.

use super::kind::for_docs;
use super::record::Record;
use super::value::Value;

/// A field of the spec, or of a layer, loss, optimiser or schedule in it.
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// Which values are right.
    pub kind: Type,
    /// What stands where nothing is given.
    pub default: Default,
    /// One sentence for the docs, with the unit where there is one; empty in a browser, where nobody reads it.
    pub about: &'static str,
    /// Whether it may change while the network trains.
    pub live: bool,
}

/// Which values of a field are right.
#[derive(Clone, Copy)]
pub enum Type {
    /// A whole number of at least `from`, at most 2³² − 1.
    Integer {
        /// The least value that is right.
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
    /// A list of positive whole numbers.
    Shape,
    /// A way to set the first weights, see [`super::init`].
    Init,
}

/// The finite numbers that a field may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
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

/// What stands where nothing is given.
#[derive(Clone, Copy)]
pub enum Default {
    /// The field must be given.
    Required,
    /// The field may be left out and then means "none".
    None,
    /// A whole number.
    Integer(u32),
    /// A number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A name or text.
    Text(&'static str),
    /// Follows from the fields before it.
    Follows {
        /// How, in words for the docs.
        rule: &'static str,
        /// How.
        value: fn(&Record) -> Value,
    },
}

impl Field {
    /// A field that stays as it is once a session has been created.
    pub const fn new(name: &'static str, kind: Type, default: Default, about: &'static str) -> Self {
        Self { name, kind, default, about: for_docs(about), live: false }
    }

    /// The same field, which may also change while the network trains.
    #[must_use]
    pub const fn live(mut self) -> Self {
        self.live = true;
        self
    }
}

impl Interval {
    /// Whether `value` lies in the interval.
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

    /// The interval in the words of an error.
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
    /// The values that are right, in the words of an error.
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
        }
    }
}
