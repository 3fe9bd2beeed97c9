//! The optimisers, one file each: how parameters follow their gradient.
//!
//! Formulas write θ for a parameter, g for its gradient, r for the step's learning rate and t for the number of
//! updates, from 1. They are PyTorch's: ε is added outside the root, after the correction of the bias.

use crate::kernels::{F32x4, power};
use crate::schema::field::{Default, Field, Interval, Type};
use crate::schema::kind::Kind;
use crate::schema::record::Record;

/// Declares the files of this folder that hold an optimiser; each has a `KIND`.
macro_rules! optimizers {
    ($($file:ident),+ $(,)?) => {
        $(mod $file;)+
        static KINDS: &[&Kind<BuildOptimizer>] = &[$(&$file::KIND),+];
    };
}

optimizers![sgd, adam, adamw, rmsprop, adagrad, adamax, lion];

/// Every kind of optimiser, in the order in which they are shown.
pub fn kinds() -> &'static [&'static Kind<BuildOptimizer>] {
    KINDS
}

/// Makes an optimiser from its checked fields.
pub type BuildOptimizer = fn(&Record) -> Box<dyn Optimizer>;

/// Fields that every optimiser has.
pub const COMMON: &[Field] = &[
    Field::new(
        "learning_rate",
        Type::Number(Interval::NotNegative),
        Default::Required,
        "How far a step goes.",
    ),
    Field::new(
        "weight_decay",
        Type::Number(Interval::NotNegative),
        Default::Number(0.0),
        "How strongly every parameter is drawn to 0.",
    ),
];

const EPSILON: Field = Field::new(
    "epsilon",
    Type::Number(Interval::NotNegative),
    Default::Number(1e-8),
    "Added to the divisor, outside the root.",
);

/// A field for the share of an average that is kept from one step to the next.
const fn kept(name: &'static str, default: f64, about: &'static str) -> Field {
    Field::new(name, Type::Number(Interval::Fraction), Default::Number(default), about)
}

/// What is the same for all parameters of one step.
#[derive(Clone, Copy, Debug)]
pub struct Update {
    /// How many updates there have been with this optimiser's state, this one included: t.
    pub count: u64,
    /// The learning rate of this step: r.
    pub rate: f64,
    /// What the gradient is multiplied by first, where its norm was too great.
    pub gradient_scale: f32,
}

impl Update {
    /// 1 − βᵗ, by which an average that began at 0 falls short.
    fn shortfall(self, beta: f64) -> f64 {
        1.0 - power(beta, self.count)
    }
}

/// Slices of the optimiser's state, laid out like the parameters; empty where it has none.
pub type State<'a> = [&'a mut [f32]; 2];

/// An optimiser: its settings, never its state.
pub trait Optimizer: Send {
    /// The names of its buffers of state, at most two.
    fn state_names(&self) -> &'static [&'static str] {
        &[]
    }

    /// Writes the parameters that follow, in one pass.
    fn update(&self, update: Update, flow: Flow<'_>, state: State<'_>);
}

/// What an update reads and writes, all of one length. The old parameters stay, so that a step whose result
/// turns out not to be finite can be taken back.
pub struct Flow<'a> {
    /// The parameters as they are.
    pub parameters: &'a [f32],
    /// Their gradient.
    pub gradient: &'a [f32],
    /// The parameters that follow, to be written whole.
    pub next: &'a mut [f32],
}

/// The gradient as an optimiser's formula takes it: scaled by clipping, with decay towards 0 added after.
#[derive(Clone, Copy)]
struct Slope {
    scale: F32x4,
    decay: F32x4,
}

impl Slope {
    fn new(update: Update, decay: f64) -> Self {
        Self { scale: F32x4::splat(update.gradient_scale), decay: F32x4::splat(decay as f32) }
    }

    /// g · scale + decay · θ.
    fn at(self, parameter: F32x4, gradient: F32x4) -> F32x4 {
        parameter.mul_add(self.decay, gradient * self.scale)
    }
}

/// The share of an average that is kept and the share that is new: β and 1 − β.
#[derive(Clone, Copy)]
struct Average {
    kept: F32x4,
    new: F32x4,
}

impl Average {
    fn new(beta: f64) -> Self {
        Self { kept: F32x4::splat(beta as f32), new: F32x4::splat((1.0 - beta) as f32) }
    }

    /// β · old + (1 − β) · value.
    fn of(self, old: F32x4, value: F32x4) -> F32x4 {
        value.mul_add(self.new, old * self.kept)
    }
}
