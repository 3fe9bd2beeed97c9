//! The trait of a layer: forward, and backward directly below it.
//!
//! Layers hold hyperparameters only. Parameters, activations and caches are slices of buffers that the network owns. N is the
//! number of samples of a call; other letters are defined where they are used.

use std::borrow::Cow;

use crate::Result;
use crate::kernels::{SparseRows, Workspace};
use crate::schema::config::Config;
use crate::schema::init::Initial;

/// How training treats a tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A weight matrix or kernel: trained, and penalised by `l1` and `l2`.
    Weight,
    /// A bias, a normalisation's scale or shift, a position: trained, never penalised.
    Parameter,
    /// A running statistic (PyTorch: buffer). The layer itself updates it after a step.
    Buffer,
}

/// One tensor of a layer's parameters.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name within the layer, such as `weight`; for a parameter of an inner layer, such as `layers.0.weight`.
    pub name: Cow<'static, str>,
    /// Its shape, row-major.
    pub shape: Vec<usize>,
    /// How training treats it.
    pub role: Role,
    /// Its initial values.
    pub initial: Initial,
    /// Whether training changes it if its layer is trainable. False for a buffer.
    pub trainable: bool,
}

impl Parameter {
    /// A tensor, trainable unless it is a buffer.
    pub fn new(name: impl Into<Cow<'static, str>>, shape: Vec<usize>, role: Role, initial: Initial) -> Self {
        Self { name: name.into(), shape, role, initial, trainable: role != Role::Buffer }
    }

    /// The same tensor, not trainable.
    #[must_use]
    pub fn frozen(self) -> Self {
        Self { trainable: false, ..self }
    }

    /// Whether it is a running variance, which is never negative.
    pub fn is_variance(&self) -> bool {
        self.role == Role::Buffer && self.name.ends_with("running_var")
    }
}

/// The floats that a layer needs in addition to its input and output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Kept from the forward pass to the backward pass of the same samples.
    pub cache: usize,
    /// Not preserved between calls; shared by all layers.
    pub scratch: usize,
}

/// Sums batch statistics over the parts of a batch that are computed separately, such as those of several ranks.
pub trait BatchStatisticsSync {
    /// Replaces each value by its sum over all parts. Every part calls this the same number of times.
    fn all_reduce(&mut self, values: &mut [f64]);
}

/// The sync of a batch that is computed as a whole: it does nothing.
pub struct WholeBatch;

impl BatchStatisticsSync for WholeBatch {
    fn all_reduce(&mut self, _values: &mut [f64]) {}
}

/// The context of a layer's forward and backward: sample positions, mode and shared resources.
pub struct LayerContext<'a> {
    /// Samples in this call: N.
    pub samples: usize,
    /// The first of them within the whole batch.
    pub first_sample: u32,
    /// Samples in the whole batch.
    pub batch: usize,
    /// The optimiser step, for random numbers.
    pub step: u64,
    /// The spec's seed, for random numbers.
    pub seed: u32,
    /// Whether this is training: dropout is on, batch normalisation uses the batch's statistics.
    pub training: bool,
    /// The index of the layer, for random numbers.
    pub layer: u32,
    /// Whether the layer is trainable. Frozen batch normalisation uses its running statistics and does not update them.
    pub trainable: bool,
    /// Sums batch statistics over the parts of a batch.
    pub sync: &'a mut dyn BatchStatisticsSync,
    /// The input as sparse rows, for a layer that [asks](Layer::sparse_row_length) for them, if the input is sparse enough.
    pub sparse_rows: Option<&'a SparseRows>,
    /// Where matrix products pack their operands.
    pub workspace: &'a mut Workspace,
}

/// The tensors of one layer's forward pass.
pub struct ForwardArguments<'a> {
    /// The layer's parameters, in the order of [`Layer::parameters`].
    pub parameters: &'a [f32],
    /// The input: N × the input shape.
    pub x: &'a [f32],
    /// The output: N × the output shape. Every element must be written.
    pub y: &'a mut [f32],
    /// Written for the backward pass.
    pub cache: &'a mut [f32],
    /// Free to use.
    pub scratch: &'a mut [f32],
}

/// The tensors of one layer's backward pass.
pub struct BackwardArguments<'a> {
    /// The layer's parameters, in the order of [`Layer::parameters`].
    pub parameters: &'a [f32],
    /// The input of the forward pass.
    pub x: &'a [f32],
    /// The output of the forward pass; may be empty if [`Layer::backward_reads_output`] is false.
    pub y: &'a [f32],
    /// The gradient of the output; may be overwritten.
    pub dy: &'a mut [f32],
    /// The gradient of the input, if it is needed. Every element must be written.
    pub dx: Option<&'a mut [f32]>,
    /// The gradient of the parameters, in their order, if it is needed: not for a frozen layer, and not if only the input
    /// gradient is computed. Every element must be written.
    pub gradient: Option<&'a mut [f32]>,
    /// The cache that the forward pass wrote.
    pub cache: &'a mut [f32],
    /// Free to use.
    pub scratch: &'a mut [f32],
}

/// Checks the scaled inputs of a network's first layer: token indices, for example.
pub trait InputCheck {
    /// Checks one sample.
    ///
    /// # Errors
    /// Kind `data`, with the index of the value in the path.
    fn check(&self, x: &[f32]) -> Result<()>;
}

/// A layer with fixed hyperparameters and input shape.
pub trait Layer: Send + Sync {
    /// The shape of one sample's output.
    fn output_shape(&self) -> &[usize];

    /// Its parameters, in the order of the flat buffer.
    fn parameters(&self) -> Vec<Parameter> {
        Vec::new()
    }

    /// Multiply-adds of one sample's forward pass.
    fn multiply_adds(&self) -> u64 {
        0
    }

    /// Cache and scratch for `samples` samples.
    fn memory(&self, samples: usize) -> Memory {
        let _ = samples;
        Memory::default()
    }

    /// The minimum batch size in training. Batch statistics need at least two values per channel.
    fn fewest_samples(&self) -> usize {
        1
    }

    /// The row length of its input, if it multiplies sparse rows.
    fn sparse_row_length(&self) -> Option<usize> {
        None
    }

    /// Whether it only reshapes its input. A network never calls `forward` and `backward` of a view.
    fn is_view(&self) -> bool {
        false
    }

    /// Whether it uses [`LayerContext::sync`]. Such a layer is also called for an empty part of a batch.
    fn syncs_batch_statistics(&self) -> bool {
        false
    }

    /// Whether its input is an image, [channels, height, width].
    fn reads_planes(&self) -> bool {
        false
    }

    /// The check of its inputs as the first layer, if it does not accept all values.
    fn input_check(&self) -> Option<&dyn InputCheck> {
        None
    }

    /// Whether [`backward`](Self::backward) reads [`BackwardArguments::y`]. If not, the output need not be kept.
    fn backward_reads_output(&self) -> bool {
        true
    }

    /// Computes the output.
    fn forward(&self, context: &mut LayerContext<'_>, arguments: ForwardArguments<'_>);

    /// Computes the gradients of parameters and input, as far as `arguments` has them.
    fn backward(&self, context: &mut LayerContext<'_>, arguments: BackwardArguments<'_>);

    /// Updates running statistics from the cache of `samples` samples. Called after a step whose result is finite.
    fn update_running_statistics(&self, samples: usize, parameters: &mut [f32], cache: &[f32]) {
        let _ = (samples, parameters, cache);
    }

    /// The name of its final activation, if any. A loss that takes logits refuses `softmax` and `sigmoid`.
    fn final_function(&self) -> Option<&'static str> {
        None
    }
}

/// Builds a layer from its checked config and the input shape of one sample. [`BuildInner`] builds its inner layers. The path
/// of an error is the invalid field; there is none if the input shape is invalid.
pub type BuildLayer = fn(&Config, input: &[usize], build: BuildInner) -> Result<Box<dyn Layer>>;

/// Builds an inner layer of any kind from its checked config and the input shape of one sample.
pub type BuildInner = fn(&Config, input: &[usize]) -> Result<Box<dyn Layer>>;
