//! The data of a session: each part is understood with the training data's scale and names of classes, and fits the
//! network.

use super::{Part, Session};
use crate::data::{
    Dataset, Inputs, Known, Labels, Meaning, check_scale, classes_of, names_in_order, numbers_as,
};
use crate::losses::Link;
use crate::memory::filled;
use crate::model::Model;
use crate::trainer::Trainer;
use crate::{Error, ErrorKind, Result};

/// What is known of the training data's inputs; a saved file keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Training {
    /// What every input value is multiplied by.
    pub scale: f32,
    /// Whether the inputs are bytes; older files do not say.
    pub bytes: Option<bool>,
}

impl Session {
    /// Sets a part of the data, or replaces it; new training data drop the part-finished epoch.
    ///
    /// Validation and test data without a [scale](Dataset::with_scale) take that of the training data, whichever is set first.
    /// Where labels are names, classes are numbered in the order in which the training data first name them. What the
    /// network has learned keeps its names: once there have been steps, or after [`load`](Self::load), they hold as long as
    /// new training data name none but these.
    ///
    /// # Errors
    /// Kinds `data` and `shape`, where the data do not fit the network or each other; kind `memory`. Then nothing has changed.
    pub fn set_data(&mut self, part: Part, data: Dataset) -> Result<()> {
        if part == Part::Train {
            return self.set_training_data(data, false);
        }
        let meaning = self.understand(part, &data, self.training, self.classes.as_deref())?;
        self.place(part, data, meaning);
        Ok(())
    }

    /// Sets training data that are only there until the real ones come: meanwhile the epoch stays 0, the schedule stays at
    /// its first rate and early stopping waits. All three begin with the data that replace them.
    ///
    /// # Errors
    /// As [`set_data`](Self::set_data).
    pub fn set_warmup_data(&mut self, data: Dataset) -> Result<()> {
        self.set_training_data(data, true)
    }

    /// The names of the classes, in their order; none where labels have had none.
    pub fn classes(&self) -> Option<&[String]> {
        self.classes.as_deref()
    }

    /// What the values of samples are multiplied by unless a call says otherwise: as the training data are, 1 before any.
    pub fn scale(&self) -> f32 {
        self.training.map_or(1.0, |training| training.scale)
    }

    /// Whether a part of the data has been set.
    pub fn has_data(&self, part: Part) -> bool {
        self.data[part as usize].is_some()
    }

    /// Samples of a part of the data; 0 where it has not been set.
    pub fn data_len(&self, part: Part) -> usize {
        self.data[part as usize].as_ref().map_or(0, Dataset::len)
    }

    /// Steps to the end of the current epoch, at least one.
    ///
    /// # Errors
    /// Kind `state` without training data.
    pub fn steps_left_in_epoch(&self) -> Result<u64> {
        let (data, _) = self.known_data(Part::Train, "there is nothing to learn from")?;
        Ok((data.len() - self.trainer.progress.position).div_ceil(self.spec.batch_size()) as u64)
    }

    /// The data of a part, with its labels understood.
    pub(crate) fn known_data(&self, part: Part, why: &str) -> Result<(&Dataset, Known<'_>)> {
        let data = self.data[part as usize].as_ref().ok_or_else(|| no_data(part, why))?;
        let known = data.known().ok_or_else(Self::no_names)?;
        Ok((data, known))
    }

    /// The training data beside model and trainer, which a step changes.
    pub(crate) fn parts(&mut self) -> (&mut Model, &mut Trainer, Option<&Dataset>) {
        (&mut self.model, &mut self.trainer, self.data[Part::Train as usize].as_ref())
    }

    fn set_training_data(&mut self, data: Dataset, warmup: bool) -> Result<()> {
        let classes = self.names_with(&data);
        let training = Training { scale: data.own_scale().unwrap_or(1.0), bytes: Some(data.are_bytes()) };
        let understand = |part: Part, data: &Dataset| {
            self.understand(part, data, Some(training), classes.as_deref())
                .map_err(|error| within(part, error))
        };
        let meaning = self.understand(Part::Train, &data, None, classes.as_deref())?;
        let others = [Part::Validation, Part::Test];
        let [validation, test] = others
            .map(|part| self.data[part as usize].as_ref().map(|data| understand(part, data)).transpose());
        let (validation, test) = (validation?, test?);
        self.trainer.batch.prepare(&data)?;
        for (part, meaning) in others.into_iter().zip([validation, test]) {
            if let (Some(data), Some(meaning)) = (&mut self.data[part as usize], meaning) {
                data.adopt(meaning);
            }
        }
        (self.training, self.classes) = (Some(training), classes);
        self.trainer.last_step.forget_batch();
        self.place(Part::Train, data, meaning);
        if let Some(data) = &self.data[Part::Train as usize] {
            self.trainer.progress.new_data(data, warmup);
        }
        Ok(())
    }

    fn place(&mut self, part: Part, mut data: Dataset, meaning: Meaning) {
        data.adopt(meaning);
        self.data[part as usize] = Some(data);
        self.trainer.resume();
        self.model.change();
    }

    /// The names of the classes once these are the training data.
    fn names_with(&self, data: &Dataset) -> Option<Vec<String>> {
        let learned = self.trainer.progress.step > 0 || !self.trainer.progress.present;
        let Labels::Names(labels) = data.labels() else { return self.classes.clone().filter(|_| learned) };
        let names = names_in_order(labels);
        let known =
            self.classes.as_ref().filter(|known| learned && names.iter().all(|name| known.contains(name)));
        Some(known.cloned().unwrap_or(names))
    }

    /// What a part's labels and scale mean beside these training data, if there are any; and whether it fits the network.
    fn understand(
        &self,
        part: Part,
        data: &Dataset,
        training: Option<Training>,
        classes: Option<&[String]>,
    ) -> Result<Meaning> {
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
            Part::Validation | Part::Test => scale_beside(training, data.are_bytes(), data.own_scale())?,
        };
        data.check_scale(scale)?;
        self.check_inputs(data.inputs(), data.len(), scale)?;
        let labels = match (data.labels(), classes) {
            (Labels::Names(labels), Some(classes)) => Some(Labels::Classes(classes_of(labels, classes)?)),
            // The training data have no names: no word is one of them.
            (Labels::Names(labels), None) if training.is_some() => {
                Some(Labels::Classes(classes_of(labels, &[])?))
            }
            (Labels::Numbers(numbers), _) => {
                Some(numbers_as(numbers, data.len(), outputs, self.model.loss.needs_classes())?)
            }
            _ => None,
        };
        if let Some(known) = labels.as_ref().unwrap_or(data.labels()).known() {
            self.check_known(known, data.len())?;
        }
        Ok(Meaning { labels, scale })
    }

    /// Lets the layer that takes the inputs check them, scaled. Most layers take any.
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

    /// The scale of inputs that a query is given.
    ///
    /// # Errors
    /// Kind `data`.
    pub(super) fn scale_of(&self, inputs: &Inputs<'_>) -> Result<f32> {
        scale_beside(self.training, inputs.are_bytes(), inputs.scale())
    }

    /// Inputs and labels that are looked at once, as they are understood beside the training data.
    ///
    /// # Errors
    /// As [`set_data`](Self::set_data).
    pub(super) fn understood<'a>(
        &self,
        inputs: impl Into<Inputs<'a>>,
        labels: impl Into<Labels>,
    ) -> Result<Dataset> {
        let inputs = inputs.into();
        inputs.count(self.features())?;
        let mut data = Dataset::flat(inputs, self.features(), labels)?;
        let scale = scale_beside(self.training, data.are_bytes(), data.own_scale())?;
        data = data.with_scale(scale);
        let meaning = self.understand(Part::Test, &data, self.training, self.classes.as_deref())?;
        data.adopt(meaning);
        if data.known().is_none() {
            return Err(Self::no_names());
        }
        Ok(data)
    }

    /// The error for names of classes before training data have said which there are.
    pub(super) fn no_names() -> Error {
        Error::mismatch(ErrorKind::State, "training data that name the classes", "none")
            .named("expected_class_names")
            .at("labels")
            .with_note("set training data whose labels are names first")
    }

    /// Whether labels are what the loss takes, and fit so many samples.
    fn check_known(&self, labels: Known<'_>, samples: usize) -> Result<()> {
        let (outputs, loss) = (self.model.network.outputs(), self.spec.loss.kind.name);
        match labels {
            Known::Classes(classes) => self.check_classes(classes),
            Known::Values(_) if self.model.loss.needs_classes() => {
                Err(Error::mismatch(ErrorKind::Data, "class indices or names", "floats")
                    .named("expected_classes")
                    .value("loss", loss)
                    .at("labels")
                    .with_note(format_args!("{loss} takes one class a sample")))
            }
            Known::Values(values) if Some(values.len()) != samples.checked_mul(outputs) => {
                let all = samples.saturating_mul(outputs);
                let expected = format_args!("{all} numbers, {outputs} for each of {samples} samples");
                Err(Error::mismatch(ErrorKind::Shape, expected, values.len())
                    .named("expected_numbers_a_sample")
                    .value("outputs", outputs)
                    .value("samples", samples)
                    .at("labels"))
            }
            Known::Values(values) if self.model.loss.link() == Link::Sigmoid => {
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
            Known::Values(_) => Ok(()),
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

/// The error in a part of the data that another part has brought about.
fn within(part: Part, error: Error) -> Error {
    let path = format!("{}.{}", part.name(), error.path.as_deref().unwrap_or("inputs"));
    error.value("part", part.name()).at(path)
}

/// What inputs are multiplied by beside these training data.
///
/// # Errors
/// Kind `data`, where the scale given is none, or none is given and the training data's need not be right.
fn scale_beside(training: Option<Training>, bytes: bool, given: Option<f32>) -> Result<f32> {
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
