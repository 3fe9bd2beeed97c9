//! Products of sizes, which are refused where they are too large to count on any platform.

use crate::{Code, Error, Result};

/// More floats than this are refused everywhere, so that a spec means the same in a browser, whose words have 32 bits.
fn fits(floats: usize) -> bool {
    u32::try_from(floats).is_ok()
}

/// The product of some sizes, in floats.
///
/// # Errors
/// Code `memory` beyond 2³² − 1.
pub(crate) fn checked_product(sizes: &[usize]) -> Result<usize> {
    let product = sizes.iter().try_fold(1usize, |product, &size| product.checked_mul(size));
    product.filter(|&product| fits(product)).ok_or_else(too_large)
}

/// The sum of some sizes, in floats.
///
/// # Errors
/// Code `memory` beyond 2³² − 1.
pub(crate) fn checked_sum(sizes: impl IntoIterator<Item = usize>) -> Result<usize> {
    let sum = sizes.into_iter().try_fold(0usize, usize::checked_add);
    sum.filter(|&sum| fits(sum)).ok_or_else(too_large)
}

fn too_large() -> Error {
    Error::new(Code::Memory, "the network does not fit into memory; make its layers smaller")
        .named("network_too_large")
}

#[cfg(test)]
mod tests {
    use super::{checked_product, checked_sum};

    #[test]
    fn what_32_bits_cannot_count_is_refused() {
        assert_eq!(checked_product(&[65535, 65537]).ok(), Some(u32::MAX as usize));
        assert_eq!(checked_product(&[]).ok(), Some(1));
        for sizes in [&[1, 65536, 65536][..], &[4, 32768, 32769], &[65536, 65537], &[usize::MAX, 2]] {
            assert_eq!(checked_product(sizes).expect_err("too large").id(), "memory.network_too_large");
        }
        assert!(checked_sum([u32::MAX as usize, 1]).is_err());
        assert_eq!(checked_sum([u32::MAX as usize, 0]).ok(), Some(u32::MAX as usize));
    }
}
