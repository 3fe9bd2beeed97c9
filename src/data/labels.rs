//! [`Labels`]: the labels of samples as a caller passes them, and their interpretation.

use std::collections::BTreeMap;

use ndarray::{Array, ArrayView, Dimension};

use crate::{Error, ErrorKind, Result};

/// The labels of samples.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Labels {
    /// A class index for each sample: `[n]`. Always 32 bits wide: for MNIST that is 180 KB more than bytes, beside 47 MB of
    /// images.
    Classes(Vec<u32>),
    /// Finite target values, row-major: `[n, outputs]`.
    Values(Vec<f32>),
    /// A class name for each sample: `[n]`. Classes are numbered by first appearance in the training data.
    Names(Vec<String>),
    /// Numbers whose interpretation depends on the network: n integers are class indices, n × outputs numbers are values. With
    /// one output they are classes if all are 0 or 1 or the loss takes only classes, otherwise values.
    Numbers(Vec<f64>),
    /// A class index for each sample as a signed integer, which must not be negative: `[n]`.
    Integers(Vec<i32>),
}

/// Interpreted labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ResolvedLabels<'a> {
    Classes(&'a [u32]),
    Values(&'a [f32]),
}

impl Labels {
    /// [`Numbers`](Self::Numbers).
    pub fn from_numbers(numbers: Vec<f64>) -> Self {
        Self::Numbers(numbers)
    }

    /// The number of labels.
    pub fn len(&self) -> usize {
        match self {
            Self::Classes(labels) => labels.len(),
            Self::Values(labels) => labels.len(),
            Self::Names(labels) => labels.len(),
            Self::Numbers(labels) => labels.len(),
            Self::Integers(labels) => labels.len(),
        }
    }

    /// Whether there are no labels.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is one label for each sample, for any network.
    pub(super) fn are_one_a_sample(&self) -> bool {
        !matches!(self, Self::Values(_) | Self::Numbers(_))
    }

    /// The labels as classes or values, if that needs neither network nor class names.
    pub(crate) fn resolved_labels(&self) -> Option<ResolvedLabels<'_>> {
        match self {
            Self::Classes(classes) => Some(ResolvedLabels::Classes(classes)),
            Self::Values(values) => Some(ResolvedLabels::Values(values)),
            Self::Names(_) | Self::Numbers(_) | Self::Integers(_) => None,
        }
    }

    /// Converts signed integers to class indices.
    ///
    /// # Errors
    /// Kind `data` if one is negative.
    pub(super) fn checked(self) -> Result<Self> {
        let Self::Integers(integers) = self else { return Ok(self) };
        let class = |(index, integer): (usize, i32)| {
            u32::try_from(integer).map_err(|_| no_class(index, &integer.to_string()))
        };
        Ok(Self::Classes(integers.into_iter().enumerate().map(class).collect::<Result<_>>()?))
    }
}

fn no_class(index: usize, found: &str) -> Error {
    Error::mismatch(ErrorKind::Data, "a class: a whole number of at least 0", found)
        .named("expected_class")
        .at(format_args!("labels[{index}]"))
}

/// The distinct names in the order of first appearance.
pub(crate) fn names_in_order(labels: &[String]) -> Vec<String> {
    let mut known = BTreeMap::<_, u32>::new();
    labels.iter().filter(|name| known.insert(name.as_str(), 0).is_none()).cloned().collect()
}

/// The class index of each name.
///
/// # Errors
/// Kind `data` if a name is not in `names`.
pub(crate) fn classes_of(labels: &[String], names: &[String]) -> Result<Vec<u32>> {
    // A loop: `collect` would add a sort to the binary.
    let mut classes = BTreeMap::new();
    for (name, class) in names.iter().zip(0_u32..) {
        classes.insert(name.as_str(), class);
    }
    let class = |(index, label): (usize, &String)| {
        classes.get(label.as_str()).copied().ok_or_else(|| {
            const SHOWN: usize = 12;
            let more = if names.len() > SHOWN { ", …" } else { "" };
            let list = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
            Error::mismatch(
                ErrorKind::Data,
                format_args!("one of the training data's classes {list}{more}"),
                format_args!("\"{label}\""),
            )
            .named("unknown_class_name")
            .value("classes", list)
            .at(format_args!("labels[{index}]"))
        })
    };
    labels.iter().enumerate().map(class).collect()
}

/// Interprets numbers as classes or values, by the numbers of samples and outputs.
///
/// # Errors
/// Kinds `data` and `shape`.
pub(crate) fn numbers_as(
    numbers: &[f64],
    samples: usize,
    outputs: usize,
    classes_alone: bool,
) -> Result<Labels> {
    if let Some(index) = numbers.iter().position(|number| !(*number as f32).is_finite()) {
        return Err(not_finite(numbers[index]).at(format_args!("labels[{index}]")));
    }
    let yes_or_no = |number: &f64| *number == 0.0 || *number == 1.0;
    let as_classes = classes_alone || outputs > 1 || numbers.iter().all(yes_or_no);
    if numbers.len() == samples && as_classes {
        let class = |(index, &number): (usize, &f64)| {
            let class = number as u32;
            if f64::from(class) == number { Ok(class) } else { Err(no_class(index, &number.to_string())) }
        };
        return Ok(Labels::Classes(numbers.iter().enumerate().map(class).collect::<Result<_>>()?));
    }
    if numbers.len() == samples.saturating_mul(outputs) {
        return Ok(Labels::Values(numbers.iter().map(|&number| number as f32).collect()));
    }
    let all = samples.saturating_mul(outputs);
    let expected =
        format_args!("{samples} classes or {all} numbers, {outputs} for each of {samples} samples");
    Err(Error::mismatch(ErrorKind::Shape, expected, numbers.len())
        .named("expected_classes_or_numbers")
        .value("samples", samples)
        .value("outputs", outputs)
        .at("labels"))
}

/// The error for a number that is not finite.
pub(super) fn not_finite(found: impl core::fmt::Debug) -> Error {
    Error::mismatch(ErrorKind::Data, "a finite number", format_args!("{found:?}"))
        .named("expected_finite_number")
}

/// Conversions of one type of element.
macro_rules! elements {
    ($element:ty, $from:expr) => {
        impl From<Vec<$element>> for Labels {
            fn from(labels: Vec<$element>) -> Self {
                $from(labels)
            }
        }

        impl From<&[$element]> for Labels {
            fn from(labels: &[$element]) -> Self {
                labels.to_vec().into()
            }
        }

        impl<const N: usize> From<[$element; N]> for Labels {
            fn from(labels: [$element; N]) -> Self {
                labels.to_vec().into()
            }
        }

        impl<D: Dimension> From<Array<$element, D>> for Labels {
            fn from(labels: Array<$element, D>) -> Self {
                labels.view().into()
            }
        }

        impl<D: Dimension> From<&Array<$element, D>> for Labels {
            fn from(labels: &Array<$element, D>) -> Self {
                labels.view().into()
            }
        }

        impl<D: Dimension> From<ArrayView<'_, $element, D>> for Labels {
            fn from(labels: ArrayView<'_, $element, D>) -> Self {
                labels.iter().cloned().collect::<Vec<_>>().into()
            }
        }
    };
}

elements!(u8, |labels: Vec<u8>| Self::Classes(labels.into_iter().map(u32::from).collect()));
elements!(u32, Self::Classes);
elements!(i32, Self::Integers);
elements!(f32, Self::Values);
elements!(String, Self::Names);
elements!(&str, |labels: Vec<&str>| Self::Names(labels.into_iter().map(str::to_owned).collect()));

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(labels: &[&str]) -> Vec<String> {
        labels.iter().map(|&label| label.to_owned()).collect()
    }

    #[test]
    fn each_type_of_element_has_its_meaning() {
        assert_eq!(Labels::from([3_u8, 255]), Labels::Classes(vec![3, 255]));
        assert_eq!(Labels::from(vec![3_u32, 70_000]), Labels::Classes(vec![3, 70_000]));
        assert_eq!(Labels::from([0.5_f32]), Labels::Values(vec![0.5]));
        assert_eq!(Labels::from(ndarray::arr2(&[[1.0_f32, 2.0]]).t()), Labels::Values(vec![1.0, 2.0]));
        assert_eq!(Labels::from(["a", "b"]), Labels::Names(texts(&["a", "b"])));
        assert_eq!(Labels::from([3, 0]).checked(), Ok(Labels::Classes(vec![3, 0])));
        let error = Labels::from([3, -1]).checked().expect_err("a negative class");
        assert_eq!(
            (error.id(), error.to_string()),
            (
                "data.expected_class".to_owned(),
                "labels[1]: expected a class: a whole number of at least 0, found -1".to_owned()
            )
        );
    }

    #[test]
    fn classes_are_named_in_the_order_of_their_first_appearance() {
        let labels = texts(&["b", "a", "b", "c", "a"]);
        let names = names_in_order(&labels);
        assert_eq!(names, ["b", "a", "c"]);
        assert_eq!(classes_of(&labels, &names), Ok(vec![0, 1, 0, 2, 1]));
        let error = classes_of(&texts(&["c", "d"]), &names).expect_err("no such class");
        assert_eq!(
            error.to_string(),
            "labels[1]: expected one of the training data's classes b, a, c, found \"d\""
        );
    }

    #[test]
    fn numbers_are_classes_or_values_by_how_many_there_are() {
        let classes = |numbers: &[u32]| Ok(Labels::Classes(numbers.to_vec()));
        let values = |numbers: &[f32]| Ok(Labels::Values(numbers.to_vec()));
        assert_eq!(numbers_as(&[2.0, 0.0], 2, 3, true), classes(&[2, 0]));
        assert_eq!(numbers_as(&[2.0, 0.0], 2, 3, false), classes(&[2, 0]));
        assert_eq!(numbers_as(&[2.0, 0.5, 1.0, 0.0], 2, 2, false), values(&[2.0, 0.5, 1.0, 0.0]));
        assert_eq!(numbers_as(&[2.0, 0.0], 2, 1, false), values(&[2.0, 0.0]), "the targets themselves");
        assert_eq!(numbers_as(&[0.0, 0.0], 2, 1, true), classes(&[0, 0]));
        let told = |result: Result<Labels>| result.expect_err("wrong labels").to_string();
        assert_eq!(
            told(numbers_as(&[1.0, 1.5], 2, 3, true)),
            "labels[1]: expected a class: a whole number of at least 0, found 1.5"
        );
        assert_eq!(
            told(numbers_as(&[1.0, -1.0], 2, 3, false)),
            "labels[1]: expected a class: a whole number of at least 0, found -1"
        );
        assert_eq!(
            told(numbers_as(&[1.0, f64::NAN], 2, 3, false)),
            "labels[1]: expected a finite number, found NaN"
        );
        assert_eq!(
            told(numbers_as(&[1.0; 4], 2, 3, false)),
            "labels: expected 2 classes or 6 numbers, 3 for each of 2 samples, found 4"
        );
    }
}
