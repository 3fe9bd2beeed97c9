//! Shared test helpers: golden values, the 8×8 digits, and small networks.

use std::io::Read;

use inkgrad::data::{CsvOptions, Labels, read_csv};
use inkgrad::schema::json_value::JsonValue;
use inkgrad::session::NamedArray;
use inkgrad::{Dataset, Part, Session, Spec};
use serde_json::Value;

/// Reads one of the golden files.
macro_rules! golden {
    ($name:literal) => {
        serde_json::from_str::<serde_json::Value>(include_str!(concat!("../golden/", $name, ".json")))
            .expect("golden numbers")
    };
}
pub(crate) use golden;

/// The numbers of a tensor, or of a plain list.
pub(crate) fn floats(tensor: &Value) -> Vec<f32> {
    let data = tensor.get("data").unwrap_or(tensor).as_array().expect("a tensor");
    data.iter()
        .flat_map(|value| if value.is_array() { floats(value) } else { vec![number(value) as f32] })
        .collect()
}

pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

pub(crate) fn shape(value: &Value) -> Vec<usize> {
    value.as_array().expect("a shape").iter().map(|size| number(size) as usize).collect()
}

/// Checks that two tensors agree to `tolerance` times the largest magnitude.
#[track_caller]
pub(crate) fn assert_agrees(found: &[f32], expected: &[f32], tolerance: f32, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: length");
    let largest = expected.iter().fold(1e-3_f32, |largest, value| largest.max(value.abs()));
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        let agrees = (found - expected).abs() <= tolerance * largest;
        assert!(agrees, "{what}[{index}]: {found}, not {expected}");
    }
}

#[track_caller]
pub(crate) fn assert_near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs().max(1e-3),
        "{what}: {found}, not {expected}"
    );
}

/// Deterministic pseudo-random numbers between −1 and 1.
pub(crate) fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let word = |index: u32| (index ^ seed.wrapping_mul(0x9E37_79B9)).wrapping_mul(0x85EB_CA6B);
    let mixed = |index: u32| (word(index) ^ (word(index) >> 13)).wrapping_mul(0xC2B2_AE35);
    (0..count as u32).map(|index| (mixed(index) >> 8) as f32 / 8_388_608.0 - 1.0).collect()
}

/// The UCI digits: 1,797 rows of 64 values from 0 to 16, and their labels.
pub(crate) fn digits() -> (Vec<f32>, Vec<u32>) {
    let mut text = Vec::new();
    let packed = include_bytes!("../../data/digits.csv.gz").as_slice();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut text).expect("the digits are gzip");
    let table = read_csv(&text, &CsvOptions::default()).expect("the digits are CSV");
    let Some(Labels::Classes(labels)) = table.labels else { panic!("digits are classes") };
    (table.inputs, labels)
}

/// Rows `from..to` of the digits.
pub(crate) fn some_digits(from: usize, to: usize) -> Dataset {
    let (inputs, labels) = digits();
    let data = Dataset::new(&inputs[from * 64..to * 64], &labels[from..to]);
    data.expect("digits").with_scale(1.0 / 16.0)
}

pub(crate) fn spec(json: &str) -> Spec {
    Spec::from_json(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

pub(crate) fn raw(json: &str) -> JsonValue {
    JsonValue::from_json(json).expect("JSON")
}

/// A small network on the digits. `more` are further fields of its spec.
pub(crate) fn small_session(more: &str) -> Session {
    let json = format!(
        r#"{{"seed":3,"input":[64],"layers":[
            {{"kind":"dense","units":16,"activation":"relu"}},{{"kind":"dropout","rate":0.1}},{{"kind":"dense","units":10}}],
            "loss":{{"kind":"cross_entropy"}},"optimizer":{{"kind":"adam","learning_rate":0.01}},"batch_size":32{more}}}"#
    );
    let mut session = Session::new(spec(&json)).expect("a session");
    session.set_data(Part::Train, some_digits(0, 200)).expect("data");
    session.set_data(Part::Validation, some_digits(200, 300)).expect("data");
    session
}

/// All parameters as bits.
pub(crate) fn bits(session: &Session) -> Vec<u32> {
    session
        .parameters()
        .iter()
        .flat_map(|array| array.data().iter().map(|value| value.to_bits()).collect::<Vec<_>>())
        .collect()
}

/// The parameters in a golden file.
pub(crate) fn named_arrays(list: &Value) -> Vec<NamedArray<'static>> {
    let list = list.as_array().expect("parameters").iter();
    list.map(|entry| {
        let name = entry["name"].as_str().expect("a name").to_owned();
        NamedArray::new(name, &shape(&entry["shape"]), floats(&entry["data"])).expect("an array")
    })
    .collect()
}
