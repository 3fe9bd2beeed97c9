//! Data sets, file readers, augmentation and the preprocessing of drawings.
//!
//! [`read_idx`] and [`read_csv`] parse files into arrays. [`Dataset`] holds samples with their labels. [`prepare_drawing`]
//! normalises a drawing as the training images were. The session selects the batches and computes the loss.

mod augment;
mod csv;
mod csv_labels;
mod csv_options;
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
pub use csv::{Table, read_csv};
pub use csv_labels::MOST_CLASSES;
pub use csv_options::{CsvOptions, Label};
pub use csv_rows::LONGEST_FIELD;
pub use dataset::Dataset;
pub(crate) use dataset::{Resolved, check_scale};
pub use drawing::{Centre, Drawing, Fit, Prepared, Stage, prepare_drawing};
pub use idx::{Idx, read_idx};
pub use ink::ink_of_image;
pub use inputs::Inputs;
pub use labels::Labels;
pub(crate) use labels::{ResolvedLabels, classes_of, names_in_order, numbers_as};
pub use names::Names;

use crate::{Error, ErrorKind, Result};

/// An empty vector with capacity for exactly `count` values; an error, not an abort, if memory runs out.
fn reserve<T>(count: usize) -> Result<Vec<T>> {
    let mut values = Vec::new();
    values.try_reserve_exact(count).map_err(|_| {
        let error =
            Error::mismatch(ErrorKind::Memory, format_args!("room for {count} values"), "not enough memory");
        error.named("room_for_values").value("count", count)
    })?;
    Ok(values)
}
