//! The targets of some samples, copied from the labels of a data set.

use crate::data::Known;
use crate::losses::Targets;

/// The targets of `rows`, copied to one of the two buffers.
pub(crate) fn gather_targets<'a>(
    labels: Known<'_>,
    rows: impl Iterator<Item = usize>,
    outputs: usize,
    classes: &'a mut Vec<u32>,
    values: &'a mut Vec<f32>,
) -> Targets<'a> {
    match labels {
        Known::Classes(all) => {
            classes.clear();
            classes.extend(rows.map(|row| all[row]));
            Targets::Classes(classes)
        }
        Known::Values(all) => {
            values.clear();
            rows.for_each(|row| values.extend_from_slice(&all[row * outputs..][..outputs]));
            Targets::Values(values)
        }
    }
}
