//! What both pooling layers share: their fields, and where their windows stand on the planes of an image.

use crate::layers::wrong_input;
use crate::schema::field::{Default, Field, Type};
use crate::schema::record::Record;
use crate::schema::value::Value;
use crate::{Code, Error, Result};

/// The fields of a pooling layer.
pub(in crate::layers) const FIELDS: &[Field] = &[
    Field::new("size", Type::Integer { from: 1 }, Default::Required, "The window's side, in pixels."),
    Field::new(
        "stride",
        Type::Integer { from: 1 },
        Default::Follows { rule: "size", value: |record| Value::Integer(record.integer("size") as u32) },
        "From a window to the next, in pixels.",
    ),
];

/// Square windows on planes of an image, as many as fit whole; what is left over at the bottom and to the right
/// belongs to none.
pub(in crate::layers) struct Pooling {
    pub size: usize,
    pub stride: usize,
    /// Height and width of a plane.
    pub plane: [usize; 2],
    /// Channels, and how many windows a plane has down and across.
    pub output: [usize; 3],
}

impl Pooling {
    pub fn new(record: &Record, input: &[usize]) -> Result<Self> {
        let [channels, height, width] = *input else {
            return Err(wrong_input("[channels, height, width]", input, "pooling needs an image before it"));
        };
        let (size, stride) = (record.integer("size"), record.integer("stride"));
        let largest = height.min(width);
        if size > largest {
            let expected = format!("at most {largest}, as the input is {input:?}");
            return Err(Error::mismatch(Code::Spec, expected, size.to_string())
                .at("size")
                .with_note("make it smaller, or leave the layer out"));
        }
        let [rows, columns] = [height, width].map(|side| (side - size) / stride + 1);
        Ok(Self { size, stride, plane: [height, width], output: [channels, rows, columns] })
    }

    /// Floats of a plane of the input and of the output.
    pub fn floats(&self) -> [usize; 2] {
        let ([height, width], [_, rows, columns]) = (self.plane, self.output);
        [height * width, rows * columns]
    }

    /// Whether it is the common case, windows of 2 × 2 side by side.
    pub fn halves(&self) -> bool {
        self.size == 2 && self.stride == 2
    }

    /// Where each window of a plane begins, row by row.
    pub fn starts(&self) -> impl Iterator<Item = usize> + use<> {
        let ([_, width], [_, rows, columns], stride) = (self.plane, self.output, self.stride);
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row * width + column) * stride))
    }

    /// The rows of one window of a plane, the first float of each.
    pub fn rows(&self, start: usize) -> impl Iterator<Item = usize> + use<> {
        let width = self.plane[1];
        (0..self.size).map(move |row| start + row * width)
    }
}
