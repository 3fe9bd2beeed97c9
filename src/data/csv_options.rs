//! How a CSV file is read.

/// The label column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Label {
    /// The one named label, target, class or y (in any case; of several the first in this order). With a header that
    /// names none, the last. Without a header, or with one that only counts the columns, the first where it holds
    /// more than one whole number below 1,000, all others lie in 0 to 255 and the last is constant, as in the common
    /// files of MNIST; else the last.
    #[default]
    Guess,
    /// The first column with this name in the header.
    Name(String),
    /// The column with this index.
    Index(usize),
    /// There are no labels: every column is an input.
    None,
}

/// How to read a CSV file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvOptions {
    /// Whether the first line holds the names of the columns. `None` guesses: it does if the label is
    /// chosen by name, if more than half of its input cells are words, if its label is a word and those below
    /// it are numbers, or if it counts at least four columns from 0 or 1, as pandas does where they have no names
    /// (from 0 after an empty cell, two are enough).
    pub header: Option<bool>,
    /// The label column.
    pub label: Label,
}
