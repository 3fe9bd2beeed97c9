//! Arrays with names, and conversions from flat buffers.

use std::borrow::Cow;

use ndarray::{Array1, ArrayD, ArrayView1, ArrayViewD, CowArray, Dimension, IxDyn};

use super::network::Tensor;
use crate::{Error, ErrorKind, Result};

/// An array with its name: of a parameter or its gradient, as in `layers.0.weight`, or of a layer's output.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArray<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its values: a view, or owned.
    pub values: CowArray<'a, f32, IxDyn>,
}

impl<'a> NamedArray<'a> {
    /// An owned array; `data` is row-major.
    ///
    /// # Errors
    /// Kind `shape` if the length of `data` is not the product of the shape.
    pub fn new(name: impl Into<Cow<'a, str>>, shape: &[usize], data: Vec<f32>) -> Result<Self> {
        let (name, found) = (name.into(), data.len());
        if let Ok(values) = Array1::from_vec(data).into_shape_with_order(shape) {
            return Ok(Self { name, values: values.into() });
        }
        let count = shape.iter().fold(1_usize, |all, &size| all.saturating_mul(size));
        Err(Error::mismatch(ErrorKind::Shape, format_args!("{count} numbers for {name}"), found)
            .named("expected_numbers_of_shape")
            .value("count", count)
            .value("name", name)
            .at("data"))
    }

    /// Its shape.
    pub fn shape(&self) -> &[usize] {
        self.values.shape()
    }

    /// Its values, row-major.
    pub fn data(&self) -> Cow<'_, [f32]> {
        match self.values.as_slice() {
            Some(values) => Cow::Borrowed(values),
            None => Cow::Owned(self.values.iter().copied().collect()),
        }
    }

    /// The same, owned.
    pub fn into_owned(self) -> NamedArray<'static> {
        NamedArray { name: self.name.into_owned().into(), values: self.values.into_owned().into() }
    }

    /// A copy of a tensor's range of a flat buffer. [`into_owned`](Self::into_owned) also handles strided views, which costs
    /// 2 KB of the binary.
    pub(super) fn copy_of(tensor: &Tensor, flat: &[f32]) -> NamedArray<'static> {
        NamedArray {
            name: tensor.name.clone().into(),
            values: array(None, &tensor.parameter.shape, flat[tensor.range.clone()].to_vec()).into(),
        }
    }

    /// A view of a tensor's range of a flat buffer.
    pub(super) fn of(tensor: &'a Tensor, flat: &'a [f32]) -> Self {
        Self {
            name: tensor.name.as_str().into(),
            values: view(&tensor.parameter.shape, &flat[tensor.range.clone()]).into(),
        }
    }
}

/// A range of a flat buffer as an array.
pub(crate) fn view<'a>(shape: &[usize], flat: &'a [f32]) -> ArrayViewD<'a, f32> {
    // Not `from_shape`: it also checks strides, by sorting them, which costs 6 KB of the binary.
    ArrayView1::from(flat)
        .into_shape_with_order(shape)
        .unwrap_or_else(|_| unreachable!("buffers are as long as their shapes"))
}

/// A buffer as an array: of one sample, or with a first axis of length `samples`.
pub(crate) fn array(samples: Option<usize>, shape: &[usize], data: Vec<f32>) -> ArrayD<f32> {
    let leading = usize::from(samples.is_some());
    let mut sizes = IxDyn::zeros(leading + shape.len());
    let all = samples.into_iter().chain(shape.iter().copied());
    sizes.slice_mut().iter_mut().zip(all).for_each(|(size, of)| *size = of);
    Array1::from_vec(data)
        .into_shape_with_order(sizes)
        .unwrap_or_else(|_| unreachable!("buffers are as long as their shapes"))
}
