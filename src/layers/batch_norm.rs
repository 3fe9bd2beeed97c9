//! Batch normalisation: each channel, or feature, brought to mean 0 and variance 1 over the whole batch.

use core::ops::Range;

use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Memory, Parameter, Role};
use crate::kernels::{Channels, F32x4};
use crate::memory::product;
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::init::Initial;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

/// Channels whose statistics are taken, and exchanged, at once.
const TOGETHER: usize = 64;

fields! {
    layer BatchNorm "batch_norm"
    "Brings each channel to mean 0 and variance 1 over the batch, then scales and shifts it as it learns to."
    => Values {
        required {}
        optional {
            momentum: f64 = number(Interval::Unit).or(0.1).live(),
                "How much a batch weighs in the running statistics.";
            epsilon: f64 = number(Interval::Positive).or(1e-5),
                "Added to the variance, so that nothing is divided by 0.";
        }
    }
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: BatchNorm::KIND,
    about: BatchNorm::ABOUT,
    fields: Values::FIELDS,
    build: |record, input, _| {
        let channels = match *input {
            [count, height, width] => Channels { count, run: height * width },
            _ => Channels { count: input.last().copied().unwrap_or(1), run: 1 },
        };
        let Values { momentum, epsilon } = Values::of(record);
        let momentum = momentum as f32;
        Ok(Box::new(BatchNormLayer { channels, shape: input.to_vec(), momentum, epsilon }))
    },
    examples: for_tests(&[
        (r#"{"kind":"batch_norm"}"#, &[5]),
        (r#"{"kind":"batch_norm","epsilon":0.1}"#, &[2, 2, 3]),
        (r#"{"kind":"batch_norm"}"#, &[3, 2]),
    ]),
};

/// y = w · x̂ + b with x̂ = (x − mean) / √(variance + ε), each by its channel: x: [N, C, H, W] (or [N, features],
/// [N, steps, features]) → y, w, b: \[C\] (or \[features\]).
///
/// In training mean and (biased) variance are those of the whole batch, and the running statistics take them up
/// weighed by `momentum`, the variance made unbiased by n / (n − 1) of its n values; a single value has no unbiased
/// variance: it becomes 0 before w and b, and the running statistics stay as they are. Otherwise, and in a frozen layer, the running statistics stand for them.
///
/// S. Ioffe, C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
/// Shift" (2015).
struct BatchNormLayer {
    channels: Channels,
    shape: Vec<usize>,
    momentum: f32,
    epsilon: f64,
}

/// Four, or three, of anything that there is one of for each channel.
fn parts<const COUNT: usize>(values: &[f32]) -> [&[f32]; COUNT] {
    let length = values.len() / COUNT;
    core::array::from_fn(|part| &values[part * length..(part + 1) * length])
}

impl BatchNormLayer {
    fn by_batch(context: &LayerContext<'_>) -> bool {
        context.training && context.trainable
    }

    /// Values of a channel in so many samples.
    fn values_of(&self, samples: usize) -> usize {
        product(&[product(&self.shape) / self.channels.count, samples])
    }

    /// Values of a channel in the whole batch.
    fn values(&self, context: &LayerContext<'_>) -> f64 {
        self.values_of(context.batch) as f64
    }

    /// Groups of channels that are summed together.
    fn groups(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let count = self.channels.count;
        (0..count).step_by(TOGETHER).map(move |first| first..(first + TOGETHER).min(count))
    }

    /// `Σ (x − a) · (b · y − c)` of each channel of a group: with 0, 0 and −1 for a, b and c the plain sum, and all the others.
    /// One loop for them all, as each would be as long again in the binary.
    #[inline(never)]
    fn sum(
        &self,
        group: &Range<usize>,
        a: &[f32],
        [b, c]: [&[f32]; 2],
        [x, y]: [&[f32]; 2],
        sums: &mut [f64],
    ) {
        let term = |[a, b, c]: [_; 3], [x, y]: [F32x4; 2]| (x - a) * (b * y - c);
        self.channels.sum(group.clone(), [a, b, c], [x, y], term, sums);
    }

    /// Writes the batch's mean, 1 / √(variance + ε) and unbiased variance; NaN for that of a single value.
    fn take_statistics(&self, context: &mut LayerContext<'_>, x: &[f32], cache: &mut [f32]) {
        let n = self.values(context);
        let (means, rest) = cache.split_at_mut(self.channels.count);
        let (inverses, variances) = rest.split_at_mut(self.channels.count);
        for group in self.groups() {
            let mut sums = [0.0; TOGETHER];
            let sums = &mut sums[..group.len()];
            self.sum(&group, &[0.0; TOGETHER], [&[0.0; TOGETHER], &[-1.0; TOGETHER]], [x, x], sums);
            context.sync.all_reduce(sums);
            means[group.clone()].iter_mut().zip(&*sums).for_each(|(mean, sum)| *mean = (sum / n) as f32);
            let mean = &means[group.clone()];
            self.sum(&group, mean, [&[1.0; TOGETHER], mean], [x, x], sums);
            context.sync.all_reduce(sums);
            for (channel, sum) in group.zip(&*sums) {
                inverses[channel] = (1.0 / (sum / n + self.epsilon).sqrt()) as f32;
                // Of a single value this is 0 / 0.
                variances[channel] = (sum / n * (n / (n - 1.0))) as f32;
            }
        }
    }
}

impl Layer for BatchNormLayer {
    fn output_shape(&self) -> &[usize] {
        &self.shape
    }

    fn parameters(&self) -> Vec<Parameter> {
        let parameter = |name, role, initial| {
            Parameter::new(name, vec![self.channels.count], role, Initial::Constant(initial))
        };
        vec![
            parameter("weight", Role::Parameter, 1.0),
            parameter("bias", Role::Parameter, 0.0),
            parameter("running_mean", Role::Buffer, 0.0),
            parameter("running_var", Role::Buffer, 1.0),
        ]
    }

    fn fewest_samples(&self) -> usize {
        if self.values_of(1) > 1 { 1 } else { 2 }
    }

    fn memory(&self, _samples: usize) -> Memory {
        Memory { cache: product(&[3, self.channels.count]), scratch: product(&[2, self.channels.count]) }
    }

    fn syncs_batch_statistics(&self) -> bool {
        true
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let [weight, bias, running_mean, running_variance] = parts(buffers.parameters);
        if Self::by_batch(context) {
            self.take_statistics(context, buffers.x, buffers.cache);
        } else {
            let (means, rest) = buffers.cache.split_at_mut(self.channels.count);
            means.copy_from_slice(running_mean);
            for (inverse, variance) in rest.iter_mut().zip(running_variance) {
                *inverse = (1.0 / (f64::from(*variance) + self.epsilon).sqrt()) as f32;
            }
        }
        let [mean, inverse, _] = parts(buffers.cache);
        let numbers = [mean, inverse, weight, bias];
        self.channels.apply(buffers.y, numbers, [buffers.x], |[mean, inverse, w, b], [x]| {
            ((x - mean) * inverse).mul_add(w, b)
        });
    }

    /// db = Σ dy; dw = Σ dy · x̂; dx = w / √(variance + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂)), the means over the
    /// whole batch, and 0 where the running statistics stood for its own.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let (n, by_batch) = (self.values(context), Self::by_batch(context));
        let ([mean, inverse, _], [weight, ..]) = (parts(buffers.cache), parts::<4>(buffers.parameters));
        let (x, dy) = (buffers.x, &*buffers.dy);
        let mut gradient = buffers.gradient;
        if let Some(gradient) = &mut gradient {
            gradient.fill(0.0);
        }
        let (mean_dy, mean_product) = buffers.scratch.split_at_mut(self.channels.count);
        for group in self.groups() {
            let mut sums = [0.0; 2 * TOGETHER];
            let sums = &mut sums[..2 * group.len()];
            if by_batch || gradient.is_some() {
                let (of_dy, of_product) = sums.split_at_mut(group.len());
                self.sum(&group, &[0.0; TOGETHER], [&[0.0; TOGETHER], &[-1.0; TOGETHER]], [dy, dy], of_dy);
                let [mean, inverse] = [mean, inverse].map(|numbers| &numbers[group.clone()]);
                self.sum(&group, mean, [inverse, &[0.0; TOGETHER]], [x, dy], of_product);
            }
            if let Some(gradient) = &mut gradient {
                let (dw, rest) = gradient.split_at_mut(self.channels.count);
                for (index, channel) in group.clone().enumerate() {
                    rest[channel] = sums[index] as f32;
                    dw[channel] = sums[group.len() + index] as f32;
                }
            }
            if by_batch {
                context.sync.all_reduce(sums);
            } else {
                sums.fill(0.0);
            }
            for (index, channel) in group.clone().enumerate() {
                mean_dy[channel] = (sums[index] / n) as f32;
                mean_product[channel] = (sums[group.len() + index] / n) as f32;
            }
        }
        let Some(dx) = buffers.dx else { return };
        let numbers = [mean, inverse, weight, mean_dy, mean_product];
        self.channels.apply(dx, numbers, [x, dy], |[mean, inverse, w, mean_dy, mean_product], [x, dy]| {
            (dy - mean_dy - (x - mean) * inverse * mean_product) * (w * inverse)
        });
    }

    /// running = (1 − momentum) · running + momentum · the batch's, unless that has no variance.
    fn update_running_statistics(&self, _samples: usize, parameters: &mut [f32], cache: &[f32]) {
        let (_, running) = parameters.split_at_mut(2 * self.channels.count);
        let [mean, _, variance] = parts(cache);
        if variance.iter().all(|variance| variance.is_nan()) {
            return;
        }
        for (running, batch) in running.iter_mut().zip(mean.iter().chain(variance)) {
            *running = (1.0 - self.momentum) * *running + self.momentum * batch;
        }
    }
}
