//! Adagrad: the optimiser that divides the gradient by the root of the sum of all squared gradients.

use super::{
    BuildOptimizer, Common, EPSILON, GradientWithDecay, Optimizer, OptimizerState, Update, UpdateArguments,
    denominator,
};
use crate::kernels::{F32x4, update as update_slices};
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

fields! {
    optimizer Adagrad "adagrad"
    "Divides the gradient by the size of all gradients so far, so that steps grow ever shorter."
    => Values {
        required {}
        optional {
            epsilon: f64 = EPSILON, "Added to the divisor, outside the root.";
        }
    }
}

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: Adagrad::KIND,
    about: Adagrad::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let (epsilon, decay) = (Values::of(config).epsilon as f32, Common::common(config).weight_decay);
        Box::new(AdagradOptimizer { epsilon, decay })
    },
    examples: for_tests(&[(r#"{"kind":"adagrad","learning_rate":0.01}"#, &[])]),
};

/// 2⁻⁷⁵, for roots of a sum of squares, whose smallest value above 0 is 2⁻¹⁴⁹.
const BELOW_ROOTS_OF_SQUARES: f32 = 1.0 / (1u128 << 75) as f32;

/// s ← s + g²; θ ← θ − r g / (√s + ε) (J. Duchi et al., "Adaptive Subgradient Methods", 2011).
struct AdagradOptimizer {
    epsilon: f32,
    decay: f64,
}

impl Optimizer for AdagradOptimizer {
    fn state_names(&self) -> &'static [&'static str] {
        &["square_sum"]
    }

    fn update(&self, update: Update, arguments: UpdateArguments<'_>, state: OptimizerState<'_>) {
        let UpdateArguments { parameters, gradient, new_parameters } = arguments;
        let gradient_with_decay = GradientWithDecay::new(update, self.decay);
        let (rate, epsilon) = (F32x4::splat(update.rate as f32), F32x4::splat(self.epsilon));
        update_slices([new_parameters, gradient], [parameters, state.buffers[0]], |[_, g], [p, s]| {
            let g = gradient_with_decay.apply(p, g);
            let s = s + g * g;
            [p - rate * g / denominator(s, epsilon, BELOW_ROOTS_OF_SQUARES), s]
        });
    }
}
