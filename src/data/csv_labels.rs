//! Reads the label column of a CSV file as class indices, class names or target values.

use super::csv_rows::{Rows, number, quoted};
use super::names::{Names, one_line};
use super::{Labels, reserve};
use crate::{Error, ErrorKind, Result};

/// The maximal number of classes in a CSV file: integers below it are class indices, and at most this many distinct words
/// may be class names.
pub const MOST_CLASSES: usize = 1000;

/// One parsed label.
enum Reading {
    Index(u32),
    Value(f32),
    NotFinite,
    Word,
    Missing,
}

/// What stands for a missing value, in any case. Programs write `nan` too, which is no finite number.
const MISSING: [&str; 5] = ["NA", "N/A", "#N/A", "null", "?"];

fn read(text: &str) -> Reading {
    match number(text) {
        None if MISSING.iter().any(|mark| mark.eq_ignore_ascii_case(text)) => Reading::Missing,
        None => Reading::Word,
        Some(value) if !value.is_finite() => Reading::NotFinite,
        Some(value) if value >= 0.0 && value < MOST_CLASSES as f32 && value.fract() == 0.0 => {
            Reading::Index(value as u32)
        }
        Some(value) => Reading::Value(value),
    }
}

/// The byte offset of a row, and the text of its cell.
type Seen = Option<(usize, String)>;

/// Statistics of a candidate for the label column, with the first cell of each kind.
#[derive(Default)]
pub(super) struct ColumnSurvey {
    words: usize,
    numbers: usize,
    first_word: Seen,
    /// A number that cannot be a class index.
    first_value: Seen,
    first_not_finite: Seen,
    first_missing: Seen,
    /// The column's first number, and whether another differs from it.
    number: Option<f32>,
    several: bool,
}

impl ColumnSurvey {
    /// Adds a cell of the row at the byte `start`; rows may come in any order.
    pub(super) fn add(&mut self, text: &str, start: usize) {
        let first = match read(text) {
            Reading::Index(index) => return self.count(index as f32),
            Reading::Value(value) => {
                self.count(value);
                &mut self.first_value
            }
            Reading::NotFinite => &mut self.first_not_finite,
            Reading::Word => {
                self.words += 1;
                &mut self.first_word
            }
            Reading::Missing => &mut self.first_missing,
        };
        if first.as_ref().is_none_or(|(earlier, _)| start < *earlier) {
            *first = Some((start, quoted(text)));
        }
    }

    fn count(&mut self, number: f32) {
        self.numbers += 1;
        self.several |= *self.number.get_or_insert(number) != number;
    }

    /// Whether words are more than half of the cells: they are names then, and whole numbers among them too.
    fn is_words(&self) -> bool {
        self.words > self.numbers
    }

    /// Whether numbers are more than half of the cells: a word above them is the column's name.
    pub(super) fn is_mostly_numbers(&self) -> bool {
        self.numbers > self.words
    }

    /// Whether every cell is a class index, and not all are the same.
    pub(super) fn is_several_indices(&self) -> bool {
        self.several && self.is_numbers() && self.first_value.is_none()
    }

    /// Whether every cell is one and the same number.
    pub(super) fn is_constant(&self) -> bool {
        !self.several && self.is_numbers()
    }

    fn is_numbers(&self) -> bool {
        self.words == 0 && self.first_not_finite.is_none() && self.first_missing.is_none()
    }

    /// An empty list of the kind that was seen, with room for `count` labels.
    ///
    /// # Errors
    /// Kind `format` at the first cell that is not of that kind: a mark of a missing value, a word where at least
    /// half are numbers, a number that cannot be a class index among words, what is not finite.
    pub(super) fn column(self, rows: &Rows<'_>, column: usize, count: usize) -> Result<LabelColumn> {
        let fault = |expected: &str, (start, found): (usize, String), id| {
            rows.at(start, Some(column), Error::mismatch(ErrorKind::Format, expected, found).named(id))
        };
        let words = self.is_words();
        if let Some(cell) = self.first_missing {
            return Err(fault("a label", cell, "missing_cell"));
        }
        match (self.first_not_finite, self.first_word, self.first_value) {
            (Some(cell), _, _) => Err(fault("a finite label", cell, "label_not_finite")),
            (_, Some(cell), _) if !words => {
                let error = fault("a number, as the other labels are", cell, "word_among_numbers");
                Err(error.with_note("if the labels are names, write all of them as words"))
            }
            (_, Some(_), Some(cell)) => {
                Err(fault("a word or a class index, as the other labels are", cell, "number_among_words"))
            }
            (_, Some(_), None) => {
                Ok(LabelColumn::Words { indices: reserve(count)?, classes: ClassNames::default() })
            }
            (_, None, Some(_)) => Ok(LabelColumn::Values(reserve(count)?)),
            (_, None, None) => Ok(LabelColumn::Indices(reserve(count)?)),
        }
    }
}

/// The labels read so far, in the form that the survey selected.
pub(super) enum LabelColumn {
    Indices(Vec<u32>),
    Values(Vec<f32>),
    Words { indices: Vec<u32>, classes: ClassNames },
}

impl LabelColumn {
    /// Adds a label that the survey has seen.
    pub(super) fn push(&mut self, text: &str) -> Result<()> {
        match (self, read(text)) {
            (Self::Indices(indices), Reading::Index(index)) => indices.push(index),
            (Self::Values(values), Reading::Index(index)) => values.push(index as f32),
            (Self::Values(values), Reading::Value(value)) => values.push(value),
            (Self::Words { indices, classes }, Reading::Index(_) | Reading::Word) => {
                indices.push(classes.index_of(text)?);
            }
            (_, _) => unreachable!("the survey has refused labels of different kinds"),
        }
        Ok(())
    }

    /// The labels, and the names of their classes where they were words.
    pub(super) fn finish(self) -> (Labels, Option<Names>) {
        match self {
            Self::Indices(indices) => (Labels::Classes(indices), None),
            Self::Values(values) => (Labels::Values(values), None),
            Self::Words { indices, classes } => (Labels::Classes(indices), Some(classes.names)),
        }
    }
}

/// The names of classes in the order of their first appearance, and an index to find them by.
#[derive(Default)]
pub(super) struct ClassNames {
    names: Names,
    /// The offset of each name in `names` and its class, sorted by name.
    sorted: Vec<(u32, u32)>,
}

impl ClassNames {
    /// The class of a name; a new name gets a new class.
    fn index_of(&mut self, name: &str) -> Result<u32> {
        let name = &*one_line(name);
        let found = self.sorted.binary_search_by(|&(offset, _)| self.names.at(offset as usize).cmp(name));
        let place = match found {
            Ok(place) => return Ok(self.sorted[place].1),
            Err(place) => place,
        };
        let count = self.sorted.len();
        if count == MOST_CLASSES {
            let expected = format_args!("at most {MOST_CLASSES} different words as labels");
            return Err(Error::mismatch(ErrorKind::Format, expected, "one more")
                .named("too_many_classes")
                .value("limit", MOST_CLASSES)
                .with_note("if another column holds the labels, name it"));
        }
        self.sorted.insert(place, (self.names.bytes() as u32, count as u32));
        self.names.push(name);
        Ok(count as u32)
    }
}

#[cfg(test)]
mod tests {
    use crate::Result;
    use crate::data::{CsvOptions, Labels, Table, read_csv};

    fn read(text: &str) -> Result<Table> {
        read_csv(text.as_bytes(), &CsvOptions::default())
    }

    #[test]
    fn a_mark_of_a_missing_value_is_no_class() {
        for mark in ["NA", "n/a", "#N/A", "Null", "?"] {
            for text in
                ["a,b,label\n1,2,x\n3,4,MARK\n", "a,b,label\n1,2,7\n3,4,MARK\n", "1,2,x\n3,4,y\n5,6,MARK\n"]
            {
                let error = read(&text.replace("MARK", mark)).unwrap_err();
                assert_eq!(error.id(), "format.missing_cell");
                assert_eq!(error.offset, Some(text.lines().count() as u64));
                assert!(
                    error.to_string().ends_with(&format!("expected a label, found \"{mark}\"")),
                    "{error}"
                );
            }
        }
        assert_eq!(read("a,label\n1,x\n2,nan\n").unwrap_err().id(), "format.label_not_finite");
    }

    #[test]
    fn many_classes_keep_the_order_of_their_appearance() {
        let name = |at: usize| format!("class{}", at * 7919 % 1000);
        let rows: Vec<_> = (0..2000).map(|row| format!("{row},{}", name(row))).collect();
        let table = read(&rows.join("\n")).unwrap();
        let order: Vec<_> = (0..1000).map(name).collect();
        assert_eq!(table.classes.unwrap().iter().collect::<Vec<_>>(), order);
        assert_eq!(table.labels, Some(Labels::Classes((0..1000).chain(0..1000).collect())));
    }
}
