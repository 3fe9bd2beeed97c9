//! Tests of the CSV reader: what is read, what is refused and where, and what of a cut file is still valid.

use proptest::prelude::*;

use super::*;
use crate::data::Label;

/// Numbers and words under a header, with quotes, blanks and both line ends.
const FLOWERS: &str =
    "length,\"width, mm\",kind\r\n5.1,35,setosa\r\n\"7\", 3.2e1 ,\"versi\"\"color\"\n\n-6,.5,setosa\n";
/// Nothing but numbers.
const DIGITS: &str = "0,5,13,1\n10,0.5,1,0\n7,16,2,2\n";
/// Values to be approached.
const PRICES: &str = "rooms,price\n3,1200.5\n4,900\n";

fn read(text: &str) -> Result<Table> {
    read_csv(text.as_bytes(), &CsvOptions::default())
}

fn read_with(text: &str, header: Option<bool>, label: Label) -> Result<Table> {
    read_csv(text.as_bytes(), &CsvOptions { header, label })
}

fn names(names: &Names) -> Vec<&str> {
    names.iter().collect()
}

/// The line of a fault and its message, which must name the line too.
fn fault(result: Result<Table>) -> (u64, String) {
    let error = result.expect_err("the file is wrong");
    assert_eq!(error.kind, ErrorKind::Format);
    let line = error.offset.expect("a line");
    let message = error.to_string();
    let rest = message.strip_prefix(&format!("line {line}")).expect("the line in the message");
    (line, rest.trim_start_matches([':', ' ']).to_owned())
}

#[test]
fn words_become_classes_in_the_order_of_their_appearance() {
    let table = read(FLOWERS).unwrap();
    assert_eq!(names(&table.columns), ["length", "width, mm"]);
    assert_eq!(table.inputs, [5.1, 35.0, 7.0, 32.0, -6.0, 0.5]);
    assert_eq!(table.labels, Some(Labels::Classes(vec![0, 1, 0])));
    assert_eq!(names(&table.classes.unwrap()), ["setosa", "versi\"color"]);
    assert_eq!(table.rows, 3);
}

#[test]
fn small_whole_numbers_are_class_indices_as_they_stand() {
    let table = read(DIGITS).unwrap();
    assert!(table.columns.is_empty());
    assert_eq!(table.inputs, [0.0, 5.0, 13.0, 10.0, 0.5, 1.0, 7.0, 16.0, 2.0]);
    assert_eq!(table.labels, Some(Labels::Classes(vec![1, 0, 2])));
    assert_eq!(table.classes, None);
    assert_eq!(read("1,2.0\n1,999\n").unwrap().labels, Some(Labels::Classes(vec![2, 999])));
}

#[test]
fn a_fraction_a_negative_or_a_large_number_makes_all_labels_values() {
    assert_eq!(read(PRICES).unwrap().labels, Some(Labels::Values(vec![1200.5, 900.0])));
    assert_eq!(read("1,3\n1,-1\n").unwrap().labels, Some(Labels::Values(vec![3.0, -1.0])));
    assert_eq!(read("1,1000\n1,0\n").unwrap().labels, Some(Labels::Values(vec![1000.0, 0.0])));
}

#[test]
fn small_whole_numbers_among_words_are_words() {
    let table = read("1,7\n2,A\n3,7\n4,B\n5,A").unwrap();
    assert_eq!(table.labels, Some(Labels::Classes(vec![0, 1, 0, 2, 1])));
    assert_eq!(names(&table.classes.unwrap()), ["7", "A", "B"]);
}

#[test]
fn one_bad_label_among_numbers_is_an_error_and_no_class() {
    let error = read("x,label\n1,7\n2,3\n3,none\n4,1\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 4, column 2: expected a number, as the other labels are, found \"none\"; if the labels are names, write all of them as words"
    );
    assert_eq!((error.id().as_str(), error.offset), ("format.word_among_numbers", Some(4)));
    // In the first row too, where there is no header.
    assert_eq!(fault(read_with("1,a\n2,3\n3,5\n", Some(false), Label::Guess)).0, 1);
}

#[test]
fn the_label_is_found_by_its_name_in_any_case() {
    for (text, inputs, classes) in [
        ("label,pixel0,pixel1\n5,0,255\n0,128,0\n", [0.0, 255.0, 128.0, 0.0], [5, 0]),
        ("a,Target,b\n0,5,255\n128,0,0\n", [0.0, 255.0, 128.0, 0.0], [5, 0]),
        ("CLASS,0,1\n5,0,255\n0,128,0\n", [0.0, 255.0, 128.0, 0.0], [5, 0]),
        ("x,y,label\n0,255,5\n128,0,0\n", [0.0, 255.0, 128.0, 0.0], [5, 0]),
        ("Y,a,b\n5,0,255\n0,128,0\n", [0.0, 255.0, 128.0, 0.0], [5, 0]),
        ("a,b,c\n0,255,5\n128,0,0\n", [0.0, 255.0, 128.0, 0.0], [5, 0]),
    ] {
        let table = read(text).unwrap();
        assert_eq!((table.inputs, table.rows), (inputs.to_vec(), 2), "{text:?}");
        assert_eq!(table.labels, Some(Labels::Classes(classes.to_vec())), "{text:?}");
        assert_eq!(table.columns.len(), 2, "{text:?}");
    }
}

#[test]
fn without_a_header_the_label_of_the_common_mnist_files_comes_first() {
    let classes = |text: &str| read(text).unwrap().labels.unwrap();
    assert_eq!(classes("5,0,255,0\n0,3,9,0\n"), Labels::Classes(vec![5, 0]));
    // Not where the first is always the same, not whole or large, another is no byte, or the last varies.
    for text in
        ["5,0,7\n5,3,7\n", "5.5,0,7\n0,3,7\n", "1000,0,7\n0,3,7\n", "5,256,7\n0,3,7\n", "5,-1,7\n0,3,7\n"]
    {
        assert_eq!(classes(text), Labels::Classes(vec![7, 7]), "{text:?}");
    }
    assert_eq!(classes("5,0,7\n0,3,8\n"), Labels::Classes(vec![7, 8]));
    // A header, or a column that was chosen, decides.
    assert_eq!(classes("a,b,c\n5,0,7\n0,3,7\n"), Labels::Classes(vec![7, 7]));
    let chosen = read_with("5,0,7\n0,3,7\n", None, Label::Index(1)).unwrap();
    assert_eq!(chosen.labels, Some(Labels::Classes(vec![0, 3])));
}

#[test]
fn a_table_may_have_no_labels() {
    let table = read_with("a,label\n1,2\n3,4\n", None, Label::None).unwrap();
    assert_eq!((names(&table.columns), table.inputs.len()), (vec!["a", "label"], 4));
    assert_eq!((&table.labels, &table.classes, table.rows), (&None, &None, 2));
    assert_eq!(table.into_dataset(1.0).unwrap_err().id(), "data.no_labels");
    assert_eq!(read_with("1\n2\n", None, Label::None).unwrap().inputs, [1.0, 2.0]);
}

#[test]
fn comma_semicolon_and_tab_are_told_apart() {
    for delimiter in [",", ";", "\t"] {
        let text = "a,b,kind\n1,2,x\n3,4,y\n".replace(',', delimiter);
        let table = read(&text).unwrap();
        assert_eq!((names(&table.columns), table.inputs), (vec!["a", "b"], vec![1.0, 2.0, 3.0, 4.0]));
    }
    // What stands in quotes separates nothing.
    assert_eq!(names(&read("\"a;b;c\",kind\n1,x\n2,y\n").unwrap().columns), ["a;b;c"]);
    let error = read("a;b\n1,5;2\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2, column 1: expected a number, found \"1,5\"; write decimals with a point"
    );
}

#[test]
fn other_kinds_of_files_are_named() {
    for (bytes, id) in [
        (&b"\x1f\x8b\x08\x00\x00"[..], "format.found_gzip"),
        (b"PK\x03\x04", "format.found_zip"),
        (b"<!doctype html>", "format.found_html"),
        (b"\xff\xfe1\x00", "format.found_utf16"),
    ] {
        let error = read_csv(bytes, &CsvOptions::default()).unwrap_err();
        assert_eq!((error.id().as_str(), error.offset), (id, Some(1)));
    }
}

#[test]
fn a_header_is_guessed_from_words_over_numbers() {
    for (text, header) in [
        ("a,b,c\n1,2,3\n", true),
        ("0,1,label\n1,2,3\n", true),
        ("0,1,label\n1,2,cat\n", false),
        ("0,1,label\n1,2,3\n4,5,6\n", true),
        ("label,0,1\n1,2,3\n4,5,6\n", true),
        ("label;pixel0;pixel1\n1;2;3\n", true),
        ("0,1,label\n", false),
        (",a,b,c\n0,1,2,3\n", true),
        ("1,2,3\n4,5,6\n", false),
    ] {
        assert_eq!(read(text).unwrap().rows, text.lines().count() - usize::from(header), "{text:?}");
    }
    // What is guessed wrong can be said.
    assert_eq!(read_with("1,2\n3,4\n", Some(true), Label::Guess).unwrap().rows, 1);
    assert_eq!(read_with("0,label\n1,no\n", Some(false), Label::Guess).unwrap().rows, 2);
}

#[test]
fn the_label_may_stand_in_any_column() {
    let text = "kind,x,y\n1,2,3\n0,5,6\n";
    for label in [Label::Index(0), Label::Name("kind".to_owned())] {
        let table = read_with(text, None, label).unwrap();
        assert_eq!(names(&table.columns), ["x", "y"]);
        assert_eq!(table.inputs, [2.0, 3.0, 5.0, 6.0]);
        assert_eq!(table.labels, Some(Labels::Classes(vec![1, 0])));
    }
    let named_by_number = read_with("0,1\n5,6\n", None, Label::Name("0".to_owned())).unwrap();
    assert_eq!((named_by_number.inputs, named_by_number.rows), (vec![6.0], 1));
}

#[test]
fn a_label_that_is_not_there_is_refused_at_the_first_line() {
    for (header, label, message) in [
        (None, Label::Index(2), "expected a label's column from 0 to 1, found 2"),
        (None, Label::Name("cost".to_owned()), "expected a column named \"cost\", found none in the header"),
        (
            Some(false),
            Label::Name("price".to_owned()),
            "expected the label's column by its number, found a name; without a header the columns have no names",
        ),
    ] {
        assert_eq!(fault(read_with(PRICES, header, label)), (1, message.to_owned()));
    }
}

#[test]
fn faults_are_named_with_their_line() {
    for (text, line, message) in [
        ("", 1, "expected rows of numbers, found an empty file"),
        ("\n\n", 3, "expected rows of numbers, found an empty file"),
        ("a,b\n", 2, "expected a row after the header, found the end of the file"),
        ("12\n", 1, "expected two columns or more, separated by comma, semicolon or tab, found one"),
        ("1,2\n\n3,4,5\n", 3, "expected 2 cells, as in the first line, found 3"),
        ("1,2,3\n3,4\n", 2, "expected 3 cells, as in the first line, found 2"),
        (
            "id,2019,2020,kind\n1,2,3,cat\n",
            1,
            ", column 1: expected a number, found \"id\"; if this line names the columns, say so with `header`",
        ),
        ("1,2\n1,2\nx,4\n", 3, ", column 1: expected a number, found \"x\""),
        ("1,2\n,4\n", 2, ", column 1: expected a value, found nothing"),
        ("1,2\n3,\n", 2, ", column 2: expected a value, found nothing"),
        ("1,2\nNaN,4\n", 2, ", column 1: expected a finite number, found \"NaN\""),
        ("1,2\n1e39,4\n", 2, ", column 1: expected a finite number, found \"1e39\""),
        ("1,2\n3,inf\n", 2, ", column 2: expected a finite label, found \"inf\""),
        (
            "1,0.5\n3,none\n",
            2,
            ", column 2: expected a number, as the other labels are, found \"none\"; if the labels are names, write all of them as words",
        ),
        (
            "1,cat\n2,dog\n3,-1\n",
            3,
            ", column 2: expected a word or a class index, as the other labels are, found \"-1\"",
        ),
        ("1,2\n\"3,4\n5,6", 2, ", column 1: expected a closing quote, found the end of the file"),
    ] {
        assert_eq!(fault(read(text)), (line, message.trim_start_matches([':', ' ']).to_owned()), "{text:?}");
    }
}

#[test]
fn a_column_of_too_many_words_is_no_label() {
    let rows: Vec<_> = (0..=crate::data::MOST_CLASSES).map(|row| format!("{row},name{row}")).collect();
    let text = rows.join("\n");
    let (line, message) = fault(read(&text));
    assert_eq!(line, 1001);
    assert!(message.ends_with("if another column holds the labels, name it"), "{message}");
}

#[test]
fn huge_headers_are_read_or_refused() {
    let wide = format!("{}\n{}\n", vec!["x"; 5000].join(","), vec!["1"; 5000].join(","));
    assert_eq!(read(&wide).unwrap().columns.len(), 4999);
    assert_eq!(fault(read(&format!("{}\n1\n", ",".repeat(5000)))).0, 2);
    assert_eq!(fault(read(&format!("{},b\n1,2\n", "x".repeat(5000)))).0, 1);
}

#[test]
fn a_table_becomes_a_data_set() {
    let data = read(FLOWERS).unwrap().into_dataset(0.5).unwrap();
    let mut row = [0.0; 2];
    data.gather(&[1], &mut row);
    assert_eq!((row, data.len(), data.classes()), ([3.5, 16.0], 3, Some(&[0, 1, 0][..])));
}

/// Whether `cut` holds what the first lines of `whole` hold. The end of its last line may be missing, and
/// only there may it differ: 900 cut after its first digit is a 9, and a label cut so may change the kind of
/// all.
fn begins_as(cut: &Table, whole: &Table) -> bool {
    let features = whole.inputs.len() / whole.rows;
    let sure = (cut.rows - 1) * features;
    cut.rows <= whole.rows
        && cut.inputs.len() == cut.rows * features
        && cut.inputs[..sure] == whole.inputs[..sure]
        && (cut.rows < 2 || first_label(cut.labels.as_ref()) == first_label(whole.labels.as_ref()))
}

fn first_label(labels: Option<&Labels>) -> Option<f32> {
    if let Some(Labels::Classes(classes)) = labels {
        return classes.first().map(|&class| class as f32);
    }
    if let Some(Labels::Values(values)) = labels { values.first().copied() } else { None }
}

#[test]
fn a_file_cut_anywhere_is_an_error_with_a_line_or_a_shorter_table() {
    for (text, header) in [(FLOWERS, true), (DIGITS, false), (PRICES, true)] {
        let whole = read(text).unwrap();
        let first_line = text.find(['\r', '\n']).unwrap();
        for said in [None, Some(header)] {
            let mut shorter = 0;
            for (end, _) in text.char_indices() {
                match read_with(&text[..end], said, Label::Guess) {
                    Err(error) => assert_eq!(error.offset > Some(1), end > first_line, "{error}"),
                    // A first line without a header is a table of its own, be it cut: "0,5" has a row.
                    Ok(table) if end <= first_line => assert_eq!((table.rows, header), (1, false)),
                    Ok(table) => {
                        assert!(begins_as(&table, &whole), "{:?} gives {table:?}", &text[..end]);
                        shorter += 1;
                    }
                }
            }
            assert!(shorter >= whole.rows, "whole lines are valid");
        }
    }
}

/// Rows of one to four inputs and a small label.
fn tables() -> impl Strategy<Value = Vec<(Vec<f32>, u32)>> {
    (1_usize..5).prop_flat_map(|features| {
        let value = any::<f32>().prop_filter("finite", |value| value.is_finite());
        prop::collection::vec((prop::collection::vec(value, features), 0_u32..20), 1..6)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        rows in tables(), quote in any::<bool>(), end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let field = |text: String| if quote { format!("\"{text}\"") } else { text };
        let mut text = String::new();
        for (inputs, label) in &rows {
            for input in inputs {
                text += &field(format!("{input:e}"));
                text.push(',');
            }
            text += &field(label.to_string());
            text += end;
        }
        let table = read(&text).unwrap();
        prop_assert_eq!(table.rows, rows.len());
        prop_assert_eq!(table.labels, Some(Labels::Classes(rows.iter().map(|row| row.1).collect())));
        prop_assert_eq!(table.inputs, rows.into_iter().flat_map(|row| row.0).collect::<Vec<_>>());
    }

    #[test]
    fn words_are_read_back_whatever_they_hold(words in prop::collection::vec("[a-z][ -~]{0,8}[!-~]", 1..9)) {
        let rows: Vec<_> = words.iter().map(|word| format!("1,\"{}\"", word.replace('"', "\"\""))).collect();
        prop_assume!(!words.iter().any(|word| word.parse::<f32>().is_ok()));
        let table = read_with(&rows.join("\n"), Some(false), Label::Guess).unwrap();
        let classes = table.classes.unwrap();
        let Some(Labels::Classes(indices)) = table.labels else { panic!("words are classes") };
        let read: Vec<_> = indices.iter().map(|&index| classes.iter().nth(index as usize).unwrap()).collect();
        prop_assert_eq!(read, words);
    }

    #[test]
    fn any_text_is_a_table_or_an_error_with_a_line(
        text in "[0-9a,;\t.\"\r\n -]{0,60}",
        header in any::<Option<bool>>(),
        label in prop::sample::select(vec![Label::Guess, Label::Index(1), Label::None, Label::Name("a".to_owned())]),
    ) {
        match read_with(&text, header, label) {
            Ok(table) => {
                prop_assert!(table.rows > 0 && table.inputs.len().is_multiple_of(table.rows));
                prop_assert!(table.labels.is_none() || table.into_dataset(1.0).is_ok());
            }
            Err(error) => {
                let lines = 1 + text.matches(['\r', '\n']).count() as u64;
                prop_assert!(error.offset.is_some_and(|line| (1..=lines).contains(&line)), "{}", error);
            }
        }
    }
}

#[test]
fn a_row_of_too_many_cells_is_refused_wherever_its_lines_end() {
    let options = CsvOptions { header: Some(false), label: Label::None };
    let most = 1 << 20;
    assert_eq!(read_csv(&b"1,".repeat(most)[..2 * most - 1], &options).unwrap().inputs.len(), most);
    for text in [b"1,".repeat(most), [&b"\"a\n\"\"\","[..], &b"1,".repeat(most - 1), b"\"\n\""].concat()] {
        assert_eq!(read_csv(&text, &options).unwrap_err().id(), "format.wide_row");
    }
    let narrow = b"\"1\",\"2\"\n".repeat(most / 8);
    assert_eq!(read_csv(&narrow, &options).unwrap().rows, most / 8);
}
