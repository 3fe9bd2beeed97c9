//! The error type of the crate: the kind of error, the place, the expected and the found value, and a remedy.

use core::fmt;
use core::ops::{Deref, DerefMut};

use serde::ser::{Serialize, SerializeMap, Serializer};

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// A spec, or a change to one, that does not describe a network that can be trained.
    Spec,
    /// A data set or a file of data whose contents are wrong.
    Data,
    /// Arrays whose lengths or shapes do not fit.
    Shape,
    /// A valid call at the wrong time.
    State,
    /// Bytes that are not a file of the expected kind.
    Format,
    /// A fault of the graphics processor or its driver.
    Gpu,
    /// More memory was asked for than there is.
    Memory,
    /// The caller aborted the call.
    Aborted,
}

impl ErrorKind {
    /// The name by which the package's users see this kind, as `code`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spec => "spec",
            Self::Data => "data",
            Self::Shape => "shape",
            Self::State => "state",
            Self::Format => "format",
            Self::Gpu => "gpu",
            Self::Memory => "memory",
            Self::Aborted => "aborted",
        }
    }
}

/// An error, written for the person who can fix it; its parts are those of [`ErrorDetails`].
///
/// The message reads `path: expected …, found …; remedy`, with the parts that apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<ErrorDetails>);

/// The parts of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetails {
    /// The kind of the error.
    pub kind: ErrorKind,
    /// The name of the message within its kind, as in `expected_positive_integer`; see [`Error::id`].
    pub message: &'static str,
    /// What stands in the message besides `expected` and `found`, by name.
    pub values: Vec<(&'static str, String)>,
    /// The offending field, as in `layers[2].units`.
    pub path: Option<String>,
    /// The byte or line of a file of the error.
    pub offset: Option<u64>,
    /// What was there.
    pub found: Option<String>,
    /// What would be right.
    pub expected: Option<String>,
    /// What else the reader should know: what happened, or what to do.
    pub note: Option<String>,
}

/// The result of everything in this crate that can fail.
pub type Result<T> = core::result::Result<T, Error>;

// Errors are told in many places and seldom. What makes one is kept out of line: inlined, it is a tenth of the binary.
// Texts go there unprinted, as `format_args!` leaves them: to own one is code at each place too.
impl Error {
    /// An error that is one sentence.
    pub fn new(kind: ErrorKind, note: impl fmt::Display) -> Self {
        Self::of(kind, None, None).set(|fault| &mut fault.note, &note)
    }

    /// An error where one thing was found and another expected.
    pub fn mismatch(kind: ErrorKind, expected: impl fmt::Display, found: impl fmt::Display) -> Self {
        Self::of(kind, Some(&expected), Some(&found))
    }

    /// Names the message within its kind, so that a program can say it in words of its own.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn named(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }

    /// Gives a value that stands in the message, so that a program can say it in words of its own.
    #[must_use]
    pub fn value(self, name: &'static str, value: impl fmt::Display) -> Self {
        self.with_value(name, &value)
    }

    /// The stable name of the message, as in `spec.expected_positive_integer`.
    pub fn id(&self) -> String {
        format!("{}.{}", self.kind.name(), self.message)
    }

    /// Names the offending field.
    #[must_use]
    pub fn at(self, path: impl fmt::Display) -> Self {
        self.set(|fault| &mut fault.path, &path)
    }

    /// The same error from inside the object at `path`.
    #[must_use]
    pub fn within(self, path: impl fmt::Display) -> Self {
        self.within_object(&path)
    }

    /// Names the byte or the line of a file.
    #[must_use]
    pub fn at_offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn with_note(self, note: impl fmt::Display) -> Self {
        self.set(|fault| &mut fault.note, &note)
    }

    #[cold]
    #[inline(never)]
    fn of(kind: ErrorKind, expected: Option<&dyn fmt::Display>, found: Option<&dyn fmt::Display>) -> Self {
        Self(Box::new(ErrorDetails {
            kind,
            message: "other",
            values: Vec::new(),
            path: None,
            offset: None,
            found: found.map(ToString::to_string),
            expected: expected.map(ToString::to_string),
            note: None,
        }))
    }

    #[cold]
    #[inline(never)]
    fn set(mut self, part: fn(&mut ErrorDetails) -> &mut Option<String>, text: &dyn fmt::Display) -> Self {
        *part(&mut self) = Some(text.to_string());
        self
    }

    #[cold]
    #[inline(never)]
    fn within_object(mut self, path: &dyn fmt::Display) -> Self {
        self.path = Some(match self.path.take() {
            Some(inner) => format!("{path}.{inner}"),
            None => path.to_string(),
        });
        self
    }

    #[cold]
    #[inline(never)]
    fn with_value(mut self, name: &'static str, value: &dyn fmt::Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}

impl Deref for Error {
    type Target = ErrorDetails;

    fn deref(&self) -> &ErrorDetails {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut ErrorDetails {
        &mut self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}: ")?;
        }
        if let Some(expected) = &self.expected {
            write!(f, "expected {expected}")?;
        }
        if let Some(found) = &self.found {
            write!(f, "{}found {found}", if self.expected.is_some() { ", " } else { "" })?;
        }
        if let Some(note) = &self.note {
            let after = self.expected.is_some() || self.found.is_some();
            write!(f, "{}{note}", if after { "; " } else { "" })?;
        }
        Ok(())
    }
}

impl core::error::Error for Error {}

/// As programs take it: `code`, `id`, `message` (the whole sentence), `values` by name, and of `path`, `offset`, `found` and
/// `expected` those that apply.
impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", self.kind.name())?;
        map.serialize_entry("id", &self.id())?;
        map.serialize_entry("message", &self.to_string())?;
        map.serialize_entry("values", &Values(&self.values))?;
        for (name, part) in [("path", &self.path), ("found", &self.found), ("expected", &self.expected)] {
            if let Some(part) = part {
                map.serialize_entry(name, part)?;
            }
        }
        if let Some(offset) = self.offset {
            map.serialize_entry("offset", &offset)?;
        }
        map.end()
    }
}

/// The values of an error, as an object.
struct Values<'a>(&'a [(&'static str, String)]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_where_what_was_right_what_was_found_and_what_to_do() {
        let error = Error::mismatch(ErrorKind::Spec, "a positive integer", "-3")
            .at("layers[2].units")
            .with_note("give the number of units");
        assert_eq!(
            error.to_string(),
            "layers[2].units: expected a positive integer, found -3; give the number of units"
        );
        assert_eq!(
            Error::new(ErrorKind::State, "the session was freed").to_string(),
            "the session was freed"
        );
    }

    #[test]
    fn programs_are_told_by_parts() {
        let error = Error::mismatch(ErrorKind::Spec, "a number that divides the 7 features", "2")
            .named("heads_do_not_divide")
            .value("features", 7)
            .at("layers[2].heads");
        assert_eq!(
            serde_json::to_value(&error).expect("JSON"),
            serde_json::json!({
                "code": "spec",
                "id": "spec.heads_do_not_divide",
                "message": "layers[2].heads: expected a number that divides the 7 features, found 2",
                "values": { "features": "7" },
                "path": "layers[2].heads",
                "found": "2",
                "expected": "a number that divides the 7 features",
            })
        );
        let line = serde_json::to_value(Error::new(ErrorKind::Format, "torn").at_offset(3)).expect("JSON");
        assert_eq!(
            (&line["offset"], &line["id"]),
            (&serde_json::json!(3), &serde_json::json!("format.other"))
        );
    }
}
