//! [`Inputs`]: the inputs of samples, from `ndarray` arrays, vectors or slices of bytes or floats.

use std::borrow::Cow;

use ndarray::{Array, ArrayView, CowArray, Dimension};

use crate::kernels::{F32x4, scale_bytes, update, zip_map};
use crate::{Error, ErrorKind, Result};

/// The inputs of samples, row-major, with an optional factor.
///
/// They convert from `ndarray` arrays and views, vectors and slices, of `u8` or `f32`. An array with two or more axes has its
/// samples on the first. With one axis, the samples are contiguous.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs<'a> {
    values: Values<'a>,
    /// The number of samples, if the array has an axis for them.
    samples: Option<usize>,
    scale: Option<f32>,
}

/// The values of all samples.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values<'a> {
    /// Bytes need a quarter of the memory of floats.
    Bytes(Cow<'a, [u8]>),
    Floats(Cow<'a, [f32]>),
}

impl Inputs<'_> {
    /// The same with a factor of all values. Without one, the training data's scale is used. It must be finite and not 0; this
    /// is checked when the inputs are used.
    #[must_use]
    pub fn with_scale(mut self, scale: f32) -> Self {
        self.scale = Some(scale);
        self
    }

    /// The factor of the values, if given.
    pub fn scale(&self) -> Option<f32> {
        self.scale
    }

    /// The number of values of all samples.
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Bytes(values) => values.len(),
            Values::Floats(values) => values.len(),
        }
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the values are bytes.
    pub fn are_bytes(&self) -> bool {
        matches!(self.values, Values::Bytes(_))
    }

    /// The number of samples, if the array has an axis for them.
    pub(super) fn samples(&self) -> Option<usize> {
        self.samples
    }

    pub(crate) fn values(&self) -> &Values<'_> {
        &self.values
    }

    /// The number of samples of `features` values, at least one.
    ///
    /// # Errors
    /// Kind `shape`, with the path `inputs`.
    pub(crate) fn count(&self, features: usize) -> Result<usize> {
        let length = self.len();
        if length == 0 || features == 0 || !length.is_multiple_of(features) {
            let expected = format_args!("a multiple of {features} values, {features} a sample");
            return Err(Error::mismatch(ErrorKind::Shape, expected, length)
                .named("expected_whole_samples")
                .value("features", features)
                .at("inputs"));
        }
        let samples = length / features;
        match self.samples {
            Some(rows) if rows != samples => {
                let expected = format_args!("{features} values in each of {rows} samples");
                Err(Error::mismatch(ErrorKind::Shape, expected, format_args!("{}", length / rows))
                    .named("expected_values_a_sample")
                    .value("features", features)
                    .value("samples", rows)
                    .at("inputs")
                    .with_note("the first axis of an array is that of the samples"))
            }
            _ => Ok(samples),
        }
    }

    /// The same with owned values.
    pub(super) fn into_owned(self) -> Inputs<'static> {
        let values = match self.values {
            Values::Bytes(values) => Values::Bytes(Cow::Owned(values.into_owned())),
            Values::Floats(values) => Values::Floats(Cow::Owned(values.into_owned())),
        };
        Inputs { values, samples: self.samples, scale: self.scale }
    }

    /// Copies rows of `features` values, times `scale`, to `out`: `[rows, features]`. Allocates nothing.
    pub(crate) fn gather(
        &self,
        rows: &mut dyn Iterator<Item = usize>,
        features: usize,
        scale: f32,
        out: &mut [f32],
    ) {
        let mut rows = rows.map(|row| row * features..(row + 1) * features);
        match &self.values {
            Values::Bytes(values) => {
                for (row, out) in rows.zip(out.chunks_exact_mut(features)) {
                    scale_bytes(&values[row], scale, out);
                }
            }
            Values::Floats(values) => {
                let scale = F32x4::splat(scale);
                // Rows are far apart in memory: copying two at a time overlaps their cache misses.
                for pair in out.chunks_mut(2 * features) {
                    let mut row = || rows.next().map_or(&[][..], |row| &values[row]);
                    match pair.split_at_mut_checked(features) {
                        Some((first, second)) if !second.is_empty() => {
                            update([first, second], [row(), row()], |_, [a, b]| [a * scale, b * scale]);
                        }
                        _ => zip_map(pair, row(), |_, value| value * scale),
                    }
                }
            }
        }
    }
}

/// Conversions of one type of element.
macro_rules! elements {
    ($element:ty, $values:ident) => {
        impl<'a> From<Cow<'a, [$element]>> for Inputs<'a> {
            fn from(values: Cow<'a, [$element]>) -> Self {
                Self { values: Values::$values(values), samples: None, scale: None }
            }
        }

        impl From<Vec<$element>> for Inputs<'_> {
            fn from(values: Vec<$element>) -> Self {
                Cow::<[$element]>::Owned(values).into()
            }
        }

        impl<'a> From<&'a Vec<$element>> for Inputs<'a> {
            fn from(values: &'a Vec<$element>) -> Self {
                Cow::Borrowed(values.as_slice()).into()
            }
        }

        impl<'a> From<&'a [$element]> for Inputs<'a> {
            fn from(values: &'a [$element]) -> Self {
                Cow::Borrowed(values).into()
            }
        }

        impl<'a, const N: usize> From<&'a [$element; N]> for Inputs<'a> {
            fn from(values: &'a [$element; N]) -> Self {
                Cow::Borrowed(values.as_slice()).into()
            }
        }

        impl<const N: usize> From<[$element; N]> for Inputs<'_> {
            fn from(values: [$element; N]) -> Self {
                values.to_vec().into()
            }
        }

        impl<'a, const N: usize, const M: usize> From<&'a [[$element; M]; N]> for Inputs<'a> {
            fn from(rows: &'a [[$element; M]; N]) -> Self {
                Self { samples: Some(N), ..Cow::Borrowed(rows.as_flattened()).into() }
            }
        }

        impl<const N: usize, const M: usize> From<[[$element; M]; N]> for Inputs<'_> {
            fn from(rows: [[$element; M]; N]) -> Self {
                Self { samples: Some(N), ..rows.as_flattened().to_vec().into() }
            }
        }

        impl<D: Dimension> From<Array<$element, D>> for Inputs<'_> {
            fn from(array: Array<$element, D>) -> Self {
                let (samples, length) = (first_axis(array.shape()), array.len());
                let array =
                    if array.is_standard_layout() { array } else { array.as_standard_layout().into_owned() };
                // The vector of a sliced array also has the elements before and after the slice.
                let (mut values, offset) = array.into_raw_vec_and_offset();
                values.drain(..offset.unwrap_or_default());
                values.truncate(length);
                Self { samples, ..values.into() }
            }
        }

        impl<'a, D: Dimension> From<ArrayView<'a, $element, D>> for Inputs<'a> {
            fn from(array: ArrayView<'a, $element, D>) -> Self {
                let samples = first_axis(array.shape());
                let values = match array.to_slice() {
                    Some(values) => Cow::Borrowed(values),
                    None => Cow::Owned(array.iter().copied().collect()),
                };
                Self { samples, ..values.into() }
            }
        }

        impl<'a, D: Dimension> From<&'a Array<$element, D>> for Inputs<'a> {
            fn from(array: &'a Array<$element, D>) -> Self {
                array.view().into()
            }
        }

        impl<'a, D: Dimension> From<&'a CowArray<'_, $element, D>> for Inputs<'a> {
            fn from(array: &'a CowArray<'_, $element, D>) -> Self {
                array.view().into()
            }
        }
    };
}

elements!(u8, Bytes);
elements!(f32, Floats);

/// The number of samples in an array of this shape; `None` if it has one axis only.
fn first_axis(shape: &[usize]) -> Option<usize> {
    (shape.len() > 1).then(|| shape[0])
}

#[cfg(test)]
mod tests {
    use ndarray::{Array3, arr2, array};

    use super::*;

    fn floats<'a>(inputs: impl Into<Inputs<'a>>) -> Vec<f32> {
        let inputs = inputs.into();
        let mut out = vec![0.0; inputs.len()];
        inputs.gather(&mut (0..1), inputs.len(), 1.0, &mut out);
        out
    }

    #[test]
    fn arrays_of_any_layout_are_read_row_by_row() {
        let matrix = arr2(&[[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        assert_eq!(floats(&matrix), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(floats(matrix.t()), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert_eq!(floats(matrix.t().to_owned()), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert_eq!(floats(matrix.clone().slice_move(ndarray::s![1.., ..])), [4.0, 5.0, 6.0]);
        assert_eq!(floats(matrix.clone().slice_move(ndarray::s![..1, ..])), [1.0, 2.0, 3.0]);
        assert_eq!(floats(matrix.reversed_axes()), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        assert_eq!(floats([[7_u8, 8], [9, 10]]), [7.0, 8.0, 9.0, 10.0]);
    }

    #[test]
    fn the_first_of_several_axes_counts_samples() {
        let count = |inputs: Inputs<'_>, features| inputs.count(features).map_err(|error| error.to_string());
        assert_eq!(count(Array3::<u8>::zeros((5, 2, 3)).into(), 6), Ok(5));
        assert_eq!(count(vec![0.0_f32; 30].into(), 6), Ok(5));
        assert_eq!(count(array![1.0_f32, 2.0].into(), 1), Ok(2));
        assert_eq!(
            count(Array3::<u8>::zeros((5, 2, 3)).into(), 3),
            Err("inputs: expected 3 values in each of 5 samples, found 6; the first axis of an array is that of the samples"
                .to_owned())
        );
        assert_eq!(
            count(vec![0_u8; 7].into(), 3),
            Err("inputs: expected a multiple of 3 values, 3 a sample, found 7".to_owned())
        );
    }
}
