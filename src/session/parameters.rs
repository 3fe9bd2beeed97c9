//! Parameters as named arrays, to be read, set and carried elsewhere.

use ndarray::ArrayViewD;

use super::Session;
use crate::memory::filled;
use crate::network::Tensor;
use crate::{Code, Error, Result};

/// A tensor with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArray {
    /// Its full name, as in `layers.0.weight`.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its numbers, row-major.
    pub data: Vec<f32>,
}

impl NamedArray {
    /// The part of a flat buffer that is this tensor.
    pub(super) fn of(tensor: &Tensor, flat: &[f32]) -> Self {
        let shape = tensor.parameter.shape.clone();
        Self { name: tensor.name.clone(), shape, data: flat[tensor.range.clone()].to_vec() }
    }
}

impl Session {
    /// All parameters, running statistics included.
    pub fn parameters(&self) -> Vec<NamedArray> {
        self.network.tensors().iter().map(|tensor| NamedArray::of(tensor, &self.parameters)).collect()
    }

    /// A view of one parameter, if there is one of this name.
    pub fn parameter(&self, name: &str) -> Option<ArrayViewD<'_, f32>> {
        let tensor = self.network.tensors().iter().find(|tensor| tensor.name == name)?;
        ArrayViewD::from_shape(tensor.parameter.shape.as_slice(), &self.parameters[tensor.range.clone()]).ok()
    }

    /// Sets some parameters, or all, or none if any of them is wrong.
    ///
    /// # Errors
    /// Code `shape` where a shape differs or a name is unknown; code `data` where a number is not finite.
    pub fn set_parameters(&mut self, list: &[NamedArray]) -> Result<()> {
        let mut next = filled(self.parameters.len(), 0.0)?;
        next.copy_from_slice(&self.parameters);
        for (index, array) in list.iter().enumerate() {
            let path = |field: &str| format!("parameters[{index}].{field}");
            let Some(tensor) = self.network.tensors().iter().find(|tensor| tensor.name == array.name) else {
                let names: Vec<_> =
                    self.network.tensors().iter().map(|tensor| tensor.name.as_str()).collect();
                return Err(Error::mismatch(
                    Code::Shape,
                    format!("one of {}", names.join(", ")),
                    format!("\"{}\"", array.name),
                )
                .at(path("name")));
            };
            if array.shape != tensor.parameter.shape {
                let expected = format!("{:?} for {}", tensor.parameter.shape, tensor.name);
                return Err(
                    Error::mismatch(Code::Shape, expected, format!("{:?}", array.shape)).at(path("shape"))
                );
            }
            if array.data.len() != tensor.range.len() {
                let expected = format!("{} numbers for {}", tensor.range.len(), tensor.name);
                return Err(
                    Error::mismatch(Code::Shape, expected, array.data.len().to_string()).at(path("data"))
                );
            }
            if let Some(at) = array.data.iter().position(|value| !value.is_finite()) {
                let place = format!("parameters[{index}].data[{at}]");
                return Err(
                    Error::mismatch(Code::Data, "a finite number", array.data[at].to_string()).at(place)
                );
            }
            next[tensor.range.clone()].copy_from_slice(&array.data);
        }
        self.parameters = next;
        self.division.packed[0] = false;
        self.unfinish();
        Ok(())
    }
}
