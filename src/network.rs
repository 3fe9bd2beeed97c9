//! The stack of layers: where every tensor lies in the flat buffers, and the passes through them all.
//!
//! Parameters, gradients and the optimiser's state are flat buffers of one layout, held by the session; the
//! network is the layout and the layers, which no pass changes; the activations of the samples at hand lie in
//! [`Buffers`], of which there may be several for one network.

mod buffers;
mod stage;
mod whole;

use core::ops::Range;

pub use self::buffers::Buffers;
pub(crate) use self::buffers::Spare;
use self::stage::{Call, Flow, Stage};
use crate::layers::{Exchange, Layer, Parameter, Portion, Role};
use crate::memory::{MAX_FLOATS, filled, product};
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

/// Layers in order, and where their parameters lie.
pub struct Network {
    stages: Vec<Stage>,
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
        let mut network =
            Self { stages: Vec::new(), tensors: Vec::new(), widths: vec![floats(input)?], seed };
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
            let range = end..end.checked_add(floats(&parameter.shape)?).ok_or_else(too_large)?;
            end = range.end;
            let name = format!("layers.{index}.{}", parameter.name);
            let trainable = trainable && parameter.role != Role::Statistic;
            self.tensors.push(Tensor { name, parameter, range, trainable });
        }
        let input = self.widths.len() - 1;
        if !layer.is_view() {
            self.widths.push(floats(layer.output_shape())?);
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
        self.layers().map(Layer::multiply_adds).fold(0, u64::saturating_add)
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
    /// Code `memory`.
    pub fn buffers(&self, samples: usize) -> Result<Buffers> {
        let mut buffers = Buffers::new(self.widths.clone(), self.stages.iter().map(|stage| stage.output))?;
        self.reserve(&mut buffers, samples)?;
        Ok(buffers)
    }

    /// Sees to it that there is memory for a batch of this many samples.
    ///
    /// # Errors
    /// Code `memory`; then what there was is still there.
    pub fn reserve(&self, buffers: &mut Buffers, samples: usize) -> Result<()> {
        buffers.reserve(&self.stages, samples)
    }

    /// Sees to it that there is memory for a portion of a layer to be computed for a batch of this many samples.
    ///
    /// # Errors
    /// Code `memory`; then what there was is still there.
    pub(crate) fn reserve_portion(
        &self,
        buffers: &mut Buffers,
        layer: u32,
        batch: usize,
        portion: &Portion,
    ) -> Result<()> {
        buffers.reserve_portion(&self.stages[layer as usize], layer as usize, batch, portion)
    }

    /// Puts the samples at [`Buffers::input_mut`] through all layers.
    pub fn forward(&self, buffers: &mut Buffers, part: &mut Part<'_>, parameters: &[f32]) {
        let Buffers { activations, own, scratch, workspace, .. } = buffers;
        for (index, stage) in self.stages.iter().enumerate() {
            let (before, own) = own.split_at_mut(index);
            let own = &mut own[0];
            let portion = part.exchange.portion(index as u32);
            if portion.is_none() && !stage.is_called(part.samples) {
                continue;
            }
            let [inputs, units] = self.sizes(stage);
            let (x, y) = activations.split_at_mut(stage.output);
            let x = &x[stage.input][..part.samples * inputs];
            let y = &mut y[0][..part.samples * units];
            let parameters = &parameters[stage.range.clone()];
            let call = Call { index: index as u32, inputs, seed: self.seed, own, scratch, workspace };
            match portion {
                Some(Portion::Units { units, onward }) => {
                    stage.forward_units(part, call, parameters, (x, y), units, onward);
                }
                Some(Portion::Inputs(mine)) => {
                    let x = before[self.previous(index)].outputs(part.batch * mine.len());
                    stage.forward_inputs(part, call, parameters, (x, y), mine, units);
                }
                Some(Portion::Rest) | None => {
                    stage.find(call.own, x);
                    stage.forward(part, call, parameters, x, y, None);
                }
            }
        }
    }

    /// Takes the gradient at [`Buffers::output_and_gradient`] back through the layers as far as is wanted.
    pub fn backward(
        &self,
        buffers: &mut Buffers,
        part: &mut Part<'_>,
        parameters: &[f32],
        wanted: Wanted<'_>,
    ) {
        let Buffers { activations, gradients: [behind, ahead], own, scratch, .. } = buffers;
        let Buffers { workspace, whole_gradients, .. } = buffers;
        let to_input = !matches!(wanted, Wanted::Trained(_));
        let every = matches!(wanted, Wanted::Every(_));
        let mut gradient = match wanted {
            Wanted::Trained(gradient) | Wanted::Every(gradient) => Some(gradient),
            Wanted::Input => None,
        };
        let learns = |stage: &Stage| (every || stage.trainable) && !stage.range.is_empty();
        let needed = |stage: &Stage| to_input || learns(stage);
        let Some(first) = self.stages.iter().position(needed) else { return };
        for index in (first..self.stages.len()).rev() {
            let stage = &self.stages[index];
            let (before, own) = own.split_at_mut(index);
            let own = &mut own[0];
            let portion = part.exchange.portion(index as u32);
            let own_gradient = stage.own_part(&mut gradient, learns(stage));
            if portion.is_none() && !stage.is_called(part.samples) {
                own_gradient.into_iter().for_each(|gradient| gradient.fill(0.0));
                continue;
            }
            let [inputs, outputs] = self.sizes(stage);
            let parameters = &parameters[stage.range.clone()];
            let x = &activations[stage.input][..part.samples * inputs];
            let y = &activations[stage.output][..part.samples * outputs];
            let dy = &mut behind[..part.samples * outputs];
            let dx = &mut ahead[..part.samples * inputs];
            let mut call = Call { index: index as u32, inputs, seed: self.seed, own, scratch, workspace };
            if let Some(Portion::Inputs(_)) = portion {
                let flow = Flow { parameters, x, y, dy, dx: None, gradient: own_gradient };
                stage.backward(part, call.again(), flow, Some(Portion::Rest));
            }
            let last_meeting = match portion {
                Some(Portion::Units { onward, .. }) => !onward && index == first,
                Some(Portion::Inputs(_)) => self.previous(index) == first,
                Some(Portion::Rest) | None => false,
            };
            if last_meeting {
                part.exchange.leave(gradient.as_deref().unwrap_or_default());
            }
            let gradient = stage.own_part(&mut gradient, learns(stage));
            let through = (to_input || index > first).then_some(dx);
            let flow = Flow { parameters, x, y, dy, dx: through, gradient };
            match portion {
                Some(Portion::Units { units, onward }) => {
                    stage.backward_units(part, call, flow, whole_gradients, units, onward);
                }
                Some(Portion::Inputs(mine)) => {
                    let x = before[self.previous(index)].outputs(part.batch * mine.len());
                    stage.backward_inputs(part, call, Flow { x, ..flow }, whole_gradients, mine, outputs);
                }
                Some(Portion::Rest) | None => stage.backward(part, call, flow, None),
            }
            core::mem::swap(behind, ahead);
        }
    }

    /// Lets layers take up running statistics, once the step has turned out finite.
    pub fn commit(&self, buffers: &Buffers, samples: usize, parameters: &mut [f32]) {
        for (stage, own) in self.stages.iter().zip(&buffers.own).filter(|(stage, _)| stage.trainable) {
            let cache = &own.cache[..stage.layer.memory(samples).cache];
            stage.layer.commit(&mut parameters[stage.range.clone()], cache);
        }
    }

    /// Floats of one sample in what a layer reads and writes.
    fn sizes(&self, stage: &Stage) -> [usize; 2] {
        [self.widths[stage.input], self.widths[stage.output]]
    }

    /// The last of the layers before this one that is no view.
    fn previous(&self, index: usize) -> usize {
        self.stages[..index].iter().rposition(|stage| !stage.is_view()).unwrap_or_default()
    }
}

/// Floats of a shape, if a buffer can have so many.
fn floats(shape: &[usize]) -> Result<usize> {
    Some(product(shape)).filter(|&floats| floats <= MAX_FLOATS).ok_or_else(too_large)
}

fn too_large() -> Error {
    Error::new(Code::Memory, "the network does not fit into memory; make its layers smaller")
        .named("network_too_large")
}

/// A zeroed flat buffer for all parameters of `network`.
pub(crate) fn flat(network: &Network) -> Result<Vec<f32>> {
    filled(network.parameter_count(), 0.0)
}
