//! The data of a session. Each part is checked against the network, and resolved with the scale and the class names of the
//! training data.

use super::{Part, Session};
use crate::data::{
    Dataset, Inputs, Labels, Resolved, ResolvedLabels, check_scale, classes_of, names_in_order, numbers_as,
};
use crate::losses::Link;
use crate::memory::filled;
use crate::model::Model;
use crate::trainer::Trainer;
use crate::{Error, ErrorKind, Result};

/// Scale and type of the training data's inputs. They are saved with the session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Training {
    /// The factor of input values.
    pub scale: f32,
    /// Whether the inputs are bytes; `None` for older files.
    pub bytes: Option<bool>,
}

impl Session {
    /// Sets or replaces a part of the data. New training data start a new epoch.
    ///
    /// Validation and test data without a [scale](Dataset::with_scale) use that of the training data, in any order of calls.
    /// If labels are names, classes are numbered by first appearance in the training data. After steps, or after
    /// [`load`](Self::load), the class names stay if new training data have no other names.
    ///
    /// # Errors
    /// Kinds `data` and `shape` if the data do not fit the network or each other; kind `memory`. Then nothing has changed.
    pub fn set_data(&mut self, part: Part, data: Dataset) -> Result<()> {
        if part == Part::Train {
            return self.set_training_data(data, false);
        }
        let resolved = self.resolve(part, &data, self.training, self.classes.as_deref())?;
        self.store(part, data, resolved);
        Ok(())
    }

    /// Sets temporary training data, to be replaced later. Until then the epoch and the schedule stay at 0, and early stopping
    /// is off.
    ///
    /// # Errors
    /// As [`set_data`](Self::set_data).
    pub fn set_warmup_data(&mut self, data: Dataset) -> Result<()> {
        self.set_training_data(data, true)
    }

    /// The class names in order; `None` if labels are not names.
    pub fn classes(&self) -> Option<&[String]> {
        self.classes.as_deref()
    }

    /// The default factor of input values: that of the training data, or 1 without training data.
    pub fn scale(&self) -> f32 {
        self.training.map_or(1.0, |training| training.scale)
    }

    /// Whether a part of the data has been set.
    pub fn has_data(&self, part: Part) -> bool {
        self.data[part as usize].is_some()
    }

    /// The number of samples in a part of the data; 0 if it has not been set.
    pub fn data_len(&self, part: Part) -> usize {
        self.data[part as usize].as_ref().map_or(0, Dataset::len)
    }

    /// Steps to the end of the current epoch, at least one.
    ///
    /// # Errors
    /// Kind `state` without training data.
    pub fn steps_left_in_epoch(&self) -> Result<u64> {
        let (data, _) = self.resolved_data(Part::Train, "there is nothing to learn from")?;
        Ok((data.len() - self.trainer.progress.position).div_ceil(self.spec.batch_size()) as u64)
    }

    /// The data of a part with resolved labels.
    pub(crate) fn resolved_data(&self, part: Part, why: &str) -> Result<(&Dataset, ResolvedLabels<'_>)> {
        let data = self.data[part as usize].as_ref().ok_or_else(|| no_data(part, why))?;
        let known = data.resolved_labels().ok_or_else(Self::no_class_names)?;
        Ok((data, known))
    }

    /// Model, trainer and training data, for a step.
    pub(crate) fn parts(&mut self) -> (&mut Model, &mut Trainer, Option<&Dataset>) {
        (&mut self.model, &mut self.trainer, self.data[Part::Train as usize].as_ref())
    }

    fn set_training_data(&mut self, data: Dataset, warmup: bool) -> Result<()> {
        let classes = self.class_names_for(&data);
        let training = Training { scale: data.own_scale().unwrap_or(1.0), bytes: Some(data.are_bytes()) };
        let resolve = |part: Part, data: &Dataset| {
            self.resolve(part, data, Some(training), classes.as_deref()).map_err(|error| within(part, error))
        };
        let resolved = self.resolve(Part::Train, &data, None, classes.as_deref())?;
        let others = [Part::Validation, Part::Test];
        let [validation, test] =
            others.map(|part| self.data[part as usize].as_ref().map(|data| resolve(part, data)).transpose());
        let (validation, test) = (validation?, test?);
        self.trainer.batch.prepare(&data)?;
        for (part, resolved) in others.into_iter().zip([validation, test]) {
            if let (Some(data), Some(resolved)) = (&mut self.data[part as usize], resolved) {
                data.adopt(resolved);
            }
        }
        (self.training, self.classes) = (Some(training), classes);
        self.trainer.last_step.invalidate_batch();
        self.store(Part::Train, data, resolved);
        if let Some(data) = &self.data[Part::Train as usize] {
            self.trainer.progress.new_data(data, warmup);
        }
        Ok(())
    }

    fn store(&mut self, part: Part, mut data: Dataset, resolved: Resolved) {
        data.adopt(resolved);
        self.data[part as usize] = Some(data);
        self.trainer.resume();
        self.model.mark_changed();
    }

    /// The class names if these become the training data.
    fn class_names_for(&self, data: &Dataset) -> Option<Vec<String>> {
        let learned = self.trainer.progress.step > 0 || !self.trainer.progress.data_is_set;
        let Labels::Names(labels) = data.labels() else { return self.classes.clone().filter(|_| learned) };
        let names = names_in_order(labels);
        let known =
            self.classes.as_ref().filter(|known| learned && names.iter().all(|name| known.contains(name)));
        Some(known.cloned().unwrap_or(names))
    }

    /// Resolves labels and scale of a part by the training data, if set, and checks that the part fits the network.
    fn resolve(
        &self,
        part: Part,
        data: &Dataset,
        training: Option<Training>,
        classes: Option<&[String]>,
    ) -> Result<Resolved> {
        let outputs = self.model.network.outputs();
        if data.features() != self.model.network.features() {
            let features = self.model.network.features();
            let expected = format_args!("{features} numbers a sample, as the spec's input has");
            return Err(Error::mismatch(ErrorKind::Shape, expected, data.features())
                .named("expected_features")
                .value("features", features)
                .at("inputs"));
        }
        let scale = match part {
            Part::Train => data.own_scale().unwrap_or(1.0),
            Part::Validation | Part::Test => resolve_scale(training, data.are_bytes(), data.own_scale())?,
        };
        data.check_scale(scale)?;
        self.check_inputs(data.inputs(), data.len(), scale)?;
        let labels = match (data.labels(), classes) {
            (Labels::Names(labels), Some(classes)) => Some(Labels::Classes(classes_of(labels, classes)?)),
            // The training data have no class names, so every name is unknown.
            (Labels::Names(labels), None) if training.is_some() => {
                Some(Labels::Classes(classes_of(labels, &[])?))
            }
            (Labels::Numbers(numbers), _) => {
                Some(numbers_as(numbers, data.len(), outputs, self.model.loss.needs_classes())?)
            }
            _ => None,
        };
        if let Some(known) = labels.as_ref().unwrap_or(data.labels()).resolved_labels() {
            self.check_labels(known, data.len())?;
        }
        Ok(Resolved { labels, scale })
    }

    /// Lets the first layer check the scaled inputs. Most layers accept any.
    pub(super) fn check_inputs(&self, inputs: &Inputs<'_>, samples: usize, scale: f32) -> Result<()> {
        if !self.model.network.checks_inputs() {
            return Ok(());
        }
        let mut x = filled(self.features(), 0.0)?;
        for sample in 0..samples {
            inputs.gather(&mut (sample..sample + 1), self.features(), scale, &mut x);
            self.model.network.check_inputs(&x, sample)?;
        }
        Ok(())
    }

    /// The scale of a query's inputs.
    ///
    /// # Errors
    /// Kind `data`.
    pub(super) fn scale_of(&self, inputs: &Inputs<'_>) -> Result<f32> {
        resolve_scale(self.training, inputs.are_bytes(), inputs.scale())
    }

    /// A temporary data set for a query, resolved by the training data.
    ///
    /// # Errors
    /// As [`set_data`](Self::set_data).
    pub(super) fn resolved<'a>(
        &self,
        inputs: impl Into<Inputs<'a>>,
        labels: impl Into<Labels>,
    ) -> Result<Dataset> {
        let inputs = inputs.into();
        inputs.count(self.features())?;
        let mut data = Dataset::flat(inputs, self.features(), labels)?;
        let scale = resolve_scale(self.training, data.are_bytes(), data.own_scale())?;
        data = data.with_scale(scale);
        let resolved = self.resolve(Part::Test, &data, self.training, self.classes.as_deref())?;
        data.adopt(resolved);
        if data.resolved_labels().is_none() {
            return Err(Self::no_class_names());
        }
        Ok(data)
    }

    /// The error for labels that are names if no training data with class names have been set.
    pub(super) fn no_class_names() -> Error {
        Error::mismatch(ErrorKind::State, "training data that name the classes", "none")
            .named("expected_class_names")
            .at("labels")
            .with_note("set training data whose labels are names first")
    }

    /// Checks that labels fit the loss and the number of samples.
    fn check_labels(&self, labels: ResolvedLabels<'_>, samples: usize) -> Result<()> {
        let (outputs, loss) = (self.model.network.outputs(), self.spec.loss.kind.name);
        match labels {
            ResolvedLabels::Classes(classes) => self.check_classes(classes),
            ResolvedLabels::Values(_) if self.model.loss.needs_classes() => {
                Err(Error::mismatch(ErrorKind::Data, "class indices or names", "floats")
                    .named("expected_classes")
                    .value("loss", loss)
                    .at("labels")
                    .with_note(format_args!("{loss} takes one class a sample")))
            }
            ResolvedLabels::Values(values) if Some(values.len()) != samples.checked_mul(outputs) => {
                let all = samples.saturating_mul(outputs);
                let expected = format_args!("{all} numbers, {outputs} for each of {samples} samples");
                Err(Error::mismatch(ErrorKind::Shape, expected, values.len())
                    .named("expected_numbers_a_sample")
                    .value("outputs", outputs)
                    .value("samples", samples)
                    .at("labels"))
            }
            ResolvedLabels::Values(values) if self.model.loss.link() == Link::Sigmoid => {
                match values.iter().position(|value| !(0.0..=1.0).contains(value)) {
                    Some(at) => {
                        let found = format_args!("{:?}", values[at]);
                        Err(Error::mismatch(ErrorKind::Data, "a probability from 0 to 1", found)
                            .named("expected_probability")
                            .at(format_args!("labels[{at}]")))
                    }
                    None => Ok(()),
                }
            }
            ResolvedLabels::Values(_) => Ok(()),
        }
    }

    fn check_classes(&self, classes: &[u32]) -> Result<()> {
        let known = match (self.model.network.outputs(), self.model.loss.link()) {
            (1, Link::Identity) => return Ok(()),
            (1, Link::Sigmoid) => 2,
            (outputs, _) => outputs,
        };
        match classes.iter().position(|&class| class as usize >= known) {
            Some(at) => {
                let last = known - 1;
                Err(Error::mismatch(ErrorKind::Data, format_args!("a class from 0 to {last}"), classes[at])
                    .named("class_out_of_range")
                    .value("last", last)
                    .at(format_args!("labels[{at}]"))
                    .with_note("give the last layer one output for each class"))
            }
            None => Ok(()),
        }
    }
}

/// Adds the name of another part to an error's path.
fn within(part: Part, error: Error) -> Error {
    let path = format!("{}.{}", part.name(), error.path.as_deref().unwrap_or("inputs"));
    error.value("part", part.name()).at(path)
}

/// The scale of inputs, by their own setting or the training data.
///
/// # Errors
/// Kind `data` if the given scale is invalid, or if none is given and the training data have another type.
fn resolve_scale(training: Option<Training>, bytes: bool, given: Option<f32>) -> Result<f32> {
    if let Some(scale) = given {
        check_scale(scale)?;
        return Ok(scale);
    }
    let Some(Training { scale, bytes: trained_on }) = training else { return Ok(1.0) };
    if scale != 1.0 && trained_on.is_some_and(|trained_on| trained_on != bytes) {
        let kind = |bytes| if bytes { "bytes" } else { "floats" };
        let (found, expected) = (kind(bytes), kind(!bytes));
        let note = format_args!(
            "give their scale: 1 if they are scaled already, {scale:?} if they are to be multiplied as the training data are"
        );
        return Err(Error::mismatch(
            ErrorKind::Data,
            format_args!("{expected}, as the training data are, or a scale"),
            format_args!("{found} without a scale"),
        )
        .named("scale_unknown")
        .value("found", found)
        .value("expected", expected)
        .value("scale", scale)
        .at("scale")
        .with_note(note));
    }
    Ok(scale)
}

/// The error for a part of the data that has not been set.
pub(super) fn no_data(part: Part, why: &str) -> Error {
    let name = part.name();
    Error::mismatch(ErrorKind::State, format_args!("{name} data"), "none")
        .named("expected_data")
        .value("part", name)
        .value("why", why)
        .with_note(format_args!("set them with Session::set_data first: {why}"))
}
