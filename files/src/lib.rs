//! Opens files of data: CSV, IDX, NPY and PNG, each also gzipped, and zip archives of these, NPZ among them. What CSV and
//! IDX files hold the core reads, which has their readers already: here they are unpacked, and text becomes UTF-8.
//!
//! The kind of a file is told by its first bytes, never by its name. Nothing panics on any bytes. What a file claims of
//! its size is compared with what is there before memory is taken for it: no allocation is larger than twice the
//! decompressed size plus 64 MB.

mod archive;
#[cfg(target_arch = "wasm32")]
mod bindings;
mod contents;
mod decimals;
mod gzip;
mod npy;
mod picture;
mod read;
mod text;

pub use contents::{Array, Contents, Entry, Image, Values};
pub use read::{MOST_BYTES, open_file};
