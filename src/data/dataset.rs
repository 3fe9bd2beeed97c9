//! The samples of one part of a data set (training, validation or test) with their labels, checked once, at
//! the door; whether they fit a network, and in which order they are visited, is left to the session.

use core::ops::Range;

use ndarray::ArrayView2;

use super::hash::Hasher;
use super::inputs::{Inputs, Values};
use super::labels::{Known, Labels, not_finite};
use crate::{Code, Error, Result};

/// Samples and their labels: at least one of them, and every number finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    inputs: Inputs<'static>,
    labels: Labels,
    /// What the session has made of labels that do not say by themselves what they are.
    understood: Option<Labels>,
    /// What every input value is multiplied by.
    scale: f32,
    features: usize,
    samples: usize,
}

/// What a session has made of a data set.
#[derive(Debug)]
pub(crate) struct Meaning {
    /// Labels that do not say by themselves what they are; none where they do, or cannot be understood yet.
    pub labels: Option<Labels>,
    pub scale: f32,
}

impl Dataset {
    /// Samples with the label of each.
    ///
    /// Inputs are an array or a view of `u8` or `f32` with the samples on its first axis, or one sample after the other
    /// in a vector where there is a label a sample; for labels, see [`Labels`]. What inputs are multiplied by is
    /// said by [`with_scale`](Self::with_scale).
    ///
    /// # Errors
    /// `shape`, with the path `inputs` or `labels`, where lengths do not fit; `data`, with the path
    /// `inputs`, `inputs[i]` or `labels[i]`, where there is no sample or a number is not finite.
    pub fn new<'a>(inputs: impl Into<Inputs<'a>>, labels: impl Into<Labels>) -> Result<Self> {
        let (inputs, labels) = (inputs.into(), labels.into());
        let samples = match inputs.samples() {
            Some(samples) => samples,
            None if labels.are_one_a_sample() => labels.len(),
            None => {
                return Err(Error::new(Code::Shape, "how many samples there are cannot be told from these lengths; put the samples on the first axis of an array, or use Dataset::flat")
                    .named("samples_unknown")
                    .at("inputs"));
            }
        };
        if samples > 0 && !inputs.is_empty() && !inputs.len().is_multiple_of(samples) {
            let expected = format!("as many values for each of the {samples} labels");
            return Err(Error::mismatch(Code::Shape, expected, format!("{} values", inputs.len()))
                .named("expected_values_for_each_label")
                .value("labels", samples)
                .at("inputs"));
        }
        let features = inputs.len() / samples.max(1);
        Self::flat(inputs, features.max(1), labels)
    }

    /// The same for samples of `features` values each; how many samples there are follows from the lengths.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn flat<'a>(
        inputs: impl Into<Inputs<'a>>,
        features: usize,
        labels: impl Into<Labels>,
    ) -> Result<Self> {
        let (inputs, labels) = (inputs.into(), labels.into().checked()?);
        let samples = count_samples(&inputs, features)?;
        check_labels(&labels, samples)?;
        if let Values::Floats(values) = inputs.values() {
            check_finite(values, "inputs")?;
        }
        if let Labels::Values(values) = &labels {
            check_finite(values, "labels")?;
        }
        let scale = inputs.scale().unwrap_or(1.0);
        Ok(Self { inputs: inputs.into_owned(), labels, understood: None, scale, features, samples })
    }

    /// The same with every input value to be multiplied by `scale`.
    ///
    /// Training data without one are taken as they are; other parts take that of the training data. A scale must be
    /// finite and not 0, which is checked when the data are set.
    #[must_use]
    pub fn with_scale(mut self, scale: f32) -> Self {
        self.inputs = self.inputs.with_scale(scale);
        self.scale = scale;
        self
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

    /// What every input value is multiplied by: what was said, or else, in a session, what the training data's are.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// What every input value is multiplied by, where that was said.
    pub fn own_scale(&self) -> Option<f32> {
        self.inputs.scale()
    }

    /// Whether the inputs are bytes.
    pub fn are_bytes(&self) -> bool {
        self.inputs.are_bytes()
    }

    /// The labels, as they were given.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The labels, once they are understood.
    pub(crate) fn known(&self) -> Option<Known<'_>> {
        self.understood.as_ref().unwrap_or(&self.labels).known()
    }

    /// The class index of each sample, `[n]`; `None` where the labels are values, or names that have no index yet.
    pub fn classes(&self) -> Option<&[u32]> {
        match self.known() {
            Some(Known::Classes(classes)) => Some(classes),
            Some(Known::Values(_)) | None => None,
        }
    }

    /// The highest class index; `None` where [`classes`](Self::classes) gives none.
    pub fn largest_class(&self) -> Option<u32> {
        self.classes()?.iter().copied().max()
    }

    /// How many values label one sample; `None` where the labels are no values.
    pub fn values_per_sample(&self) -> Option<usize> {
        match self.known() {
            Some(Known::Values(values)) => Some(values.len() / self.samples),
            Some(Known::Classes(_)) | None => None,
        }
    }

    /// The inputs as given, before scaling, `[n, features]`; `None` where they are bytes.
    pub fn floats(&self) -> Option<ArrayView2<'_, f32>> {
        match self.inputs.values() {
            Values::Bytes(_) => None,
            Values::Floats(values) => ArrayView2::from_shape((self.samples, self.features), values).ok(),
        }
    }

    /// Whether all inputs are finite when multiplied by `scale`.
    ///
    /// # Errors
    /// Code `data`, with the path `scale` or `inputs[i]`.
    pub(crate) fn check_scale(&self, scale: f32) -> Result<()> {
        check_scale(scale)?;
        let Values::Floats(values) = self.inputs.values() else { return Ok(()) };
        match values.iter().position(|value| !(value * scale).is_finite()) {
            Some(index) => {
                Err(Error::mismatch(Code::Data, "a finite number", format!("{:?}", values[index]))
                    .named("not_finite_when_scaled")
                    .value("scale", scale)
                    .at(format!("inputs[{index}]"))
                    .with_note(format!("times the scale of {scale:?} it is none")))
            }
            None => Ok(()),
        }
    }

    /// Takes up what a session has made of it.
    pub(crate) fn adopt(&mut self, meaning: Meaning) {
        (self.understood, self.scale) = (meaning.labels, meaning.scale);
    }

    /// Copies the samples that `order` names, scaled, into `out`: `[order.len(), features]`. Allocates
    /// nothing; the same sample may be named more than once.
    ///
    /// # Panics
    /// Where `order` names a sample that is not there or `out` has another length: the session draws the
    /// order itself, so that no input leads here.
    pub fn gather(&self, order: &[u32], out: &mut [f32]) {
        assert_eq!(out.len(), order.len() * self.features, "room for the samples named");
        let mut rows = order.iter().map(|&sample| sample as usize);
        self.inputs.gather(&mut rows, self.features, self.scale, out);
    }

    /// Copies the samples of a range, scaled, into `out`: `[rows.len(), features]`. Allocates nothing.
    ///
    /// # Panics
    /// As [`Self::gather`].
    pub fn gather_range(&self, mut rows: Range<usize>, out: &mut [f32]) {
        assert_eq!(out.len(), rows.len() * self.features, "room for the samples named");
        self.inputs.gather(&mut rows, self.features, self.scale, out);
    }

    /// A hash of everything: inputs, their kind and division into samples, scale and labels. It tells
    /// whether data are those that a saved session was trained on, and is the same on every machine.
    pub fn hash(&self) -> u64 {
        let mut hasher = Hasher::new();
        hasher.word(self.features as u64);
        hasher.word(u64::from(self.scale.to_bits()));
        match self.inputs.values() {
            Values::Bytes(values) => {
                hasher.word(0);
                hasher.bytes(values);
            }
            Values::Floats(values) => {
                hasher.word(1);
                hasher.values(values.iter().map(|value| value.to_bits()));
            }
        }
        match self.known() {
            Some(Known::Classes(classes)) => {
                hasher.word(0);
                hasher.values(classes.iter().copied());
            }
            Some(Known::Values(values)) => {
                hasher.word(1);
                hasher.values(values.iter().map(|value| value.to_bits()));
            }
            None => hasher.word(2),
        }
        hasher.finish()
    }
}

/// Whether something can be multiplied by `scale` and be told from nothing.
///
/// # Errors
/// Code `data`.
pub(crate) fn check_scale(scale: f32) -> Result<()> {
    if scale.is_finite() && scale != 0.0 {
        return Ok(());
    }
    Err(Error::mismatch(Code::Data, "a finite number other than 0", format!("{scale:?}"))
        .named("expected_scale")
        .at("scale"))
}

fn count_samples(inputs: &Inputs<'_>, features: usize) -> Result<usize> {
    if inputs.is_empty() {
        return Err(Error::mismatch(Code::Data, "at least one sample", "none")
            .named("no_samples")
            .at("inputs"));
    }
    let samples = inputs.count(features)?;
    // Orders of samples are lists of 32-bit indices.
    if u32::try_from(samples).is_err() {
        return Err(Error::mismatch(Code::Shape, "fewer than 2³² samples", samples.to_string())
            .named("too_many_samples")
            .at("inputs"));
    }
    Ok(samples)
}

fn check_labels(labels: &Labels, samples: usize) -> Result<()> {
    let found = labels.len();
    if labels.are_one_a_sample() {
        if found == samples {
            return Ok(());
        }
        let what = if matches!(labels, Labels::Names(_)) { "names of classes" } else { "class indices" };
        return Err(Error::mismatch(
            Code::Shape,
            format!("{samples} {what}, one a sample"),
            found.to_string(),
        )
        .named("expected_label_a_sample")
        .value("samples", samples)
        .value("what", what)
        .at("labels"));
    }
    if found > 0 && found.is_multiple_of(samples) {
        return Ok(());
    }
    let expected = format!("as many values for each of the {samples} samples");
    Err(Error::mismatch(Code::Shape, expected, found.to_string())
        .named("expected_values_for_each_sample")
        .value("samples", samples)
        .at("labels"))
}

fn check_finite(values: &[f32], path: &str) -> Result<()> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(not_finite(values[index]).at(format!("{path}[{index}]"))),
        None => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "a product of powers of two and small whole numbers is exact")]
mod tests {
    use ndarray::arr2;
    use proptest::prelude::*;

    use super::*;

    fn bytes(values: &[u8], classes: &[u32], features: usize) -> Result<Dataset> {
        Dataset::flat(values, features, classes)
    }

    fn floats(values: &[f32], labels: &[f32], features: usize) -> Result<Dataset> {
        Dataset::flat(values, features, labels)
    }

    fn refusal(result: Result<Dataset>) -> (Code, String) {
        let error = result.expect_err("the data are wrong");
        (error.code, error.to_string())
    }

    #[test]
    fn samples_are_gathered_in_the_order_named_and_scaled() {
        let data = bytes(&[2, 4, 6, 8, 10, 12], &[0, 7, 1], 2).unwrap().with_scale(0.5);
        let mut out = [0.0; 6];
        data.gather(&[2, 0, 2], &mut out);
        assert_eq!(out, [5.0, 6.0, 1.0, 2.0, 5.0, 6.0]);
        data.gather_range(1..3, &mut out[..4]);
        assert_eq!(out, [3.0, 4.0, 5.0, 6.0, 5.0, 6.0]);
        assert_eq!((data.len(), data.features(), data.largest_class()), (3, 2, Some(7)));
        assert_eq!((data.floats(), data.values_per_sample()), (None, None));
    }

    #[test]
    fn arrays_have_their_samples_on_the_first_axis() {
        let data =
            Dataset::new(arr2(&[[1.0, 2.0], [3.0, 4.0]]), arr2(&[[0.5; 3]; 2])).unwrap().with_scale(10.0);
        assert_eq!(data.floats().unwrap(), arr2(&[[1.0, 2.0], [3.0, 4.0]]));
        assert_eq!((data.len(), data.features()), (2, 2));
        assert_eq!((data.values_per_sample(), data.classes(), data.largest_class()), (Some(3), None, None));
        let mut out = [0.0; 2];
        data.gather(&[1], &mut out);
        assert_eq!(out, [30.0, 40.0]);
        let images = ndarray::Array4::<u8>::zeros((4, 1, 5, 3));
        assert_eq!(Dataset::new(&images, [0_u8, 1, 2, 0]).unwrap().features(), 15);
        assert_eq!(Dataset::new(vec![0_u8; 30], [0, 1, 2]).unwrap().features(), 10);
        assert_eq!(
            refusal(Dataset::new(vec![0_u8; 30], [0, 1, 2, 3])),
            (
                Code::Shape,
                "inputs: expected as many values for each of the 4 labels, found 30 values".to_owned()
            )
        );
        assert_eq!(
            refusal(Dataset::new(vec![0_u8; 30], [0.5_f32])),
            (Code::Shape, "inputs: how many samples there are cannot be told from these lengths; put the samples on the first axis of an array, or use Dataset::flat".to_owned())
        );
        assert_eq!(
            refusal(Dataset::new(&images, ["a", "b", "c"])),
            (Code::Shape, "labels: expected 4 names of classes, one a sample, found 3".to_owned())
        );
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused() {
        let cases = [
            (bytes(&[], &[], 2), Code::Data, "inputs: expected at least one sample, found none"),
            (
                bytes(&[1, 2, 3], &[0], 2),
                Code::Shape,
                "inputs: expected a multiple of 2 values, 2 a sample, found 3",
            ),
            (
                bytes(&[1, 2], &[0], 0),
                Code::Shape,
                "inputs: expected a multiple of 0 values, 0 a sample, found 2",
            ),
            (
                bytes(&[1, 2], &[0, 1], 2),
                Code::Shape,
                "labels: expected 1 class indices, one a sample, found 2",
            ),
            (
                floats(&[1.0; 4], &[1.0; 3], 2),
                Code::Shape,
                "labels: expected as many values for each of the 2 samples, found 3",
            ),
            (
                floats(&[1.0; 4], &[], 2),
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
            (floats(&[1.0, f32::NAN], &[1.0], 2), "inputs[1]: expected a finite number, found NaN"),
            (floats(&[1.0], &[f32::INFINITY], 1), "labels[0]: expected a finite number, found inf"),
        ];
        for (result, message) in cases {
            assert_eq!(refusal(result), (Code::Data, message.to_owned()));
        }
    }

    #[test]
    fn scales_that_make_nothing_of_the_inputs_are_refused() {
        let data = floats(&[1.0, 1e30], &[1.0], 2).unwrap();
        let told = |scale| data.check_scale(scale).map_err(|error| (error.code, error.to_string()));
        assert_eq!(told(-0.5), Ok(()));
        for (scale, found) in [(0.0, "0.0"), (-0.0, "-0.0"), (f32::NAN, "NaN"), (f32::INFINITY, "inf")] {
            let message = format!("scale: expected a finite number other than 0, found {found}");
            assert_eq!(told(scale), Err((Code::Data, message)));
        }
        let message = "inputs[1]: expected a finite number, found 1e30; times the scale of 1e30 it is none";
        assert_eq!(told(1e30), Err((Code::Data, message.to_owned())));
    }

    proptest! {
        #[test]
        fn the_hash_depends_on_everything(
            values in prop::collection::vec(any::<u8>(), 12),
            at in 0_usize..12,
        ) {
            let new = |values: &[u8], classes: &[u32], scale, features| {
                Dataset::flat(values, features, classes).unwrap().with_scale(scale).hash()
            };
            let hash = new(&values, &[0, 1], 0.5, 6);
            prop_assert_eq!(hash, new(&values, &[0, 1], 0.5, 6));
            let mut changed = values.clone();
            changed[at] ^= 1;
            let floats: Vec<f32> = values.iter().map(|&value| f32::from(value)).collect();
            let as_floats = Dataset::flat(floats, 6, [0_u32, 1]).unwrap().with_scale(0.5);
            let as_values = Dataset::flat(&values, 6, [0.0_f32, 1.0]).unwrap().with_scale(0.5);
            let others = [
                new(&changed, &[0, 1], 0.5, 6),
                new(&values, &[0, 2], 0.5, 6),
                new(&values, &[0, 1], 0.25, 6),
                new(&values, &[0, 1, 2], 0.5, 4),
                as_floats.hash(),
                as_values.hash(),
            ];
            prop_assert!(!others.contains(&hash));
        }
    }
}
