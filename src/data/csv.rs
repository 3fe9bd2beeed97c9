//! Reads a table of numbers with a column of labels from CSV; splitting it into parts is left to the caller.
//!
//! A file is walked over twice: the survey finds out what its first line and its labels are and counts the
//! rows, so that the second walk fills arrays of exactly the right size.

use super::csv_labels::{LabelSurvey, is_number};
use super::csv_records::{Record, Records, at_line, quoted};
use super::names::Names;
use super::{Dataset, Inputs, Labels, reserve};
use crate::{Code, Error, Result};

/// Which column holds the labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Label {
    /// The last one.
    #[default]
    Last,
    /// The first with this name in the header.
    Name(String),
    /// This one, counted from 0.
    Index(usize),
}

/// How to read a CSV file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvOptions {
    /// Whether the first line holds the names of the columns. `None` guesses: it does if the label is
    /// chosen by name, if more than half of its input fields are words, or if its label is a word and no
    /// other label is one.
    pub header: Option<bool>,
    /// The column of the labels.
    pub label: Label,
}

/// The contents of a CSV file.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The names of the input columns, in order, without the label's; empty where the file has no header.
    pub columns: Names,
    /// The inputs, row-major: `[rows, inputs.len() / rows]`.
    pub inputs: Vec<f32>,
    /// One label a row. Words, and whole numbers from 0 to 999, are class indices; numbers with fractions,
    /// negative ones or large ones among the labels make them all values to be approached.
    pub labels: Labels,
    /// Where the labels are words: their names, by class index, in the order of first appearance.
    pub classes: Option<Names>,
    /// The number of rows, at least one.
    pub rows: usize,
}

impl Table {
    /// The table as a data set whose inputs are multiplied by `scale`.
    pub fn into_dataset(self, scale: f32) -> Result<Dataset> {
        let features = self.inputs.len() / self.rows.max(1);
        Dataset::new(Inputs::Floats(self.inputs), self.labels, scale, features)
    }
}

/// Reads a table in which all columns but the label's are finite numbers.
///
/// Fields are separated by commas and may be quoted (RFC 4180); lines end with CR, LF or both; empty lines,
/// spaces around fields and a byte-order mark are passed over. Fields are at most
/// [`LONGEST_FIELD`](super::LONGEST_FIELD) bytes long, and at most [`MOST_CLASSES`](super::MOST_CLASSES)
/// different words may be labels.
///
/// No allocation is larger than twice the input: an input or a label takes at least two bytes of text
/// (itself and what separates it from the next) and four of memory. All together take at most three times
/// as much as the input.
///
/// # Errors
/// `format`, with the line (counted from 1) as its offset: rows of another length than the first line,
/// what is no finite number, no rows, a quote that stays open, a label's column that is not there.
///
/// ```
/// use inkgrad::data::{CsvOptions, Labels, read_csv};
///
/// let table = read_csv(b"length,width,kind\n5.1,3.5,setosa\n7.0,3.2,versicolor\n", &CsvOptions::default())?;
/// assert_eq!(table.columns.iter().collect::<Vec<_>>(), ["length", "width"]);
/// assert_eq!(table.inputs, [5.1, 3.5, 7.0, 3.2]);
/// assert_eq!(table.labels, Labels::Classes(vec![0, 1]));
/// assert_eq!(table.classes.unwrap().iter().collect::<Vec<_>>(), ["setosa", "versicolor"]);
/// # Ok::<(), inkgrad::Error>(())
/// ```
pub fn read_csv(bytes: &[u8], options: &CsvOptions) -> Result<Table> {
    let first = FirstLine::read(bytes, options)?;
    let survey = survey(bytes, options, &first)?;

    let mut records = Records::new(bytes);
    let columns = if survey.header { read_names(&mut records, &first)? } else { Names::default() };
    // The survey found a byte or more in each of these fields, so their number cannot overflow.
    let mut inputs = reserve(survey.rows * (first.width - 1))?;
    let mut labels = survey.labels.column(bytes, survey.rows)?;
    let mut read_row = || {
        records.next(|field| {
            if field.column == first.label {
                return labels.push(field.text);
            }
            let in_first_line = !survey.header && inputs.len() < first.width - 1;
            inputs.push(read_number(field.text).map_err(|error| {
                if in_first_line {
                    error.with_note("if this line names the columns, say so with `header`")
                } else {
                    error
                }
            })?);
            Ok(())
        })
    };
    while read_row()?.is_some() {}
    let (labels, classes) = labels.finish();
    Ok(Table { columns, inputs, labels, classes, rows: survey.rows })
}

/// What the first line says, be it a header or a row.
struct FirstLine {
    /// The number of fields, the label's among them.
    width: usize,
    /// The column of the labels.
    label: usize,
    /// Whether its field in the label's column is a word.
    label_is_word: bool,
    /// How many of the others are words.
    words: usize,
    /// The bytes of all fields, and one more for each.
    text: usize,
}

impl FirstLine {
    fn read(bytes: &[u8], options: &CsvOptions) -> Result<Self> {
        let mut named = None;
        let mut text = 0;
        let record = Records::new(bytes).next(|field| {
            text += field.text.len() + 1;
            if matches!(&options.label, Label::Name(name) if name == field.text) {
                named = named.or(Some(field.column));
            }
            Ok(())
        })?;
        let Some(Record { start, fields: width }) = record else {
            let error = Error::mismatch(Code::Format, "rows of numbers", "an empty file");
            return Err(at_line(error, bytes, bytes.len()));
        };
        let at_first = |error| at_line(error, bytes, start);
        if width < 2 {
            return Err(at_first(Error::mismatch(
                Code::Format,
                "two columns or more, separated by commas",
                "one",
            )));
        }
        let label = label_column(options, width, named).map_err(at_first)?;

        let (mut label_is_word, mut words) = (false, 0);
        Records::new(bytes).next(|field| {
            let is_word = !field.text.is_empty() && !is_number(field.text);
            if field.column == label {
                label_is_word = is_word;
            } else {
                words += usize::from(is_word);
            }
            Ok(())
        })?;
        Ok(Self { width, label, label_is_word, words, text })
    }
}

/// The label's column of `width`, where `named` is the one with the name that was asked for.
fn label_column(options: &CsvOptions, width: usize, named: Option<usize>) -> Result<usize> {
    match &options.label {
        Label::Last => Ok(width - 1),
        Label::Index(index) if *index < width => Ok(*index),
        Label::Index(index) => Err(Error::mismatch(
            Code::Format,
            format!("a label's column from 0 to {}", width - 1),
            index.to_string(),
        )),
        Label::Name(_) if options.header == Some(false) => {
            Err(Error::mismatch(Code::Format, "the label's column by its number", "a name")
                .with_note("without a header the columns have no names"))
        }
        Label::Name(name) => named.ok_or_else(|| {
            Error::mismatch(Code::Format, format!("a column named {}", quoted(name)), "none in the header")
        }),
    }
}

/// What the first walk over the rows finds out.
struct Survey {
    header: bool,
    rows: usize,
    labels: LabelSurvey,
}

fn survey(bytes: &[u8], options: &CsvOptions, first: &FirstLine) -> Result<Survey> {
    let mut records = Records::new(bytes);
    records.next(|_| Ok(()))?;
    let mut labels = LabelSurvey::default();
    let mut rows = 0;
    while survey_row(&mut records, first, &mut labels, bytes)? {
        rows += 1;
    }
    let header = options.header.unwrap_or_else(|| {
        matches!(options.label, Label::Name(_))
            || 2 * first.words > first.width - 1
            || (first.label_is_word && rows > 0 && !labels.has_words())
    });
    if !header {
        let mut first_label = LabelSurvey::default();
        survey_row(&mut Records::new(bytes), first, &mut first_label, bytes)?;
        labels = first_label.before(labels);
        rows += 1;
    }
    if rows == 0 {
        let error = Error::mismatch(Code::Format, "a row after the header", "the end of the file");
        return Err(at_line(error, bytes, bytes.len()));
    }
    Ok(Survey { header, rows, labels })
}

/// Checks the length of the next row, that no field is empty, and its label; false after the last row.
fn survey_row(
    records: &mut Records<'_>,
    first: &FirstLine,
    labels: &mut LabelSurvey,
    bytes: &[u8],
) -> Result<bool> {
    let record = records.next(|field| {
        if field.column == first.label {
            labels.add(field.text, field.start)
        } else if field.text.is_empty() {
            Err(Error::mismatch(Code::Format, "a number", "nothing"))
        } else {
            Ok(())
        }
    })?;
    let Some(Record { start, fields }) = record else { return Ok(false) };
    if fields != first.width {
        let expected = format!("{} fields, as in the first line", first.width);
        return Err(at_line(Error::mismatch(Code::Format, expected, fields.to_string()), bytes, start));
    }
    Ok(true)
}

/// Reads the header: the names of all columns but the label's.
fn read_names(records: &mut Records<'_>, first: &FirstLine) -> Result<Names> {
    let mut columns = Names::with_room(first.text)?;
    records.next(|field| {
        if field.column != first.label {
            columns.push(field.text);
        }
        Ok(())
    })?;
    Ok(columns)
}

/// Reads an input: a number that is finite as 32 bits.
fn read_number(text: &str) -> Result<f32> {
    let wrong = |expected: &str| Error::mismatch(Code::Format, expected, quoted(text));
    let value = text.parse::<f32>().map_err(|_| wrong("a number"))?;
    if value.is_finite() { Ok(value) } else { Err(wrong("a finite number")) }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
