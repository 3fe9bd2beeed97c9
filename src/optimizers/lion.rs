//! Lion: steps of one length, along the signs of a mean gradient.

use super::{Average, BuildOptimizer, Flow, Optimizer, Slope, State, Update, kept};
use crate::kernels::{F32x4, update as pass};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: "lion",
    about: for_docs(
        "Moves every parameter by the same length, along the sign of a running mean of the gradient.",
    ),
    fields: &[
        kept("beta1", 0.9, "The share of the mean in the direction of a step."),
        kept("beta2", 0.99, "The share of the mean that is kept."),
    ],
    build: |record| {
        Box::new(Lion {
            beta1: record.number("beta1"),
            beta2: record.number("beta2"),
            decay: record.number("weight_decay"),
        })
    },
    examples: for_tests(&[(r#"{"kind":"lion","learning_rate":0.0001}"#, &[])]),
};

/// c = β₁ m + (1 − β₁) g; θ ← (1 − r λ) θ − r sign(c); m ← β₂ m + (1 − β₂) g (X. Chen et al., "Symbolic
/// Discovery of Optimization Algorithms", 2023, algorithm 2).
struct Lion {
    beta1: f64,
    beta2: f64,
    decay: f64,
}

impl Optimizer for Lion {
    fn state_names(&self) -> &'static [&'static str] {
        &["mean"]
    }

    fn update(&self, update: Update, flow: Flow<'_>, state: State<'_>) {
        let Flow { parameters, gradient, next } = flow;
        let slope = Slope::new(update, 0.0);
        let (direction, average) = (Average::new(self.beta1), Average::new(self.beta2));
        let left = F32x4::splat((1.0 - update.rate * self.decay) as f32);
        let rate = F32x4::splat(update.rate as f32);
        pass([next, gradient], [parameters, state.buffers[0]], |[_, g], [p, m]| {
            let g = slope.at(p, g);
            [p * left - rate * direction.of(m, g).sign(), average.of(m, g)]
        });
    }
}
