//! Batch normalisation: normalises each channel or feature to mean 0 and variance 1 over the batch.

use core::ops::Range;

use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Memory, Parameter, Role};
use crate::kernels::{Channels, F32x4};
use crate::memory::product;
use crate::schema::declare::fields;
use crate::schema::field::Interval;
use crate::schema::init::Initial;
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::{Settings, number};

/// Channels whose statistics are computed, and all-reduced, at once.
const CHANNELS_PER_GROUP: usize = 64;

fields! {
    layer BatchNorm "batch_norm"
    "Normalises each channel to mean 0 and variance 1 over the batch, then applies a learned scale and shift."
    => Values {
        required {}
        optional {
            momentum: f64 = number(Interval::Unit).or(0.1).live(),
                "The weight of a batch in the running statistics.";
            epsilon: f64 = number(Interval::Positive).or(1e-5),
                "Added to the variance to avoid a division by 0.";
        }
    }
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: BatchNorm::KIND,
    about: BatchNorm::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| {
        let channels = match *input {
            [count, height, width] => Channels { count, run: height * width },
            _ => Channels { count: input.last().copied().unwrap_or(1), run: 1 },
        };
        let Values { momentum, epsilon } = Values::of(config);
        let momentum = momentum as f32;
        Ok(Box::new(BatchNormLayer { channels, shape: input.to_vec(), momentum, epsilon }))
    },
    examples: for_tests(&[
        (r#"{"kind":"batch_norm"}"#, &[5]),
        (r#"{"kind":"batch_norm","epsilon":0.1}"#, &[2, 2, 3]),
        (r#"{"kind":"batch_norm"}"#, &[3, 2]),
    ]),
};

/// y = w · x̂ + b with x̂ = (x − mean) / √(variance + ε), for each channel. x, y: [N, C, H, W], and w, b: \[C\]; or
/// x, y: [N, features] or [N, steps, features], and w, b: \[features\].
///
/// Training uses the mean and the biased variance of the whole batch. It updates the running mean and the running variance
/// with weight `momentum`; the running variance is unbiased: it is multiplied by n / (n − 1), for n values per channel. With
/// n = 1 there is no unbiased variance: x̂ is 0 and the running statistics do not change.
///
/// Inference and frozen layers use the running statistics.
///
/// S. Ioffe, C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
/// Shift" (2015).
struct BatchNormLayer {
    channels: Channels,
    shape: Vec<usize>,
    momentum: f32,
    epsilon: f64,
}

/// Splits a buffer into COUNT vectors of one value per channel.
fn split_equally<const COUNT: usize>(values: &[f32]) -> [&[f32]; COUNT] {
    let length = values.len() / COUNT;
    core::array::from_fn(|part| &values[part * length..(part + 1) * length])
}

impl BatchNormLayer {
    /// Whether it normalises by the statistics of the batch, not by the running statistics.
    fn uses_batch_statistics(context: &LayerContext<'_>) -> bool {
        context.training && context.trainable
    }

    /// Values per channel in this number of samples.
    fn values_per_channel(&self, samples: usize) -> usize {
        product(&[product(&self.shape) / self.channels.count, samples])
    }

    /// Values per channel in the whole batch.
    fn batch_values_per_channel(&self, context: &LayerContext<'_>) -> f64 {
        self.values_per_channel(context.batch) as f64
    }

    /// The groups of channels whose sums are computed at once.
    fn groups(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let count = self.channels.count;
        (0..count)
            .step_by(CHANNELS_PER_GROUP)
            .map(move |first| first..(first + CHANNELS_PER_GROUP).min(count))
    }

    /// Computes `Σ (x − a) · (b · y − c)` for each channel of a group. a = 0, b = 0, c = −1 gives Σ x; other values give the
    /// sums for the variance and the gradient. One loop serves all three, which keeps the binary small.
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

    /// Writes to the cache: mean, 1 / √(variance + ε), and unbiased variance. The last is NaN if there is one value per channel.
    fn compute_statistics(&self, context: &mut LayerContext<'_>, x: &[f32], cache: &mut [f32]) {
        let n = self.batch_values_per_channel(context);
        let (means, rest) = cache.split_at_mut(self.channels.count);
        let (inv_std, variances) = rest.split_at_mut(self.channels.count);
        for group in self.groups() {
            let mut sums = [0.0; CHANNELS_PER_GROUP];
            let sums = &mut sums[..group.len()];
            self.sum(
                &group,
                &[0.0; CHANNELS_PER_GROUP],
                [&[0.0; CHANNELS_PER_GROUP], &[-1.0; CHANNELS_PER_GROUP]],
                [x, x],
                sums,
            );
            context.sync.all_reduce(sums);
            means[group.clone()].iter_mut().zip(&*sums).for_each(|(mean, sum)| *mean = (sum / n) as f32);
            let mean = &means[group.clone()];
            self.sum(&group, mean, [&[1.0; CHANNELS_PER_GROUP], mean], [x, x], sums);
            context.sync.all_reduce(sums);
            for (channel, sum) in group.zip(&*sums) {
                inv_std[channel] = (1.0 / (sum / n + self.epsilon).sqrt()) as f32;
                // One value per channel gives 0 / 0 = NaN.
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
        if self.values_per_channel(1) > 1 { 1 } else { 2 }
    }

    fn memory(&self, _samples: usize) -> Memory {
        Memory { cache: product(&[3, self.channels.count]), scratch: product(&[2, self.channels.count]) }
    }

    fn syncs_batch_statistics(&self) -> bool {
        true
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let [weight, bias, running_mean, running_variance] = split_equally(buffers.parameters);
        if Self::uses_batch_statistics(context) {
            self.compute_statistics(context, buffers.x, buffers.cache);
        } else {
            let (means, rest) = buffers.cache.split_at_mut(self.channels.count);
            means.copy_from_slice(running_mean);
            for (inv_std, variance) in rest.iter_mut().zip(running_variance) {
                *inv_std = (1.0 / (f64::from(*variance) + self.epsilon).sqrt()) as f32;
            }
        }
        let [mean, inv_std, _] = split_equally(buffers.cache);
        let numbers = [mean, inv_std, weight, bias];
        self.channels.apply(buffers.y, numbers, [buffers.x], |[mean, inv_std, w, b], [x]| {
            ((x - mean) * inv_std).mul_add(w, b)
        });
    }

    /// db = Σ dy; dw = Σ dy · x̂; dx = w / √(variance + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂)). The means are over the
    /// whole batch; they are 0 if the forward pass used the running statistics.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let (n, uses_batch_statistics) =
            (self.batch_values_per_channel(context), Self::uses_batch_statistics(context));
        let ([mean, inv_std, _], [weight, ..]) =
            (split_equally(buffers.cache), split_equally::<4>(buffers.parameters));
        let (x, dy) = (buffers.x, &*buffers.dy);
        let mut gradient = buffers.gradient;
        if let Some(gradient) = &mut gradient {
            gradient.fill(0.0);
        }
        let (mean_dy, mean_product) = buffers.scratch.split_at_mut(self.channels.count);
        for group in self.groups() {
            let mut sums = [0.0; 2 * CHANNELS_PER_GROUP];
            let sums = &mut sums[..2 * group.len()];
            if uses_batch_statistics || gradient.is_some() {
                let (sums_dy, sums_product) = sums.split_at_mut(group.len());
                self.sum(
                    &group,
                    &[0.0; CHANNELS_PER_GROUP],
                    [&[0.0; CHANNELS_PER_GROUP], &[-1.0; CHANNELS_PER_GROUP]],
                    [dy, dy],
                    sums_dy,
                );
                let [mean, inv_std] = [mean, inv_std].map(|numbers| &numbers[group.clone()]);
                self.sum(&group, mean, [inv_std, &[0.0; CHANNELS_PER_GROUP]], [x, dy], sums_product);
            }
            if let Some(gradient) = &mut gradient {
                let (dw, rest) = gradient.split_at_mut(self.channels.count);
                for (index, channel) in group.clone().enumerate() {
                    rest[channel] = sums[index] as f32;
                    dw[channel] = sums[group.len() + index] as f32;
                }
            }
            if uses_batch_statistics {
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
        let numbers = [mean, inv_std, weight, mean_dy, mean_product];
        self.channels.apply(dx, numbers, [x, dy], |[mean, inv_std, w, mean_dy, mean_product], [x, dy]| {
            (dy - mean_dy - (x - mean) * inv_std * mean_product) * (w * inv_std)
        });
    }

    /// running = (1 − momentum) · running + momentum · batch, unless the batch has one value per channel.
    fn update_running_statistics(&self, _samples: usize, parameters: &mut [f32], cache: &[f32]) {
        let (_, running) = parameters.split_at_mut(2 * self.channels.count);
        let [mean, _, variance] = split_equally(cache);
        if variance.iter().all(|variance| variance.is_nan()) {
            return;
        }
        for (running, batch) in running.iter_mut().zip(mean.iter().chain(variance)) {
            *running = (1.0 - self.momentum) * *running + self.momentum * batch;
        }
    }
}
