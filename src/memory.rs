//! Buffers that are asked for, so that too large a wish ends in an error and not in a trap.

use crate::{Code, Error, Result};

/// A buffer of `length` times `value`.
///
/// # Errors
/// Code `memory`.
pub(crate) fn filled<T: Clone>(length: usize, value: T) -> Result<Vec<T>> {
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(length).map_err(|_| refused::<T>(length))?;
    buffer.resize(length, value);
    Ok(buffer)
}

/// Makes `buffer` at least `length` long; what it held is of no meaning afterwards.
///
/// # Errors
/// Code `memory`; then the buffer is as it was.
pub(crate) fn grow<T: Clone + Default>(buffer: &mut Vec<T>, length: usize) -> Result<()> {
    if buffer.len() < length {
        buffer.try_reserve_exact(length - buffer.len()).map_err(|_| refused::<T>(length))?;
        buffer.resize(length, T::default());
    }
    Ok(())
}

fn refused<T>(length: usize) -> Error {
    let megabytes = length.saturating_mul(size_of::<T>()) / (1 << 20);
    Error::new(
        Code::Memory,
        format!("there is no room for another {megabytes} MB; make batches or layers smaller"),
    )
}
