//! Parameters as named arrays.

use ndarray::ArrayViewD;

use super::Session;
use crate::Result;
use crate::memory::filled;
use crate::model::{NamedArray, tensor_for, view};

impl Session {
    /// Views of all parameters, running statistics included.
    pub fn parameters(&self) -> Vec<NamedArray<'_>> {
        self.model.parameters()
    }

    /// A view of the parameter with this name.
    pub fn parameter(&self, name: &str) -> Option<ArrayViewD<'_, f32>> {
        let tensor = self.model.network.tensors().iter().find(|tensor| tensor.name == name)?;
        Some(view(&tensor.parameter.shape, &self.model.parameters[tensor.range.clone()]))
    }

    /// Sets some or all parameters; none if there is an error.
    ///
    /// # Errors
    /// Kind `shape` where a shape differs or a name is unknown; kind `data` where a number is not finite, or a running
    /// variance is negative; kind `memory`. Then nothing has changed.
    pub fn set_parameters(&mut self, list: &[NamedArray<'_>]) -> Result<()> {
        let mut next = filled(self.model.parameters.len(), 0.0)?;
        next.copy_from_slice(&self.model.parameters);
        for (index, array) in list.iter().enumerate() {
            let tensor = tensor_for(&self.model.network, array).map_err(|error| {
                let path = error.path.as_deref().unwrap_or("name");
                let path = format!("parameters[{index}].{path}");
                error.at(path)
            })?;
            next[tensor.range.clone()].copy_from_slice(&array.data());
        }
        self.trainer.constrain(self.model.network.tensors(), &mut next);
        self.model.parameters = next;
        self.trainer.resume();
        self.model.mark_changed();
        Ok(())
    }
}
