//! Buffers that are asked for, so that too large a wish ends in an error and not in a trap.

use crate::{Code, Error, Result};

/// The most floats that one buffer can have.
pub(crate) const MOST_FLOATS: usize = isize::MAX as usize / size_of::<f32>();

/// The product of some sizes: how many floats a buffer of them needs. `usize::MAX`, for which there is never room, where that
/// is more than can be counted.
pub(crate) fn product(sizes: &[usize]) -> usize {
    // A size of 0 after the overflow does not bring it back: then there is more than can be counted on the way.
    sizes.iter().try_fold(1usize, |all, &size| all.checked_mul(size)).unwrap_or(usize::MAX)
}

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
        format_args!("there is no room for another {megabytes} MB; make batches or layers smaller"),
    )
    .named("no_room")
    .value("megabytes", megabytes)
}
