//! Adam: the optimiser with moving averages of the gradient and of its square.

use super::{
    BELOW_ROOTS_OF_AVERAGES, BuildOptimizer, Common, EPSILON, ExponentialMovingAverage, GradientWithDecay,
    Optimizer, OptimizerState, Update, UpdateArguments, denominator,
};
use crate::kernels::{F32x4, update as update_slices};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

/// The fields of Adam and of `AdamW`.
macro_rules! adam {
    ($($declared:tt)*) => {
        fields! { $($declared)* {
            required {}
            optional {
                beta1: f64 = number(Interval::Fraction).or(0.9),
                    "The share of the mean of the gradient that is kept.";
                beta2: f64 = number(Interval::Fraction).or(0.999),
                    "The share of the mean of its square that is kept.";
                epsilon: f64 = EPSILON, "Added to the divisor, outside the root.";
            }
        } }
    };
}
pub(super) use adam;

adam!(values Values);
adam!(
    optimizer Adam "adam"
    "Divides a running mean of the gradient by its running size, so that every parameter takes steps of like length."
);

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: Adam::KIND,
    about: Adam::ABOUT,
    fields: Values::FIELDS,
    build: |config| Box::new(AdamOptimizer::new(&Values::of(config), &Common::common(config), false)),
    examples: for_tests(&[
        (r#"{"kind":"adam","learning_rate":0.001}"#, &[]),
        (r#"{"kind":"adam","learning_rate":0.01,"weight_decay":0.1}"#, &[]),
    ]),
};

/// m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; θ ← θ − r / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
/// (D. Kingma and J. Ba, "Adam", 2015, algorithm 1).
pub(super) struct AdamOptimizer {
    beta1: f64,
    beta2: f64,
    epsilon: f32,
    decay: f64,
    /// Whether weight decay acts on the parameter, as in `AdamW`, and not on the gradient.
    decoupled: bool,
}

impl AdamOptimizer {
    pub(super) fn new(values: &Values, common: &Common, decoupled: bool) -> Self {
        let Values { beta1, beta2, epsilon } = *values;
        Self { beta1, beta2, epsilon: epsilon as f32, decay: common.weight_decay, decoupled }
    }
}

impl Optimizer for AdamOptimizer {
    fn state_names(&self) -> &'static [&'static str] {
        &["first_moment", "second_moment"]
    }

    fn update(&self, update: Update, arguments: UpdateArguments<'_>, state: OptimizerState<'_>) {
        let UpdateArguments { parameters, gradient, new_parameters } = arguments;
        let (coupled, decoupled) = if self.decoupled { (0.0, self.decay) } else { (self.decay, 0.0) };
        let gradient_with_decay = GradientWithDecay::new(update, coupled);
        let [mean, square] = [self.beta1, self.beta2].map(ExponentialMovingAverage::new);
        let decay_factor = F32x4::splat((1.0 - update.rate * decoupled) as f32);
        // The fraction is expanded by √(1 − β₂ᵗ): r / (1 − β₁ᵗ) · √(1 − β₂ᵗ) · m / (√v + ε √(1 − β₂ᵗ)).
        let root = update.bias_correction(self.beta2).sqrt();
        let rate = F32x4::splat((-update.rate * root / update.bias_correction(self.beta1)) as f32);
        let epsilon = F32x4::splat((f64::from(self.epsilon) * root) as f32);
        let [first, second] = state.buffers;
        update_slices(
            [new_parameters, gradient, state.new_second],
            [parameters, first, second],
            |[_, g, _], [p, m, v]| {
                let g = gradient_with_decay.apply(p, g);
                let m = mean.update(m, g);
                let v = square.update_square(v, g);
                [(m / denominator(v, epsilon, BELOW_ROOTS_OF_AVERAGES)).mul_add(rate, p * decay_factor), m, v]
            },
        );
    }
}
