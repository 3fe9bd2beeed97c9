//! Adamax: Adam with the greatest recent gradient in place of the mean square.

use super::{Average, BuildOptimizer, EPSILON, Flow, Optimizer, Slope, State, Update, kept};
use crate::kernels::{F32x4, update as pass};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: "adamax",
    about: for_docs("Adam, with the greatest recent gradient in place of the mean of its square."),
    fields: &[
        kept("beta1", 0.9, "The share of the mean of the gradient that is kept."),
        kept("beta2", 0.999, "The share of the greatest gradient that is kept."),
        EPSILON,
    ],
    build: |record| {
        Box::new(Adamax {
            beta1: record.number("beta1"),
            beta2: record.number("beta2") as f32,
            epsilon: record.number("epsilon") as f32,
            decay: record.number("weight_decay"),
        })
    },
    examples: for_tests(&[(r#"{"kind":"adamax","learning_rate":0.002}"#, &[])]),
};

/// m ← β₁ m + (1 − β₁) g; u ← max(β₂ u, |g| + ε); θ ← θ − r / (1 − β₁ᵗ) · m / u (D. Kingma and J. Ba, "Adam",
/// 2015, algorithm 2, with PyTorch's ε).
struct Adamax {
    beta1: f64,
    beta2: f32,
    epsilon: f32,
    decay: f64,
}

impl Optimizer for Adamax {
    fn state_names(&self) -> &'static [&'static str] {
        &["first_moment", "infinity_norm"]
    }

    fn update(&self, update: Update, flow: Flow<'_>, state: State<'_>) {
        let Flow { parameters, gradient, next } = flow;
        let slope = Slope::new(update, self.decay);
        let mean = Average::new(self.beta1);
        let rate = F32x4::splat((update.rate / update.shortfall(self.beta1)) as f32);
        let (kept, epsilon) = (F32x4::splat(self.beta2), F32x4::splat(self.epsilon));
        let tiny = F32x4::splat(f32::MIN_POSITIVE);
        let [first, norm] = state.buffers;
        pass([next, gradient, state.next_second], [parameters, first, norm], |[_, g, _], [p, m, u]| {
            let g = slope.at(p, g);
            let m = mean.of(m, g);
            let u = (kept * u).max(g.abs() + epsilon);
            // With ε = 0 a gradient that was never anything but 0 would give 0 / 0.
            [p - rate * m / u.max(tiny), m, u]
        });
    }
}
