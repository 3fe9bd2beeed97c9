//! Adds constraints to a session, and restores them when it is loaded.

use super::Session;
use super::save::{CONSTRAINTS, texts};
use crate::memory::{filled, product};
use crate::model::NamedArray;
use crate::safetensors::File;
use crate::trainer::{Constraint, LoadConstraint};
use crate::{Error, ErrorKind, Result};

impl Session {
    /// Adds a constraint on the parameters after the existing ones, and applies it. It is saved with the session.
    ///
    /// # Errors
    /// Kind `state` if a constraint with this name exists.
    pub fn add_constraint(&mut self, constraint: Box<dyn Constraint>) -> Result<()> {
        let name = constraint.name();
        if self.trainer.constraints.iter().any(|known| known.name() == name) {
            return Err(Error::mismatch(
                ErrorKind::State,
                "a constraint of a new name",
                format_args!("\"{name}\""),
            )
            .named("duplicate_constraint"));
        }
        constraint.apply(self.model.network.tensors(), &mut self.model.parameters);
        self.trainer.constraints.push(constraint);
        self.trainer.last_step.clear();
        self.model.mark_changed();
        Ok(())
    }

    /// Restores the constraints. Returns the number of the file's arrays that they use.
    pub(super) fn read_constraints(
        &mut self,
        file: &File<'_>,
        known: &[(&str, LoadConstraint)],
    ) -> Result<usize> {
        let names = file.text("inkgrad.constraints").map(|text| texts(text, CONSTRAINTS));
        let mut held = 0;
        for name in names.transpose()?.unwrap_or_default() {
            let Some((_, load)) = known.iter().find(|(known, _)| **known == *name) else {
                let known = known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                let error = Error::mismatch(ErrorKind::Format, format_args!("one of {known}"), &name);
                let error = error.named("unknown_constraint").value("known", known);
                return Err(error.at("inkgrad.constraints").with_note("load it with Session::load_with"));
            };
            let prefix = format!("{CONSTRAINTS}.{name}.");
            let mut arrays = Vec::new();
            for array in &file.tensors {
                if let Some(inner) = array.name.strip_prefix(&prefix) {
                    let mut values = filled(product(&array.shape), 0.0)?;
                    array.numbers.copy_to(&mut values, false).map_err(|error| error.at(&array.name))?;
                    arrays.push(NamedArray::new(inner.to_owned(), &array.shape, values)?);
                }
            }
            held += arrays.len();
            self.trainer.constraints.push(load(arrays)?);
        }
        Ok(held)
    }
}
