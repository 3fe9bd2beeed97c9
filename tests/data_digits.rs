//! The file readers and the data set on the UCI digits of the repository.

#[path = "common/digits.rs"]
mod common;

use common::digits_csv;
use inkgrad::data::{CsvOptions, Labels, Table, read_csv};

fn digits() -> Table {
    read_csv(&digits_csv(), &CsvOptions::default()).expect("the digits are a table")
}

#[test]
fn the_digits_match_their_description() {
    let table = digits();
    assert_eq!((table.rows, table.inputs.len()), (1797, 1797 * 64));
    assert!(table.columns.is_empty() && table.classes.is_none());
    assert!(table.inputs.iter().all(|&input| (0.0..=16.0).contains(&input) && input.fract() == 0.0));
    let Some(Labels::Classes(classes)) = &table.labels else { panic!("digits are classes") };
    assert_eq!(classes[..12], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    let mut counts = [0; 10];
    for &class in classes {
        counts[class as usize] += 1;
    }
    assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
}

#[test]
fn the_digits_are_scaled_to_0_to_1() {
    let data = digits().into_dataset(1.0 / 16.0).unwrap();
    assert_eq!((data.len(), data.features(), data.largest_class()), (1797, 64, Some(9)));
    let mut row = [0.0; 64];
    data.gather(&[0], &mut row);
    assert_eq!(row[..8], [0.0, 0.0, 0.3125, 0.8125, 0.5625, 0.0625, 0.0, 0.0]);
}

#[test]
fn truncated_digits_are_shorter_or_rejected() {
    let text = digits_csv();
    let last = text[..text.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    for end in last..text.len() {
        let fields = text[last..end].split(|&byte| byte == b',').filter(|field| !field.is_empty()).count();
        match read_csv(&text[..end], &CsvOptions::default()) {
            Ok(table) if end == last => assert_eq!(table.rows, 1796),
            Ok(table) => assert_eq!((table.rows, fields), (1797, 65)),
            Err(error) => assert_eq!((error.offset, fields < 65), (Some(1797), true), "{error}"),
        }
    }
}
