//! The trait of a layer: a function of its input and its parameters, with its derivative directly beneath it.
//!
//! Layers hold settings only. Parameters, activations and caches are slices of buffers that the network owns. N is the
//! number of samples of a call; other letters are defined where they are used.

use std::borrow::Cow;

use crate::Result;
use crate::kernels::{SparseRows, Workspace};
use crate::schema::init::Initial;
use crate::schema::record::Record;

/// What a tensor is to training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A weight matrix or kernel: trained, and penalised by `l1` and `l2`.
    Weight,
    /// A bias, a normalisation's scale or shift, a position: trained, never penalised.
    Parameter,
    /// A running statistic, PyTorch's buffer: the layer itself updates it after a step.
    Buffer,
}

/// One tensor of a layer's parameters.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name within the layer, as in `weight`; of a layer that holds layers, as in `layers.0.weight`.
    pub name: Cow<'static, str>,
    /// Its shape, row-major.
    pub shape: Vec<usize>,
    /// What it is to training.
    pub role: Role,
    /// Its first values.
    pub initial: Initial,
    /// Whether training changes it, if its layer is trained. A running statistic is never trained.
    pub trainable: bool,
}

impl Parameter {
    /// A tensor that is trained unless it is a running statistic.
    pub fn new(name: impl Into<Cow<'static, str>>, shape: Vec<usize>, role: Role, initial: Initial) -> Self {
        Self { name: name.into(), shape, role, initial, trainable: role != Role::Buffer }
    }

    /// The same, frozen: training leaves it as it is.
    #[must_use]
    pub fn frozen(self) -> Self {
        Self { trainable: false, ..self }
    }

    /// Whether it is a running variance, which is never negative.
    pub fn is_variance(&self) -> bool {
        self.role == Role::Buffer && self.name.ends_with("running_var")
    }
}

/// Floats that a layer needs besides its input and output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Kept from the forward pass to the backward pass of the same samples.
    pub cache: usize,
    /// Without meaning between calls; shared by all layers.
    pub scratch: usize,
}

/// Sums batch statistics over the parts of a batch that are computed apart.
pub trait BatchStatisticsSync {
    /// Replaces each value by its sum over all parts. Every part calls this the same number of times.
    fn all_reduce(&mut self, values: &mut [f64]);
}

/// The sync of a batch that is computed as a whole: its sums are complete.
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
    /// Whether the layer is trained. A frozen layer normalises by its running statistics and keeps them.
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
    /// The output, to be written whole: N × the output shape.
    pub y: &'a mut [f32],
    /// Kept for the backward pass.
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
    /// The output of the forward pass.
    pub y: &'a [f32],
    /// The gradient of the output; may be overwritten.
    pub dy: &'a mut [f32],
    /// The gradient of the input, to be written whole; none where nothing needs it.
    pub dx: Option<&'a mut [f32]>,
    /// The gradient of the parameters, to be written whole, in their order; none for a frozen layer, and where only the
    /// input's gradient is computed.
    pub gradient: Option<&'a mut [f32]>,
    /// What the forward pass kept.
    pub cache: &'a mut [f32],
    /// Free to use.
    pub scratch: &'a mut [f32],
}

/// Checks the scaled inputs that a layer is given as the network's first: token indices, for example.
pub trait InputCheck {
    /// Checks one sample.
    ///
    /// # Errors
    /// Kind `data`, with the index of the value in the path.
    fn check(&self, x: &[f32]) -> Result<()>;
}

/// A layer: everything that follows from its settings and its input's shape.
pub trait Layer: Send + Sync {
    /// The shape of one sample's output.
    fn output_shape(&self) -> &[usize];

    /// Its tensors of parameters, in the order in which they lie in the flat buffer.
    fn parameters(&self) -> Vec<Parameter> {
        Vec::new()
    }

    /// Multiplications and additions, counted as pairs, of one sample's forward pass.
    fn multiply_adds(&self) -> u64 {
        0
    }

    /// The floats that it needs for `samples` samples.
    fn memory(&self, samples: usize) -> Memory {
        let _ = samples;
        Memory::default()
    }

    /// The fewest samples of a batch that it can train on: a variance needs several values.
    fn fewest_samples(&self) -> usize {
        1
    }

    /// The row length of its input, if it multiplies sparse rows.
    fn sparse_row_length(&self) -> Option<usize> {
        None
    }

    /// Whether its output is its input's floats in another shape. A view is never called.
    fn is_view(&self) -> bool {
        false
    }

    /// Whether it calls [`LayerContext::sync`]. Such a layer is called for a part of a batch without samples too.
    fn syncs_batch_statistics(&self) -> bool {
        false
    }

    /// Whether it reads the planes of an image, whose channels must come first.
    fn reads_planes(&self) -> bool {
        false
    }

    /// The check of inputs that it is given as the first layer, if it accepts some values only.
    fn input_check(&self) -> Option<&dyn InputCheck> {
        None
    }

    /// Computes the output.
    fn forward(&self, context: &mut LayerContext<'_>, arguments: ForwardArguments<'_>);

    /// Computes the gradients of parameters and input, where they are asked for.
    fn backward(&self, context: &mut LayerContext<'_>, arguments: BackwardArguments<'_>);

    /// Updates running statistics from the cache of so many samples, after a step that is finite.
    fn update_running_statistics(&self, samples: usize, parameters: &mut [f32], cache: &[f32]) {
        let _ = (samples, parameters, cache);
    }

    /// The activation that it ends in, if any.
    fn final_function(&self) -> Option<&'static str> {
        None
    }
}

/// Makes a layer from its checked fields and the shape of one sample of its input, and the layers that it holds by
/// [`BuildInner`]. An error names the field at fault, or none if the input's shape is.
pub type BuildLayer = fn(&Record, input: &[usize], build: BuildInner) -> Result<Box<dyn Layer>>;

/// Makes a layer of any kind from its checked fields and the shape of one sample of its input.
pub type BuildInner = fn(&Record, input: &[usize]) -> Result<Box<dyn Layer>>;
