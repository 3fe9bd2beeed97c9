//! Nodes on constants alone, computed: layouts of weights, and the arithmetic of shapes.

use super::onnx_model::{Constant, Node, Values};
use crate::formats::network::elements;

/// Stands in a shape for the number of samples.
pub(super) const SAMPLES: i64 = i64::MIN;

/// The output of a node whose inputs are constants; nothing where it is none that is known.
pub(super) fn fold(node: &Node, inputs: &[&Constant]) -> Option<Constant> {
    let &first = inputs.first()?;
    Some(match &*node.operator {
        "Identity" | "Cast" => first.clone(),
        // One number everywhere is that number: what takes it repeats it.
        "ConstantOfShape" => one_number(&node.constant().unwrap_or_else(|| number(0.0)))?,
        "Expand" => one_number(first)?,
        "Slice" if first.shape.is_empty() => one_number(first)?,
        "Transpose" => {
            let rank = first.shape.len();
            let order: Vec<usize> = match node.integers("perm") {
                Some(order) => order.iter().map(|&axis| axis as usize).collect(),
                None => (0..rank).rev().collect(),
            };
            transpose(first, &order)?
        }
        "Reshape" => {
            let Values::Integers(wanted) = &inputs.get(1)?.values else { return None };
            Constant { shape: reshaped(&first.shape, wanted)?, values: first.values.clone() }
        }
        "Unsqueeze" | "Squeeze" | "Flatten" => {
            let count = elements(&first.shape);
            let shape = if node.operator == "Squeeze" && count == 1 { Vec::new() } else { vec![count] };
            // Of vectors and scalars, as shapes are; a weight keeps its matrix.
            if first.shape.len() > 1 {
                return None;
            }
            Constant { shape, values: first.values.clone() }
        }
        "Concat" => {
            let mut all = Vec::new();
            for input in inputs {
                let Values::Integers(values) = &input.values else { return None };
                all.extend(values);
            }
            Constant { shape: vec![all.len()], values: Values::Integers(all) }
        }
        "Gather" => {
            let (Values::Integers(values), Values::Integers(places)) =
                (&first.values, &inputs.get(1)?.values)
            else {
                return None;
            };
            let at = |&place: &i64| {
                let place = if place < 0 { place + values.len() as i64 } else { place };
                values.get(usize::try_from(place).ok()?).copied()
            };
            let picked = places.iter().map(at).collect::<Option<Vec<_>>>()?;
            Constant { shape: inputs[1].shape.clone(), values: Values::Integers(picked) }
        }
        "Slice" => {
            let Values::Integers(values) = &first.values else { return None };
            let bound = |index: usize| match &inputs.get(index)?.values {
                Values::Integers(bound) => bound.first().copied(),
                Values::Floats(_) => None,
            };
            let length = values.len() as i64;
            let place = |at: i64| (if at < 0 { at + length } else { at }).clamp(0, length) as usize;
            let picked = values.get(place(bound(1)?)..place(bound(2)?))?.to_vec();
            Constant { shape: vec![picked.len()], values: Values::Integers(picked) }
        }
        "Mul" => {
            let (Values::Integers(a), Values::Integers(b)) = (&first.values, &inputs.get(1)?.values) else {
                return None;
            };
            let (&[a], &[b]) = (a.as_slice(), b.as_slice()) else { return None };
            let product = if a == SAMPLES || b == SAMPLES { SAMPLES } else { a.saturating_mul(b) };
            Constant { shape: first.shape.clone(), values: Values::Integers(vec![product]) }
        }
        _ => return None,
    })
}

fn number(value: f32) -> Constant {
    Constant { shape: Vec::new(), values: Values::Floats(vec![value]) }
}

/// The number that a constant is, whatever its axes.
fn one_number(constant: &Constant) -> Option<Constant> {
    match &constant.values {
        Values::Floats(values) if values.len() == 1 => Some(number(values[0])),
        _ => None,
    }
}

/// The sizes of a reshape: 0 keeps one, -1 takes the rest.
pub(super) fn reshaped(shape: &[usize], wanted: &[i64]) -> Option<Vec<usize>> {
    let total = elements(shape);
    let mut sizes = Vec::new();
    let mut rest = None;
    for (axis, &size) in wanted.iter().enumerate() {
        sizes.push(match size {
            0 => *shape.get(axis)?,
            -1 if rest.is_none() => {
                rest = Some(axis);
                1
            }
            _ => usize::try_from(size).ok()?,
        });
    }
    let known = elements(&sizes);
    if let Some(axis) = rest {
        sizes[axis] = total.checked_div(known)?;
    }
    (elements(&sizes) == total).then_some(sizes)
}

/// Whether each of so many axes, at most eight, stands in this order once.
pub(super) fn permutes(order: &[usize], rank: usize) -> bool {
    rank <= 8 && order.len() == rank && (0..rank).all(|axis| order.contains(&axis))
}

/// A constant with its axes in another order.
pub(super) fn transpose(constant: &Constant, order: &[usize]) -> Option<Constant> {
    let rank = constant.shape.len();
    if !permutes(order, rank) {
        return None;
    }
    let places = places(&constant.shape, order);
    let shape = order.iter().map(|&axis| constant.shape[axis]).collect();
    let values = match &constant.values {
        Values::Floats(values) => Values::Floats(places.iter().map(|&at| values[at]).collect()),
        Values::Integers(values) => Values::Integers(places.iter().map(|&at| values[at]).collect()),
    };
    Some(Constant { shape, values })
}

/// For each element of an array whose axes are in this order, its place before.
pub(super) fn places(shape: &[usize], order: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; shape.len()];
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis] * shape[axis];
    }
    let sizes: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
    let at = |mut index: usize| {
        let mut place = 0;
        for (axis, size) in order.iter().zip(&sizes).rev() {
            place += index % size * strides[*axis];
            index /= size;
        }
        place
    };
    (0..elements(shape)).map(at).collect()
}
