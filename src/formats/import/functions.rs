//! Functions that ONNX says in one node, or in several: GELU and `SiLU`.

use super::chain::{Chain, Flow, Pending, Value, refused};
use super::items::Item;
use super::onnx_model::Node;
use crate::Result;

/// 1 / √2, which stands before the error function in GELU.
pub(super) const HALF_ROOT: f32 = core::f32::consts::FRAC_1_SQRT_2;

/// Whether a constant is the expected one, as far as 32-bit floats say it.
pub(super) fn near(value: f32, expected: f32) -> bool {
    (value - expected).abs() < 1e-5
}

impl Chain {
    /// A function as a layer.
    pub fn activation(&mut self, node: &Node) -> Result<Flow> {
        let mut flow = self.flow(node, 0)?;
        let function = match &*node.operator {
            "Relu" => "relu",
            "Sigmoid" => "sigmoid",
            "Tanh" => "tanh",
            "Softplus" => "softplus",
            "LeakyRelu" if near(node.float("alpha", 0.01), 0.01) => "leaky_relu",
            "Elu" if near(node.float("alpha", 1.0), 1.0) => "elu",
            "Gelu" if node.text("approximate") == "tanh" => "gelu_tanh",
            "Gelu" => "gelu",
            "Swish" if near(node.float("alpha", 1.0), 1.0) => "silu",
            operator @ ("Softmax" | "LogSoftmax") => {
                self.settle(node, &mut flow)?;
                let axis = node.integer("axis", -1);
                let axis = if axis < 0 { axis + flow.shape.len() as i64 } else { axis - 1 };
                // Ours is over the channels of an image, else over the last axis.
                let ours = if flow.shape.len() == 3 { 0 } else { flow.shape.len() as i64 - 1 };
                if axis != ours {
                    return Err(refused(node, format_args!("over axis {}", node.integer("axis", -1))));
                }
                if operator == "Softmax" { "softmax" } else { "log_softmax" }
            }
            "LeakyRelu" | "Elu" | "Swish" => {
                return Err(refused(node, format_args!("alpha {}", f64::from(node.float("alpha", 0.0)))));
            }
            _ => return Err(refused(node, "no layer does this")),
        };
        self.push(Item::activation(function), &mut flow);
        Ok(flow)
    }

    /// A part of GELU, or of `SiLU`, or of a normalisation.
    pub fn multiply(&mut self, node: &Node) -> Result<Flow> {
        for index in [0, 1] {
            let Some((_, values)) = self.floats(node, index) else { continue };
            let &[constant] = values else {
                let flow = self.flow(node, 1 - index)?;
                return self.affine(node, flow, index);
            };
            if node.operator == "Div" && index == 0 {
                break;
            }
            let factor = if node.operator == "Div" { 1.0 / constant } else { constant };
            let name = &node.inputs[1 - index];
            let Some(Value::Flow(flow)) = self.values.get(name) else { break };
            let mut flow = flow.clone();
            flow.pending = match flow.pending {
                Pending::None => Pending::Scaled(factor),
                Pending::OnePlusErf(scale) => Pending::OnePlusErf(scale * factor),
                Pending::Doubled if near(factor, 0.5) => return self.gelu(node, flow),
                _ => break,
            };
            return Ok(flow);
        }
        let flows: Vec<Flow> = node
            .inputs
            .iter()
            .filter_map(|name| match self.values.get(name) {
                Some(Value::Flow(flow)) => Some(flow.clone()),
                _ => None,
            })
            .collect();
        if let ([a, b], "Mul") = (flows.as_slice(), &*node.operator) {
            for (x, y) in [(a, b), (b, a)] {
                match (x.pending, y.pending) {
                    (Pending::None, Pending::OnePlusErf(scale)) if x.at == y.at && near(scale, 1.0) => {
                        return Ok(Flow { pending: Pending::Doubled, ..x.clone() });
                    }
                    (Pending::None, Pending::OnePlusErf(scale)) if x.at == y.at && near(scale, 0.5) => {
                        return self.gelu(node, x.clone());
                    }
                    (Pending::Scaled(half), Pending::OnePlusErf(scale))
                        if x.at == y.at && near(half * scale, 0.5) =>
                    {
                        return self.gelu(node, x.clone());
                    }
                    (Pending::None, Pending::None)
                        if x.at + 1 == y.at
                            && y.at == self.items.len()
                            && self.items[x.at].function() == Some("sigmoid") =>
                    {
                        self.items[x.at] = Item::activation("silu");
                        return Ok(y.clone());
                    }
                    _ => {}
                }
            }
        }
        Err(refused(node, "a product that is no part of a known function"))
    }

    fn gelu(&mut self, node: &Node, mut flow: Flow) -> Result<Flow> {
        if flow.at != self.items.len() {
            return Err(refused(node, "a branch that no layer represents"));
        }
        flow.pending = Pending::None;
        self.push(Item::activation("gelu"), &mut flow);
        Ok(flow)
    }

    /// A part of a function that is not complete.
    pub fn pending(&mut self, node: &Node, next: impl Fn(Pending) -> Option<Pending>) -> Result<Flow> {
        let Some(Value::Flow(flow)) = node.inputs.first().and_then(|name| self.values.get(name)) else {
            return Err(refused(node, "an input that is no sample's"));
        };
        let pending = next(flow.pending).ok_or_else(|| refused(node, "no layer does this"))?;
        Ok(Flow { pending, ..flow.clone() })
    }
}
