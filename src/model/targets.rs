//! Gathers the targets of a batch from the labels of a data set.

use crate::data::ResolvedLabels;
use crate::losses::Targets;

/// Copies the targets of `rows` to one of the two buffers.
pub(crate) fn gather_targets<'a>(
    labels: ResolvedLabels<'_>,
    rows: impl Iterator<Item = usize>,
    outputs: usize,
    classes: &'a mut Vec<u32>,
    values: &'a mut Vec<f32>,
) -> Targets<'a> {
    match labels {
        ResolvedLabels::Classes(all) => {
            classes.clear();
            classes.extend(rows.map(|row| all[row]));
            Targets::Classes(classes)
        }
        ResolvedLabels::Values(all) => {
            values.clear();
            rows.for_each(|row| values.extend_from_slice(&all[row * outputs..][..outputs]));
            Targets::Values(values)
        }
    }
}
