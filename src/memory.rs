//! Memory: products of sizes that cannot overflow, and allocation that returns an error instead of aborting.

use crate::{Error, ErrorKind, Result};

/// The maximal number of floats in one buffer.
pub(crate) const MAX_FLOATS: usize = isize::MAX as usize / size_of::<f32>();

/// The product of some sizes: the number of floats of a buffer. On overflow it is `usize::MAX`, which no allocation can
/// satisfy.
pub(crate) fn product(sizes: &[usize]) -> usize {
    // A size of 0 after an overflow does not make the product valid again.
    exact_product(sizes).unwrap_or(usize::MAX)
}

/// The product of some sizes, in floats.
///
/// # Errors
/// Kind `memory` if it exceeds 2³² − 1.
pub(crate) fn checked_product(sizes: &[usize]) -> Result<usize> {
    exact_product(sizes).filter(|&product| fits_32_bits(product)).ok_or_else(too_large)
}

/// The sum of some sizes, in floats.
///
/// # Errors
/// Kind `memory` if it exceeds 2³² − 1.
pub(crate) fn checked_sum(sizes: impl IntoIterator<Item = usize>) -> Result<usize> {
    let sum = sizes.into_iter().try_fold(0usize, usize::checked_add);
    sum.filter(|&sum| fits_32_bits(sum)).ok_or_else(too_large)
}

/// A buffer with `length` copies of `value`.
///
/// # Errors
/// Kind `memory`.
pub(crate) fn filled<T: Clone>(length: usize, value: T) -> Result<Vec<T>> {
    let mut buffer = Vec::new();
    buffer.try_reserve_exact(length).map_err(|_| out_of_memory::<T>(length))?;
    buffer.resize(length, value);
    Ok(buffer)
}

/// Grows `buffer` to at least `length` elements. The contents are unspecified afterwards.
///
/// # Errors
/// Kind `memory`; the buffer is unchanged then.
pub(crate) fn grow<T: Clone + Default>(buffer: &mut Vec<T>, length: usize) -> Result<()> {
    if buffer.len() < length {
        buffer.try_reserve_exact(length - buffer.len()).map_err(|_| out_of_memory::<T>(length))?;
        buffer.resize(length, T::default());
    }
    Ok(())
}

fn exact_product(sizes: &[usize]) -> Option<usize> {
    sizes.iter().try_fold(1usize, |product, &size| product.checked_mul(size))
}

/// The limit is the same on all platforms, so that a spec that is valid natively is valid in 32-bit WebAssembly.
fn fits_32_bits(floats: usize) -> bool {
    u32::try_from(floats).is_ok()
}

fn too_large() -> Error {
    Error::new(ErrorKind::Memory, "the network does not fit into memory; make its layers smaller")
        .named("network_too_large")
}

fn out_of_memory<T>(length: usize) -> Error {
    let megabytes = length.saturating_mul(size_of::<T>()) / (1 << 20);
    Error::new(
        ErrorKind::Memory,
        format_args!("there is no room for another {megabytes} MB; make batches or layers smaller"),
    )
    .named("no_room")
    .value("megabytes", megabytes)
}

#[cfg(test)]
mod tests {
    use super::{checked_product, checked_sum};

    #[test]
    fn sizes_beyond_32_bits_are_rejected() {
        assert_eq!(checked_product(&[65535, 65537]).ok(), Some(u32::MAX as usize));
        assert_eq!(checked_product(&[]).ok(), Some(1));
        for sizes in [&[1, 65536, 65536][..], &[4, 32768, 32769], &[65536, 65537], &[usize::MAX, 2]] {
            assert_eq!(checked_product(sizes).expect_err("too large").id(), "memory.network_too_large");
        }
        assert!(checked_sum([u32::MAX as usize, 1]).is_err());
        assert_eq!(checked_sum([u32::MAX as usize, 0]).ok(), Some(u32::MAX as usize));
    }
}
