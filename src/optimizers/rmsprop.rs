//! `RMSprop`: the gradient, divided by its running size.

use super::{
    Average, BELOW_AVERAGES, BuildOptimizer, Common, EPSILON, Flow, Optimizer, Slope, State, Update, divisor,
};
use crate::kernels::{F32x4, update as pass};
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
    build: |record| {
        let Values { decay: square, epsilon } = Values::of(record);
        let decay = Common::common(record).weight_decay;
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

    fn update(&self, update: Update, flow: Flow<'_>, state: State<'_>) {
        let Flow { parameters, gradient, next } = flow;
        let slope = Slope::new(update, self.decay);
        let square = Average::new(self.square);
        let (rate, epsilon) = (F32x4::splat(update.rate as f32), F32x4::splat(self.epsilon));
        pass([next, gradient], [parameters, state.buffers[0]], |[_, g], [p, v]| {
            let g = slope.at(p, g);
            let v = square.of_square(v, g);
            [p - rate * g / divisor(v, epsilon, BELOW_AVERAGES), v]
        });
    }
}
