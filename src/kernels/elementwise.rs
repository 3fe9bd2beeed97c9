//! Element-wise operations over slices, four floats at a time; one formula serves whole vectors and the remainder.

use super::vector::{F32x4, LANES};

/// Updates `outputs` in place from their own values and `inputs`, in one pass over memory.
///
/// All slices have one length. The formula gets four adjacent elements of every slice and returns the new elements of every
/// output. The last vector is padded with zeros, whose results are dropped.
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
/// If the lengths differ.
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
    let remainder = length % LANES;
    let (mut output_remainders, mut input_remainders) = ([[0.0; LANES]; OUTPUTS], [[0.0; LANES]; INPUTS]);
    let mut output_pointers: [*mut f32; OUTPUTS] = outputs.each_mut().map(|slice| slice.as_mut_ptr());
    let mut input_pointers: [*const f32; INPUTS] = inputs.map(<[f32]>::as_ptr);
    let (mut end, mut remaining) = (length - remainder, remainder);
    // The remainder goes through the same loop, in padded copies, so that the formula is compiled once.
    loop {
        let mut start = 0;
        while start < end {
            // SAFETY: in the first round every slice has `length` floats and `start + 4 ≤ end ≤ length`; in the second every
            // pointer is to an array of four and `start` is 0. Outputs are exclusive borrows and overlap nothing. Indexing
            // would check the bounds of each slice in every iteration.
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
        if remaining == 0 {
            break;
        }
        read_remainders(&outputs, &mut output_remainders);
        read_remainders(&inputs, &mut input_remainders);
        output_pointers = output_remainders.each_mut().map(|remainder| remainder.as_mut_ptr());
        input_pointers = input_remainders.each_ref().map(|remainder| remainder.as_ptr());
        (end, remaining) = (LANES, 0);
    }
    if remainder > 0 {
        write_remainders(&mut outputs, &output_remainders);
    }
}

/// Copies the remainder of each slice, padded with zeros.
#[inline(never)]
fn read_remainders<Slice: AsRef<[f32]>>(slices: &[Slice], remainders: &mut [[f32; LANES]]) {
    for (slice, remainder) in slices.iter().zip(remainders) {
        let (_, last) = slice.as_ref().as_chunks::<LANES>();
        remainder.iter_mut().zip(last).for_each(|(lane, value)| *lane = *value);
    }
}

/// Copies the remainders back.
#[inline(never)]
fn write_remainders(slices: &mut [&mut [f32]], remainders: &[[f32; LANES]]) {
    for (slice, remainder) in slices.iter_mut().zip(remainders) {
        let (_, last) = slice.as_chunks_mut::<LANES>();
        last.iter_mut().zip(remainder).for_each(|(value, lane)| *value = *lane);
    }
}

/// `out[i] = scale · bytes[i]`, up to the length of the shorter slice.
pub fn scale_bytes(bytes: &[u8], scale: f32, out: &mut [f32]) {
    let factor = F32x4::splat(scale);
    let (quads, remainder) = bytes.as_chunks::<LANES>();
    let (out_quads, out_rest) = out.as_chunks_mut::<LANES>();
    for (out, bytes) in out_quads.iter_mut().zip(quads) {
        (F32x4::from_bytes(*bytes) * factor).store(out);
    }
    for (out, byte) in out_rest.iter_mut().zip(remainder) {
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
