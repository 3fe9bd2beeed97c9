//! The stack of layers: where every tensor lies in the flat buffers, and the passes through them all.
//!
//! Parameters, gradients and the optimiser's state are flat buffers of one layout, held by the session; the
//! network holds the layout, the layers, and the activations of the samples at hand.

mod stage;
mod whole;

use core::ops::Range;

use self::stage::{Call, Flow, Stage};
use self::whole::Gradients;
use crate::kernels::Workspace;
use crate::layers::{Exchange, Layer, Parameter, Portion, Role};
use crate::memory::{filled, grow};
use crate::random::{Place, Purpose, Random};
use crate::schema::init::Initial;
use crate::spec::Spec;
use crate::{Code, Error, Result};

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

/// What a pass is about, besides the samples themselves.
pub struct Part<'a> {
    /// Samples in this call.
    pub samples: usize,
    /// Where they begin within the whole batch.
    pub first_sample: u32,
    /// Samples in the whole batch, all parts together.
    pub batch: usize,
    /// The optimiser step, for random numbers.
    pub step: u64,
    /// Whether dropout acts and batch statistics are taken.
    pub training: bool,
    /// Joins statistics over the parts.
    pub exchange: &'a mut dyn Exchange,
}

/// Layers in order, with the memory for a batch.
pub struct Network {
    stages: Vec<Stage>,
    tensors: Vec<Tensor>,
    /// Floats of one sample in each of the activations, the input first.
    widths: Vec<usize>,
    activations: Vec<Vec<f32>>,
    /// The gradient of the activations at hand, and of those before.
    gradients: [Vec<f32>; 2],
    /// The same of the whole batch for layers that are divided.
    whole_gradients: Gradients,
    scratch: Vec<f32>,
    workspace: Workspace,
    seed: u32,
    capacity: usize,
}

impl Network {
    /// The network that a spec describes.
    ///
    /// # Errors
    /// Code `spec`, with the path of the layer whose input does not fit; code `memory`.
    pub fn new(spec: &Spec) -> Result<Self> {
        let layers = spec.build_layers()?.into_iter().enumerate();
        let layers = layers.map(|(index, layer)| (layer, spec.is_trainable(index))).collect();
        Self::from_layers(layers, spec.input(), spec.seed())
    }

    /// A network of these layers, each with whether it is trained; `input` is the shape of one sample.
    ///
    /// # Errors
    /// Code `memory`.
    pub fn from_layers(layers: Vec<(Box<dyn Layer>, bool)>, input: &[usize], seed: u32) -> Result<Self> {
        let mut network = Self {
            stages: Vec::new(),
            tensors: Vec::new(),
            widths: vec![input.iter().product()],
            activations: vec![Vec::new()],
            gradients: [Vec::new(), Vec::new()],
            whole_gradients: Gradients::default(),
            scratch: Vec::new(),
            workspace: Workspace::new()?,
            seed,
            capacity: 0,
        };
        for (layer, trainable) in layers {
            network.push(layer, trainable)?;
        }
        Ok(network)
    }

    fn push(&mut self, layer: Box<dyn Layer>, trainable: bool) -> Result<()> {
        let index = self.stages.len();
        let start = self.parameter_count();
        let mut end = start;
        for parameter in layer.parameters() {
            let length = parameter.shape.iter().try_fold(1usize, |all, &size| all.checked_mul(size));
            let range = end..length.and_then(|length| end.checked_add(length)).ok_or_else(too_large)?;
            end = range.end;
            let name = format!("layers.{index}.{}", parameter.name);
            let trainable = trainable && parameter.role != Role::Statistic;
            self.tensors.push(Tensor { name, parameter, range, trainable });
        }
        let input = self.widths.len() - 1;
        if !layer.is_view() {
            let size = |product: Option<usize>, &size: &usize| product?.checked_mul(size);
            self.widths.push(layer.output_shape().iter().fold(Some(1), size).ok_or_else(too_large)?);
            self.activations.push(Vec::new());
        }
        let output = self.widths.len() - 1;
        self.stages.push(Stage::new(layer, start..end, trainable, [input, output]));
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
        self.stages.iter().map(|stage| &*stage.layer)
    }

    /// The layers, each with where its parameters lie and whether it is trained.
    pub(crate) fn stages(&self) -> impl Iterator<Item = (&dyn Layer, Range<usize>, bool)> {
        self.stages.iter().map(|stage| (&*stage.layer, stage.range.clone(), stage.trainable))
    }

    /// Multiplications and additions, counted as pairs, of one sample's forward pass.
    pub fn multiply_adds(&self) -> u64 {
        self.layers().map(Layer::multiply_adds).sum()
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

    /// Sees to it that there is memory for a batch of this many samples.
    ///
    /// # Errors
    /// Code `memory`; then what there was is still there.
    pub fn reserve(&mut self, samples: usize) -> Result<()> {
        if samples <= self.capacity {
            return Ok(());
        }
        let size = |width: usize| width.checked_mul(samples).ok_or_else(too_large);
        let widest = self.widths.iter().copied().max().unwrap_or(0);
        for (buffer, &width) in self.activations.iter_mut().zip(&self.widths) {
            grow(buffer, size(width)?)?;
        }
        for buffer in &mut self.gradients {
            grow(buffer, size(widest)?)?;
        }
        for stage in &mut self.stages {
            stage.reserve(samples, self.widths[stage.input], &mut self.scratch)?;
        }
        self.capacity = samples;
        Ok(())
    }

    /// Sees to it that there is memory for a portion of a layer to be computed for a batch of this many samples.
    ///
    /// # Errors
    /// Code `memory`; then what there was is still there.
    pub(crate) fn reserve_portion(&mut self, layer: u32, batch: usize, portion: &Portion) -> Result<()> {
        let stage = &mut self.stages[layer as usize];
        let sizes = [self.widths[stage.input], self.widths[stage.output]];
        stage.reserve(batch, sizes[0], &mut self.scratch)?;
        stage.reserve_whole(batch, sizes, portion, &mut self.whole_gradients)
    }

    /// Where the samples of the next pass go: `samples` × features.
    pub fn input_mut(&mut self, samples: usize) -> &mut [f32] {
        let width = self.widths[0];
        &mut self.activations[0][..samples * width]
    }

    /// What the last pass gave: `samples` × outputs.
    pub fn output(&self, samples: usize) -> &[f32] {
        let last = self.widths.len() - 1;
        &self.activations[last][..samples * self.widths[last]]
    }

    /// What the last pass gave, and where its gradient goes: both `samples` × outputs.
    pub fn output_and_gradient(&mut self, samples: usize) -> (&[f32], &mut [f32]) {
        let last = self.widths.len() - 1;
        let length = samples * self.widths[last];
        (&self.activations[last][..length], &mut self.gradients[0][..length])
    }

    /// The output of one layer in the last pass: `samples` × its shape.
    pub fn activation(&self, layer: usize, samples: usize) -> &[f32] {
        let output = self.stages[layer].output;
        &self.activations[output][..samples * self.widths[output]]
    }

    /// Puts the samples at [`input_mut`](Self::input_mut) through all layers.
    pub fn forward(&mut self, part: &mut Part<'_>, parameters: &[f32]) {
        let Self { stages, widths, activations, scratch, workspace, seed, .. } = self;
        for index in 0..stages.len() {
            let (before, stage) = stages.split_at_mut(index);
            let stage = &mut stage[0];
            let portion = part.exchange.portion(index as u32);
            if portion.is_none() && !stage.is_called(part.samples) {
                continue;
            }
            let inputs = widths[stage.input];
            let (x, y) = activations.split_at_mut(stage.output);
            let x = &x[stage.input][..part.samples * inputs];
            let y = &mut y[0][..part.samples * widths[stage.output]];
            let parameters = &parameters[stage.range.clone()];
            let call = Call { index: index as u32, inputs, seed: *seed, scratch, workspace };
            match portion {
                Some(Portion::Units { units, onward }) => {
                    stage.forward_units(part, call, parameters, (x, y), units, onward);
                }
                Some(Portion::Inputs(mine)) => {
                    let x = before[previous(before)].outputs(part.batch * mine.len());
                    let units = widths[stage.output];
                    stage.forward_inputs(part, call, parameters, (x, y), mine, units);
                }
                Some(Portion::Rest) | None => {
                    stage.find(x);
                    stage.forward(part, call, parameters, x, y, None);
                }
            }
        }
    }

    /// Takes the gradient at [`output_and_gradient`](Self::output_and_gradient) back through the layers,
    /// writes the gradient of every parameter that is trained, and of the others too with `every`, by which
    /// also the gradient of the input is computed and left at [`input_gradient`](Self::input_gradient).
    pub fn backward(&mut self, part: &mut Part<'_>, parameters: &[f32], gradient: &mut [f32], every: bool) {
        let Self { stages, widths, activations, gradients: [behind, ahead], scratch, .. } = self;
        let Self { workspace, seed, whole_gradients, .. } = self;
        let needed = |stage: &Stage| every || (stage.trainable && !stage.range.is_empty());
        let Some(first) = stages.iter().position(needed) else { return };
        for index in (first..stages.len()).rev() {
            let (before, stage) = stages.split_at_mut(index);
            let stage = &mut stage[0];
            let portion = part.exchange.portion(index as u32);
            if portion.is_none() && !stage.is_called(part.samples) {
                gradient[stage.range.clone()].fill(0.0);
                continue;
            }
            let (inputs, outputs) = (widths[stage.input], widths[stage.output]);
            let (range, parameters) = (stage.range.clone(), &parameters[stage.range.clone()]);
            let x = &activations[stage.input][..part.samples * inputs];
            let y = &activations[stage.output][..part.samples * outputs];
            let dy = &mut behind[..part.samples * outputs];
            let dx = &mut ahead[..part.samples * inputs];
            let mut call = Call { index: index as u32, inputs, seed: *seed, scratch, workspace };
            if let Some(Portion::Inputs(_)) = portion {
                let flow = Flow { parameters, x, y, dy, dx: None, gradient: &mut gradient[range.clone()] };
                stage.backward(part, call.again(), flow, Some(Portion::Rest));
            }
            let last_meeting = match portion {
                Some(Portion::Units { onward, .. }) => !onward && index == first,
                Some(Portion::Inputs(_)) => previous(before) == first,
                Some(Portion::Rest) | None => false,
            };
            if last_meeting {
                part.exchange.leave(gradient);
            }
            let through = (every || index > first).then_some(dx);
            let flow = Flow { parameters, x, y, dy, dx: through, gradient: &mut gradient[range] };
            match portion {
                Some(Portion::Units { units, onward }) => {
                    stage.backward_units(part, call, flow, whole_gradients, units, onward);
                }
                Some(Portion::Inputs(mine)) => {
                    let x = before[previous(before)].outputs(part.batch * mine.len());
                    stage.backward_inputs(part, call, Flow { x, ..flow }, whole_gradients, mine, outputs);
                }
                Some(Portion::Rest) | None => stage.backward(part, call, flow, None),
            }
            core::mem::swap(behind, ahead);
        }
    }

    /// The gradient of the input after [`backward`](Self::backward) with `every`: `samples` × features.
    pub fn input_gradient(&self, samples: usize) -> &[f32] {
        &self.gradients[0][..samples * self.widths[0]]
    }

    /// Lets layers take up running statistics, once the step has turned out finite.
    pub fn commit(&mut self, samples: usize, parameters: &mut [f32]) {
        for stage in self.stages.iter().filter(|stage| stage.trainable) {
            let cache = &stage.cache[..stage.layer.memory(samples).cache];
            stage.layer.commit(&mut parameters[stage.range.clone()], cache);
        }
    }
}

/// The last of some layers that is no view.
fn previous(before: &[Stage]) -> usize {
    before.iter().rposition(|stage| !stage.is_view()).unwrap_or_default()
}

fn too_large() -> Error {
    Error::new(Code::Memory, "the network does not fit into memory; make its layers smaller")
}

/// A zeroed flat buffer for all parameters of `network`.
pub(crate) fn flat(network: &Network) -> Result<Vec<f32>> {
    filled(network.parameter_count(), 0.0)
}
