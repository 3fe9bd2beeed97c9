//! ONNX nodes of recurrent layers, and the nodes around them.
//!
//! `RNN`, `LSTM` and `GRU` take the steps as the first axis and the samples as the second. So exporters move the axes before
//! and behind them, and take the last step by its index.

use super::axes::Axes;
use super::chain::{Chain, Flow, Order, Pending, Value, refused};
use super::items::Item;
use super::onnx_model::Node;
use crate::Result;
use crate::formats::trained::Tensor;

impl Chain {
    /// The output of a node that takes or gives a sequence of these axes; nothing for other nodes.
    pub fn sequence(&mut self, node: &Node) -> Result<Option<Flow>> {
        let input = if node.operator == "Concat" { node.inputs.last() } else { node.inputs.first() };
        let Some(Value::Flow(flow)) = input.and_then(|name| self.values.get(name)) else { return Ok(None) };
        let mut flow = flow.clone();
        let axes = match flow.pending {
            Pending::Sequence(axes) => Some(axes),
            Pending::None
                if flow.order == Order::Same && flow.shape.len() == 2 && flow.shape == flow.foreign =>
            {
                None
            }
            _ => return Ok(None),
        };
        let is_last = |index: Option<&[i64]>, count: usize| matches!(index, Some(&[at]) if at == -1 || at + 1 == count as i64);
        let index = self.integers(node, 1);
        let axis = index.or_else(|| node.integers("axes"));
        let next = match (&*node.operator, axes, node.integers("perm").unwrap_or_default()) {
            ("RNN" | "LSTM" | "GRU", Some(Axes::Steps), _) => return self.recurrent(node, flow).map(Some),
            ("RNN" | "LSTM" | "GRU", ..) => {
                return Err(refused(node, "an input that is not steps, samples, features"));
            }
            ("Transpose", None, [1, 0, 2]) => Some(Axes::Steps),
            ("Transpose", Some(Axes::Steps), [1, 0, 2]) => None,
            ("Transpose", Some(Axes::Directions), [0, 2, 1, 3]) => Some(Axes::DirectionsBehind),
            ("Squeeze", Some(Axes::Directions), _) if axis == Some(&[1]) => Some(Axes::Steps),
            ("Squeeze", Some(Axes::DirectionsBehind), _) if axis == Some(&[2]) => Some(Axes::Steps),
            ("Squeeze", Some(Axes::LastSteps(1)), _) if axis == Some(&[0]) => {
                return self.last_step(node, flow).map(Some);
            }
            // The samples' number may stand there as it was when the model was exported.
            ("Reshape", Some(Axes::DirectionsBehind), _)
                if matches!((index, &*flow.shape), (Some(&[first, _, last]), &[steps, features])
                    if first == steps as i64 && [-1, features as i64].contains(&last)) =>
            {
                Some(Axes::Steps)
            }
            ("Concat", Some(Axes::LastSteps(_)), _) if node.integer("axis", 0) == 0 => {
                Some(Axes::LastSteps(self.last_steps(node)?))
            }
            ("Gather", Some(Axes::LastSteps(nodes)), _)
                if node.integer("axis", 0) == 0 && is_last(index, nodes) =>
            {
                return self.last_step(node, flow).map(Some);
            }
            ("Gather", Some(Axes::Steps), _)
                if node.integer("axis", 0) == 0 && is_last(index, flow.shape[0]) =>
            {
                return self.last_step(node, flow).map(Some);
            }
            ("Gather", None, _) if node.integer("axis", 0) == 1 && is_last(index, flow.shape[0]) => {
                return self.last_step(node, flow).map(Some);
            }
            ("Identity" | "Cast" | "Dropout", Some(_), _) => axes,
            (_, None, _) => return Ok(None),
            _ => return Err(refused(node, "a sequence whose first axis is not the samples")),
        };
        flow.pending = next.map_or(Pending::None, Pending::Sequence);
        Ok(Some(flow))
    }

    /// A recurrent layer that gives all steps. Its last step stands under the node's second output.
    fn recurrent(&mut self, node: &Node, mut flow: Flow) -> Result<Flow> {
        // For each gate of ours, its place among the node's.
        let (kind, functions, gates): (_, _, &[usize]) = match &*node.operator {
            "RNN" => ("rnn", "Tanh", &[0]),
            "LSTM" => ("lstm", "SigmoidTanhTanh", &[0, 2, 3, 1]),
            _ => ("gru", "SigmoidTanh", &[1, 0, 2]),
        };
        if flow.at != self.items.len() {
            return Err(refused(node, "a branch that no layer represents"));
        }
        let left_out = |index: usize| node.inputs.get(index).is_none_or(String::is_empty);
        let zero = |index: usize| {
            left_out(index)
                || matches!(self.floats(node, index), Some((_, values)) if values.iter().all(|&value| value == 0.0))
        };
        let plain = matches!(node.text("direction"), "" | "forward")
            && ["", functions].contains(&node.text("activations"))
            && !node.attributes.iter().any(|(name, _)| name == "clip")
            && ["layout", "input_forget"].iter().all(|name| node.integer(name, 0) == 0)
            && (kind != "gru" || node.integer("linear_before_reset", 0) == 1);
        if !plain || !left_out(4) || !zero(5) || !zero(6) || !left_out(7) {
            let why =
                "directions, functions, lengths, peepholes, a first state or a reset that our layer has not";
            return Err(refused(node, why));
        }
        let (units, inputs) = match (self.floats(node, 1), self.floats(node, 2)) {
            (Some((&[1, rows, inputs], _)), Some((&[1, same, units], _)))
                if rows == same
                    && units > 0
                    && rows == gates.len() * units
                    && flow.shape.last() == Some(&inputs) =>
            {
                (units, inputs)
            }
            _ => return Err(refused(node, "weights that are no constants of the right sizes")),
        };
        let rows = gates.len() * units;
        let bias = if left_out(3) {
            vec![0.0; 2 * rows]
        } else {
            match self.floats(node, 3) {
                Some((_, bias)) if bias.len() == 2 * rows => bias.to_vec(),
                _ => return Err(refused(node, "biases that are no constants of the right sizes")),
            }
        };
        let ours = |theirs: &[f32], shape: &[usize]| {
            let gate = theirs.len() / gates.len();
            let data = gates.iter().flat_map(|&at| &theirs[at * gate..(at + 1) * gate]).copied().collect();
            Tensor { shape: shape.to_vec(), data }
        };
        let array = |index: usize| self.floats(node, index).map_or(&[][..], |(_, values)| values);
        let arrays = vec![
            ("weight_ih", ours(array(1), &[rows, inputs])),
            ("weight_hh", ours(array(2), &[rows, units])),
            ("bias_ih", ours(&bias[..rows], &[rows])),
            ("bias_hh", ours(&bias[rows..], &[rows])),
        ];
        let fields = vec![("units", units.into()), ("return_sequences", true.into())];
        self.push(Item { arrays, ..Item::new(kind, fields) }, &mut flow);
        flow.shape[1] = units;
        flow.foreign.clone_from(&flow.shape);
        if let Some(name) = node.outputs.get(1).filter(|name| !name.is_empty()) {
            let (shape, pending) = (vec![units], Pending::Sequence(Axes::LastSteps(1)));
            let last = Flow { shape: shape.clone(), foreign: shape, pending, ..flow.clone() };
            self.values.insert(name.clone(), Value::Flow(last));
        }
        flow.pending = Pending::Sequence(Axes::Directions);
        Ok(flow)
    }

    /// How many last steps a node joins.
    fn last_steps(&self, node: &Node) -> Result<usize> {
        let count = |name: &String| match self.values.get(name) {
            Some(Value::Flow(Flow { pending: Pending::Sequence(Axes::LastSteps(count)), .. })) => {
                Some(*count)
            }
            _ => None,
        };
        let counts: Option<Vec<usize>> = node.inputs.iter().map(count).collect();
        Ok(counts.ok_or_else(|| refused(node, "inputs that are not last steps"))?.iter().sum())
    }

    /// The last layer gives its last step alone. What its other steps stood for is gone.
    fn last_step(&mut self, node: &Node, mut flow: Flow) -> Result<Flow> {
        let (at, units) = (self.items.len(), flow.shape.last().copied().unwrap_or_default());
        match self.items.last_mut().map(|item| (item.kind, &mut item.fields)) {
            Some(("rnn" | "lstm" | "gru", fields)) if flow.at == at => {
                fields.retain(|(name, _)| *name != "return_sequences");
            }
            _ => return Err(refused(node, "the last step of what is no recurrent layer")),
        }
        for value in self.values.values_mut() {
            if let Value::Flow(gone) = value
                && gone.at == at
            {
                gone.at = usize::MAX;
            }
        }
        flow.shape = vec![units];
        flow.foreign.clone_from(&flow.shape);
        flow.pending = Pending::None;
        Ok(flow)
    }
}
