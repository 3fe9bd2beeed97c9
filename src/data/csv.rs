//! Reads a table of numbers with a label column from CSV.
//!
//! There are two passes: the first finds the header, the kind of labels and the number of rows, and the second fills arrays
//! of exactly the right size.

use super::csv_labels::LabelColumn;
use super::csv_options::CsvOptions;
use super::csv_plan::{Plan, delimiter_of};
use super::csv_rows::{Row, Rows, number, quoted};
use super::names::{Names, one_line};
use super::{Dataset, Labels, reserve};
use crate::signature::other_than;
use crate::{Error, ErrorKind, Result};

/// The contents of a CSV file.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The names of the input columns, in order, without the label's; empty where the file has no header.
    pub columns: Names,
    /// The inputs, row-major: `[rows, inputs.len() / rows]`.
    pub inputs: Vec<f32>,
    /// One label a row; none where the options say so. Whole numbers from 0 to 999 are class indices; a number with
    /// a fraction, a negative or a large one among them makes them all values to be approached. Words are names of
    /// classes, and so are whole numbers among them where most labels are words.
    pub labels: Option<Labels>,
    /// Where the labels are words: their names, by class index, in the order of first appearance.
    pub classes: Option<Names>,
    /// The number of rows, at least one.
    pub rows: usize,
}

impl Table {
    /// The table as a data set whose inputs are multiplied by `scale`.
    ///
    /// # Errors
    /// Kind `data` where the table has no labels, and as [`Dataset::new`].
    pub fn into_dataset(self, scale: f32) -> Result<Dataset> {
        let features = self.inputs.len() / self.rows.max(1);
        let Some(labels) = self.labels else {
            let error = Error::mismatch(ErrorKind::Data, "a column of labels", "none").named("no_labels");
            return Err(error.at("labels"));
        };
        Ok(Dataset::flat(self.inputs, features, labels)?.with_scale(scale))
    }
}

/// Reads a table in which all columns but the label's are finite numbers.
///
/// Cells are separated by commas, semicolons or tabs, whichever the first line has most of, and may be quoted
/// (RFC 4180); lines end with CR, LF or both; empty lines, spaces around cells and a byte-order mark are passed over.
/// Cells are at most [`LONGEST_FIELD`](super::LONGEST_FIELD) bytes long, and at most
/// [`MOST_CLASSES`](super::MOST_CLASSES) different words may be labels.
///
/// No allocation is larger than twice the input, and all together take at most three times as much as the input: an
/// input or a label takes at least two bytes of text (itself and what separates it from the next) and four of memory.
/// To this come 12 KB to find classes by their names, and what the `csv` crate needs besides: 8 KB, and for the
/// longest row six times its text and 64 bytes for each of its cells.
///
/// # Errors
/// `format`, with the line (counted from 1) as its offset: rows of another length than the first line, a cell that is
/// empty or no finite number, a label of another kind than the others (a word where at least half of the labels are
/// numbers, a fraction among words, `NA` and other marks of a missing value), no rows, a quote that stays open, a
/// label's column that is not there; gzip, zip and other kinds of files, which are named.
///
/// ```
/// use inkgrad::data::{CsvOptions, Labels, read_csv};
///
/// let table = read_csv(b"length,width,kind\n5.1,3.5,setosa\n7.0,3.2,versicolor\n", &CsvOptions::default())?;
/// assert_eq!(table.columns.iter().collect::<Vec<_>>(), ["length", "width"]);
/// assert_eq!(table.inputs, [5.1, 3.5, 7.0, 3.2]);
/// assert_eq!(table.labels, Some(Labels::Classes(vec![0, 1])));
/// assert_eq!(table.classes.unwrap().iter().collect::<Vec<_>>(), ["setosa", "versicolor"]);
/// # Ok::<(), inkgrad::Error>(())
/// ```
pub fn read_csv(bytes: &[u8], options: &CsvOptions) -> Result<Table> {
    if let Some(error) = other_than("a CSV file", bytes) {
        return Err(error.at("line 1").at_offset(1));
    }
    let delimiter = delimiter_of(bytes);
    let Plan { header, width, label, rows: count } = Plan::new(bytes, delimiter, options)?;

    let mut rows = Rows::new(bytes, delimiter);
    let place = label.as_ref().map(|(column, _)| *column);
    let mut columns = Names::default();
    if header && let Some(header) = rows.next()? {
        columns = read_names(&header, place)?;
    }
    // The survey found a byte or more in each of these cells, so their number cannot overflow.
    let mut inputs = reserve(count * (width - usize::from(label.is_some())))?;
    let mut labels = match label {
        Some((column, seen)) => Some(seen.column(&rows, column, count)?),
        None => None,
    };
    let mut in_first_line = !header;
    while let Some(row) = rows.next()? {
        for column in 0..width {
            let cell = row.cell(column)?;
            let read = match &mut labels {
                Some(labels) if place == Some(column) => labels.push(cell),
                _ => read_number(cell, delimiter).map(|value| inputs.push(value)),
            };
            read.map_err(|error| {
                let note = "if this line names the columns, say so with `header`";
                row.in_column(column, if in_first_line { error.with_note(note) } else { error })
            })?;
        }
        in_first_line = false;
    }
    let (labels, classes) = match labels.map(LabelColumn::finish) {
        Some((labels, classes)) => (Some(labels), classes),
        None => (None, None),
    };
    Ok(Table { columns, inputs, labels, classes, rows: count })
}

/// The names of the input columns.
fn read_names(header: &Row<'_>, label: Option<usize>) -> Result<Names> {
    let columns = || (0..header.len()).filter(|&column| Some(column) != label);
    let mut text = 0;
    for column in columns() {
        text += header.cell(column)?.len() + 1;
    }
    let mut names = Names::with_capacity(text)?;
    for column in columns() {
        names.push(&one_line(header.cell(column)?));
    }
    Ok(names)
}

/// Reads an input: a number that is finite as 32 bits.
fn read_number(text: &str, delimiter: u8) -> Result<f32> {
    match number(text) {
        Some(value) if value.is_finite() => Ok(value),
        Some(_) => {
            Err(Error::mismatch(ErrorKind::Format, "a finite number", quoted(text))
                .named("number_not_finite"))
        }
        None => {
            let error = Error::mismatch(ErrorKind::Format, "a number", quoted(text)).named("expected_number");
            let comma = delimiter != b',' && number(&text.replace(',', ".")).is_some();
            Err(if comma { error.with_note("write decimals with a point") } else { error })
        }
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
