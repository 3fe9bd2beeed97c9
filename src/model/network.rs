//! The network: layers in order, the layout of the flat buffers, forward and backward.
//!
//! Parameters, gradient and optimiser state are flat buffers of one layout. The network has that layout and the layers; forward
//! and backward do not change it. Activations are in [`Buffers`]; one network may have several.

use core::ops::Range;

use super::buffers::Buffers;
use super::layer_node::{BackwardTensors, LayerNode, NodeResources};
use super::pass_context::PassContext;
use crate::layers::{InputCheck, Layer, Parameter, Role};
use crate::memory::{MAX_FLOATS, filled, product};
use crate::random::{Place, Purpose, Random};
use crate::schema::init::Initial;
use crate::spec::Spec;
use crate::{Error, ErrorKind, Result};

/// A tensor of parameters: a named range of every flat buffer.
#[derive(Clone, Debug)]
pub struct Tensor {
    /// Its full name, such as `layers.0.weight`.
    pub name: String,
    /// Its properties within the layer.
    pub parameter: Parameter,
    /// Its range in every flat buffer.
    pub range: Range<usize>,
    /// Whether training changes it.
    pub trainable: bool,
}

/// The layers in order, and the layout of their parameters.
pub struct Network {
    nodes: Vec<LayerNode>,
    tensors: Vec<Tensor>,
    /// Floats per sample of each activation, the input first.
    widths: Vec<usize>,
    seed: u32,
}

/// The gradients that a backward pass computes, and their buffer.
pub enum GradientRequest<'a> {
    /// The gradient of every trainable parameter. Other elements of the flat buffer are not written.
    Trained(&'a mut [f32]),
    /// The gradient of every parameter, and that of the input, in [`Buffers::input_gradient`].
    Every(&'a mut [f32]),
    /// Only the gradient of the input, in [`Buffers::input_gradient`].
    Input,
}

impl Network {
    /// The network of a spec.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the layer whose input does not fit; kind `memory`.
    pub fn new(spec: &Spec) -> Result<Self> {
        let layers = spec.build_layers()?.into_iter().enumerate();
        let layers = layers.map(|(index, layer)| (layer, spec.is_trainable(index))).collect();
        Self::from_layers(layers, spec.input(), spec.seed())
    }

    /// A network of these layers, each with its `trainable` flag; `input` is the shape of one sample.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn from_layers(layers: Vec<(Box<dyn Layer>, bool)>, input: &[usize], seed: u32) -> Result<Self> {
        let mut network = Self { nodes: Vec::new(), tensors: Vec::new(), widths: vec![floats(input)?], seed };
        for (layer, trainable) in layers {
            network.push(layer, trainable)?;
        }
        Ok(network)
    }

    fn push(&mut self, layer: Box<dyn Layer>, trainable: bool) -> Result<()> {
        let index = self.nodes.len();
        let start = self.parameter_count();
        let mut end = start;
        for parameter in layer.parameters() {
            let range = end..end.checked_add(floats(&parameter.shape)?).ok_or_else(too_large)?;
            end = range.end;
            let name = format!("layers.{index}.{}", parameter.name);
            let trainable = trainable && parameter.trainable && parameter.role != Role::Buffer;
            self.tensors.push(Tensor { name, parameter, range, trainable });
        }
        let input = self.widths.len() - 1;
        if !layer.is_view() {
            self.widths.push(floats(layer.output_shape())?);
        }
        let output = self.widths.len() - 1;
        self.nodes.push(LayerNode::new(layer, start..end, trainable, [input, output]));
        Ok(())
    }

    /// Floats in each flat buffer.
    pub fn parameter_count(&self) -> usize {
        self.tensors.last().map_or(0, |tensor| tensor.range.end)
    }

    /// All tensors, in the order of the flat buffers.
    pub fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// The layers, in order.
    pub fn layers(&self) -> impl ExactSizeIterator<Item = &dyn Layer> {
        self.nodes.iter().map(|node| &*node.layer)
    }

    /// Multiply-adds of one sample's forward pass.
    pub fn multiply_adds(&self) -> u64 {
        self.layers().map(Layer::multiply_adds).fold(0, u64::saturating_add)
    }

    /// Whether the first layer checks its inputs.
    pub(crate) fn checks_inputs(&self) -> bool {
        self.input_check().is_some()
    }

    /// Checks scaled samples with the first layer. `first` is the index of the first sample, for the path of an error.
    ///
    /// # Errors
    /// Those of the layer, with the path `inputs[sample]` before theirs.
    pub fn check_inputs(&self, x: &[f32], first: usize) -> Result<()> {
        let Some(check) = self.input_check() else { return Ok(()) };
        for (sample, x) in (first..).zip(x.chunks_exact(self.features().max(1))) {
            check.check(x).map_err(|error| error.within(format_args!("inputs[{sample}]")))?;
        }
        Ok(())
    }

    fn input_check(&self) -> Option<&dyn InputCheck> {
        self.layers().find(|layer| !layer.is_view())?.input_check()
    }

    /// Floats in one sample of the input.
    pub fn features(&self) -> usize {
        self.widths[0]
    }

    /// Floats in one sample of the output.
    pub fn outputs(&self) -> usize {
        self.widths[self.widths.len() - 1]
    }

    /// Writes the initial parameters. They depend only on the seed and the index of each tensor.
    pub fn initialise(&mut self, seed: u32, parameters: &mut [f32]) {
        self.seed = seed;
        for (index, tensor) in self.tensors.iter().enumerate() {
            let random = Random::new(seed, Purpose::Initialisation, index as u32);
            let values = &mut parameters[tensor.range.clone()];
            match tensor.parameter.initial {
                Initial::Constant(value) => values.fill(value),
                Initial::Uniform(limit) => {
                    for (unit, value) in (0..).zip(values) {
                        *value = limit * (2.0 * random.uniform(Place { unit, ..Place::default() }) - 1.0);
                    }
                }
                Initial::Normal(deviation) => {
                    for (unit, value) in (0..).step_by(2).zip(values) {
                        *value = deviation * random.normal(Place { unit, ..Place::default() });
                    }
                }
            }
        }
    }

    /// New buffers for up to `samples` samples.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn buffers(&self, samples: usize) -> Result<Buffers> {
        let mut buffers = Buffers::new(self.widths.clone(), self.nodes.iter().map(|node| node.output))?;
        self.reserve(&mut buffers, samples)?;
        Ok(buffers)
    }

    /// Grows the buffers to at least `samples` samples.
    ///
    /// # Errors
    /// Kind `memory`; the buffers then keep their capacity.
    pub fn reserve(&self, buffers: &mut Buffers, samples: usize) -> Result<()> {
        buffers.reserve(&self.nodes, samples)
    }

    /// Runs all layers on the samples in [`Buffers::input_mut`].
    pub fn forward(&self, buffers: &mut Buffers, context: &mut PassContext<'_>, parameters: &[f32]) {
        let Buffers { activations, nodes, scratch, workspace, .. } = buffers;
        for ((index, node), own) in (0..).zip(&self.nodes).zip(nodes) {
            if !node.is_called(context.samples) {
                continue;
            }
            let [inputs, outputs] = self.sizes(node);
            let (before, after) = activations.split_at_mut(node.output);
            let x = &before[node.input][..context.samples * inputs];
            let y = &mut after[0][..context.samples * outputs];
            let resources = NodeResources { index, seed: self.seed, buffers: own, scratch, workspace };
            node.forward(context, resources, &parameters[node.range.clone()], x, y);
        }
    }

    /// Backpropagates the gradient in [`Buffers::output_and_gradient`], down to the first layer that `wanted` needs.
    pub fn backward(
        &self,
        buffers: &mut Buffers,
        context: &mut PassContext<'_>,
        parameters: &[f32],
        wanted: GradientRequest<'_>,
    ) {
        let Buffers { activations, gradients: [dys, dxs], nodes, scratch, workspace, .. } = buffers;
        let to_input = !matches!(wanted, GradientRequest::Trained(_));
        let every = matches!(wanted, GradientRequest::Every(_));
        let mut gradient = match wanted {
            GradientRequest::Trained(gradient) | GradientRequest::Every(gradient) => Some(gradient),
            GradientRequest::Input => None,
        };
        let computes_gradient = |node: &LayerNode| (every || node.trainable) && !node.range.is_empty();
        let takes_part = |node: &LayerNode| to_input || computes_gradient(node);
        let Some(first) = self.nodes.iter().position(takes_part) else { return };
        for (index, (node, own)) in self.nodes.iter().zip(nodes).enumerate().skip(first).rev() {
            let gradient = gradient
                .as_deref_mut()
                .filter(|_| computes_gradient(node))
                .map(|all| &mut all[node.range.clone()]);
            if !node.is_called(context.samples) {
                gradient.into_iter().for_each(|gradient| gradient.fill(0.0));
                continue;
            }
            let [inputs, outputs] = self.sizes(node);
            let tensors = BackwardTensors {
                parameters: &parameters[node.range.clone()],
                x: &activations[node.input][..context.samples * inputs],
                y: &activations[node.output][..context.samples * outputs],
                dy: &mut dys[..context.samples * outputs],
                dx: (to_input || index > first).then_some(&mut dxs[..context.samples * inputs]),
                gradient,
            };
            let resources =
                NodeResources { index: index as u32, seed: self.seed, buffers: own, scratch, workspace };
            node.backward(context, resources, tensors);
            core::mem::swap(dys, dxs);
        }
    }

    /// Updates the running statistics of all layers. Called after a step whose result is finite.
    pub fn update_running_statistics(&self, buffers: &Buffers, samples: usize, parameters: &mut [f32]) {
        for (node, own) in self.nodes.iter().zip(&buffers.nodes).filter(|(node, _)| node.trainable) {
            let cache = &own.cache[..node.layer.memory(samples).cache];
            node.layer.update_running_statistics(samples, &mut parameters[node.range.clone()], cache);
        }
    }

    /// Floats per sample of a layer's input and output.
    fn sizes(&self, node: &LayerNode) -> [usize; 2] {
        [self.widths[node.input], self.widths[node.output]]
    }
}

/// The number of floats of a shape, if a buffer can hold them.
fn floats(shape: &[usize]) -> Result<usize> {
    Some(product(shape)).filter(|&floats| floats <= MAX_FLOATS).ok_or_else(too_large)
}

fn too_large() -> Error {
    Error::new(ErrorKind::Memory, "the network does not fit into memory; make its layers smaller")
        .named("network_too_large")
}

/// A zeroed flat buffer with the layout of `network`.
pub(crate) fn flat_zeros(network: &Network) -> Result<Vec<f32>> {
    filled(network.parameter_count(), 0.0)
}
