//! Passes over whole slices, four floats at a time: a formula is written once, for vectors and the rest.

use super::vector::{F32x4, LANES};

/// Changes `outputs` in place, from their own values and those of `inputs`, in one pass.
///
/// All slices are of one length. The formula gets four neighbours of every slice and gives the new ones of
/// every output; at the end of the slices the lanes past the last element are zeros whose result is dropped.
///
/// ```
/// use inkgrad::kernels::{F32x4, update};
/// let (mut parameters, mut momentum, gradient) = ([1.0; 5], [0.5; 5], [0.2; 5]);
/// let rate = F32x4::splat(0.1);
/// update([&mut parameters, &mut momentum], [&gradient], |[p, m], [g]| {
///     let m = m * F32x4::splat(0.9) + g;
///     [p - rate * m, m]
/// });
/// assert_eq!((parameters[4], momentum[4]), (0.935, 0.65));
/// ```
///
/// # Panics
/// Where the lengths differ.
pub fn update<const OUTPUTS: usize, const INPUTS: usize>(
    mut outputs: [&mut [f32]; OUTPUTS],
    inputs: [&[f32]; INPUTS],
    formula: impl Fn([F32x4; OUTPUTS], [F32x4; INPUTS]) -> [F32x4; OUTPUTS],
) {
    let length = outputs.first().map_or(0, |slice| slice.len());
    assert!(
        outputs.iter().all(|slice| slice.len() == length) && inputs.iter().all(|slice| slice.len() == length),
        "an element-wise pass needs slices of one length"
    );
    let rest = length % LANES;
    let (mut output_rests, mut input_rests) = ([[0.0; LANES]; OUTPUTS], [[0.0; LANES]; INPUTS]);
    let mut output_pointers: [*mut f32; OUTPUTS] = outputs.each_mut().map(|slice| slice.as_mut_ptr());
    let mut input_pointers: [*const f32; INPUTS] = inputs.map(<[f32]>::as_ptr);
    let (mut end, mut left) = (length - rest, rest);
    // What is left over goes by way of copies through the same loop, so that there is one copy of the formula.
    loop {
        let mut start = 0;
        while start < end {
            // SAFETY: first every slice is `length` long and `start + 4 ≤ end ≤ length`; then every pointer is to an array
            // of four, and `start` is 0. Outputs are exclusive borrows, so that nothing overlaps what is written. Indexing
            // would check each slice again in every turn.
            unsafe {
                let old = output_pointers.map(|pointer| F32x4::load(&*pointer.add(start).cast()));
                let given = input_pointers.map(|pointer| F32x4::load(&*pointer.add(start).cast()));
                let new = formula(old, given);
                for (pointer, values) in output_pointers.iter().zip(new) {
                    values.store(&mut *pointer.add(start).cast());
                }
            }
            start += LANES;
        }
        if left == 0 {
            break;
        }
        read_rests(&outputs, &mut output_rests);
        read_rests(&inputs, &mut input_rests);
        output_pointers = output_rests.each_mut().map(|rest| rest.as_mut_ptr());
        input_pointers = input_rests.each_ref().map(|rest| rest.as_ptr());
        (end, left) = (LANES, 0);
    }
    if rest > 0 {
        write_rests(&mut outputs, &output_rests);
    }
}

/// What is left over of each after whole vectors, then zeros.
#[inline(never)]
fn read_rests<Slice: AsRef<[f32]>>(slices: &[Slice], rests: &mut [[f32; LANES]]) {
    for (slice, rest) in slices.iter().zip(rests) {
        let (_, last) = slice.as_ref().as_chunks::<LANES>();
        rest.iter_mut().zip(last).for_each(|(lane, value)| *lane = *value);
    }
}

/// The other way round.
#[inline(never)]
fn write_rests(slices: &mut [&mut [f32]], rests: &[[f32; LANES]]) {
    for (slice, rest) in slices.iter_mut().zip(rests) {
        let (_, last) = slice.as_chunks_mut::<LANES>();
        last.iter_mut().zip(rest).for_each(|(value, lane)| *value = *lane);
    }
}

/// `out[i] = scale · bytes[i]`, for as many as the shorter slice has.
pub fn scale_bytes(bytes: &[u8], scale: f32, out: &mut [f32]) {
    let factor = F32x4::splat(scale);
    let (quads, rest) = bytes.as_chunks::<LANES>();
    let (out_quads, out_rest) = out.as_chunks_mut::<LANES>();
    for (out, bytes) in out_quads.iter_mut().zip(quads) {
        (F32x4::from_bytes(*bytes) * factor).store(out);
    }
    for (out, byte) in out_rest.iter_mut().zip(rest) {
        *out = f32::from(*byte) * scale;
    }
}

/// `values[i] = f(values[i])`.
pub fn map(values: &mut [f32], f: impl Fn(F32x4) -> F32x4) {
    update([values], [], |[value], []| [f(value)]);
}

/// `out[i] = f(out[i], a[i])`.
pub fn zip_map(out: &mut [f32], a: &[f32], f: impl Fn(F32x4, F32x4) -> F32x4) {
    update([out], [a], |[out], [a]| [f(out, a)]);
}

/// `out[i] += factor · a[i]`.
pub fn add_scaled(out: &mut [f32], factor: f32, a: &[f32]) {
    let factor = F32x4::splat(factor);
    zip_map(out, a, |out, a| a.mul_add(factor, out));
}

/// `values[i] *= factor`.
pub fn scale(values: &mut [f32], factor: f32) {
    let factor = F32x4::splat(factor);
    map(values, |value| value * factor);
}
