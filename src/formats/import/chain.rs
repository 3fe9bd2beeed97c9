//! The nodes of an ONNX model, one after the other, as layers.

use core::mem;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::axes::Axes;
use super::constants::{SAMPLES, fold, places};
use super::items::Item;
use super::onnx_model::{Constant, Model, Node, Values};
use super::{
    ImportOptions, Imported, Note, fresh_optimizer, layouts, missing, network_of, session_file,
    spec_and_arrays,
};
use crate::formats::network::elements;
use crate::formats::trained::Tensor;
use crate::schema::json_value::JsonValue;
use crate::{Error, ErrorKind, Result};

/// A model of ours by the spec in it, another by its nodes.
pub(super) fn import(bytes: &[u8], options: &ImportOptions) -> Result<Imported> {
    let model = Model::read(bytes)?;
    if let Some((_, spec)) = model.texts.iter().find(|(name, _)| name == "inkgrad.spec") {
        let spec = JsonValue::from_json(spec)?;
        return own(model, &spec);
    }
    let mut chain = Chain::begin(&model, bytes.len())?;
    for node in &model.nodes {
        chain.node(node)?;
    }
    chain.finish(&model, options)
}

fn own(model: Model, spec: &JsonValue) -> Result<Imported> {
    // Neither collected nor removed from: code that the other map has not would cost 2 KB of the module.
    let mut constants = BTreeMap::new();
    for (name, constant) in model.constants {
        constants.insert(name, constant);
    }
    let mut arrays = Vec::new();
    for (name, shape) in layouts::arrays(&network_of(spec)?) {
        match constants.get_mut(&name) {
            Some(Constant { shape: found, values: Values::Floats(data) }) if *found == shape => {
                arrays.push((name, Tensor { shape, data: mem::take(data) }));
            }
            Some(Constant { shape: found, .. }) => {
                let expected = format!("{shape:?}");
                let error = Error::mismatch(ErrorKind::Format, &expected, format_args!("{found:?}"));
                return Err(error.named("array_of_another_shape").value("shape", expected).at(name));
            }
            None => return Err(missing(&name)),
        }
    }
    Ok(Imported { session: session_file(spec, &arrays, model.texts), notes: vec![fresh_optimizer()] })
}

/// What a name in the graph stands for.
pub(super) enum Value {
    Flow(Flow),
    Constant(Constant),
}

/// The samples at some place of the network.
#[derive(Clone)]
pub(super) struct Flow {
    /// The number of layers before it.
    pub at: usize,
    /// A sample's shape in our network.
    pub shape: Vec<usize>,
    /// A sample's shape in the model.
    pub foreign: Vec<usize>,
    pub order: Order,
    /// Zeros around the image that a convolution will take: top, left, bottom, right.
    pub padding: [i64; 4],
    pub pending: Pending,
}

/// How the values of a sample in the model stand to ours.
#[derive(Clone, PartialEq)]
pub(super) enum Order {
    /// In the same order.
    Same,
    /// Each axis is this one of ours.
    Axes(Vec<usize>),
    /// Each feature is this one of ours.
    Features(Rc<Vec<usize>>),
}

/// What the nodes behind must settle: a part of a function that several nodes say, or axes that no layer has.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Pending {
    None,
    /// k x
    Scaled(f32),
    /// erf(x / √2)
    Erf,
    /// k (1 + erf(x / √2))
    OnePlusErf(f32),
    /// x (1 + erf(x / √2))
    Doubled,
    /// Samples are not the first axis.
    Sequence(Axes),
}

/// The layers so far, and what every name stands for.
pub(super) struct Chain {
    pub items: Vec<Item>,
    pub values: BTreeMap<String, Value>,
    pub notes: Vec<Note>,
    input: Vec<usize>,
    /// The numbers that constants which nodes make of others may still have.
    room: usize,
}

/// The most values of one sample, anywhere in a network.
const MOST_VALUES: usize = 1 << 24;

impl Chain {
    fn begin(model: &Model, size: usize) -> Result<Self> {
        let [(name, sizes)] = model.inputs.as_slice() else {
            let error = Error::mismatch(ErrorKind::Format, "a model with one input", model.inputs.len());
            return Err(error.named("several_inputs"));
        };
        let foreign = sizes.get(1..).unwrap_or_default().to_vec();
        if foreign.is_empty() || foreign.len() > 3 || foreign.contains(&0) {
            let error = Error::mismatch(
                ErrorKind::Format,
                "an input of samples of fixed sizes, up to three",
                format_args!("{sizes:?}"),
            );
            return Err(error
                .named("free_input_sizes")
                .at(name)
                .with_note("only the number of samples may be free"));
        }
        let mut notes = vec![fresh_optimizer()];
        // What the first node that does something takes.
        let mut taken = name;
        let first = loop {
            let node = model.nodes.iter().find(|node| node.inputs.contains(taken));
            match node {
                Some(node) if matches!(&*node.operator, "Cast" | "Identity") => match node.outputs.first() {
                    Some(output) if output != taken => taken = output,
                    _ => break None,
                },
                other => break other,
            }
        };
        let channels_last = first
            .is_some_and(|node| node.operator == "Transpose" && node.integers("perm") == Some(&[0, 3, 1, 2]));
        let (shape, order) = match (&*foreign, channels_last) {
            (&[height, width, channels], true) => {
                if channels > 1 {
                    let message = "The model takes images as height, width, channels; the session takes channels, \
                                   height, width.";
                    notes.push(Note::new("channels_first_now", message));
                }
                (vec![channels, height, width], Order::Axes(vec![1, 2, 0]))
            }
            _ => (foreign.clone(), Order::Same),
        };
        let flow =
            Flow { at: 0, shape: shape.clone(), foreign, order, padding: [0; 4], pending: Pending::None };
        let mut values = BTreeMap::new();
        values.insert(name.clone(), Value::Flow(flow));
        for (name, constant) in &model.constants {
            values.insert(name.clone(), Value::Constant(constant.clone()));
        }
        Ok(Self { items: Vec::new(), values, notes, input: shape, room: size.saturating_mul(4) })
    }

    fn node(&mut self, node: &Node) -> Result<()> {
        let Some(output) = node.outputs.first() else { return Ok(()) };
        let value = if !matches!(&*node.domain, "" | "ai.onnx") {
            return Err(refused(node, format_args!("an operator of {}", node.domain)));
        } else if let Some(constant) = self.constant(node) {
            let room = self.room.checked_sub(elements(&constant.shape));
            self.room = room.ok_or_else(|| refused(node, "constants of constants, larger than the file"))?;
            Value::Constant(constant)
        } else {
            Value::Flow(match self.sequence(node)? {
                Some(flow) => flow,
                None => self.apply(node)?,
            })
        };
        if !output.is_empty() {
            self.values.insert(output.clone(), value);
        }
        Ok(())
    }

    /// The output of a node that is known before any sample: of constants, and of shapes.
    fn constant(&self, node: &Node) -> Option<Constant> {
        if node.operator == "Constant" {
            return node.constant();
        }
        if node.operator == "Shape"
            && let Value::Flow(flow) = self.values.get(node.inputs.first()?)?
        {
            let sizes: Vec<i64> = match flow.pending {
                Pending::Sequence(axes) => axes.sizes(&flow.shape),
                _ => [SAMPLES].into_iter().chain(flow.foreign.iter().map(|&size| size as i64)).collect(),
            };
            let place = |name: &str, otherwise: i64| {
                let at = node.integer(name, otherwise);
                (if at < 0 { at + sizes.len() as i64 } else { at }).clamp(0, sizes.len() as i64) as usize
            };
            let picked = sizes.get(place("start", 0)..place("end", sizes.len() as i64))?.to_vec();
            return Some(Constant { shape: vec![picked.len()], values: Values::Integers(picked) });
        }
        let mut inputs = Vec::new();
        for name in node.inputs.iter().filter(|name| !name.is_empty()) {
            let Value::Constant(constant) = self.values.get(name)? else { return None };
            inputs.push(constant);
        }
        fold(node, &inputs)
    }

    /// The samples of an input, which must be what the last layer gives.
    pub fn flow(&self, node: &Node, index: usize) -> Result<Flow> {
        match node.inputs.get(index).and_then(|name| self.values.get(name)) {
            Some(Value::Flow(flow)) if elements(&flow.shape) > MOST_VALUES => {
                Err(refused(node, format_args!("samples of {:?}, over 16 million values", flow.shape)))
            }
            Some(Value::Flow(flow)) if flow.at == self.items.len() && flow.pending == Pending::None => {
                Ok(flow.clone())
            }
            Some(Value::Flow(_)) => Err(refused(node, "a branch that no layer represents")),
            _ => Err(refused(node, "an input that is no sample's")),
        }
    }

    /// The constant floats of an input.
    pub fn floats(&self, node: &Node, index: usize) -> Option<(&[usize], &[f32])> {
        match self.values.get(node.inputs.get(index)?)? {
            Value::Constant(Constant { shape, values: Values::Floats(values) }) => Some((shape, values)),
            _ => None,
        }
    }

    /// The constant whole numbers of an input.
    pub fn integers(&self, node: &Node, index: usize) -> Option<&[i64]> {
        match self.values.get(node.inputs.get(index)?)? {
            Value::Constant(Constant { values: Values::Integers(values), .. }) => Some(values),
            _ => None,
        }
    }

    /// Adds a layer.
    pub fn push(&mut self, item: Item, flow: &mut Flow) {
        self.items.push(item);
        flow.at = self.items.len();
    }

    /// Makes the model's shape of a sample ours.
    pub fn settle(&mut self, node: &Node, flow: &mut Flow) -> Result<()> {
        if flow.order != Order::Same {
            return Err(refused(node, "values in an order that no layer makes"));
        }
        if flow.shape != flow.foreign {
            let item = match flow.foreign.len() {
                1 => Item::new("flatten", Vec::new()),
                2 | 3 => Item::new("reshape", vec![("shape", flow.foreign.as_slice().into())]),
                _ => return Err(refused(node, "samples of more than three axes")),
            };
            flow.shape.clone_from(&flow.foreign);
            self.push(item, flow);
        }
        Ok(())
    }

    /// A sample's values in other sizes, in the same order.
    pub fn reshape(&mut self, node: &Node, flow: &mut Flow, sizes: Vec<usize>) -> Result<()> {
        if elements(&sizes) != elements(&flow.shape) {
            return Err(refused(node, format_args!("samples of {sizes:?} from {:?}", flow.foreign)));
        }
        match &flow.order {
            Order::Same => {}
            Order::Axes(axes) if sizes.len() == 1 => {
                let places = places(&flow.shape, axes);
                flow.shape = sizes.clone();
                flow.order = Order::Features(Rc::new(places));
                self.push(Item::new("flatten", Vec::new()), flow);
            }
            _ if sizes == flow.foreign => {}
            _ => return Err(refused(node, "another shape of values in an order that no layer makes")),
        }
        flow.foreign = sizes;
        Ok(())
    }

    fn finish(mut self, model: &Model, options: &ImportOptions) -> Result<Imported> {
        let name = model.outputs.first().map_or("", |name| name);
        let Some(Value::Flow(flow)) = self.values.get(name) else { return Err(missing(name)) };
        let mut flow = flow.clone();
        let end = Node { operator: "output".to_owned(), name: name.to_owned(), ..Node::default() };
        if flow.at != self.items.len() || flow.pending != Pending::None {
            return Err(refused(&end, "nodes behind the output"));
        }
        if flow.shape != flow.foreign || flow.order != Order::Same {
            self.settle(&end, &mut flow)?;
        }
        let last = self.items.last().and_then(Item::function);
        let loss = match last {
            Some("softmax" | "log_softmax") if flow.shape.len() == 1 => "cross_entropy",
            Some("sigmoid") => "binary_cross_entropy",
            _ => "",
        };
        let loss = if loss.is_empty() {
            let wanted = options.loss.as_deref().unwrap_or("mse");
            if options.loss.is_none() && flow.shape.len() == 1 && flow.shape[0] > 1 {
                let message = "The model ends without softmax or sigmoid: predict gives its outputs as they are. If \
                               they are logits, import it with the option loss: 'cross_entropy'.";
                self.notes.push(Note::new("outputs_as_they_are", message));
            }
            wanted
        } else {
            if last == Some("log_softmax") {
                let message = "The model ends in log-softmax; predict gives probabilities.";
                self.notes.push(Note::new("log_softmax", message));
            }
            self.items.pop();
            loss
        };
        if self.items.iter().any(|item| item.function() == Some("log_softmax")) {
            return Err(refused(&end, "a log-softmax before the end"));
        }
        let (spec, arrays) = spec_and_arrays(&self.input, self.items, loss);
        let session = session_file(&spec, &arrays, Vec::new());
        Ok(Imported { session, notes: self.notes })
    }
}

/// A node that no layer represents.
pub(super) fn refused(node: &Node, why: impl core::fmt::Display) -> Error {
    let name = if node.name.is_empty() { &node.operator } else { &node.name };
    Error::mismatch(
        ErrorKind::Format,
        "nodes that layers can represent",
        format_args!("{}: {why}", node.operator),
    )
    .named("unknown_node")
    .value("operator", &node.operator)
    .value("why", why)
    .at(name)
}
