//! What each ONNX node is as a layer.

use std::rc::Rc;

use super::Note;
use super::chain::{Chain, Flow, Order, Pending, Value, refused};
use super::functions::{HALF_ROOT, near};
use super::items::Item;
use super::onnx_model::Node;
use super::shapes::{is_side, same_pads};
use crate::Result;
use crate::formats::keras::graph::transposed;
use crate::formats::network::elements;
use crate::formats::trained::Tensor;

/// The ε of a batch normalisation that only calculates: 1 + ε is 1.
const TINY: f64 = 1e-30;

impl Chain {
    /// The output of a node on samples.
    pub fn apply(&mut self, node: &Node) -> Result<Flow> {
        match &*node.operator {
            "Conv" => self.convolution(node),
            "Gemm" => self.product(node, node.integer("transB", 0) == 1),
            "MatMul" => self.product(node, false),
            "Add" => self.add(node),
            "Mul" | "Div" => self.multiply(node),
            "Sub" => {
                let flow = self.flow(node, 0)?;
                self.affine(node, flow, 1)
            }
            "Erf" => self.pending(node, |pending| match pending {
                Pending::Scaled(scale) if near(scale, HALF_ROOT) => Some(Pending::Erf),
                _ => None,
            }),
            "BatchNormalization" => self.batch_norm(node),
            "LayerNormalization" => self.layer_norm(node),
            "MaxPool" | "AveragePool" => self.pool(node),
            "GlobalAveragePool" => self.mean(node, &[2, 3], true),
            "ReduceMean" => {
                let axes =
                    self.integers(node, 1).or_else(|| node.integers("axes")).unwrap_or_default().to_vec();
                self.mean(node, &axes, node.integer("keepdims", 1) == 1)
            }
            "Flatten" if node.integer("axis", 1) == 1 => {
                let mut flow = self.flow(node, 0)?;
                let sizes = vec![elements(&flow.shape)];
                self.reshape(node, &mut flow, sizes)?;
                Ok(flow)
            }
            "Reshape" => self.reshape_node(node),
            "Squeeze" | "Unsqueeze" => self.squeeze(node),
            "Transpose" => self.transpose(node),
            "Pad" => self.pad(node),
            "Identity" | "Cast" | "Dropout" => self.flow(node, 0),
            _ => self.activation(node),
        }
    }

    fn convolution(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        self.settle(node, &mut flow)?;
        let Some((&[filters, channels, kernel, columns], weight)) = self.floats(node, 1) else {
            return Err(refused(node, "a kernel that is no constant of two dimensions"));
        };
        let weight = Tensor { shape: vec![filters, channels, kernel, columns], data: weight.to_vec() };
        let &[inputs, height, width] = flow.shape.as_slice() else {
            return Err(refused(node, "samples that are no images"));
        };
        let all = |name: &str, value: i64| {
            node.integers(name).is_none_or(|values| values.iter().all(|&at| at == value))
        };
        let strides = node.integers("strides").unwrap_or(&[1, 1]).to_vec();
        let (&[stride, other], true) = (strides.as_slice(), kernel == columns && kernel > 0) else {
            return Err(refused(node, "a window that is no square"));
        };
        if stride != other
            || !is_side(stride)
            || channels != inputs
            || node.integer("group", 1) != 1
            || !all("dilations", 1)
        {
            return Err(refused(node, "groups, dilations or strides that conv2d has not"));
        }
        let pads = match (node.text("auto_pad"), node.integers("pads")) {
            ("" | "NOTSET", Some(&[top, left, bottom, right])) => [top, left, bottom, right],
            ("" | "NOTSET" | "VALID", _) => [0; 4],
            ("SAME_UPPER", _) => same_pads([height, width], kernel, stride as usize),
            (other, _) => return Err(refused(node, format_args!("auto_pad {other}"))),
        };
        let pads: [i64; 4] = core::array::from_fn(|side| pads[side].saturating_add(flow.padding[side]));
        let stride = stride as usize;
        let same = pads == same_pads([height, width], kernel, stride);
        if !same && pads != [0; 4] {
            let expected = same_pads([height, width], kernel, stride);
            let why = format_args!("padding {pads:?}, where conv2d has {expected:?} (same) or none (valid)");
            return Err(refused(node, why));
        }
        let valid = pads == [0; 4];
        if valid && kernel > height.min(width) {
            return Err(refused(node, "a window larger than the image"));
        }
        let side = |size: usize| if valid { (size - kernel) / stride + 1 } else { size.div_ceil(stride) };
        flow.shape = vec![filters, side(height), side(width)];
        flow.foreign.clone_from(&flow.shape);
        flow.padding = [0; 4];
        let bias = self.vector(node, 2, filters)?;
        let fields = vec![
            ("filters", filters.into()),
            ("kernel", kernel.into()),
            ("stride", stride.into()),
            ("padding", if valid { "valid" } else { "same" }.into()),
            ("bias", bias.is_some().into()),
        ];
        let arrays = [("weight", weight)].into_iter().chain(bias.map(|bias| ("bias", bias))).collect();
        self.push(Item { arrays, ..Item::new("conv2d", fields) }, &mut flow);
        Ok(flow)
    }

    /// A constant vector of this length, or one number for all; nothing where the input is left out.
    fn vector(&self, node: &Node, index: usize, length: usize) -> Result<Option<Tensor>> {
        if node.inputs.get(index).is_none_or(String::is_empty) {
            return Ok(None);
        }
        match self.floats(node, index) {
            Some((_, values)) if values.len() == length => {
                Ok(Some(Tensor { shape: vec![length], data: values.to_vec() }))
            }
            Some((_, &[value])) => Ok(Some(Tensor { shape: vec![length], data: vec![value; length] })),
            _ => Err(refused(node, format_args!("input {index} that is no constant of {length} numbers"))),
        }
    }

    /// A product with a constant matrix.
    fn product(&mut self, node: &Node, transposed_already: bool) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        if let Order::Axes(_) = flow.order {
            return Err(refused(node, "values in an order that no layer makes"));
        }
        let features = match &flow.order {
            Order::Features(features) => Some(Rc::clone(features)),
            _ => None,
        };
        if features.is_none() {
            self.settle(node, &mut flow)?;
        }
        let Some((&[rows, columns], weight)) = self.floats(node, 1) else {
            return Err(refused(node, "a factor that is no constant matrix"));
        };
        let plain = near(node.float("alpha", 1.0), 1.0) && near(node.float("beta", 1.0), 1.0);
        if !plain || node.integer("transA", 0) != 0 || flow.shape.len() > 2 {
            return Err(refused(node, "alpha, beta, transA or axes that dense has not"));
        }
        let mut weight =
            if transposed_already { weight.to_vec() } else { transposed(weight, [rows, columns]) };
        let (units, inputs) = if transposed_already { (rows, columns) } else { (columns, rows) };
        if flow.shape.last() != Some(&inputs) || units == 0 {
            return Err(refused(node, format_args!("{inputs} inputs for samples of {:?}", flow.shape)));
        }
        if let Some(features) = features {
            let mut ours = vec![0.0; weight.len()];
            for (ours, theirs) in ours.chunks_exact_mut(inputs).zip(weight.chunks_exact(inputs)) {
                features.iter().zip(theirs).for_each(|(&place, value)| ours[place] = *value);
            }
            weight = ours;
            flow.order = Order::Same;
        }
        if let Some(last) = flow.shape.last_mut() {
            *last = units;
        }
        flow.foreign.clone_from(&flow.shape);
        let bias = self.vector(node, 2, units)?;
        let fields = vec![("units", units.into()), ("bias", bias.is_some().into())];
        let weight = Tensor { shape: vec![units, inputs], data: weight };
        let arrays = [("weight", weight)].into_iter().chain(bias.map(|bias| ("bias", bias))).collect();
        self.push(Item { arrays, ..Item::new("dense", fields) }, &mut flow);
        Ok(flow)
    }

    /// A bias, a part of GELU, or the end of a residual block.
    fn add(&mut self, node: &Node) -> Result<Flow> {
        let flow_at = |index: usize| match node.inputs.get(index).and_then(|name| self.values.get(name)) {
            Some(Value::Flow(flow)) => Some(flow.clone()),
            _ => None,
        };
        match [flow_at(0), flow_at(1)] {
            [Some(a), Some(b)] => self.residual(node, a, b),
            [Some(flow), None] => self.bias(node, flow, 1),
            [None, Some(flow)] => self.bias(node, flow, 0),
            _ => Err(refused(node, "inputs that are no sample's")),
        }
    }

    fn bias(&mut self, node: &Node, mut flow: Flow, index: usize) -> Result<Flow> {
        if flow.pending == Pending::Erf
            && matches!(self.floats(node, index), Some((_, &[one])) if near(one, 1.0))
        {
            flow.pending = Pending::OnePlusErf(1.0);
            return Ok(flow);
        }
        let weighted = self.items.last().is_some_and(|item| matches!(item.kind, "dense" | "conv2d"));
        if !weighted {
            return self.affine(node, flow, index);
        }
        let bias = self.along(node, &flow, index)?;
        let Some(item) = self.items.last_mut() else { return Err(refused(node, "no bias")) };
        if let Some((_, old)) = item.arrays.iter_mut().find(|(name, _)| *name == "bias") {
            old.data.iter_mut().zip(bias.data).for_each(|(old, new)| *old += new);
        } else {
            item.arrays.push(("bias", bias));
            item.fields.retain(|(name, _)| *name != "bias");
            item.fields.push(("bias", true.into()));
        }
        Ok(flow)
    }

    /// A constant with a number for each channel of an image, or each feature of the last axis.
    fn along(&self, node: &Node, flow: &Flow, index: usize) -> Result<Tensor> {
        let why = "arithmetic with a constant that is none for channels or features";
        let (axis, length) = match (&flow.order, &*flow.shape) {
            (Order::Same, &[channels, _, _]) => (0, channels),
            (Order::Axes(axes), &[channels, _, _]) => {
                (axes.iter().position(|&axis| axis == 0).unwrap_or(0), channels)
            }
            (Order::Same, &[.., features]) => (flow.shape.len() - 1, features),
            _ => return Err(refused(node, why)),
        };
        let fits = self.floats(node, index).is_some_and(|(shape, values)| {
            let place = shape.len().checked_sub(flow.foreign.len() - axis);
            values.len() == 1 || values.len() == length && place.is_some_and(|place| shape[place] == length)
        });
        let current = flow.at == self.items.len()
            && flow.pending == Pending::None
            && flow.shape.len() == flow.foreign.len();
        match self.vector(node, index, length)? {
            Some(vector) if fits && current => Ok(vector),
            _ => Err(refused(node, why)),
        }
    }

    /// Arithmetic with constants, as of a normalisation that an exporter has taken apart: w (x − m) + b, in a batch
    /// normalisation.
    pub fn affine(&mut self, node: &Node, mut flow: Flow, index: usize) -> Result<Flow> {
        let constant = self.along(node, &flow, index)?;
        if flow.shape.len() == 2 || index == 0 && !matches!(&*node.operator, "Add" | "Mul") {
            return Err(refused(node, "arithmetic that no layer does"));
        }
        let ours = self.items.last().is_some_and(|item| item.fields == [("epsilon", TINY.into())]);
        if !ours {
            let of = |value| Tensor { shape: constant.shape.clone(), data: vec![value; constant.data.len()] };
            let arrays = vec![
                ("weight", of(1.0)),
                ("bias", of(0.0)),
                ("running_mean", of(0.0)),
                ("running_var", of(1.0)),
            ];
            self.push(Item { arrays, ..Item::new("batch_norm", vec![("epsilon", TINY.into())]) }, &mut flow);
            let message = "Arithmetic with constants became a batch normalisation that does the same.";
            self.notes.push(Note::new("arithmetic_as_batch_norm", message));
        }
        let Some(Item { arrays, .. }) = self.items.last_mut() else { return Err(refused(node, "no layer")) };
        let [(_, weight), (_, bias), (_, mean), _] = arrays.as_mut_slice() else {
            return Err(refused(node, "no layer"));
        };
        for (at, &c) in constant.data.iter().enumerate() {
            let (weight, bias, mean) = (&mut weight.data[at], &mut bias.data[at], &mut mean.data[at]);
            match &*node.operator {
                "Add" => *bias += c,
                // What comes first is a mean: taken from the bias it would lose digits.
                "Sub" if *weight == 1.0 && *bias == 0.0 => *mean += c,
                "Sub" => *bias -= c,
                "Mul" => (*weight, *bias) = (*weight * c, *bias * c),
                _ => (*weight, *bias) = (*weight / c, *bias / c),
            }
        }
        Ok(flow)
    }

    fn residual(&mut self, node: &Node, a: Flow, b: Flow) -> Result<Flow> {
        let (before, mut after) = if a.at <= b.at { (a, b) } else { (b, a) };
        let same =
            before.shape == after.shape && before.foreign == after.foreign && before.order == after.order;
        let plain =
            [&before, &after].iter().all(|flow| flow.pending == Pending::None && flow.padding == [0; 4]);
        if !same || !plain || after.at != self.items.len() || before.at == after.at {
            return Err(refused(node, "a sum of branches that is no residual block"));
        }
        let inner = self.items.split_off(before.at);
        self.push(Item { inner, ..Item::new("residual", Vec::new()) }, &mut after);
        Ok(after)
    }

    fn batch_norm(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        let features = if let Order::Features(features) = &flow.order {
            Some(Rc::clone(features))
        } else {
            self.settle(node, &mut flow)?;
            None
        };
        let [length, ..] = *flow.shape else { return Err(refused(node, "samples without axes")) };
        if flow.shape.len() == 2 {
            return Err(refused(node, "a sequence normalised over its steps"));
        }
        let mut arrays = Vec::new();
        for (index, name) in ["weight", "bias", "running_mean", "running_var"].into_iter().enumerate() {
            let Some(mut array) = self.vector(node, index + 1, length)? else {
                return Err(refused(node, format_args!("no input {}", index + 1)));
            };
            if let Some(features) = &features {
                let theirs = array.data.clone();
                features.iter().zip(theirs).for_each(|(&place, value)| array.data[place] = value);
            }
            arrays.push((name, array));
        }
        let epsilon = f64::from(node.float("epsilon", 1e-5));
        self.push(Item { arrays, ..Item::new("batch_norm", vec![("epsilon", epsilon.into())]) }, &mut flow);
        Ok(flow)
    }

    fn layer_norm(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        self.settle(node, &mut flow)?;
        let (rank, length) = (flow.shape.len() as i64, flow.shape.last().copied().unwrap_or(1));
        if ![-1, rank].contains(&node.integer("axis", -1)) {
            return Err(refused(node, "over more than the last axis"));
        }
        let Some(weight) = self.vector(node, 1, length)? else { return Err(refused(node, "no scale")) };
        let bias =
            self.vector(node, 2, length)?.unwrap_or(Tensor { shape: vec![length], data: vec![0.0; length] });
        let epsilon = f64::from(node.float("epsilon", 1e-5));
        let arrays = vec![("weight", weight), ("bias", bias)];
        self.push(Item { arrays, ..Item::new("layer_norm", vec![("epsilon", epsilon.into())]) }, &mut flow);
        Ok(flow)
    }
}
