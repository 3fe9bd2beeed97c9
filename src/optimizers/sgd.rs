//! Stochastic gradient descent, with momentum where wanted.

use super::{Average, BuildOptimizer, Flow, Optimizer, Slope, State, Update, kept};
use crate::kernels::{F32x4, update as pass};
use crate::schema::field::{Default, Field, Type};
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildOptimizer> = Kind {
    name: "sgd",
    about: for_docs("Goes straight against the gradient, with momentum where wanted."),
    fields: &[
        kept("momentum", 0.0, "The share of the last step's direction that is kept."),
        Field::new(
            "nesterov",
            Type::Boolean,
            Default::Boolean(false),
            "Whether momentum looks one step ahead.",
        ),
    ],
    build: |record| {
        Box::new(Sgd {
            momentum: record.number("momentum") as f32,
            nesterov: record.boolean("nesterov"),
            decay: record.number("weight_decay"),
        })
    },
    examples: for_tests(&[
        (r#"{"kind":"sgd","learning_rate":0.1}"#, &[]),
        (r#"{"kind":"sgd","learning_rate":0.1,"momentum":0.9,"nesterov":true}"#, &[]),
    ]),
};

/// b ← μ b + g; θ ← θ − r b, or with Nesterov's look ahead θ ← θ − r (g + μ b) (I. Sutskever et al., "On the
/// importance of initialization and momentum", 2013, with the rate outside the buffer).
struct Sgd {
    momentum: f32,
    nesterov: bool,
    decay: f64,
}

impl Optimizer for Sgd {
    fn state_names(&self) -> &'static [&'static str] {
        if self.momentum == 0.0 { &[] } else { &["momentum"] }
    }

    fn update(&self, update: Update, flow: Flow<'_>, state: State<'_>) {
        let Flow { parameters, gradient, next } = flow;
        let slope = Slope::new(update, self.decay);
        let rate = F32x4::splat(update.rate as f32);
        if self.momentum == 0.0 {
            return pass([next], [parameters, &*gradient], |[_], [p, g]| [p - rate * slope.at(p, g)]);
        }
        let (sum, nesterov) = (Average::sum(self.momentum), self.nesterov);
        pass([next, gradient], [parameters, state.buffers[0]], |[_, g], [p, b]| {
            let g = slope.at(p, g);
            let b = sum.of(b, g);
            let direction = if nesterov { b.mul_add(sum.kept, g) } else { b };
            [p - rate * direction, b]
        });
    }
}
