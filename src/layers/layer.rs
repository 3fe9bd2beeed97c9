//! What a layer is: a function of its input and its parameters, with its derivative directly beneath it.
//!
//! Layers hold settings, never numbers that change: parameters, activations and caches are slices of buffers
//! that the network owns. N is the number of samples of a call; other letters are defined where they are used.

use crate::Result;
use crate::kernels::{SparseRows, Workspace};
use crate::schema::init::Initial;

/// What a tensor of parameters is to training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A weight matrix or kernel: follows the gradient and is penalised by `l1` and `l2`.
    Weight,
    /// A bias, a normalisation's scale or shift, a position: follows the gradient, is never penalised.
    Plain,
    /// A running statistic: the layer itself changes it, after a step.
    Statistic,
}

/// One tensor of a layer's parameters.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name within the layer, as in `weight`.
    pub name: &'static str,
    /// Its shape, row-major.
    pub shape: Vec<usize>,
    /// What it is to training.
    pub role: Role,
    /// What it holds before training.
    pub initial: Initial,
}

/// Floats that a layer needs besides its input and output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Kept from the forward pass to the backward pass of the same samples.
    pub cache: usize,
    /// Of no meaning between calls; all layers share it.
    pub scratch: usize,
}

/// Sums batch statistics over the parts of a batch that are computed apart.
pub trait Exchange {
    /// Replaces each value by its sum over all parts. Every part calls this the same number of times.
    fn sum(&mut self, values: &mut [f64]);
}

/// The exchange of one who works alone: the sums are there already.
pub struct Alone;

impl Exchange for Alone {
    fn sum(&mut self, _values: &mut [f64]) {}
}

/// What is the same for all layers of one pass over some samples.
pub struct Pass<'a> {
    /// Samples in this call: N.
    pub samples: usize,
    /// Where they begin within the whole batch.
    pub first_sample: u32,
    /// Samples in the whole batch, all parts together.
    pub batch: usize,
    /// The optimiser step, for random numbers.
    pub step: u64,
    /// The spec's seed, for random numbers.
    pub seed: u32,
    /// Whether this is a step of training: dropout acts, batch statistics are taken.
    pub training: bool,
    /// The index of the layer that is called, for random numbers.
    pub layer: u32,
    /// Whether the layer that is called is trained; running statistics of one that is not stay as they are,
    /// and it normalises by them.
    pub trainable: bool,
    /// Joins statistics over the parts of a batch.
    pub exchange: &'a mut dyn Exchange,
    /// Where the input's numbers are that are not zero, for a layer that [asks](Layer::row) for it and an input of
    /// which few are not.
    pub non_zeros: Option<&'a SparseRows>,
    /// Where matrix products pack their operands.
    pub workspace: &'a mut Workspace,
}

/// The buffers of one layer's forward pass.
pub struct Forward<'a> {
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

/// The buffers of one layer's backward pass.
pub struct Backward<'a> {
    /// The layer's parameters, in the order of [`Layer::parameters`].
    pub parameters: &'a [f32],
    /// The input of the forward pass.
    pub x: &'a [f32],
    /// The output of the forward pass.
    pub y: &'a [f32],
    /// The gradient of the output; may be overwritten.
    pub dy: &'a mut [f32],
    /// The gradient of the input, to be written whole, where anyone needs it.
    pub dx: Option<&'a mut [f32]>,
    /// The gradient of the parameters, to be written whole, in their order, where anyone needs it: not of a layer that is
    /// frozen, and not where the gradient of the network's input is all that is asked for.
    pub gradient: Option<&'a mut [f32]>,
    /// What the forward pass kept.
    pub cache: &'a mut [f32],
    /// Free to use.
    pub scratch: &'a mut [f32],
}

/// A layer: everything about it that depends on its settings and on its input's shape alone.
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

    /// Floats that it needs for `samples` samples.
    fn memory(&self, samples: usize) -> Memory {
        let _ = samples;
        Memory::default()
    }

    /// The fewest samples of a batch that it learns from: a statistic may need several values.
    fn fewest_samples(&self) -> usize {
        1
    }

    /// The length of the rows that its input is multiplied by its parameters in, where it can leave out zeros.
    fn row(&self) -> Option<usize> {
        None
    }

    /// Whether its output is its input's floats in another shape; then it is never called.
    fn is_view(&self) -> bool {
        false
    }

    /// Whether it meets the other parts of a batch at [`Pass::exchange`]; then it is called for a part without samples too.
    fn exchanges(&self) -> bool {
        false
    }

    /// Whether it looks at the planes of an image, whose channels must come first.
    fn reads_planes(&self) -> bool {
        false
    }

    /// Computes the output.
    fn forward(&self, pass: &mut Pass<'_>, buffers: Forward<'_>);

    /// Computes the gradients of the parameters and of the input, each where it is wanted.
    fn backward(&self, pass: &mut Pass<'_>, buffers: Backward<'_>);

    /// Takes up running statistics from the cache once the step has turned out finite.
    fn commit(&self, parameters: &mut [f32], cache: &[f32]) {
        let _ = (parameters, cache);
    }

    /// Why its output cannot be taken as logits, if it cannot: the function that it ends in.
    fn final_function(&self) -> Option<&'static str> {
        None
    }
}

/// Makes a layer from its checked fields and the shape of one sample of its input. Errors name the field at
/// fault, or no field where it is the input's shape.
pub type BuildLayer = fn(&crate::schema::record::Record, input: &[usize]) -> Result<Box<dyn Layer>>;
