//! Saves a session to a file and restores it. Training continues with the same bits.

use core::fmt::Display;

use super::data::Training;
use super::{Finished, Session};
use crate::formats::{self, ExportOptions, ExportedFile, Format};
use crate::memory::filled;
use crate::model::Tensor;
use crate::safetensors::{Array, File, Numbers};
use crate::schema::json_value::{self, JsonValue};
use crate::spec::Spec;
use crate::trainer::LoadConstraint;
use crate::{Error, ErrorKind, Result};

/// The version of the metadata. Files of older versions can always be read.
const FORMAT: u32 = 1;

const BEST_PARAMETERS: &str = "early_stopping.best";

/// The names of the constraints, and the prefix of their arrays.
pub(super) const CONSTRAINTS: &str = "constraints";

/// The largest count in a file: the largest integer that JavaScript represents exactly.
const MAX_COUNT: u64 = 1 << 53;

/// The names of the metadata under `inkgrad.`. Other names are errors.
const NAMES: [&str; 20] = [
    "version",
    "spec",
    "format",
    "step",
    "epoch",
    "order",
    "position",
    "samples",
    "data_hash",
    "schedule_start",
    "warmup",
    "updates",
    "input_scale",
    "input_type",
    "classes",
    "early_stopping.due",
    "early_stopping.waited",
    BEST_PARAMETERS,
    "finished",
    CONSTRAINTS,
];

impl Session {
    /// The session as a safetensors file: parameters, optimiser state, progress, early stopping, the spec, and the scale, type
    /// and class names of the data. The data are not saved.
    ///
    /// # Errors
    /// Kind `state` where several workers train and their shards of the optimiser state have not been [gathered](crate::parallel::gather_state).
    pub fn save(&self) -> Result<Vec<u8>> {
        self.check_complete()?;
        let mut file = File { metadata: self.metadata(), tensors: Vec::new() };
        let mut add = |prefix: &str, flat| {
            for tensor in self.model.network.tensors() {
                file.tensors.push(array(prefix, tensor, flat));
            }
        };
        add("", &self.model.parameters);
        for (name, buffer) in
            self.trainer.optimizer.state_names().iter().zip(&self.trainer.optimizer_buffers.buffers)
        {
            add(&format!("optimizer.{name}."), buffer);
        }
        if let Some(stopping) =
            self.trainer.early_stopping.as_ref().filter(|stopping| !stopping.best_parameters.is_empty())
        {
            add(&format!("{BEST_PARAMETERS}."), &stopping.best_parameters);
        }
        let states: Vec<_> =
            self.trainer.constraints.iter().map(|each| (each.name(), each.state())).collect();
        let arrays = states.iter().flat_map(|(name, arrays)| arrays.iter().map(move |array| (name, array)));
        let data: Vec<_> = arrays.clone().map(|(_, array)| array.data()).collect();
        for ((name, array), data) in arrays.zip(&data) {
            file.tensors.push(Array {
                name: format!("{CONSTRAINTS}.{name}.{}", array.name),
                shape: array.shape().to_vec(),
                numbers: Numbers::Floats(data),
            });
        }
        Ok(file.write())
    }

    /// The network as files of another program: [`formats::export`] of [`save`](Self::save).
    ///
    /// # Errors
    /// As [`save`](Self::save); kind `format`, with the layer's path, for what the format cannot represent.
    pub fn export(&self, format: Format, options: &ExportOptions) -> Result<Vec<ExportedFile>> {
        formats::export(&self.save()?, format, options)
    }

    fn metadata(&self) -> Vec<(String, String)> {
        let progress = &self.trainer.progress;
        let mut texts = vec![("format".to_owned(), "pt".to_owned())];
        let mut add =
            |name: &str, value: &dyn Display| texts.push((format!("inkgrad.{name}"), value.to_string()));
        add("version", &crate::VERSION);
        add("spec", &self.spec.to_json());
        let mut numbers = vec![
            ("format", u64::from(FORMAT)),
            ("step", progress.step),
            ("epoch", progress.epoch),
            ("order", progress.shuffle_index),
            ("position", progress.position as u64),
            ("samples", progress.count as u64),
            ("data_hash", progress.hash),
            ("schedule_start", progress.schedule_start),
            ("warmup", u64::from(progress.warmup)),
            ("updates", self.trainer.optimizer_buffers.updates),
            ("input_scale", u64::from(self.scale().to_bits())),
        ];
        if let Some(stopping) = &self.trainer.early_stopping {
            numbers.push(("early_stopping.due", u64::from(stopping.evaluation_due)));
            numbers.push(("early_stopping.waited", u64::from(stopping.epochs_without_improvement)));
            numbers.extend(stopping.best.map(|best| (BEST_PARAMETERS, best.to_bits())));
        }
        for (name, number) in numbers {
            add(name, &number);
        }
        if let Some(bytes) = self.training.and_then(|training| training.bytes) {
            add("input_type", &if bytes { "u8" } else { "f32" });
        }
        if let Some(classes) = &self.classes {
            add(
                "classes",
                &JsonValue::List(classes.iter().cloned().map(JsonValue::Text).collect()).to_json(),
            );
        }
        let names: Vec<_> =
            self.trainer.constraints.iter().map(|constraint| constraint.name().to_owned()).collect();
        if !names.is_empty() {
            add(CONSTRAINTS, &JsonValue::List(names.into_iter().map(JsonValue::Text).collect()).to_json());
        }
        match self.trainer.finished {
            Some(Finished::EarlyStopping) => add("finished", &"early_stopping"),
            Some(Finished::Diverged) => add("finished", &"diverged"),
            None => {}
        }
        texts
    }

    /// A session from the bytes of [`save`](Self::save). Training continues at the same position after the same data are set.
    ///
    /// # Errors
    /// Kind `format`, with the position of the error if known, if the bytes are not a saved session; kind `memory`.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        Self::load_with(bytes, &[])
    }

    /// The same for a session with constraints: for each name, the function that restores the constraint.
    ///
    /// # Errors
    /// As [`load`](Self::load); kind `format` for a constraint of another name.
    pub fn load_with(bytes: &[u8], constraints: &[(&str, LoadConstraint)]) -> Result<Self> {
        let file = File::read(bytes)?;
        let mut session = Self::new(spec_in(&file)?).map_err(|error| {
            if error.kind == ErrorKind::Memory { error } else { inside("inkgrad.spec", &error) }
        })?;
        check_names(&file)?;
        let held = session.read_constraints(&file, constraints)?;
        session.read_tensors(&file, held)?;
        session.read_progress(&file)?;
        Ok(session)
    }

    /// The spec of a session that was saved.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn saved_spec(bytes: &[u8]) -> Result<Spec> {
        spec_in(&File::read(bytes)?)
    }

    fn read_tensors(&mut self, file: &File<'_>, others: usize) -> Result<()> {
        let Self { model, trainer, .. } = self;
        let tensors = model.network.tensors();
        read_flat(file, "", tensors, &mut model.parameters, true)?;
        let mut prefixes = vec![String::new()];
        // A file without any array of the optimiser comes from elsewhere: its state begins afresh.
        let begun = file.tensors.iter().any(|array| array.name.starts_with("optimizer."));
        let buffers = &mut trainer.optimizer_buffers.buffers[..];
        let buffers = if begun { buffers } else { &mut [] };
        for (name, buffer) in trainer.optimizer.state_names().iter().zip(buffers) {
            prefixes.push(format!("optimizer.{name}."));
            read_flat(file, prefixes.last().map_or("", String::as_str), tensors, buffer, false)?;
        }
        if let Some(stopping) = &mut trainer.early_stopping
            && tensors
                .first()
                .is_some_and(|tensor| file.array(&format!("{BEST_PARAMETERS}.{}", tensor.name)).is_some())
        {
            stopping.best_parameters = filled(model.parameters.len(), 0.0)?;
            read_flat(file, &format!("{BEST_PARAMETERS}."), tensors, &mut stopping.best_parameters, true)?;
            prefixes.push(format!("{BEST_PARAMETERS}."));
        }
        if file.tensors.len() == prefixes.len() * tensors.len() + others {
            return Ok(());
        }
        // Names are unique and every expected array was found, so there is a surplus array.
        let known = |name: &str| {
            if name.starts_with(CONSTRAINTS) {
                return true;
            }
            let mut rests = prefixes.iter().filter_map(|prefix| name.strip_prefix(prefix.as_str()));
            rests.any(|rest| tensors.iter().any(|tensor| tensor.name == rest))
        };
        let surplus = file.tensors.iter().map(|array| &array.name).find(|name| !known(name));
        let name = surplus.cloned().unwrap_or_default();
        let error = Error::mismatch(ErrorKind::Format, "no array of this name", "one").named("surplus_array");
        Err(error.at(name).with_note("the network of inkgrad.spec has none"))
    }

    fn read_progress(&mut self, file: &File<'_>) -> Result<()> {
        let number = |name, most| number(file, name, most).map(Option::unwrap_or_default);
        let flag = |name| number(name, 1).map(|value| value != 0);
        let size = |name| number(name, MAX_COUNT.min(usize::MAX as u64)).map(|value| value as usize);
        let trainer = &mut self.trainer;
        let progress = &mut trainer.progress;
        (progress.step, progress.epoch, progress.shuffle_index) =
            (number("step", MAX_COUNT)?, number("epoch", MAX_COUNT)?, number("order", MAX_COUNT)?);
        (progress.hash, progress.schedule_start) =
            (number("data_hash", u64::MAX)?, number("schedule_start", MAX_COUNT)?);
        (progress.position, progress.count) = (size("position")?, size("samples")?);
        progress.warmup = flag("warmup")?;
        if progress.position >= progress.count.max(1) {
            let expected = format_args!("a place among {} samples", progress.count);
            let error = Error::mismatch(ErrorKind::Format, expected, progress.position);
            let error = error.named("position_behind_the_end").value("samples", progress.count);
            return Err(error.at("inkgrad.position"));
        }
        if progress.schedule_start > progress.step {
            let expected = format_args!("a step up to {}", progress.step);
            let error = Error::mismatch(ErrorKind::Format, expected, progress.schedule_start);
            let error = error.named("schedule_starts_later").value("step", progress.step);
            return Err(error.at("inkgrad.schedule_start"));
        }
        trainer.optimizer_buffers.updates = number("updates", MAX_COUNT)?;
        let scale = f32::from_bits(number("input_scale", u64::from(u32::MAX))? as u32);
        if !scale.is_finite() {
            return Err(not_finite("input_scale", &scale));
        }
        // The first release accepted a scale of 0, and files without data have none.
        let bytes = file.text("inkgrad.input_type").map(|kind| kind == "u8");
        self.training = (scale != 0.0).then_some(Training { scale, bytes });
        self.classes = file.text("inkgrad.classes").map(|text| texts(text, "classes")).transpose()?;
        trainer.finished = match file.text("inkgrad.finished") {
            Some("early_stopping") => Some(Finished::EarlyStopping),
            Some("diverged") => Some(Finished::Diverged),
            Some(other) => {
                let expected = "early_stopping or diverged";
                let error = Error::mismatch(ErrorKind::Format, expected, format_args!("\"{other}\""));
                return Err(error.named("unknown_end").at("inkgrad.finished"));
            }
            None => None,
        };
        if let Some(stopping) = &mut trainer.early_stopping {
            stopping.evaluation_due = flag("early_stopping.due")?;
            stopping.epochs_without_improvement =
                number("early_stopping.waited", u64::from(u32::MAX))? as u32;
            stopping.best = self::number(file, BEST_PARAMETERS, u64::MAX)?.map(f64::from_bits);
            if let Some(best) = stopping.best.filter(|best| best.is_nan()) {
                return Err(not_finite(BEST_PARAMETERS, &best));
            }
        }
        Ok(())
    }
}

fn array<'a>(prefix: &str, tensor: &Tensor, flat: &'a [f32]) -> Array<'a> {
    Array {
        name: format!("{prefix}{}", tensor.name),
        shape: tensor.parameter.shape.clone(),
        numbers: Numbers::Floats(&flat[tensor.range.clone()]),
    }
}

fn read_flat(
    file: &File<'_>,
    prefix: &str,
    tensors: &[Tensor],
    flat: &mut [f32],
    finite: bool,
) -> Result<()> {
    for tensor in tensors {
        let name = format!("{prefix}{}", tensor.name);
        let Some(array) = file.array(&name) else {
            let error = Error::mismatch(ErrorKind::Format, "an array of this name", "none");
            return Err(error.named("missing_array").at(name));
        };
        if array.shape != tensor.parameter.shape {
            let (expected, found) =
                (format_args!("{:?}", tensor.parameter.shape), format_args!("{:?}", array.shape));
            let error = Error::mismatch(ErrorKind::Format, expected, found);
            return Err(error.named("array_of_another_shape").value("shape", expected).at(name));
        }
        let values = &mut flat[tensor.range.clone()];
        array.numbers.copy_to(values, finite).map_err(|error| error.at(&name))?;
        if let Some(value) = values.iter().find(|value| **value < 0.0)
            && finite
            && tensor.parameter.is_variance()
        {
            let error = Error::mismatch(ErrorKind::Format, "a variance of at least 0", value);
            return Err(error.named("negative_variance").at(name));
        }
    }
    Ok(())
}

/// The text `inkgrad.NAME` as an integer up to `most`, if present. Floats are saved as their bits.
fn number(file: &File<'_>, name: &str, most: u64) -> Result<Option<u64>> {
    let name = format!("inkgrad.{name}");
    let Some(text) = file.text(&name) else { return Ok(None) };
    match text.parse() {
        Ok(value) if value <= most => Ok(Some(value)),
        _ => {
            let expected = format_args!("a whole number up to {most}");
            let error = Error::mismatch(ErrorKind::Format, expected, format_args!("\"{text}\""));
            Err(error.named("not_a_whole_number").value("most", most).at(name))
        }
    }
}

/// A JSON list of texts.
pub(super) fn texts(text: &str, field: &str) -> Result<Vec<String>> {
    let wrong = |found: &dyn Display| {
        let error =
            Error::mismatch(ErrorKind::Format, "a list of names", found).named("expected_class_names");
        error.at(format_args!("inkgrad.{field}"))
    };
    let raw = json_value::read(text.as_bytes()).map_err(|error| wrong(&error))?;
    let JsonValue::List(names) = raw else { return Err(wrong(&raw)) };
    let name = |name| match name {
        JsonValue::Text(name) => Ok(name),
        other => Err(wrong(&other)),
    };
    names.into_iter().map(name).collect()
}

fn not_finite(name: &str, found: &dyn Display) -> Error {
    let error = Error::mismatch(ErrorKind::Format, "the bits of a finite number", found);
    error.named("bits_not_finite").at(format_args!("inkgrad.{name}"))
}

/// Checks that all names in the metadata are known.
fn check_names(file: &File<'_>) -> Result<()> {
    let ours = file.metadata.iter().filter_map(|(name, _)| name.strip_prefix("inkgrad."));
    match ours.into_iter().find(|name| !NAMES.contains(name)) {
        None => Ok(()),
        Some(name) => {
            let error = Error::mismatch(ErrorKind::Format, "metadata that this version knows", "others");
            let error = error.named("unknown_metadata").at(format_args!("inkgrad.{name}"));
            Err(error.with_note("the file was written by a newer inkgrad: update this one"))
        }
    }
}

/// Adds a path inside the file to an error.
fn inside(path: &str, error: &Error) -> Error {
    Error::new(ErrorKind::Format, error).named("wrong_spec").value("error", error).at(path)
}

/// The spec in a file, if this version can read the file.
fn spec_in(file: &File<'_>) -> Result<Spec> {
    let format = number(file, "format", u64::MAX)?.unwrap_or_default();
    if format > u64::from(FORMAT) {
        return Err(Error::mismatch(ErrorKind::Format, format_args!("format {FORMAT} or older"), format)
            .named("newer_format")
            .value("format", FORMAT)
            .at("inkgrad.format")
            .with_note("the file was written by a newer inkgrad: update this one"));
    }
    let Some(spec) = file.text("inkgrad.spec") else {
        return Err(Error::mismatch(
            ErrorKind::Format,
            "a file that inkgrad saved",
            "one without inkgrad.spec",
        )
        .named("no_spec")
        .at("inkgrad.spec")
        .with_note(
            "weights from elsewhere are set by Session::set_parameters on a session of the right spec",
        ));
    };
    Spec::from_json(spec).map_err(|error| inside("inkgrad.spec", &error))
}
