//! Cross-entropy of classes of which one is right, from logits.

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
    build: |record| Box::new(CrossEntropyLoss { smoothing: Values::of(record).label_smoothing as f32 }),
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

    /// dz = (p − t) · scale; log p is taken as (z − max) − log Σ exp(z − max), which no logit overflows.
    fn apply(&self, z: &[f32], outputs: usize, targets: Targets<'_>, gradient: Option<Gradient<'_>>) -> f64 {
        let Targets::Classes(classes) = targets else { unreachable!("checked when the data was set") };
        let (even, extra) = (self.smoothing / outputs as f32, 1.0 - self.smoothing);
        let mut gradient = gradient;
        let mut total = 0.0;
        for (sample, (z, &class)) in z.chunks_exact(outputs).zip(classes).enumerate() {
            let greatest = max(z);
            let sum = match &mut gradient {
                Some(gradient) => {
                    let dz = &mut gradient.dz[sample * outputs..][..outputs];
                    dz.copy_from_slice(z);
                    exponentials(dz, greatest)
                }
                None => z.iter().map(|&z| scalar::exp(z - greatest)).sum(),
            };
            let log_sum = scalar::ln(sum);
            let smooth: f32 =
                if even > 0.0 { z.iter().map(|&z| even * (z - greatest - log_sum)).sum() } else { 0.0 };
            total -= f64::from(extra * (z[class as usize] - greatest - log_sum) + smooth);
            if let Some(gradient) = &mut gradient {
                let scale = gradient.scale;
                let dz = &mut gradient.dz[sample * outputs..][..outputs];
                let per_unit = scale / sum;
                dz.iter_mut().for_each(|dz| *dz = *dz * per_unit - even * scale);
                dz[class as usize] -= extra * scale;
            }
        }
        total
    }
}

/// Replaces each value by exp(value − greatest); gives their sum.
fn exponentials(values: &mut [f32], greatest: f32) -> f32 {
    let shift = F32x4::splat(greatest);
    map(values, |value| exp(value - shift));
    sum(values) as f32
}
