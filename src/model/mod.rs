//! A model: a network with its parameters. It computes predictions, activations, gradients and attributions, and does not
//! train. Inputs are already scaled: the session owns the data sets and their scale.

mod buffer_pool;
mod buffers;
mod explain;
mod gradients;
mod layer_node;
mod named_array;
mod network;
mod occlusion;
mod pass_context;
mod predict;
mod scoring;
mod targets;
mod task;

pub use self::buffers::Buffers;
pub use self::explain::{Explain, Method};
pub use self::gradients::Gradients;
pub use self::named_array::NamedArray;
pub use self::network::{GradientRequest, Network, Tensor};
pub use self::pass_context::PassContext;
pub(crate) use self::{
    buffer_pool::BufferPool,
    explain::ExplainTask,
    gradients::GradientsTask,
    named_array::{array, view},
    network::flat_zeros,
    predict::{ActivationsTask, BLOCK, PredictTask, apply_link},
    scoring::{DecisionThreshold, Scoring, target_of},
    targets::gather_targets,
    task::{BlockProgress, Task, already_ended, check_unchanged, complete},
};

use crate::layers::WholeBatch;
use crate::losses::Loss;
use crate::spec::Spec;
use crate::{Error, ErrorKind, Result};

/// A network with its parameters and its loss.
pub struct Model {
    pub(crate) network: Network,
    pub(crate) loss: Box<dyn Loss>,
    /// All parameters, as [`Network::tensors`] names them.
    pub(crate) parameters: Vec<f32>,
    pub(crate) pool: BufferPool,
    /// The names of the layers.
    names: Vec<String>,
    input: Vec<usize>,
    /// The number of changes. A task that began before a change fails.
    pub(crate) generation: u64,
}

impl Model {
    /// The model of a spec, with initialised parameters.
    ///
    /// # Errors
    /// Kind `spec`, with the path of the field that does not fit; kind `memory`.
    pub fn new(spec: &Spec) -> Result<Self> {
        let network = Network::new(spec)?;
        spec.check_output(network.layers())?;
        let mut model = Self {
            loss: (spec.loss.kind.build)(&spec.loss.config),
            parameters: flat_zeros(&network)?,
            pool: BufferPool::default(),
            names: (0..spec.layers.len()).map(|index| spec.layer_name(index).unwrap_or_default()).collect(),
            input: spec.input().to_vec(),
            generation: 0,
            network,
        };
        model.network.initialise(spec.seed(), &mut model.parameters);
        Ok(model)
    }

    /// The layers and the layout of the parameters.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Floats in one sample.
    pub fn features(&self) -> usize {
        self.network.features()
    }

    /// Floats in one sample's prediction.
    pub fn outputs(&self) -> usize {
        self.network.outputs()
    }

    /// The shape of one sample.
    pub fn input_shape(&self) -> &[usize] {
        &self.input
    }

    /// The shape of one sample's prediction.
    pub fn output_shape(&self) -> &[usize] {
        self.network.layers().last().map_or(&self.input, |layer| layer.output_shape())
    }

    /// Views of all parameters, running statistics included.
    pub fn parameters(&self) -> Vec<NamedArray<'_>> {
        self.network.tensors().iter().map(|tensor| NamedArray::of(tensor, &self.parameters)).collect()
    }

    /// The names of the layers, in order.
    pub(crate) fn layer_names(&self) -> &[String] {
        &self.names
    }

    /// Makes tasks in progress fail, because the model changes.
    pub(crate) fn mark_changed(&mut self) {
        self.generation += 1;
    }

    /// Runs forward in inference mode: no dropout; batch normalisation uses running statistics.
    pub(crate) fn infer(&self, buffers: &mut Buffers, samples: usize) {
        let mut sync = WholeBatch;
        let mut context = inference(samples, samples, &mut sync);
        self.network.forward(buffers, &mut context, &self.parameters);
    }

    /// The backward pass of [`infer`](Self::infer), for `samples` samples of a batch.
    pub(crate) fn infer_backward(
        &self,
        buffers: &mut Buffers,
        [samples, batch]: [usize; 2],
        wanted: GradientRequest<'_>,
    ) {
        let mut sync = WholeBatch;
        let mut context = inference(samples, batch, &mut sync);
        self.network.backward(buffers, &mut context, &self.parameters, wanted);
    }
}

/// The context of a pass in inference mode.
fn inference(samples: usize, batch: usize, sync: &mut WholeBatch) -> PassContext<'_> {
    PassContext { samples, first_sample: 0, batch, step: 0, training: false, sync }
}

/// The tensor with the name and shape of `array`.
///
/// # Errors
/// Kind `shape` for an unknown name or another shape; kind `data` for a number that is not finite, or a negative
/// running variance.
pub(crate) fn tensor_for<'a>(network: &'a Network, array: &NamedArray<'_>) -> Result<&'a Tensor> {
    let tensors = network.tensors();
    let Some(tensor) = tensors.iter().find(|tensor| tensor.name == array.name) else {
        let names = tensors.iter().map(|tensor| tensor.name.as_str()).collect::<Vec<_>>().join(", ");
        return Err(Error::mismatch(
            ErrorKind::Shape,
            format_args!("one of {names}"),
            format_args!("\"{}\"", array.name),
        )
        .named("unknown_parameter")
        .value("names", names)
        .at("name"));
    };
    if array.shape() != tensor.parameter.shape {
        let (shape, name) = (format_args!("{:?}", tensor.parameter.shape), &tensor.name);
        let expected = format_args!("{shape} for {name}");
        return Err(Error::mismatch(ErrorKind::Shape, expected, format_args!("{:?}", array.shape()))
            .named("expected_parameter_shape")
            .value("shape", shape)
            .value("name", name)
            .at("shape"));
    }
    let variance = tensor.parameter.is_variance();
    let wrong = |value: &f32| !value.is_finite() || (variance && *value < 0.0);
    let data = array.data();
    let Some((at, value)) = data.iter().enumerate().find(|(_, value)| wrong(value)) else {
        return Ok(tensor);
    };
    let (expected, message) = if value.is_finite() {
        ("a variance of at least 0", "negative_variance")
    } else {
        ("a finite number", "expected_finite_number")
    };
    Err(Error::mismatch(ErrorKind::Data, expected, format_args!("{value:?}"))
        .named(message)
        .at(format_args!("data[{at}]")))
}
