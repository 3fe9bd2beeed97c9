//! Lion: the optimiser that steps along the sign of a moving average of the gradient.

use super::{
    BuildOptimizer, Common, ExponentialMovingAverage, GradientWithDecay, Optimizer, OptimizerState, Update,
    UpdateArguments,
};
use crate::kernels::{F32x4, update as update_slices};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

fields! {
    optimizer Lion "lion"
    "Moves every parameter by the same length, along the sign of a running mean of the gradient."
    => Values {
        required {}
        optional {
            beta1: f64 = number(Interval::Fraction).or(0.9),
                "The share of the mean in the direction of a step.";
            beta2: f64 = number(Interval::Fraction).or(0.99), "The share of the mean that is kept.";
        }
    }
}

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: Lion::KIND,
    about: Lion::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let Values { beta1, beta2 } = Values::of(config);
        Box::new(LionOptimizer { beta1, beta2, decay: Common::common(config).weight_decay })
    },
    examples: for_tests(&[(r#"{"kind":"lion","learning_rate":0.0001}"#, &[])]),
};

/// c = β₁ m + (1 − β₁) g; θ ← (1 − r λ) θ − r sign(c); m ← β₂ m + (1 − β₂) g (X. Chen et al., "Symbolic
/// Discovery of Optimization Algorithms", 2023, algorithm 2).
struct LionOptimizer {
    beta1: f64,
    beta2: f64,
    decay: f64,
}

impl Optimizer for LionOptimizer {
    fn state_names(&self) -> &'static [&'static str] {
        &["mean"]
    }

    fn update(&self, update: Update, arguments: UpdateArguments<'_>, state: OptimizerState<'_>) {
        let UpdateArguments { parameters, gradient, new_parameters } = arguments;
        let gradient_with_decay = GradientWithDecay::new(update, 0.0);
        let [direction, average] = [self.beta1, self.beta2].map(ExponentialMovingAverage::new);
        let decay_factor = F32x4::splat((1.0 - update.rate * self.decay) as f32);
        let rate = F32x4::splat(update.rate as f32);
        update_slices([new_parameters, gradient], [parameters, state.buffers[0]], |[_, g], [p, m]| {
            let g = gradient_with_decay.apply(p, g);
            [p * decay_factor - rate * direction.update(m, g).sign(), average.update(m, g)]
        });
    }
}
