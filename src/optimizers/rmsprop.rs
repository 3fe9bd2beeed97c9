//! `RMSprop`: the optimiser that divides the gradient by the root of the moving average of its square.

use super::{
    BELOW_ROOTS_OF_AVERAGES, BuildOptimizer, Common, EPSILON, ExponentialMovingAverage, GradientWithDecay,
    Optimizer, OptimizerState, Update, UpdateArguments, denominator,
};
use crate::kernels::{F32x4, update as update_slices};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

fields! {
    optimizer RmsProp "rmsprop"
    "Divides the gradient by its running size."
    => Values {
        required {}
        optional {
            decay: f64 = number(Interval::Fraction).or(0.99),
                "The share of the mean of the gradient's square that is kept.";
            epsilon: f64 = EPSILON, "Added to the divisor, outside the root.";
        }
    }
}

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: RmsProp::KIND,
    about: RmsProp::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let Values { decay: square, epsilon } = Values::of(config);
        let decay = Common::common(config).weight_decay;
        Box::new(RmsPropOptimizer { square, epsilon: epsilon as f32, decay })
    },
    examples: for_tests(&[(r#"{"kind":"rmsprop","learning_rate":0.001}"#, &[])]),
};

/// v ← α v + (1 − α) g²; θ ← θ − r g / (√v + ε) (G. Hinton, "Neural Networks for Machine Learning", lecture 6e).
struct RmsPropOptimizer {
    square: f64,
    epsilon: f32,
    decay: f64,
}

impl Optimizer for RmsPropOptimizer {
    fn state_names(&self) -> &'static [&'static str] {
        &["square_average"]
    }

    fn update(&self, update: Update, arguments: UpdateArguments<'_>, state: OptimizerState<'_>) {
        let UpdateArguments { parameters, gradient, new_parameters } = arguments;
        let gradient_with_decay = GradientWithDecay::new(update, self.decay);
        let square = ExponentialMovingAverage::new(self.square);
        let (rate, epsilon) = (F32x4::splat(update.rate as f32), F32x4::splat(self.epsilon));
        update_slices([new_parameters, gradient], [parameters, state.buffers[0]], |[_, g], [p, v]| {
            let g = gradient_with_decay.apply(p, g);
            let v = square.update_square(v, g);
            [p - rate * g / denominator(v, epsilon, BELOW_ROOTS_OF_AVERAGES), v]
        });
    }
}
