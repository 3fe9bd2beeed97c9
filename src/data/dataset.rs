//! The samples of one part of a data set (training, validation or test) with their labels, checked once, at
//! the door; whether they fit a network, and in which order they are visited, is left to the session.

use core::ops::Range;

use ndarray::ArrayView2;

use super::hash::Hasher;
use crate::kernels::{F32x4, scale_bytes, update, zip_map};
use crate::{Code, Error, Result};

/// The inputs of all samples, row-major: `[n, features]`.
#[derive(Clone, Debug, PartialEq)]
pub enum Inputs {
    /// Bytes, as pictures are stored: a quarter of the memory of floats.
    Bytes(Vec<u8>),
    /// Finite floats.
    Floats(Vec<f32>),
}

impl Inputs {
    /// The number of values, over all samples.
    pub fn len(&self) -> usize {
        match self {
            Self::Bytes(values) => values.len(),
            Self::Floats(values) => values.len(),
        }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What a network should answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Labels {
    /// A class index for each sample: `[n]`. Always as 32 bits, so that nothing behind the door asks how
    /// wide they are; that is 180 KB more for MNIST than its bytes, beside 47 MB of pictures.
    Classes(Vec<u32>),
    /// Finite values to be approached, row-major: `[n, outputs]`.
    Values(Vec<f32>),
}

impl From<&[u8]> for Labels {
    /// Class indices that come as bytes.
    fn from(classes: &[u8]) -> Self {
        Self::Classes(classes.iter().map(|&class| u32::from(class)).collect())
    }
}

/// Samples and their labels: at least one of them, and every number finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    inputs: Inputs,
    labels: Labels,
    scale: f32,
    features: usize,
    samples: usize,
}

impl Dataset {
    /// Samples of `features` values each, every value to be multiplied by `scale`; how many samples there
    /// are follows from the lengths.
    ///
    /// # Errors
    /// `shape`, with the path `inputs` or `labels`, where lengths do not fit; `data`, with the path
    /// `inputs`, `inputs[i]`, `labels[i]` or `scale`, where there is no sample or a number is not finite,
    /// be it before or after scaling.
    pub fn new(inputs: Inputs, labels: Labels, scale: f32, features: usize) -> Result<Self> {
        if !scale.is_finite() {
            return Err(Error::mismatch(Code::Data, "a finite number", scale.to_string()).at("scale"));
        }
        let samples = count_samples(&inputs, features)?;
        check_labels(&labels, samples)?;
        if let Inputs::Floats(values) = &inputs {
            check_finite(values, scale, "inputs")?;
        }
        if let Labels::Values(values) = &labels {
            check_finite(values, 1.0, "labels")?;
        }
        Ok(Self { inputs, labels, scale, features, samples })
    }

    /// The number of samples, at least one.
    #[expect(clippy::len_without_is_empty, reason = "a data set is never empty")]
    pub fn len(&self) -> usize {
        self.samples
    }

    /// The number of input values of a sample.
    pub fn features(&self) -> usize {
        self.features
    }

    /// What every input value is multiplied by.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The labels, as they were given.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The class index of each sample, `[n]`; `None` where the labels are values.
    pub fn classes(&self) -> Option<&[u32]> {
        match &self.labels {
            Labels::Classes(classes) => Some(classes),
            Labels::Values(_) => None,
        }
    }

    /// The highest class index; `None` where the labels are values.
    pub fn largest_class(&self) -> Option<u32> {
        self.classes()?.iter().copied().max()
    }

    /// How many values label one sample; `None` where the labels are class indices.
    pub fn values_per_sample(&self) -> Option<usize> {
        match &self.labels {
            Labels::Classes(_) => None,
            Labels::Values(values) => Some(values.len() / self.samples),
        }
    }

    /// The inputs as given, before scaling, `[n, features]`; `None` where they are bytes.
    pub fn floats(&self) -> Option<ArrayView2<'_, f32>> {
        match &self.inputs {
            Inputs::Bytes(_) => None,
            Inputs::Floats(values) => ArrayView2::from_shape((self.samples, self.features), values).ok(),
        }
    }

    /// Copies the samples that `order` names, scaled, into `out`: `[order.len(), features]`. Allocates
    /// nothing; the same sample may be named more than once.
    ///
    /// # Panics
    /// Where `order` names a sample that is not there or `out` has another length: the session draws the
    /// order itself, so that no input leads here.
    pub fn gather(&self, order: &[u32], out: &mut [f32]) {
        assert_eq!(out.len(), order.len() * self.features, "room for the samples named");
        self.gather_rows(&mut order.iter().map(|&sample| sample as usize), out);
    }

    /// Copies the samples of a range, scaled, into `out`: `[rows.len(), features]`. Allocates nothing.
    ///
    /// # Panics
    /// As [`Self::gather`].
    pub fn gather_range(&self, mut rows: Range<usize>, out: &mut [f32]) {
        assert_eq!(out.len(), rows.len() * self.features, "room for the samples named");
        self.gather_rows(&mut rows, out);
    }

    fn gather_rows(&self, rows: &mut dyn Iterator<Item = usize>, out: &mut [f32]) {
        let mut rows = rows.map(|row| row * self.features..(row + 1) * self.features);
        match &self.inputs {
            Inputs::Bytes(values) => {
                for (row, out) in rows.zip(out.chunks_exact_mut(self.features)) {
                    scale_bytes(&values[row], self.scale, out);
                }
            }
            Inputs::Floats(values) => {
                let scale = F32x4::splat(self.scale);
                // Rows lie far apart: two at a time, so that memory is asked for one while it brings the other.
                for pair in out.chunks_mut(2 * self.features) {
                    let mut row = || rows.next().map_or(&[][..], |row| &values[row]);
                    match pair.split_at_mut_checked(self.features) {
                        Some((first, second)) if !second.is_empty() => {
                            update([first, second], [row(), row()], |_, [a, b]| [a * scale, b * scale]);
                        }
                        _ => zip_map(pair, row(), |_, value| value * scale),
                    }
                }
            }
        }
    }

    /// A hash of everything: inputs, their kind and division into samples, scale and labels. It tells
    /// whether data are those that a saved session was trained on, and is the same on every machine.
    pub fn hash(&self) -> u64 {
        let mut hasher = Hasher::new();
        hasher.word(self.features as u64);
        hasher.word(u64::from(self.scale.to_bits()));
        match &self.inputs {
            Inputs::Bytes(values) => {
                hasher.word(0);
                hasher.bytes(values);
            }
            Inputs::Floats(values) => {
                hasher.word(1);
                hasher.values(values.iter().map(|value| value.to_bits()));
            }
        }
        match &self.labels {
            Labels::Classes(classes) => {
                hasher.word(0);
                hasher.values(classes.iter().copied());
            }
            Labels::Values(values) => {
                hasher.word(1);
                hasher.values(values.iter().map(|value| value.to_bits()));
            }
        }
        hasher.finish()
    }
}

fn count_samples(inputs: &Inputs, features: usize) -> Result<usize> {
    if inputs.is_empty() {
        return Err(Error::mismatch(Code::Data, "at least one sample", "none").at("inputs"));
    }
    if features == 0 || !inputs.len().is_multiple_of(features) {
        let expected = format!("a multiple of the {features} values of a sample");
        return Err(Error::mismatch(Code::Shape, expected, format!("{} values", inputs.len())).at("inputs"));
    }
    let samples = inputs.len() / features;
    // Orders of samples are lists of 32-bit indices.
    if u32::try_from(samples).is_err() {
        return Err(Error::mismatch(Code::Shape, "fewer than 2³² samples", samples.to_string()).at("inputs"));
    }
    Ok(samples)
}

fn check_labels(labels: &Labels, samples: usize) -> Result<()> {
    let (fits, found, expected) = match labels {
        Labels::Classes(classes) => {
            (classes.len() == samples, classes.len(), format!("{samples} class indices, one a sample"))
        }
        Labels::Values(values) => (
            !values.is_empty() && values.len().is_multiple_of(samples),
            values.len(),
            format!("as many values for each of the {samples} samples"),
        ),
    };
    if fits { Ok(()) } else { Err(Error::mismatch(Code::Shape, expected, found.to_string()).at("labels")) }
}

fn check_finite(values: &[f32], scale: f32, path: &str) -> Result<()> {
    let Some((index, &value)) = values.iter().enumerate().find(|(_, value)| !(*value * scale).is_finite())
    else {
        return Ok(());
    };
    let error =
        Error::mismatch(Code::Data, "a finite number", value.to_string()).at(format!("{path}[{index}]"));
    let overflows = value.is_finite();
    Err(if overflows { error.with_note(format!("times the scale of {scale} it is none")) } else { error })
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "a product of powers of two and small whole numbers is exact")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(values: &[u8], classes: &[u32], features: usize) -> Result<Dataset> {
        Dataset::new(Inputs::Bytes(values.to_vec()), Labels::Classes(classes.to_vec()), 0.5, features)
    }

    fn floats(values: &[f32], labels: &[f32], scale: f32, features: usize) -> Result<Dataset> {
        Dataset::new(Inputs::Floats(values.to_vec()), Labels::Values(labels.to_vec()), scale, features)
    }

    fn refusal(result: Result<Dataset>) -> (Code, String) {
        let error = result.expect_err("the data are wrong");
        (error.code, error.to_string())
    }

    #[test]
    fn samples_are_gathered_in_the_order_named_and_scaled() {
        let data = bytes(&[2, 4, 6, 8, 10, 12], &[0, 7, 1], 2).unwrap();
        let mut out = [0.0; 6];
        data.gather(&[2, 0, 2], &mut out);
        assert_eq!(out, [5.0, 6.0, 1.0, 2.0, 5.0, 6.0]);
        data.gather_range(1..3, &mut out[..4]);
        assert_eq!(out, [3.0, 4.0, 5.0, 6.0, 5.0, 6.0]);
        assert_eq!((data.len(), data.features(), data.largest_class()), (3, 2, Some(7)));
        assert_eq!((data.floats(), data.values_per_sample()), (None, None));
    }

    #[test]
    fn floats_can_be_seen_as_a_matrix_before_scaling() {
        let data = floats(&[1.0, 2.0, 3.0, 4.0], &[0.5; 6], 10.0, 2).unwrap();
        assert_eq!(data.floats().unwrap(), ndarray::arr2(&[[1.0, 2.0], [3.0, 4.0]]));
        assert_eq!((data.values_per_sample(), data.classes(), data.largest_class()), (Some(3), None, None));
        let mut out = [0.0; 2];
        data.gather(&[1], &mut out);
        assert_eq!(out, [30.0, 40.0]);
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused() {
        let cases = [
            (bytes(&[], &[], 2), Code::Data, "inputs: expected at least one sample, found none"),
            (
                bytes(&[1, 2, 3], &[0], 2),
                Code::Shape,
                "inputs: expected a multiple of the 2 values of a sample, found 3 values",
            ),
            (
                bytes(&[1, 2], &[0], 0),
                Code::Shape,
                "inputs: expected a multiple of the 0 values of a sample, found 2 values",
            ),
            (
                bytes(&[1, 2], &[0, 1], 2),
                Code::Shape,
                "labels: expected 1 class indices, one a sample, found 2",
            ),
            (
                floats(&[1.0; 4], &[1.0; 3], 1.0, 2),
                Code::Shape,
                "labels: expected as many values for each of the 2 samples, found 3",
            ),
            (
                floats(&[1.0; 4], &[], 1.0, 2),
                Code::Shape,
                "labels: expected as many values for each of the 2 samples, found 0",
            ),
        ];
        for (result, code, message) in cases {
            assert_eq!(refusal(result), (code, message.to_owned()));
        }
    }

    #[test]
    fn numbers_that_are_not_finite_are_refused_where_they_stand() {
        let cases = [
            (floats(&[1.0, f32::NAN], &[1.0], 1.0, 2), "inputs[1]: expected a finite number, found NaN"),
            (floats(&[1.0], &[f32::INFINITY], 1.0, 1), "labels[0]: expected a finite number, found inf"),
            (floats(&[1.0], &[1.0], f32::NAN, 1), "scale: expected a finite number, found NaN"),
            (
                floats(&[1e30], &[1.0], 1e30, 1),
                "inputs[0]: expected a finite number, found 1000000000000000000000000000000; \
                 times the scale of 1000000000000000000000000000000 it is none",
            ),
        ];
        for (result, message) in cases {
            assert_eq!(refusal(result), (Code::Data, message.to_owned()));
        }
    }

    #[test]
    fn byte_labels_are_class_indices() {
        assert_eq!(Labels::from(&[3_u8, 255][..]), Labels::Classes(vec![3, 255]));
    }

    proptest! {
        #[test]
        fn the_hash_depends_on_everything(
            values in prop::collection::vec(any::<u8>(), 12),
            at in 0_usize..12,
        ) {
            let new = |values: &[u8], classes: &[u32], scale, features| {
                let labels = Labels::Classes(classes.to_vec());
                Dataset::new(Inputs::Bytes(values.to_vec()), labels, scale, features).unwrap().hash()
            };
            let hash = new(&values, &[0, 1], 0.5, 6);
            prop_assert_eq!(hash, new(&values, &[0, 1], 0.5, 6));
            let mut changed = values.clone();
            changed[at] ^= 1;
            let floats = values.iter().map(|&value| f32::from(value)).collect();
            let as_floats = Dataset::new(Inputs::Floats(floats), Labels::Classes(vec![0, 1]), 0.5, 6).unwrap();
            let as_values = Dataset::new(Inputs::Bytes(values.clone()), Labels::Values(vec![0.0, 1.0]), 0.5, 6);
            let others = [
                new(&changed, &[0, 1], 0.5, 6),
                new(&values, &[0, 2], 0.5, 6),
                new(&values, &[0, 1], 0.25, 6),
                new(&values, &[0, 1, 2], 0.5, 4),
                as_floats.hash(),
                as_values.unwrap().hash(),
            ];
            prop_assert!(!others.contains(&hash));
        }
    }
}
