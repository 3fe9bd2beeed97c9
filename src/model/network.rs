//! The layers in order, where each tensor lies in the flat buffers, and forward and backward through all layers.
//!
//! Parameters, gradient and optimiser state are flat buffers of one layout. The network is that layout and the
//! layers; no pass changes it. Activations lie in [`Buffers`]; one network may have several.

use core::ops::Range;

use super::buffers::Buffers;
use super::layer_node::{LayerNode, Shared, Tensors};
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
    /// Its full name, as in `layers.0.weight`.
    pub name: String,
    /// What its layer says of it.
    pub parameter: Parameter,
    /// Where it lies.
    pub range: Range<usize>,
    /// Whether training changes it.
    pub trainable: bool,
}

/// Layers in order, and where their parameters lie.
pub struct Network {
    nodes: Vec<LayerNode>,
    tensors: Vec<Tensor>,
    /// Floats of one sample in each of the activations, the input first.
    widths: Vec<usize>,
    seed: u32,
}

/// What a backward pass computes, and where to.
pub enum Wanted<'a> {
    /// The gradient of every parameter that is trained, to a flat buffer; what the buffer holds of others stays.
    Trained(&'a mut [f32]),
    /// The gradient of every parameter, to a flat buffer, and that of the input, which is left at
    /// [`Buffers::input_gradient`].
    Every(&'a mut [f32]),
    /// The gradient of the input alone, which is left at [`Buffers::input_gradient`].
    Input,
}

impl Network {
    /// The network that a spec describes.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the layer whose input does not fit; kind `memory`.
    pub fn new(spec: &Spec) -> Result<Self> {
        let layers = spec.build_layers()?.into_iter().enumerate();
        let layers = layers.map(|(index, layer)| (layer, spec.is_trainable(index))).collect();
        Self::from_layers(layers, spec.input(), spec.seed())
    }

    /// A network of these layers, each with whether it is trained; `input` is the shape of one sample.
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

    /// All tensors, in the order in which they lie.
    pub fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// The layers, in order.
    pub fn layers(&self) -> impl ExactSizeIterator<Item = &dyn Layer> {
        self.nodes.iter().map(|node| &*node.layer)
    }

    /// Multiplications and additions, counted as pairs, of one sample's forward pass.
    pub fn multiply_adds(&self) -> u64 {
        self.layers().map(Layer::multiply_adds).fold(0, u64::saturating_add)
    }

    /// Whether the layer that takes the inputs accepts some values only.
    pub(crate) fn checks_inputs(&self) -> bool {
        self.input_check().is_some()
    }

    /// Checks scaled samples by the layer that takes them; `first` is the index of the first in an error's path.
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

    /// Writes the first parameters for `seed`: a function of the seed and of a tensor's place alone.
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

    /// Buffers of its own for passes of up to this many samples.
    ///
    /// # Errors
    /// Kind `memory`.
    pub fn buffers(&self, samples: usize) -> Result<Buffers> {
        let mut buffers = Buffers::new(self.widths.clone(), self.nodes.iter().map(|node| node.output))?;
        self.reserve(&mut buffers, samples)?;
        Ok(buffers)
    }

    /// Sees to it that there is memory for a batch of this many samples.
    ///
    /// # Errors
    /// Kind `memory`; then what there was is still there.
    pub fn reserve(&self, buffers: &mut Buffers, samples: usize) -> Result<()> {
        buffers.reserve(&self.nodes, samples)
    }

    /// Computes all layers on the samples at [`Buffers::input_mut`].
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
            let shared = Shared { index, seed: self.seed, own, scratch, workspace };
            node.forward(context, shared, &parameters[node.range.clone()], x, y);
        }
    }

    /// Propagates the gradient at [`Buffers::output_and_gradient`] back as far as `wanted` needs it.
    pub fn backward(
        &self,
        buffers: &mut Buffers,
        context: &mut PassContext<'_>,
        parameters: &[f32],
        wanted: Wanted<'_>,
    ) {
        let Buffers { activations, gradients: [dys, dxs], nodes, scratch, workspace, .. } = buffers;
        let to_input = !matches!(wanted, Wanted::Trained(_));
        let every = matches!(wanted, Wanted::Every(_));
        let mut gradient = match wanted {
            Wanted::Trained(gradient) | Wanted::Every(gradient) => Some(gradient),
            Wanted::Input => None,
        };
        let learns = |node: &LayerNode| (every || node.trainable) && !node.range.is_empty();
        let needed = |node: &LayerNode| to_input || learns(node);
        let Some(first) = self.nodes.iter().position(needed) else { return };
        for (index, (node, own)) in self.nodes.iter().zip(nodes).enumerate().skip(first).rev() {
            let gradient =
                gradient.as_deref_mut().filter(|_| learns(node)).map(|all| &mut all[node.range.clone()]);
            if !node.is_called(context.samples) {
                gradient.into_iter().for_each(|gradient| gradient.fill(0.0));
                continue;
            }
            let [inputs, outputs] = self.sizes(node);
            let tensors = Tensors {
                parameters: &parameters[node.range.clone()],
                x: &activations[node.input][..context.samples * inputs],
                y: &activations[node.output][..context.samples * outputs],
                dy: &mut dys[..context.samples * outputs],
                dx: (to_input || index > first).then_some(&mut dxs[..context.samples * inputs]),
                gradient,
            };
            let shared = Shared { index: index as u32, seed: self.seed, own, scratch, workspace };
            node.backward(context, shared, tensors);
            core::mem::swap(dys, dxs);
        }
    }

    /// Lets layers take up running statistics, once the step has turned out finite.
    pub fn update_running_statistics(&self, buffers: &Buffers, samples: usize, parameters: &mut [f32]) {
        for (node, own) in self.nodes.iter().zip(&buffers.nodes).filter(|(node, _)| node.trainable) {
            let cache = &own.cache[..node.layer.memory(samples).cache];
            node.layer.update_running_statistics(samples, &mut parameters[node.range.clone()], cache);
        }
    }

    /// Floats of one sample in what a layer reads and writes.
    fn sizes(&self, node: &LayerNode) -> [usize; 2] {
        [self.widths[node.input], self.widths[node.output]]
    }
}

/// Floats of a shape, if a buffer can have so many.
fn floats(shape: &[usize]) -> Result<usize> {
    Some(product(shape)).filter(|&floats| floats <= MAX_FLOATS).ok_or_else(too_large)
}

fn too_large() -> Error {
    Error::new(ErrorKind::Memory, "the network does not fit into memory; make its layers smaller")
        .named("network_too_large")
}

/// A zeroed flat buffer for all parameters of `network`.
pub(crate) fn flat(network: &Network) -> Result<Vec<f32>> {
    filled(network.parameter_count(), 0.0)
}
