//! Adamax: Adam with a decaying maximum of the gradient in place of the mean square.

use super::{
    BuildOptimizer, Common, EPSILON, ExponentialMovingAverage, GradientWithDecay, Optimizer, OptimizerState,
    Update, UpdateArguments,
};
use crate::kernels::{F32x4, update as update_slices};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

fields! {
    optimizer Adamax "adamax"
    "Adam, with the greatest recent gradient in place of the mean of its square."
    => Values {
        required {}
        optional {
            beta1: f64 = number(Interval::Fraction).or(0.9),
                "The share of the mean of the gradient that is kept.";
            beta2: f64 = number(Interval::Fraction).or(0.999),
                "The share of the greatest gradient that is kept.";
            epsilon: f64 = EPSILON, "Added to the divisor, outside the root.";
        }
    }
}

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: Adamax::KIND,
    about: Adamax::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let Values { beta1, beta2, epsilon } = Values::of(config);
        let decay = Common::common(config).weight_decay;
        Box::new(AdamaxOptimizer { beta1, beta2: beta2 as f32, epsilon: epsilon as f32, decay })
    },
    examples: for_tests(&[(r#"{"kind":"adamax","learning_rate":0.002}"#, &[])]),
};

/// m ← β₁ m + (1 − β₁) g; u ← max(β₂ u, |g| + ε); θ ← θ − r / (1 − β₁ᵗ) · m / u (D. Kingma and J. Ba, "Adam",
/// 2015, algorithm 2, with PyTorch's ε).
struct AdamaxOptimizer {
    beta1: f64,
    beta2: f32,
    epsilon: f32,
    decay: f64,
}

impl Optimizer for AdamaxOptimizer {
    fn state_names(&self) -> &'static [&'static str] {
        &["first_moment", "infinity_norm"]
    }

    fn update(&self, update: Update, arguments: UpdateArguments<'_>, state: OptimizerState<'_>) {
        let UpdateArguments { parameters, gradient, new_parameters } = arguments;
        let gradient_with_decay = GradientWithDecay::new(update, self.decay);
        let mean = ExponentialMovingAverage::new(self.beta1);
        let rate = F32x4::splat((update.rate / update.bias_correction(self.beta1)) as f32);
        let (beta2, epsilon) = (F32x4::splat(self.beta2), F32x4::splat(self.epsilon));
        let tiny = F32x4::splat(f32::MIN_POSITIVE);
        let [first, norm] = state.buffers;
        update_slices(
            [new_parameters, gradient, state.new_second],
            [parameters, first, norm],
            |[_, g, _], [p, m, u]| {
                let g = gradient_with_decay.apply(p, g);
                let m = mean.update(m, g);
                let u = (beta2 * u).max(g.abs() + epsilon);
                // With ε = 0, a gradient that has always been 0 would give 0 / 0.
                [p - rate * m / u.max(tiny), m, u]
            },
        );
    }
}
