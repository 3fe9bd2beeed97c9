//! Everything between the bytes of a file or a drawing and the samples that a network learns from.
//!
//! Readers ([`read_idx`], [`read_csv`]) turn files into arrays, [`Dataset`] holds samples with their labels,
//! [`prepare_drawing`] makes a drawing look like the pictures that a network was trained on. Which samples
//! come in which step, and how a label becomes a loss, is left to the session.

mod augment;
mod csv;
mod csv_labels;
mod csv_plan;
mod csv_rows;
mod dataset;
mod drawing;
mod hash;
mod idx;
mod ink;
mod inputs;
mod labels;
mod names;
mod resample;

pub use augment::{Augmentation, Augmenter};
pub use csv::{CsvOptions, Label, Table, read_csv};
pub use csv_labels::MOST_CLASSES;
pub use csv_rows::LONGEST_FIELD;
pub use dataset::Dataset;
pub(crate) use dataset::{Meaning, check_scale};
pub use drawing::{Centre, Drawing, Fit, Prepared, Stage, prepare_drawing};
pub use idx::{Idx, read_idx};
pub use ink::ink_of_image;
pub use inputs::Inputs;
pub use labels::Labels;
pub(crate) use labels::{Known, classes_of, names_in_order, numbers_as};
pub use names::Names;

use crate::{Code, Error, Result};

/// An empty vector with room for exactly `count` values; an error, not an abort, where memory has run out.
fn reserve<T>(count: usize) -> Result<Vec<T>> {
    let mut values = Vec::new();
    values.try_reserve_exact(count).map_err(|_| {
        let error =
            Error::mismatch(Code::Memory, format_args!("room for {count} values"), "not enough memory");
        error.named("room_for_values").value("count", count)
    })?;
    Ok(values)
}
