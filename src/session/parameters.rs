//! Parameters as named arrays, to be read, set and carried elsewhere.

use ndarray::ArrayViewD;

use super::Session;
use super::array::{NamedArray, view};
use crate::memory::filled;
use crate::network::Tensor;
use crate::{Code, Error, Result};

impl Session {
    /// Views of all parameters, running statistics included.
    pub fn parameters(&self) -> Vec<NamedArray<'_>> {
        self.network.tensors().iter().map(|tensor| NamedArray::of(tensor, &self.parameters)).collect()
    }

    /// A view of one parameter, if there is one of this name.
    pub fn parameter(&self, name: &str) -> Option<ArrayViewD<'_, f32>> {
        let tensor = self.network.tensors().iter().find(|tensor| tensor.name == name)?;
        Some(view(&tensor.parameter.shape, &self.parameters[tensor.range.clone()]))
    }

    /// Sets some parameters, or all, or none if any of them is wrong.
    ///
    /// # Errors
    /// Code `shape` where a shape differs or a name is unknown; code `data` where a number is not finite, or a running
    /// variance is negative; code `state` in the middle of steps of several workers, unless all are given; code `memory`. Then
    /// nothing has changed.
    pub fn set_parameters(&mut self, list: &[NamedArray<'_>]) -> Result<()> {
        let given = |tensor: &Tensor| list.iter().any(|array| array.name == tensor.name);
        if !self.network.tensors().iter().all(given) {
            self.check_whole()?;
        }
        let mut next = filled(self.parameters.len(), 0.0)?;
        next.copy_from_slice(&self.parameters);
        for (index, array) in list.iter().enumerate() {
            let tensor = self.tensor_for(array).map_err(|error| {
                let path = error.path.as_deref().unwrap_or("name");
                let path = format!("parameters[{index}].{path}");
                error.at(path)
            })?;
            next[tensor.range.clone()].copy_from_slice(&array.data());
        }
        self.parameters = next;
        self.division.packed[0] = false;
        self.whole[0] = true;
        self.unfinish();
        self.change();
        Ok(())
    }

    /// The tensor that an array is to be the value of.
    fn tensor_for(&self, array: &NamedArray<'_>) -> Result<&Tensor> {
        let tensors = self.network.tensors();
        let Some(tensor) = tensors.iter().find(|tensor| tensor.name == array.name) else {
            let names = tensors.iter().map(|tensor| tensor.name.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Error::mismatch(
                Code::Shape,
                format_args!("one of {names}"),
                format_args!("\"{}\"", array.name),
            )
            .named("unknown_parameter")
            .value("names", names)
            .at("name"));
        };
        if array.shape() != tensor.parameter.shape {
            let (shape, name) = (format_args!("{:?}", tensor.parameter.shape), &tensor.name);
            let expected = format_args!("{shape} for {name}");
            return Err(Error::mismatch(Code::Shape, expected, format_args!("{:?}", array.shape()))
                .named("expected_parameter_shape")
                .value("shape", shape)
                .value("name", name)
                .at("shape"));
        }
        let variance = tensor.parameter.name == "running_var";
        let wrong = |value: &f32| !value.is_finite() || (variance && *value < 0.0);
        let data = array.data();
        let Some((at, value)) = data.iter().enumerate().find(|(_, value)| wrong(value)) else {
            return Ok(tensor);
        };
        let (expected, message) = if value.is_finite() {
            ("a variance of at least 0", "negative_variance")
        } else {
            ("a finite number", "expected_finite_number")
        };
        Err(Error::mismatch(Code::Data, expected, format_args!("{value:?}"))
            .named(message)
            .at(format_args!("data[{at}]")))
    }
}
