//! Adam: steps of a size that hardly depends on the gradient's.

use super::{
    Average, BELOW_AVERAGES, BuildOptimizer, Common, EPSILON, Flow, Optimizer, Slope, State, Update, divisor,
};
use crate::kernels::{F32x4, update as pass};
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
    build: |record| Box::new(AdamOptimizer::new(&Values::of(record), &Common::common(record), false)),
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
    /// Whether decay acts on the parameter itself, as in `AdamW`, and not by way of the gradient.
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

    fn update(&self, update: Update, flow: Flow<'_>, state: State<'_>) {
        let Flow { parameters, gradient, next } = flow;
        let (coupled, own) = if self.decoupled { (0.0, self.decay) } else { (self.decay, 0.0) };
        let slope = Slope::new(update, coupled);
        let (mean, square) = (Average::new(self.beta1), Average::new(self.beta2));
        let left = F32x4::splat((1.0 - update.rate * own) as f32);
        // Both divided by what √v is to be divided by: r / (1 − β₁ᵗ) · √(1 − β₂ᵗ) · m / (√v + ε √(1 − β₂ᵗ)).
        let root = update.shortfall(self.beta2).sqrt();
        let rate = F32x4::splat((-update.rate * root / update.shortfall(self.beta1)) as f32);
        let epsilon = F32x4::splat((f64::from(self.epsilon) * root) as f32);
        let [first, second] = state.buffers;
        pass([next, gradient, state.next_second], [parameters, first, second], |[_, g, _], [p, m, v]| {
            let g = slope.at(p, g);
            let m = mean.of(m, g);
            let v = square.of_square(v, g);
            [(m / divisor(v, epsilon, BELOW_AVERAGES)).mul_add(rate, p * left), m, v]
        });
    }
}
