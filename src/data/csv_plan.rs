//! The first pass over a CSV file: it finds the delimiter, the header, the label column and the number of rows.

use super::csv_labels::ColumnSurvey;
use super::csv_options::{CsvOptions, Label};
use super::csv_rows::{Row, Rows, number, quoted};
use crate::{Error, ErrorKind, Result};

/// The names of a label column, case-insensitive, in order of priority.
const LABEL_NAMES: [&str; 4] = ["label", "target", "class", "y"];

/// The delimiter: the most frequent of comma, semicolon and tab in the first row, outside quotes.
pub(super) fn delimiter_of(bytes: &[u8]) -> u8 {
    const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let mut counts = [0_usize; 3];
    let mut in_quotes = false;
    for byte in bytes.iter().skip_while(|byte| is_end(byte)) {
        in_quotes ^= *byte == b'"';
        if !in_quotes && is_end(byte) {
            break;
        }
        for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
            *count += usize::from(!in_quotes && *byte == delimiter);
        }
    }
    let most = counts.iter().max().filter(|&&count| count > 0);
    // Ties go to the last: a comma may also be a decimal mark.
    most.and_then(|most| counts.iter().rposition(|count| count == most)).map_or(b',', |at| DELIMITERS[at])
}

/// The most cells of a row: the crate `csv` takes memory for each of them before the row is at its end.
const MOST_CELLS: usize = 1 << 20;

/// The cells of the widest row, with quotes as the crate reads them.
fn widest_row(bytes: &[u8], delimiter: u8) -> usize {
    enum Cell {
        Begins,
        Bare,
        Quoted,
        Closed,
    }
    let (mut most, mut cells, mut state) = (0, 1, Cell::Begins);
    for &byte in bytes {
        state = match (state, byte) {
            (Cell::Quoted, b'"') => Cell::Closed,
            (Cell::Begins | Cell::Closed, b'"') | (Cell::Quoted, _) => Cell::Quoted,
            (_, b'\r' | b'\n') => {
                (most, cells) = (most.max(cells), 1);
                Cell::Begins
            }
            _ if byte == delimiter => {
                cells += 1;
                Cell::Begins
            }
            _ => Cell::Bare,
        }
    }
    most.max(cells)
}

/// The result of the first pass.
pub(super) struct Plan {
    pub(super) header: bool,
    /// The number of columns, including the label's.
    pub(super) width: usize,
    /// The label column and its survey.
    pub(super) label: Option<(usize, ColumnSurvey)>,
    pub(super) rows: usize,
}

impl Plan {
    pub(super) fn new(bytes: &[u8], delimiter: u8, options: &CsvOptions) -> Result<Self> {
        let widest = widest_row(bytes, delimiter);
        if widest > MOST_CELLS {
            let expected = format_args!("rows of at most {MOST_CELLS} cells");
            let error = Error::mismatch(ErrorKind::Format, expected, format_args!("one of {widest}"));
            return Err(Rows::at_end(bytes, error.named("wide_row").value("limit", MOST_CELLS)));
        }
        let mut rows = Rows::new(bytes, delimiter);
        let Some(first) = rows.next()? else {
            let error = Error::mismatch(ErrorKind::Format, "rows of numbers", "an empty file");
            return Err(Rows::at_end(bytes, error.named("empty_csv")));
        };
        let headed = headed_label(&first, options)?;
        let (mut label_is_word, mut words) = (false, 0);
        for column in 0..first.len() {
            let cell = first.cell(column)?;
            let is_word = !cell.is_empty() && number(cell).is_none();
            if headed == Some(column) {
                label_is_word = is_word;
            } else {
                words += usize::from(is_word);
            }
        }
        let width = first.len();
        let counts = options.header.is_none() && counts_columns(&first, headed.filter(|_| label_is_word))?;
        // A word at the label names it, and pandas' row numbers are none. Else this header says nothing of the label.
        let names_no_label = counts && !label_is_word && !first.cell(0)?.is_empty();
        let certain = options.header.or_else(|| {
            let inputs = width - usize::from(headed.is_some());
            (matches!(options.label, Label::Name(_)) || 2 * words > inputs).then_some(true)
        });
        let mut survey = Survey::new(width, headed, certain, &options.label);
        while let Some(row) = rows.next()? {
            survey.add(&row)?;
        }
        let header = certain.unwrap_or_else(|| {
            let counts = counts && survey.rows > 0;
            counts
                || label_is_word
                    && headed
                        .and_then(|column| survey.seen(column))
                        .is_some_and(ColumnSurvey::is_mostly_numbers)
        });
        // The reader keeps a copy of its first row: for a wide row, at most one copy should exist.
        drop(rows);
        if !header && let Some(first) = Rows::new(bytes, delimiter).next()? {
            survey.add(&first)?;
        }
        if survey.rows == 0 {
            let error = Error::mismatch(ErrorKind::Format, "a row after the header", "the end of the file");
            return Err(Rows::at_end(bytes, error.named("header_alone")));
        }
        let label = if header && !names_no_label || options.label != Label::Guess {
            headed
        } else {
            Some(survey.unnamed_label())
        };
        Ok(Self {
            header,
            width,
            rows: survey.rows,
            label: label.map(|column| (column, survey.take(column))),
        })
    }
}

/// Whether the first line counts its columns from 0 or 1, as pandas does where they have no names. `label` has a word and is
/// passed over. So is an empty first cell, which pandas writes above its row numbers; two numbers after it are enough.
fn counts_columns(first: &Row<'_>, label: Option<usize>) -> Result<bool> {
    let indexed = first.cell(0)?.is_empty();
    let (mut count, mut start) = (0, 0);
    for column in (usize::from(indexed)..first.len()).filter(|&column| Some(column) != label) {
        let cell = first.cell(column)?;
        if count == 0 {
            start = usize::from(!indexed && cell == "1");
        }
        if cell != (start + count).to_string() {
            return Ok(false);
        }
        count += 1;
    }
    Ok(count >= if indexed { 2 } else { 4 })
}

/// The label column if the first line is a header, or if the column is given by index.
fn headed_label(first: &Row<'_>, options: &CsvOptions) -> Result<Option<usize>> {
    let width = first.len();
    if width < 2 && options.label != Label::None {
        let expected = "two columns or more, separated by comma, semicolon or tab";
        return Err(first.at(Error::mismatch(ErrorKind::Format, expected, "one").named("one_column")));
    }
    let find =
        |wanted: &dyn Fn(&str) -> bool| (0..width).find(|&column| first.cell(column).is_ok_and(wanted));
    match &options.label {
        Label::None => Ok(None),
        Label::Guess => {
            let named = LABEL_NAMES.iter().find_map(|name| find(&|cell| cell.eq_ignore_ascii_case(name)));
            Ok(Some(named.filter(|_| options.header != Some(false)).unwrap_or(width - 1)))
        }
        Label::Index(index) if *index < width => Ok(Some(*index)),
        Label::Index(index) => {
            let expected = format_args!("a label's column from 0 to {}", width - 1);
            let error = Error::mismatch(ErrorKind::Format, expected, index);
            Err(first.at(error.named("no_such_column").value("last", width - 1)))
        }
        Label::Name(_) if options.header == Some(false) => {
            let error = Error::mismatch(ErrorKind::Format, "the label's column by its number", "a name");
            let error = error.named("name_without_header");
            Err(first.at(error.with_note("without a header the columns have no names")))
        }
        Label::Name(name) => {
            if let Some(column) = find(&|cell| cell == name) {
                return Ok(Some(column));
            }
            let expected = format_args!("a column named {}", quoted(name));
            let error = Error::mismatch(ErrorKind::Format, expected, "none in the header");
            Err(first.at(error.named("no_column_of_this_name").value("name", name)))
        }
    }
}

/// Statistics of the rows, without the header.
struct Survey {
    width: usize,
    rows: usize,
    /// The candidates for the label column.
    candidates: Vec<(usize, ColumnSurvey)>,
    /// Whether all cells after the first column are numbers from 0 to 255, if that is needed.
    bytes: bool,
}

impl Survey {
    fn new(width: usize, headed: Option<usize>, header: Option<bool>, label: &Label) -> Self {
        let open = *label == Label::Guess && header != Some(true);
        let mut columns: Vec<usize> = headed.into_iter().collect();
        for column in [0, width - 1].into_iter().filter(|_| open) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let candidates = columns.into_iter().map(|column| (column, ColumnSurvey::default())).collect();
        Self { width, rows: 0, candidates, bytes: open }
    }

    /// Adds a row. It must have the right length and no empty cell.
    fn add(&mut self, row: &Row<'_>) -> Result<()> {
        if row.len() != self.width {
            let expected = format_args!("{} cells, as in the first line", self.width);
            let error = Error::mismatch(ErrorKind::Format, expected, row.len());
            return Err(row.at(error.named("ragged_row").value("cells", self.width)));
        }
        for column in 0..self.width {
            let cell = row.cell(column)?;
            if cell.is_empty() {
                let error = Error::mismatch(ErrorKind::Format, "a value", "nothing").named("missing_cell");
                return Err(row.in_column(column, error));
            }
            self.bytes &= !self.bytes
                || column == 0
                || number(cell).is_some_and(|value| (0.0..=255.0).contains(&value));
            for (_, seen) in self.candidates.iter_mut().filter(|(candidate, _)| *candidate == column) {
                seen.add(cell, row.start);
            }
        }
        self.rows += 1;
        Ok(())
    }

    fn seen(&self, column: usize) -> Option<&ColumnSurvey> {
        self.candidates.iter().find(|(candidate, _)| *candidate == column).map(|(_, seen)| seen)
    }

    /// The label column of a file without a header: the first in the common MNIST files, otherwise the last.
    fn unnamed_label(&self) -> usize {
        let last = self.width - 1;
        let first_holds = self.bytes
            && self.seen(0).is_some_and(ColumnSurvey::is_several_indices)
            && self.seen(last).is_some_and(ColumnSurvey::is_constant);
        if first_holds { 0 } else { last }
    }

    fn take(&mut self, column: usize) -> ColumnSurvey {
        let found = self.candidates.iter_mut().find(|(candidate, _)| *candidate == column);
        found.map(|(_, seen)| core::mem::take(seen)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::Result;
    use crate::data::{CsvOptions, Label, Labels, Table, read_csv};

    fn read(text: &str) -> Result<Table> {
        read_csv(text.as_bytes(), &CsvOptions::default())
    }

    #[test]
    fn a_first_line_that_counts_the_columns_is_a_header() {
        for (text, header) in [
            ("0,1,2,3\n5,6,7,8\n", true),
            ("1,2,3,4\n5,6,7,8\n", true),
            (",0,1\n0,5,6\n1,7,8\n", true),
            (",0,1,label\n0,5,6,cat\n1,7,8,dog\n", true),
            ("0,1,2,3,label\n5,6,7,8,cat\n", true),
            ("label,0,1,2,3\ncat,5,6,7,8\n", true),
            ("0,1,2\n5,6,7\n", false),
            ("0,1,2,4\n5,6,7,8\n", false),
            ("2,3,4,5\n5,6,7,8\n", false),
            ("0.0,1.0,2.0,3.0\n5,6,7,8\n", false),
            ("0,1,2,3\n", false),
        ] {
            let table = read(text).unwrap();
            assert_eq!(table.rows, text.lines().count() - usize::from(header), "{text:?}");
            assert_eq!(!table.columns.is_empty(), header, "{text:?}");
        }
        // What follows an empty cell and is no count may be a sample without its first value.
        assert_eq!(read(",2,3\n1,2,3\n").unwrap_err().offset, Some(1));
        let options = CsvOptions { header: Some(false), label: Label::Guess };
        assert_eq!(read_csv(b"0,1,2,3\n5,6,7,8\n", &options).unwrap().rows, 2);
    }

    #[test]
    fn a_header_that_counts_the_columns_names_no_label() {
        let labels = |text: &str| read(text).unwrap().labels.unwrap();
        assert_eq!(labels("0,1,2,3\n5,0,9,0\n0,3,9,0\n"), Labels::Classes(vec![5, 0]));
        assert_eq!(labels("0,1,2,3\n5,0,9,1\n0,3,9,0\n"), Labels::Classes(vec![1, 0]));
        // Row numbers are no labels.
        assert_eq!(labels(",0,1,2\n0,3,9,7\n1,4,9,7\n"), Labels::Classes(vec![7, 7]));
    }

    #[test]
    fn names_of_columns_may_be_empty_or_equal() {
        let table = read(",a,a,\n0,1,2,5\n1,3,4,6\n").unwrap();
        assert_eq!(table.columns.iter().collect::<Vec<_>>(), ["", "a", "a"]);
        assert_eq!(table.labels, Some(Labels::Classes(vec![5, 6])));
    }
}
