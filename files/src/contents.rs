//! What a file holds.

use inkgrad::Result;

/// The contents of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Contents {
    /// Text in UTF-8, such as a CSV file: the core reads it.
    Text(Vec<u8>),
    /// An IDX file: the core reads it.
    Idx(Vec<u8>),
    /// An NPY file.
    Array(Array),
    /// A PNG file.
    Image(Image),
    /// A zip archive: its files in their order, without folders and without what systems hide in archives.
    Archive(Vec<Entry>),
}

/// Values with a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// The length of each axis; empty for a single value.
    pub shape: Vec<usize>,
    /// The values, row-major; as many as the product of `shape`.
    pub data: Values,
}

/// The values of an [`Array`].
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Unsigned bytes, and truth values as 0 and 1.
    Bytes(Vec<u8>),
    /// All other integers.
    Integers(Vec<i32>),
    /// Floats of 16 or 32 bits.
    Floats(Vec<f32>),
    /// Floats of 64 bits.
    Doubles(Vec<f64>),
    /// Texts, such as names of classes.
    Texts(Vec<String>),
}

/// A picture: red, green, blue and opacity, 0 to 255: `[height, width, 4]`, row-major.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The values.
    pub pixels: Vec<u8>,
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name with its folders, as the archive has it, but without `./` before it.
    pub name: String,
    /// What it holds. An error here does not stop the files beside it.
    pub contents: Result<Contents>,
}
