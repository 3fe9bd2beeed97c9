//! Saving a session to a file and going on from it, bit for bit.

use super::data::Training;
use super::{Finished, Session};
use crate::memory::filled;
use crate::network::Tensor;
use crate::safetensors::{Array, File, Numbers};
use crate::spec::Spec;
use crate::{Code, Error, Result};

/// The version of what the metadata say. Files of older versions are always read.
const FORMAT: u32 = 1;

const BEST: &str = "early_stopping.best";

impl Session {
    /// The session as a safetensors file: parameters, the optimiser's state, the place in the run, early
    /// stopping, the spec, and of the data the scale, the type and the names of classes. Not the data.
    ///
    /// # Errors
    /// Code `state` where several workers take steps and their parts have not been [gathered](Self::gather_state).
    pub fn save(&self) -> Result<Vec<u8>> {
        self.check_all_whole()?;
        let mut file = File { metadata: self.metadata(), tensors: Vec::new() };
        let mut add = |prefix: &str, flat| {
            for tensor in self.network.tensors() {
                file.tensors.push(array(prefix, tensor, flat));
            }
        };
        add("", &self.parameters);
        for (name, buffer) in self.optimizer.state_names().iter().zip(&self.state) {
            add(&format!("optimizer.{name}."), buffer);
        }
        if let Some(stopping) = self.stopping.as_ref().filter(|stopping| !stopping.best_parameters.is_empty())
        {
            add(&format!("{BEST}."), &stopping.best_parameters);
        }
        Ok(file.write())
    }

    fn metadata(&self) -> Vec<(String, String)> {
        let clock = &self.clock;
        let mut texts = vec![("format".to_owned(), "pt".to_owned())];
        let mut add = |name: &str, value: String| texts.push((format!("inkgrad.{name}"), value));
        add("version", crate::VERSION.to_owned());
        add("spec", self.spec.to_json());
        let mut numbers = vec![
            ("format", u64::from(FORMAT)),
            ("step", clock.step),
            ("epoch", clock.epoch),
            ("order", clock.order),
            ("position", clock.position as u64),
            ("samples", clock.count as u64),
            ("data_hash", clock.hash),
            ("schedule_start", clock.schedule_start),
            ("warmup", u64::from(clock.warmup)),
            ("updates", self.updates),
            ("input_scale", u64::from(self.scale().to_bits())),
        ];
        if let Some(stopping) = &self.stopping {
            numbers.push(("early_stopping.due", u64::from(stopping.due)));
            numbers.push(("early_stopping.waited", u64::from(stopping.waited)));
            numbers.extend(stopping.best.map(|best| (BEST, best.to_bits())));
        }
        for (name, number) in numbers {
            add(name, number.to_string());
        }
        if let Some(bytes) = self.training.and_then(|training| training.bytes) {
            add("input_type", if bytes { "u8" } else { "f32" }.to_owned());
        }
        if let Some(classes) = &self.classes {
            add("classes", serde_json::json!(classes).to_string());
        }
        match self.finished {
            Some(Finished::EarlyStopping) => add("finished", "early_stopping".to_owned()),
            Some(Finished::Diverged) => add("finished", "diverged".to_owned()),
            None => {}
        }
        texts
    }

    /// A session from what [`save`](Self::save) wrote. It goes on exactly where it was once the same data are set.
    ///
    /// # Errors
    /// Code `format` where the bytes are no such file, with the byte at fault where there is one; code `memory`.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        let file = File::read(bytes)?;
        let mut session = Self::new(spec_in(&file)?).map_err(|error| {
            if error.code == Code::Memory { error } else { inside("inkgrad.spec", &error) }
        })?;
        session.read_tensors(&file)?;
        session.read_place(&file)?;
        Ok(session)
    }

    /// The spec of a session that was saved.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn saved_spec(bytes: &[u8]) -> Result<Spec> {
        spec_in(&File::read(bytes)?)
    }

    fn read_tensors(&mut self, file: &File<'_>) -> Result<()> {
        let tensors = self.network.tensors();
        read_flat(file, "", tensors, &mut self.parameters, true)?;
        for (name, buffer) in self.optimizer.state_names().iter().zip(&mut self.state) {
            read_flat(file, &format!("optimizer.{name}."), tensors, buffer, false)?;
        }
        if let Some(stopping) = &mut self.stopping
            && tensors.first().is_some_and(|tensor| file.array(&format!("{BEST}.{}", tensor.name)).is_some())
        {
            stopping.best_parameters = filled(self.parameters.len(), 0.0)?;
            read_flat(file, &format!("{BEST}."), tensors, &mut stopping.best_parameters, true)?;
        }
        Ok(())
    }

    fn read_place(&mut self, file: &File<'_>) -> Result<()> {
        let number = |name| number(file, name).map(Option::unwrap_or_default);
        let clock = &mut self.clock;
        (clock.step, clock.epoch, clock.order) = (number("step")?, number("epoch")?, number("order")?);
        (clock.hash, clock.schedule_start) = (number("data_hash")?, number("schedule_start")?);
        (clock.position, clock.count) = (number("position")? as usize, number("samples")? as usize);
        clock.warmup = number("warmup")? != 0;
        if clock.position > clock.count || clock.schedule_start > clock.step {
            let found = format!("position {} of {}", clock.position, clock.count);
            return Err(Error::mismatch(Code::Format, "a place within the run", found).at("inkgrad.position"));
        }
        self.updates = number("updates")?;
        let scale = f32::from_bits(number("input_scale")? as u32);
        if scale.is_finite() && scale != 0.0 {
            let bytes = file.text("inkgrad.input_type").map(|kind| kind == "u8");
            self.training = Some(Training { scale, bytes });
        }
        self.classes = match file.text("inkgrad.classes").map(serde_json::from_str) {
            Some(Ok(classes)) => Some(classes),
            Some(Err(error)) => {
                return Err(Error::mismatch(Code::Format, "a list of names", error.to_string())
                    .named("expected_class_names")
                    .at("inkgrad.classes"));
            }
            None => None,
        };
        self.finished = match file.text("inkgrad.finished") {
            Some("early_stopping") => Some(Finished::EarlyStopping),
            Some("diverged") => Some(Finished::Diverged),
            _ => None,
        };
        if let Some(stopping) = &mut self.stopping {
            stopping.due = number("early_stopping.due")? != 0;
            stopping.waited = number("early_stopping.waited")? as u32;
            stopping.best = self::number(file, BEST)?.map(f64::from_bits);
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
            return Err(Error::mismatch(Code::Format, "an array of this name", "none").at(name));
        };
        if array.shape != tensor.parameter.shape {
            let (expected, found) = (format!("{:?}", tensor.parameter.shape), format!("{:?}", array.shape));
            return Err(Error::mismatch(Code::Format, expected, found).at(name));
        }
        array.numbers.copy_to(&mut flat[tensor.range.clone()], finite).map_err(|error| error.at(name))?;
    }
    Ok(())
}

/// The text `inkgrad.NAME` as a whole number, if it is there. Floats are saved as their bits, which are exact.
fn number(file: &File<'_>, name: &str) -> Result<Option<u64>> {
    let name = format!("inkgrad.{name}");
    let Some(text) = file.text(&name) else { return Ok(None) };
    match text.parse() {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(Error::mismatch(Code::Format, "a whole number", format!("\"{text}\"")).at(name)),
    }
}

/// An error in something that a file holds.
fn inside(path: &str, error: &Error) -> Error {
    Error::new(Code::Format, error.to_string()).at(path)
}

/// The spec that a file holds, if this version can read the file.
fn spec_in(file: &File<'_>) -> Result<Spec> {
    let format = number(file, "format")?.unwrap_or_default();
    if format > u64::from(FORMAT) {
        return Err(Error::mismatch(Code::Format, format!("format {FORMAT} or older"), format.to_string())
            .at("inkgrad.format")
            .with_note("the file was written by a newer inkgrad: update this one"));
    }
    let Some(spec) = file.text("inkgrad.spec") else {
        return Err(Error::mismatch(Code::Format, "a file that inkgrad saved", "one without inkgrad.spec")
            .at("inkgrad.spec")
            .with_note("weights from elsewhere are set by setParameters on a session of the right spec"));
    };
    Spec::from_json(spec).map_err(|error| inside("inkgrad.spec", &error))
}
