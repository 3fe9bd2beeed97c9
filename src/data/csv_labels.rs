//! Decides what the labels of a CSV file are (class indices, names of classes, values to be approached)
//! and reads them so; which column holds them is left to the reader.

use super::csv_records::{at_line, quoted};
use super::names::Names;
use super::{Labels, reserve};
use crate::{Code, Error, Result};

/// How many classes the labels of a CSV file may name: whole numbers below this are class indices, and so
/// many different words are taken for names.
pub const MOST_CLASSES: usize = 1000;

/// What one label reads as.
enum Reading {
    Index(u32),
    Value(f32),
    Word,
}

fn read(text: &str) -> Result<Reading> {
    if text.is_empty() {
        return Err(Error::mismatch(Code::Format, "a label", "nothing"));
    }
    let Ok(value) = text.parse::<f32>() else { return Ok(Reading::Word) };
    if !value.is_finite() {
        return Err(Error::mismatch(Code::Format, "a finite label", quoted(text)));
    }
    let is_index = value >= 0.0 && value < MOST_CLASSES as f32 && value.fract() == 0.0;
    Ok(if is_index { Reading::Index(value as u32) } else { Reading::Value(value) })
}

/// Whether a label, or what may be the name of its column, is a number.
pub(super) fn is_number(text: &str) -> bool {
    text.parse::<f32>().is_ok()
}

/// What was seen of the labels so far: the first places in the file of those that decide the kind.
#[derive(Clone, Copy, Default)]
pub(super) struct LabelSurvey {
    /// The record of the first label that is no number.
    first_word: Option<usize>,
    /// The record of the first number that cannot be a class index.
    first_value: Option<usize>,
}

impl LabelSurvey {
    /// Takes a label into account, of the record that begins at the byte `start`.
    pub(super) fn add(&mut self, text: &str, start: usize) -> Result<()> {
        match read(text)? {
            Reading::Index(_) => {}
            Reading::Value(_) => _ = self.first_value.get_or_insert(start),
            Reading::Word => _ = self.first_word.get_or_insert(start),
        }
        Ok(())
    }

    pub(super) fn has_words(&self) -> bool {
        self.first_word.is_some()
    }

    /// The survey of these labels followed by `others`.
    pub(super) fn before(self, others: Self) -> Self {
        Self {
            first_word: self.first_word.or(others.first_word),
            first_value: self.first_value.or(others.first_value),
        }
    }

    /// An empty column of the kind that was seen, with room for `rows` labels.
    ///
    /// Words beside numbers that cannot be class indices are refused at the first that does not fit those
    /// before it: they are more likely a mark for a missing value than the name of a class.
    pub(super) fn column(self, bytes: &[u8], rows: usize) -> Result<LabelColumn> {
        let mixed = |expected: &str, found: &str, start| {
            at_line(Error::mismatch(Code::Format, expected, found), bytes, start)
        };
        match (self.first_word, self.first_value) {
            (Some(word), Some(value)) if value < word => {
                Err(mixed("a label that is a number, as before", "a word", word))
            }
            (Some(_), Some(value)) => {
                Err(mixed("a label that is a word or a class index, as before", "another number", value))
            }
            (Some(_), None) => Ok(LabelColumn::Words { indices: reserve(rows)?, names: Names::default() }),
            (None, Some(_)) => Ok(LabelColumn::Values(reserve(rows)?)),
            (None, None) => Ok(LabelColumn::Indices(reserve(rows)?)),
        }
    }
}

/// The labels read so far, in the one form that a survey found to fit them all.
pub(super) enum LabelColumn {
    Indices(Vec<u32>),
    Values(Vec<f32>),
    Words { indices: Vec<u32>, names: Names },
}

impl LabelColumn {
    /// Adds a label that the survey has seen.
    pub(super) fn push(&mut self, text: &str) -> Result<()> {
        match (self, read(text)?) {
            (Self::Indices(indices), Reading::Index(index)) => indices.push(index),
            (Self::Values(values), Reading::Index(index)) => values.push(index as f32),
            (Self::Values(values), Reading::Value(value)) => values.push(value),
            (Self::Words { indices, names }, Reading::Index(_) | Reading::Word) => {
                indices.push(class_of(text, names)?);
            }
            (_, _) => {
                return Err(Error::mismatch(Code::Format, "a label of the kind surveyed", quoted(text)));
            }
        }
        Ok(())
    }

    /// The labels, and the names of their classes where they were words.
    pub(super) fn finish(self) -> (Labels, Option<Names>) {
        match self {
            Self::Indices(indices) => (Labels::Classes(indices), None),
            Self::Values(values) => (Labels::Values(values), None),
            Self::Words { indices, names } => (Labels::Classes(indices), Some(names)),
        }
    }
}

/// The index of a class by its name, a new one where the name is new.
fn class_of(name: &str, names: &mut Names) -> Result<u32> {
    if let Some(index) = names.position(name) {
        return Ok(index as u32);
    }
    let count = names.len();
    if count == MOST_CLASSES {
        let expected = format!("at most {MOST_CLASSES} different words as labels");
        return Err(Error::mismatch(Code::Format, expected, "one more")
            .with_note("if another column holds the labels, name it"));
    }
    names.push(name);
    Ok(count as u32)
}
