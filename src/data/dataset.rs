//! [`Dataset`]: the samples and labels of one part of a data set (training, validation or test), validated on construction.

use core::ops::Range;

use ndarray::ArrayView2;

use super::hash::Hasher;
use super::inputs::{Inputs, Values};
use super::labels::{Labels, ResolvedLabels, not_finite};
use crate::{Error, ErrorKind, Result};

/// Samples and their labels: at least one of them, and every number finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    inputs: Inputs<'static>,
    labels: Labels,
    /// The session's interpretation of labels that are names or numbers.
    resolved: Option<Labels>,
    /// The factor of input values.
    scale: f32,
    features: usize,
    samples: usize,
}

/// A session's interpretation of a data set.
#[derive(Debug)]
pub(crate) struct Resolved {
    /// Labels that are names or numbers, as classes or values; `None` for other labels, and before class names are known.
    pub labels: Option<Labels>,
    pub scale: f32,
}

impl Dataset {
    /// Samples with their labels.
    ///
    /// Inputs are an array or a view of `u8` or `f32` with the samples on its first axis, or a vector of contiguous samples if
    /// there is one label for each sample. For labels, see [`Labels`]. [`with_scale`](Self::with_scale) sets the factor of
    /// the inputs.
    ///
    /// # Errors
    /// `shape`, with the path `inputs` or `labels`, if lengths do not fit; `data`, with the path `inputs`, `inputs[i]` or
    /// `labels[i]`, if there is no sample or a number is not finite.
    pub fn new<'a>(inputs: impl Into<Inputs<'a>>, labels: impl Into<Labels>) -> Result<Self> {
        let (inputs, labels) = (inputs.into(), labels.into());
        let samples = match inputs.samples() {
            Some(samples) => samples,
            None if labels.are_one_a_sample() => labels.len(),
            None => {
                return Err(Error::new(ErrorKind::Shape, "how many samples there are cannot be told from these lengths; put the samples on the first axis of an array, or use Dataset::flat")
                    .named("samples_unknown")
                    .at("inputs"));
            }
        };
        if samples > 0 && !inputs.is_empty() && !inputs.len().is_multiple_of(samples) {
            let expected = format_args!("as many values for each of the {samples} labels");
            return Err(Error::mismatch(ErrorKind::Shape, expected, format_args!("{} values", inputs.len()))
                .named("expected_values_for_each_label")
                .value("labels", samples)
                .at("inputs"));
        }
        let features = inputs.len() / samples.max(1);
        Self::flat(inputs, features.max(1), labels)
    }

    /// The same for samples of `features` values each. The number of samples follows from the lengths.
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
        Ok(Self { inputs: inputs.into_owned(), labels, resolved: None, scale, features, samples })
    }

    /// The same with a factor of all input values.
    ///
    /// Without one, training data have the factor 1, and other parts that of the training data. A scale must be finite and
    /// not 0; this is checked when the data are set.
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

    /// The factor of input values: as given, or in a session that of the training data.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The factor of input values, if given.
    pub fn own_scale(&self) -> Option<f32> {
        self.inputs.scale()
    }

    /// The inputs, unscaled.
    pub(crate) fn inputs(&self) -> &Inputs<'static> {
        &self.inputs
    }

    /// Whether the inputs are bytes.
    pub fn are_bytes(&self) -> bool {
        self.inputs.are_bytes()
    }

    /// The labels as given.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The labels as classes or values, if resolved.
    pub(crate) fn resolved_labels(&self) -> Option<ResolvedLabels<'_>> {
        self.resolved.as_ref().unwrap_or(&self.labels).resolved_labels()
    }

    /// The class index of each sample, `[n]`; `None` if the labels are values, or names that have no index yet.
    pub fn classes(&self) -> Option<&[u32]> {
        match self.resolved_labels() {
            Some(ResolvedLabels::Classes(classes)) => Some(classes),
            Some(ResolvedLabels::Values(_)) | None => None,
        }
    }

    /// The highest class index; `None` if [`classes`](Self::classes) is `None`.
    pub fn largest_class(&self) -> Option<u32> {
        self.classes()?.iter().copied().max()
    }

    /// The number of target values of one sample; `None` if the labels are not values.
    pub fn values_per_sample(&self) -> Option<usize> {
        match self.resolved_labels() {
            Some(ResolvedLabels::Values(values)) => Some(values.len() / self.samples),
            Some(ResolvedLabels::Classes(_)) | None => None,
        }
    }

    /// The inputs as given, before scaling, `[n, features]`; `None` if they are bytes.
    pub fn floats(&self) -> Option<ArrayView2<'_, f32>> {
        match self.inputs.values() {
            Values::Bytes(_) => None,
            Values::Floats(values) => ArrayView2::from_shape((self.samples, self.features), values).ok(),
        }
    }

    /// Whether all inputs are finite when multiplied by `scale`.
    ///
    /// # Errors
    /// Kind `data`, with the path `scale` or `inputs[i]`.
    pub(crate) fn check_scale(&self, scale: f32) -> Result<()> {
        check_scale(scale)?;
        let Values::Floats(values) = self.inputs.values() else { return Ok(()) };
        match values.iter().position(|value| !(value * scale).is_finite()) {
            Some(index) => {
                Err(Error::mismatch(ErrorKind::Data, "a finite number", format_args!("{:?}", values[index]))
                    .named("not_finite_when_scaled")
                    .value("scale", scale)
                    .at(format_args!("inputs[{index}]"))
                    .with_note(format_args!("times the scale of {scale:?} it is none")))
            }
            None => Ok(()),
        }
    }

    /// Stores a session's interpretation.
    pub(crate) fn adopt(&mut self, resolved: Resolved) {
        (self.resolved, self.scale) = (resolved.labels, resolved.scale);
    }

    /// Copies the samples with the indices in `order`, scaled, to `out`: `[order.len(), features]`. Allocates nothing. Indices
    /// may repeat.
    ///
    /// # Panics
    /// If an index is out of range or `out` has another length. The session computes the order itself, so no input causes this.
    pub fn gather(&self, order: &[u32], out: &mut [f32]) {
        assert_eq!(out.len(), order.len() * self.features, "room for the samples named");
        let mut rows = order.iter().map(|&sample| sample as usize);
        self.inputs.gather(&mut rows, self.features, self.scale, out);
    }

    /// Copies the samples of a range, scaled, to `out`: `[rows.len(), features]`. Allocates nothing.
    ///
    /// # Panics
    /// As [`Self::gather`].
    pub fn gather_range(&self, mut rows: Range<usize>, out: &mut [f32]) {
        assert_eq!(out.len(), rows.len() * self.features, "room for the samples named");
        self.inputs.gather(&mut rows, self.features, self.scale, out);
    }

    /// A hash of inputs, their type and number of features, scale and labels. It identifies the training data of a saved
    /// session, and is the same on every machine.
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
        match self.resolved_labels() {
            Some(ResolvedLabels::Classes(classes)) => {
                hasher.word(0);
                hasher.values(classes.iter().copied());
            }
            Some(ResolvedLabels::Values(values)) => {
                hasher.word(1);
                hasher.values(values.iter().map(|value| value.to_bits()));
            }
            None => hasher.word(2),
        }
        hasher.finish()
    }
}

/// Checks that a scale is finite and not 0.
///
/// # Errors
/// Kind `data`.
pub(crate) fn check_scale(scale: f32) -> Result<()> {
    if scale.is_finite() && scale != 0.0 {
        return Ok(());
    }
    Err(Error::mismatch(ErrorKind::Data, "a finite number other than 0", format_args!("{scale:?}"))
        .named("expected_scale")
        .at("scale"))
}

fn count_samples(inputs: &Inputs<'_>, features: usize) -> Result<usize> {
    if inputs.is_empty() {
        return Err(Error::mismatch(ErrorKind::Data, "at least one sample", "none")
            .named("no_samples")
            .at("inputs"));
    }
    let samples = inputs.count(features)?;
    // Sample orders are lists of 32-bit indices.
    if u32::try_from(samples).is_err() {
        return Err(Error::mismatch(ErrorKind::Shape, "fewer than 2³² samples", samples)
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
        return Err(Error::mismatch(ErrorKind::Shape, format_args!("{samples} {what}, one a sample"), found)
            .named("expected_label_a_sample")
            .value("samples", samples)
            .value("what", what)
            .at("labels"));
    }
    if found > 0 && found.is_multiple_of(samples) {
        return Ok(());
    }
    let expected = format_args!("as many values for each of the {samples} samples");
    Err(Error::mismatch(ErrorKind::Shape, expected, found)
        .named("expected_values_for_each_sample")
        .value("samples", samples)
        .at("labels"))
}

fn check_finite(values: &[f32], path: &str) -> Result<()> {
    match values.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(not_finite(values[index]).at(format_args!("{path}[{index}]"))),
        None => Ok(()),
    }
}

#[cfg(test)]
#[path = "dataset_tests.rs"]
mod tests;
