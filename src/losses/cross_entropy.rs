//! Cross-entropy of classes, one of which is correct, from logits.

use super::{BuildLoss, Gradient, Link, Loss, Targets};
use crate::kernels::{F32x4, exp, map, max, scalar, sum};
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

fields! {
    loss CrossEntropy "cross_entropy"
    "How surprised the network is by the right class, in nats; its outputs are logits."
    => Values {
        required {}
        optional {
            label_smoothing: f64 = number(Interval::Unit).or(0.0),
                "ε: this much of the target is spread evenly over all classes, the true one included.";
        }
    }
}

pub(super) const KIND: Kind<BuildLoss> = Kind {
    name: CrossEntropy::KIND,
    about: CrossEntropy::ABOUT,
    fields: Values::FIELDS,
    build: |config| Box::new(CrossEntropyLoss { smoothing: Values::of(config).label_smoothing as f32 }),
    examples: for_tests(&[
        (r#"{"kind":"cross_entropy"}"#, &[5]),
        (r#"{"kind":"cross_entropy","label_smoothing":0.1}"#, &[5]),
    ]),
};

/// L = −Σₖ tₖ log pₖ with p = softmax(z) and t = (1 − ε)·onehot + ε/K (C. Szegedy et al., "Rethinking the
/// Inception Architecture", 2016, section 7).
struct CrossEntropyLoss {
    smoothing: f32,
}

impl Loss for CrossEntropyLoss {
    fn link(&self) -> Link {
        Link::Softmax
    }

    fn needs_classes(&self) -> bool {
        true
    }

    /// dz = (p − t) · scale; log p is computed as (z − max) − log Σ exp(z − max), which cannot overflow.
    fn apply(&self, z: &[f32], outputs: usize, targets: Targets<'_>, gradient: Option<Gradient<'_>>) -> f64 {
        let Targets::Classes(classes) = targets else { unreachable!("checked when the data was set") };
        let (uniform, one_hot) = (self.smoothing / outputs as f32, 1.0 - self.smoothing);
        let mut gradient = gradient;
        let mut total = 0.0;
        for (sample, (z, &class)) in z.chunks_exact(outputs).zip(classes).enumerate() {
            let maximum = max(z);
            let sum = match &mut gradient {
                Some(gradient) => {
                    let dz = &mut gradient.dz[sample * outputs..][..outputs];
                    dz.copy_from_slice(z);
                    exponentials(dz, maximum)
                }
                None => z.iter().map(|&z| scalar::exp(z - maximum)).sum(),
            };
            let log_sum = scalar::ln(sum);
            let smooth: f32 =
                if uniform > 0.0 { z.iter().map(|&z| uniform * (z - maximum - log_sum)).sum() } else { 0.0 };
            total -= f64::from(one_hot * (z[class as usize] - maximum - log_sum) + smooth);
            if let Some(gradient) = &mut gradient {
                let scale = gradient.scale;
                let dz = &mut gradient.dz[sample * outputs..][..outputs];
                let per_unit = scale / sum;
                dz.iter_mut().for_each(|dz| *dz = *dz * per_unit - uniform * scale);
                dz[class as usize] -= one_hot * scale;
            }
        }
        total
    }
}

/// Replaces each value by exp(value − maximum) and returns the sum.
fn exponentials(values: &mut [f32], maximum: f32) -> f32 {
    let shift = F32x4::splat(maximum);
    map(values, |value| exp(value - shift));
    sum(values) as f32
}
