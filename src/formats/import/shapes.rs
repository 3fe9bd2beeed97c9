//! ONNX nodes that change shapes, and pooling.

use super::chain::{Chain, Flow, Order, Value, refused};
use super::constants::{permutes, places, reshaped};
use super::items::Item;
use super::onnx_model::Node;
use crate::Result;

/// Zeros before and after an image under `same`, as ONNX orders them: top, left, bottom, right.
pub(super) fn same_pads(sizes: [usize; 2], kernel: usize, stride: usize) -> [i64; 4] {
    let [rows, columns] = sizes.map(|size| {
        let covered = (size.div_ceil(stride) - 1).saturating_mul(stride).saturating_add(kernel);
        covered.saturating_sub(size) as i64
    });
    [rows / 2, columns / 2, rows - rows / 2, columns - columns / 2]
}

/// Whether a window's side or step is one that an image can have.
pub(super) fn is_side(side: i64) -> bool {
    (1..=i64::from(i32::MAX)).contains(&side)
}

impl Chain {
    pub fn pool(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        self.settle(node, &mut flow)?;
        let &[channels, height, width] = flow.shape.as_slice() else {
            return Err(refused(node, "samples that are no images"));
        };
        let strides = node.integers("strides").unwrap_or(&[1, 1]);
        let (Some(&[size, rows]), &[stride, other]) = (node.integers("kernel_shape"), strides) else {
            return Err(refused(node, "a window that is no square"));
        };
        let padded = node.integers("pads").is_some_and(|pads| pads.iter().any(|&pad| pad != 0))
            || !matches!(node.text("auto_pad"), "" | "NOTSET" | "VALID")
            || flow.padding != [0; 4];
        let dilated = node.integers("dilations").is_some_and(|values| values.iter().any(|&value| value != 1));
        if size != rows || stride != other || !is_side(size) || !is_side(stride) || padded || dilated {
            return Err(refused(node, "padding, dilations or a window that our pooling has not"));
        }
        let (size, stride) = (size as usize, stride as usize);
        let rest = |side: usize| side.checked_sub(size).map(|rest| rest % stride);
        let (Some(bottom), Some(right)) = (rest(height), rest(width)) else {
            return Err(refused(node, "a window larger than the image"));
        };
        if node.integer("ceil_mode", 0) == 1 && (bottom > 0 || right > 0) {
            return Err(refused(node, "sizes that are rounded up"));
        }
        flow.shape = vec![channels, (height - size) / stride + 1, (width - size) / stride + 1];
        flow.foreign.clone_from(&flow.shape);
        let kind = if node.operator == "MaxPool" { "max_pool2d" } else { "avg_pool2d" };
        self.push(Item::new(kind, vec![("size", size.into()), ("stride", stride.into())]), &mut flow);
        Ok(flow)
    }

    /// The mean over an image's positions, or over a sequence's steps.
    pub fn mean(&mut self, node: &Node, axes: &[i64], keeps: bool) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        if flow.order == Order::Same {
            self.settle(node, &mut flow)?;
        }
        let rank = flow.foreign.len() as i64;
        let theirs: Vec<usize> = axes
            .iter()
            .map(|&axis| if axis < 0 { axis + rank } else { axis - 1 })
            .map(|axis| usize::try_from(axis).unwrap_or(usize::MAX))
            .collect();
        let of_ours = |axis: usize| match &flow.order {
            Order::Axes(axes) => axes.get(axis).copied().unwrap_or(usize::MAX),
            _ => axis,
        };
        let ours: Vec<usize> = theirs.iter().map(|&axis| of_ours(axis)).collect();
        let (kind, kept) = match (&*flow.shape, &*ours) {
            (&[channels, _, _], [1, 2] | [2, 1]) => ("global_avg_pool2d", channels),
            (&[_, features], [0]) => ("mean_pool", features),
            _ => return Err(refused(node, format_args!("over the axes {axes:?}"))),
        };
        let sizes = flow.foreign.iter().enumerate();
        flow.foreign = sizes
            .filter(|(axis, _)| keeps || !theirs.contains(axis))
            .map(|(axis, &size)| if theirs.contains(&axis) { 1 } else { size })
            .collect();
        flow.shape = vec![kept];
        // One axis is left, so its order is ours; the others have one place.
        flow.order = Order::Same;
        self.push(Item::new(kind, Vec::new()), &mut flow);
        // What is left is a vector already: axes of one place need no layer until something takes them for an image.
        Ok(flow)
    }

    pub fn reshape_node(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        let Some(wanted) = self.integers(node, 1).map(<[i64]>::to_vec) else {
            return Err(refused(node, "a shape that is not known"));
        };
        // The first axis is the samples', whatever stands there; the rest is reshaped within a sample.
        let Some((first, rest)) = wanted.split_first() else { return Err(refused(node, "no shape")) };
        let samples_take_the_rest = *first == -1;
        let source: Vec<usize> = flow.foreign.clone();
        // 0 keeps the axis of the same number, which stands one place before within a sample.
        let sizes =
            reshaped(&source, rest).filter(|_| !samples_take_the_rest || rest.iter().all(|&size| size != -1));
        let Some(sizes) = sizes else {
            return Err(refused(node, format_args!("the shape {wanted:?} for samples of {source:?}")));
        };
        self.reshape(node, &mut flow, sizes)?;
        Ok(flow)
    }

    pub fn squeeze(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        let axes = self.integers(node, 1).or_else(|| node.integers("axes")).unwrap_or_default().to_vec();
        let removes = node.operator == "Squeeze";
        let rank = flow.foreign.len() + 1 + if removes { 0 } else { axes.len() };
        let places: Vec<usize> = axes
            .iter()
            .map(|&axis| usize::try_from(if axis < 0 { axis + rank as i64 } else { axis }).unwrap_or(rank))
            .collect();
        let fits = |&place: &usize| {
            (1..rank).contains(&place) && (!removes || flow.foreign.get(place - 1) == Some(&1))
        };
        let each_once =
            places.len() < 8 && places.iter().enumerate().all(|(at, place)| !places[..at].contains(place));
        if flow.order != Order::Same || !each_once || !places.iter().all(fits) {
            return Err(refused(node, format_args!("the axes {axes:?}")));
        }
        let mut rest = flow.foreign.iter();
        let mut sizes = Vec::new();
        for place in 1..rank {
            match (places.contains(&place), removes) {
                (true, true) => _ = rest.next(),
                (true, false) => sizes.push(1),
                (false, _) => sizes.extend(rest.next()),
            }
        }
        self.reshape(node, &mut flow, sizes)?;
        Ok(flow)
    }

    pub fn transpose(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        if flow.order == Order::Same {
            self.settle(node, &mut flow)?;
        }
        let axes: Vec<usize> = match &flow.order {
            Order::Axes(axes) => axes.clone(),
            Order::Same => (0..flow.shape.len()).collect(),
            Order::Features(_) => return Err(refused(node, "an order that no layer makes")),
        };
        let order: Option<Vec<usize>> = match node.integers("perm") {
            Some(&[0, ref order @ ..]) if order.len() == axes.len() => order
                .iter()
                .map(|&axis| axes.get(usize::try_from(axis).ok()?.checked_sub(1)?).copied())
                .collect(),
            _ => None,
        };
        let Some(order) = order else { return Err(refused(node, "an order of axes that moves the samples")) };
        if !permutes(&order, axes.len()) {
            return Err(refused(node, "axes that are taken twice"));
        }
        flow.foreign = order.iter().map(|&axis| flow.shape[axis]).collect();
        // Where only axes of one place move, the values stay as they are.
        let stays = places(&flow.shape, &order).iter().enumerate().all(|(at, &place)| at == place);
        let same = order.iter().enumerate().all(|(at, &axis)| at == axis);
        flow.order = if same || stays { Order::Same } else { Order::Axes(order) };
        Ok(flow)
    }

    /// Zeros around an image, which the convolution behind it takes.
    pub fn pad(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        let pads = self.integers(node, 1).or_else(|| node.integers("pads")).unwrap_or_default().to_vec();
        let zero = self.floats(node, 2).is_none_or(|(_, values)| values == [0.0]);
        let constant = matches!(node.text("mode"), "" | "constant");
        let given = node
            .inputs
            .get(2)
            .is_none_or(|name| name.is_empty() || matches!(self.values.get(name), Some(Value::Constant(_))));
        let axes = match self.integers(node, 3) {
            Some(axes) => axes.to_vec(),
            None => (0..pads.len() as i64 / 2).collect(),
        };
        let count = axes.len();
        if !zero || !constant || !given || pads.len() != 2 * count || flow.foreign.len() != 3 {
            return Err(refused(node, "padding that is not of zeros around an image"));
        }
        for (index, &axis) in axes.iter().enumerate() {
            let (before, after) = (pads[index], pads[count + index]);
            let axis = if axis < 0 { axis + 4 } else { axis };
            // The axis of ours: 1 is an image's rows, 2 its columns.
            let ours = match (&flow.order, usize::try_from(axis).ok().and_then(|axis| axis.checked_sub(1))) {
                (Order::Axes(axes), Some(axis)) => axes.get(axis).copied(),
                (Order::Same, axis) => axis,
                _ => None,
            };
            match ours {
                Some(1) => (flow.padding[0], flow.padding[2]) = (before, after),
                Some(2) => (flow.padding[1], flow.padding[3]) = (before, after),
                _ if before == 0 && after == 0 => {}
                _ => return Err(refused(node, "padding of another axis")),
            }
        }
        Ok(flow)
    }
}
