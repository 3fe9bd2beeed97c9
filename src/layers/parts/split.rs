//! Splits a buffer into consecutive parts.

/// Consecutive parts of `buffer` with these lengths.
pub(in crate::layers) fn split<const N: usize>(buffer: &[f32], lengths: [usize; N]) -> [&[f32]; N] {
    let mut rest = buffer;
    lengths.map(|length| {
        let (piece, after) = rest.split_at(length);
        rest = after;
        piece
    })
}

/// Consecutive mutable parts of `buffer` with these lengths.
pub(in crate::layers) fn split_mut<const N: usize>(
    buffer: &mut [f32],
    lengths: [usize; N],
) -> [&mut [f32]; N] {
    let mut rest = buffer;
    lengths.map(|length| {
        let (piece, after) = core::mem::take(&mut rest).split_at_mut(length);
        rest = after;
        piece
    })
}
