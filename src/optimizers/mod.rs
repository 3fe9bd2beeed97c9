//! The optimisers, one file each: how a step computes new parameters from the gradient.
//!
//! In the formulas θ is a parameter, g its gradient, r the learning rate of the step and t the number of updates,
//! counted from 1. The formulas are PyTorch's: ε is added outside the root, after bias correction.

use core::hint::black_box;

use crate::kernels::{F32x4, power};
use crate::schema::config::Config;
use crate::schema::declare::fields;
use crate::schema::field::{Field, Interval};
use crate::schema::kind::Kind;
use crate::schema::setting::{Settings, Typed, number};

/// Declares the modules of this folder. Each holds one optimiser: a `KIND` and a builder.
macro_rules! optimizers {
    ($($file:ident::$Builder:ident),+ $(,)?) => {
        $(mod $file; pub use $file::$Builder;)+
        static KINDS: &[&Kind<BuildOptimizer>] = &[$(&$file::KIND),+];
    };
}

optimizers![
    sgd::Sgd,
    adam::Adam,
    adamw::AdamW,
    rmsprop::RmsProp,
    adagrad::Adagrad,
    adamax::Adamax,
    lion::Lion,
];

/// Every kind of optimiser, in display order.
pub fn kinds() -> &'static [&'static Kind<BuildOptimizer>] {
    KINDS
}

/// Builds an optimiser from its validated fields.
pub type BuildOptimizer = fn(&Config) -> Box<dyn Optimizer>;

/// Fields that every optimiser has.
pub const COMMON: &[Field] = Common::FIELDS;

/// The learning rate that a form begins with: what usually works for this kind.
pub fn usual_learning_rate(kind: &str) -> f64 {
    match kind {
        Sgd::KIND => 0.1,
        Adagrad::KIND => 0.01,
        Adamax::KIND => 0.002,
        Lion::KIND => 0.0002,
        _ => 0.001,
    }
}

fields! {
    values Common {
        required {
            learning_rate: f64 = number(Interval::NotNegative).start(0.001), "The learning rate.";
        }
        optional {
            weight_decay: f64 = number(Interval::NotNegative).or(0.0),
                "Weight decay: the coefficient of the pull of every parameter towards 0.";
        }
    }
}

const EPSILON: Typed<f64> = number(Interval::NotNegative).or(1e-8);

/// The values that all parameters share in one step.
#[derive(Clone, Copy, Debug)]
pub struct Update {
    /// t: the number of updates of this optimiser's state, this one included.
    pub count: u64,
    /// r: the learning rate of this step.
    pub rate: f64,
    /// The factor of gradient clipping; 1 if the gradient is not clipped.
    pub gradient_scale: f32,
}

impl Update {
    /// 1 − βᵗ. Dividing by it corrects the bias of a moving average that starts at 0.
    fn bias_correction(self, beta: f64) -> f64 {
        1.0 - power(beta, self.count)
    }
}

/// Slices of the optimiser's state, in the layout of the parameters; a buffer that is not used is empty.
pub struct OptimizerState<'a> {
    /// The current buffers.
    pub buffers: [&'a [f32]; 2],
    /// The new second buffer; every element is written. The new first buffer overwrites the
    /// [gradient](UpdateArguments::gradient), which is not read afterwards: it is in the cache, and no more memory is
    /// needed.
    pub new_second: &'a mut [f32],
}

/// An optimiser: its hyperparameters, not its state.
pub trait Optimizer: Send + Sync {
    /// The names of its state buffers, at most two.
    fn state_names(&self) -> &'static [&'static str] {
        &[]
    }

    /// Writes the new parameters and the new state, in one pass over memory.
    fn update(&self, update: Update, arguments: UpdateArguments<'_>, state: OptimizerState<'_>);
}

/// The slices that an update reads and writes, all of one length.
///
/// The current parameters and the current [`OptimizerState`] stay as they are: a step whose
/// result is not finite changes nothing.
pub struct UpdateArguments<'a> {
    /// The current parameters.
    pub parameters: &'a [f32],
    /// Their gradient; overwritten with the new first state buffer if there is one.
    pub gradient: &'a mut [f32],
    /// The new parameters; every element is written.
    pub new_parameters: &'a mut [f32],
}

/// The gradient as a formula takes it: clipped, then with weight decay added (L2 penalty).
#[derive(Clone, Copy)]
struct GradientWithDecay {
    scale: F32x4,
    decay: F32x4,
}

impl GradientWithDecay {
    fn new(update: Update, decay: f64) -> Self {
        Self { scale: F32x4::splat(update.gradient_scale), decay: F32x4::splat(decay as f32) }
    }

    /// g · scale + decay · θ.
    fn apply(self, parameter: F32x4, gradient: F32x4) -> F32x4 {
        parameter.mul_add(self.decay, gradient * self.scale)
    }
}

/// An exponential moving average: the weight β of the old average and the weight 1 − β of the new value.
///
/// An average whose new values are 0 decays below 2⁻¹²⁶. These are subnormal numbers, for which every operation takes
/// several times as long; rare pixels soon give a network many of them. Values below 2⁻¹²³ are therefore flushed to 0:
/// [`FLOOR`] is added and subtracted again. Values above 2⁻⁷⁶ keep every bit.
#[derive(Clone, Copy)]
struct ExponentialMovingAverage {
    old_weight: F32x4,
    new_weight: F32x4,
    floor: F32x4,
}

/// 2⁻¹⁰⁰, whose own last bit is worth 2⁻¹²³.
const FLOOR: f32 = 1.0 / (1u128 << 100) as f32;

impl ExponentialMovingAverage {
    fn new(beta: f64) -> Self {
        // WebAssembly engines rebuild a constant in every iteration; an opaque value stays in a register.
        let floor = F32x4::splat(black_box(FLOOR));
        Self { old_weight: F32x4::splat(beta as f32), new_weight: F32x4::splat((1.0 - beta) as f32), floor }
    }

    /// A sum that decays, as momentum does: the new value has weight 1.
    fn decaying_sum(beta: f32) -> Self {
        Self { new_weight: F32x4::splat(1.0), ..Self::new(f64::from(beta)) }
    }

    /// β · old + (1 − β) · value.
    fn update(self, old: F32x4, value: F32x4) -> F32x4 {
        value.mul_add(self.new_weight, old.mul_add(self.old_weight, self.floor)) - self.floor
    }

    /// β · old + (1 − β) · value².
    fn update_square(self, old: F32x4, value: F32x4) -> F32x4 {
        (value * self.new_weight).mul_add(value, old.mul_add(self.old_weight, self.floor)) - self.floor
    }
}

/// √v + ε, but at least `minimum`: the denominator of a step. `minimum` is below every root but √0. With ε = 0, a gradient
/// whose square underflows gives a finite step, and 0 / 0 gives 0.
fn denominator(v: F32x4, epsilon: F32x4, minimum: f32) -> F32x4 {
    (v.sqrt() + epsilon).clamp_low(F32x4::splat(minimum))
}

/// 2⁻⁶², for roots of an [`ExponentialMovingAverage`], which is 0 or at least 2⁻¹²³.
const BELOW_ROOTS_OF_AVERAGES: f32 = 1.0 / (1u64 << 62) as f32;

#[cfg(test)]
mod tests {
    use super::{ExponentialMovingAverage, F32x4};

    #[test]
    fn a_decaying_average_becomes_zero_and_is_never_subnormal() {
        for average in [
            ExponentialMovingAverage::new(0.9),
            ExponentialMovingAverage::new(0.999),
            ExponentialMovingAverage::decaying_sum(0.9),
        ] {
            let mut values = F32x4::splat(1e-3);
            for step in 0..100_000 {
                values = average.update(values, F32x4::zero());
                let value = values.to_array()[0];
                assert!(value == 0.0 || value.is_normal(), "{value:e} after {step} steps");
            }
        }
        let square = ExponentialMovingAverage::new(0.9)
            .update_square(F32x4::zero(), F32x4::splat(1e-22))
            .to_array()[0];
        assert_eq!(square, 0.0);
    }

    #[test]
    fn the_floor_does_not_change_larger_values() {
        let average = ExponentialMovingAverage::new(0.9);
        for exponent in -60..60 {
            let (old, value) =
                (F32x4::splat(1.7 * 2f32.powi(exponent)), F32x4::splat(1.1 * 2f32.powi(exponent)));
            let plain = value.mul_add(average.new_weight, old * average.old_weight);
            let found = average.update(old, value);
            // With a fused multiply-add, the two ways differ by one rounding.
            let difference = (found - plain).to_array()[0].abs();
            assert!(difference <= f32::EPSILON * plain.to_array()[0], "2^{exponent}: {difference:e}");
        }
    }
}
