//! Stochastic gradient descent, with optional momentum.

use super::{
    BuildOptimizer, Common, ExponentialMovingAverage, GradientWithDecay, Optimizer, OptimizerState, Update,
    UpdateArguments,
};
use crate::kernels::{F32x4, update as update_slices};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, boolean, number};

fields! {
    optimizer Sgd "sgd"
    "Goes straight against the gradient, with momentum where wanted."
    => Values {
        required {}
        optional {
            momentum: f64 = number(Interval::Fraction).or(0.0),
                "The share of the last step's direction that is kept.";
            nesterov: bool = boolean(false), "Whether momentum looks one step ahead.";
        }
    }
}

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: Sgd::KIND,
    about: Sgd::ABOUT,
    fields: Values::FIELDS,
    build: |config| {
        let Values { momentum, nesterov } = Values::of(config);
        let decay = Common::common(config).weight_decay;
        Box::new(SgdOptimizer { momentum: momentum as f32, nesterov, decay })
    },
    examples: for_tests(&[
        (r#"{"kind":"sgd","learning_rate":0.1}"#, &[]),
        (r#"{"kind":"sgd","learning_rate":0.1,"momentum":0.9,"nesterov":true}"#, &[]),
    ]),
};

/// b ← μ b + g; θ ← θ − r b, or with Nesterov momentum θ ← θ − r (g + μ b) (I. Sutskever et al., "On the
/// importance of initialization and momentum", 2013, with the rate outside the buffer).
struct SgdOptimizer {
    momentum: f32,
    nesterov: bool,
    decay: f64,
}

impl Optimizer for SgdOptimizer {
    fn state_names(&self) -> &'static [&'static str] {
        if self.momentum == 0.0 { &[] } else { &["momentum"] }
    }

    fn update(&self, update: Update, arguments: UpdateArguments<'_>, state: OptimizerState<'_>) {
        let UpdateArguments { parameters, gradient, new_parameters } = arguments;
        let gradient_with_decay = GradientWithDecay::new(update, self.decay);
        let rate = F32x4::splat(update.rate as f32);
        if self.momentum == 0.0 {
            return update_slices([new_parameters], [parameters, &*gradient], |[_], [p, g]| {
                [p - rate * gradient_with_decay.apply(p, g)]
            });
        }
        let (sum, nesterov) = (ExponentialMovingAverage::decaying_sum(self.momentum), self.nesterov);
        update_slices([new_parameters, gradient], [parameters, state.buffers[0]], |[_, g], [p, b]| {
            let g = gradient_with_decay.apply(p, g);
            let b = sum.update(b, g);
            let direction = if nesterov { b.mul_add(sum.old_weight, g) } else { b };
            [p - rate * direction, b]
        });
    }
}
