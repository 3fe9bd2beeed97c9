//! Adagrad: the gradient, divided by the size of all gradients so far.

use super::{BuildOptimizer, EPSILON, Flow, Optimizer, Slope, State, Update, divisor};
use crate::kernels::{F32x4, update as pass};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: "adagrad",
    about: for_docs(
        "Divides the gradient by the size of all gradients so far, so that steps grow ever shorter.",
    ),
    fields: &[EPSILON],
    build: |record| {
        Box::new(Adagrad { epsilon: record.number("epsilon") as f32, decay: record.number("weight_decay") })
    },
    examples: for_tests(&[(r#"{"kind":"adagrad","learning_rate":0.01}"#, &[])]),
};

/// 2⁻⁷⁵, for roots of a square: the least that is not 0 is 2⁻¹⁴⁹.
const BELOW_SQUARES: f32 = 1.0 / (1u128 << 75) as f32;

/// s ← s + g²; θ ← θ − r g / (√s + ε) (J. Duchi et al., "Adaptive Subgradient Methods", 2011).
struct Adagrad {
    epsilon: f32,
    decay: f64,
}

impl Optimizer for Adagrad {
    fn state_names(&self) -> &'static [&'static str] {
        &["square_sum"]
    }

    fn update(&self, update: Update, flow: Flow<'_>, state: State<'_>) {
        let Flow { parameters, gradient, next } = flow;
        let slope = Slope::new(update, self.decay);
        let (rate, epsilon) = (F32x4::splat(update.rate as f32), F32x4::splat(self.epsilon));
        pass([next, gradient], [parameters, state.buffers[0]], |[_, g], [p, s]| {
            let g = slope.at(p, g);
            let s = s + g * g;
            [p - rate * g / divisor(s, epsilon, BELOW_SQUARES), s]
        });
    }
}
