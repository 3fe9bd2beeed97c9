//! The optimisers, one file each: how parameters follow their gradient.
//!
//! Formulas write θ for a parameter, g for its gradient, r for the step's learning rate and t for the number of
//! updates, from 1. They are PyTorch's: ε is added outside the root, after the correction of the bias.

use core::hint::black_box;

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
pub struct State<'a> {
    /// The buffers as they are.
    pub buffers: [&'a [f32]; 2],
    /// What follows the second one, to be written whole. The first one's successor takes the [gradient's](Flow::gradient)
    /// place, which nobody reads after that: it is in the cache and needs no memory of its own.
    pub next_second: &'a mut [f32],
}

/// An optimiser: its settings, never its state.
pub trait Optimizer: Send + Sync {
    /// The names of its buffers of state, at most two.
    fn state_names(&self) -> &'static [&'static str] {
        &[]
    }

    /// Writes the parameters that follow, in one pass.
    fn update(&self, update: Update, flow: Flow<'_>, state: State<'_>);
}

/// What an update reads and writes, all of one length. The old parameters stay, and so does the old [`State`], so that a
/// step whose result turns out not to be finite has changed nothing.
pub struct Flow<'a> {
    /// The parameters as they are.
    pub parameters: &'a [f32],
    /// Their gradient; replaced by the first buffer of state that follows, where there is one.
    pub gradient: &'a mut [f32],
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
///
/// An average that is left alone sinks below 2⁻¹²⁶, where processors take several times as long for every operation; with
/// rare pixels a network soon has many of those. So what is below 2⁻¹²³ becomes 0: [`FLOOR`] is added and taken away
/// again, which leaves what is above 2⁻⁷⁶ as it is to the bit.
#[derive(Clone, Copy)]
struct Average {
    kept: F32x4,
    new: F32x4,
    floor: F32x4,
}

/// 2⁻¹⁰⁰, whose own last bit is worth 2⁻¹²³.
const FLOOR: f32 = 1.0 / (1u128 << 100) as f32;

impl Average {
    fn new(beta: f64) -> Self {
        // Engines make a constant anew in every turn of a loop; what they cannot see through stays in its register.
        let floor = F32x4::splat(black_box(FLOOR));
        Self { kept: F32x4::splat(beta as f32), new: F32x4::splat((1.0 - beta) as f32), floor }
    }

    /// An average that is not one: what is new is added whole.
    fn sum(kept: f32) -> Self {
        Self { new: F32x4::splat(1.0), ..Self::new(f64::from(kept)) }
    }

    /// β · old + (1 − β) · value.
    fn of(self, old: F32x4, value: F32x4) -> F32x4 {
        value.mul_add(self.new, old.mul_add(self.kept, self.floor)) - self.floor
    }

    /// β · old + (1 − β) · value².
    fn of_square(self, old: F32x4, value: F32x4) -> F32x4 {
        (value * self.new).mul_add(value, old.mul_add(self.kept, self.floor)) - self.floor
    }
}

/// √v + ε, by which a step is divided, and at least `least`, which is below every root but that of 0: with ε = 0 what is
/// too small for its square to be counted gives a step that is finite, and 0 / 0 is 0.
fn divisor(v: F32x4, epsilon: F32x4, least: f32) -> F32x4 {
    (v.sqrt() + epsilon).clamp_low(F32x4::splat(least))
}

/// 2⁻⁶², for roots of an [`Average`]: what it keeps is 0 or at least 2⁻¹²³.
const BELOW_AVERAGES: f32 = 1.0 / (1u64 << 62) as f32;

#[cfg(test)]
mod tests {
    use super::{Average, F32x4};

    #[test]
    fn an_average_left_alone_becomes_zero_and_is_never_subnormal() {
        for average in [Average::new(0.9), Average::new(0.999), Average::sum(0.9)] {
            let mut values = F32x4::splat(1e-3);
            for step in 0..100_000 {
                values = average.of(values, F32x4::zero());
                let value = values.to_array()[0];
                assert!(value == 0.0 || value.is_normal(), "{value:e} after {step} steps");
            }
        }
        let square = Average::new(0.9).of_square(F32x4::zero(), F32x4::splat(1e-22)).to_array()[0];
        assert_eq!(square, 0.0);
    }

    #[test]
    fn the_floor_leaves_no_trace_in_what_lies_above_it() {
        let average = Average::new(0.9);
        for exponent in -60..60 {
            let (old, value) =
                (F32x4::splat(1.7 * 2f32.powi(exponent)), F32x4::splat(1.1 * 2f32.powi(exponent)));
            let plain = value.mul_add(average.new, old * average.kept);
            let found = average.of(old, value);
            // Without a fused multiply-add the product is rounded by itself either way; with one, once less.
            let difference = (found - plain).to_array()[0].abs();
            assert!(difference <= f32::EPSILON * plain.to_array()[0], "2^{exponent}: {difference:e}");
        }
    }
}
