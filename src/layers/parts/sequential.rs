//! Layers in sequence, as one layer. `residual` and `transformer_encoder` are built from it.

use core::ops::Range;

use crate::kernels::add_scaled;
use crate::layers::{
    BackwardArguments, BatchStatisticsSync, ForwardArguments, InputCheck, Layer, LayerContext, Memory,
    Parameter,
};
use crate::memory::product;

/// An inner layer.
struct Inner {
    layer: Box<dyn Layer>,
    /// The prefix of its parameters' names, with the final dot.
    prefix: String,
    /// The range of its parameters within those of the sequence.
    parameters: Range<usize>,
    trainable: bool,
    /// Its number among all inner layers at all depths, from 1, in the order of the spec; its random numbers depend on it.
    /// 0 if it needs none.
    stream: u32,
    /// Floats per sample of its input and of its output.
    inputs: usize,
    outputs: usize,
}

/// y = f(x), or y = x + f(x) with a skip connection, where f is the composition of the layers: x: [N, input] → y: [N, output].
///
/// The cache holds, for each layer, its cache and its output. The last layer's output is not in it if there is no skip
/// connection (it is y), or if its backward pass does not read it. The scratch holds up to two gradients of the widest
/// output, then the scratch of one layer.
pub(in crate::layers) struct Sequential {
    /// The layers, without views.
    inner: Vec<Inner>,
    skip: bool,
    input: Vec<usize>,
    output: Vec<usize>,
    /// Floats per sample of the widest of input and outputs.
    widest: usize,
    reads_planes: bool,
}

impl Sequential {
    /// An empty sequence for this input shape.
    pub fn new(input: &[usize], skip: bool) -> Self {
        let (widest, [input, output]) = (product(input), [input, input].map(<[usize]>::to_vec));
        Self { inner: Vec::new(), skip, input, output, widest, reads_planes: false }
    }

    /// Appends a layer. `prefix` ends with a dot, or is empty.
    pub fn push(&mut self, layer: Box<dyn Layer>, prefix: String, trainable: bool, stream: u32) {
        let start = self.inner.last().map_or(0, |inner| inner.parameters.end);
        let mut end = start;
        for parameter in layer.parameters() {
            end = end.saturating_add(product(&parameter.shape));
        }
        let [inputs, outputs] = [&*self.output, layer.output_shape()].map(product);
        self.reads_planes |= layer.reads_planes() && self.output == self.input;
        self.widest = self.widest.max(outputs);
        self.output = layer.output_shape().to_vec();
        if !layer.is_view() {
            self.inner.push(Inner {
                layer,
                prefix,
                parameters: start..end,
                trainable,
                stream,
                inputs,
                outputs,
            });
        }
    }

    /// The number of gradient buffers of backward, and the floats of each.
    fn gradients(&self, samples: usize) -> [usize; 2] {
        let between = self.inner.len().saturating_sub(1) + usize::from(self.skip);
        [between.min(2), product(&[samples, self.widest])]
    }

    /// Whether the output of the layer at `index` is in the cache.
    fn caches_output(&self, index: usize) -> bool {
        let is_last = index + 1 == self.inner.len();
        !is_last || (self.skip && self.inner[index].layer.backward_reads_output())
    }

    /// Floats of the output of the layer at `index` in the cache.
    fn cached_output(&self, index: usize, samples: usize) -> usize {
        if self.caches_output(index) { product(&[samples, self.inner[index].outputs]) } else { 0 }
    }
}

impl Inner {
    /// Without samples only a layer that synchronises batch statistics is called.
    fn is_called(&self, samples: usize) -> bool {
        samples > 0 || self.layer.syncs_batch_statistics()
    }

    fn context<'a>(&self, outer: &'a mut LayerContext<'_>) -> LayerContext<'a> {
        let sync: &'a mut dyn BatchStatisticsSync = &mut *outer.sync;
        LayerContext {
            layer: outer.layer.wrapping_add(self.stream << 16),
            trainable: outer.trainable && self.trainable,
            sync,
            sparse_rows: None,
            workspace: &mut *outer.workspace,
            ..*outer
        }
    }
}

impl Layer for Sequential {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn parameters(&self) -> Vec<Parameter> {
        let mut all = Vec::new();
        for inner in &self.inner {
            for mut parameter in inner.layer.parameters() {
                parameter.name = format!("{}{}", inner.prefix, parameter.name).into();
                parameter.trainable &= inner.trainable;
                all.push(parameter);
            }
        }
        all
    }

    fn multiply_adds(&self) -> u64 {
        self.inner.iter().fold(0, |all, inner| all.saturating_add(inner.layer.multiply_adds()))
    }

    fn memory(&self, samples: usize) -> Memory {
        let [count, width] = self.gradients(samples);
        let mut all = Memory::default();
        for (index, inner) in self.inner.iter().enumerate() {
            let own = inner.layer.memory(samples);
            let cached = own.cache.saturating_add(self.cached_output(index, samples));
            all.cache = all.cache.saturating_add(cached);
            all.scratch = all.scratch.max(own.scratch);
        }
        all.scratch = all.scratch.saturating_add(width.saturating_mul(count));
        all
    }

    fn fewest_samples(&self) -> usize {
        let trained = self.inner.iter().filter(|inner| inner.trainable);
        trained.map(|inner| inner.layer.fewest_samples()).max().unwrap_or(1)
    }

    fn syncs_batch_statistics(&self) -> bool {
        self.inner.iter().any(|inner| inner.layer.syncs_batch_statistics())
    }

    fn reads_planes(&self) -> bool {
        self.reads_planes
    }

    fn input_check(&self) -> Option<&dyn InputCheck> {
        self.inner.first()?.layer.input_check()
    }

    fn backward_reads_output(&self) -> bool {
        !self.skip && self.inner.last().is_some_and(|inner| inner.layer.backward_reads_output())
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let ForwardArguments { parameters, x, y, mut cache, scratch } = buffers;
        let samples = context.samples;
        let mut output = x;
        let mut y_is_written = false;
        for (index, inner) in self.inner.iter().enumerate() {
            let memory = inner.layer.memory(samples);
            let (own, rest) = core::mem::take(&mut cache).split_at_mut(memory.cache);
            let (cached, rest) = rest.split_at_mut(self.cached_output(index, samples));
            cache = rest;
            let is_cached = self.caches_output(index);
            if inner.is_called(samples) {
                let buffers = ForwardArguments {
                    parameters: &parameters[inner.parameters.clone()],
                    x: output,
                    y: if is_cached { &mut *cached } else { &mut *y },
                    cache: own,
                    scratch: &mut scratch[..memory.scratch],
                };
                inner.layer.forward(&mut inner.context(context), buffers);
            }
            y_is_written = !is_cached;
            output = cached;
        }
        if !y_is_written {
            y.copy_from_slice(output);
        }
        if self.skip {
            add_scaled(y, 1.0, x);
        }
    }

    /// dx = f′(x) dy, plus dy with a skip connection.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let BackwardArguments { parameters, x, y: output, dy, mut dx, mut gradient, cache, scratch } =
            buffers;
        let samples = context.samples;
        let [count, width] = self.gradients(samples);
        let (gradients, scratch) = scratch.split_at_mut(width * count);
        // Buffers for the gradients of a layer's output and input, used alternately. The first output gradient
        // is `dy`; it may be shorter than `width`, so it is not one of the buffers.
        let (mut free, mut second) = gradients.split_at_mut(width.min(gradients.len()));
        let to_input = dx.is_some();
        if let Some(dx) = dx.as_deref_mut().filter(|_| self.skip) {
            dx.copy_from_slice(dy);
        }
        let needed = |inner: &Inner| to_input || !inner.parameters.is_empty();
        let first = self.inner.iter().position(needed).unwrap_or(self.inner.len());
        let (mut dz, mut rest) = (dy, cache);
        for (index, inner) in self.inner.iter().enumerate().skip(first).rev() {
            let memory = inner.layer.memory(samples);
            let start = rest.len() - memory.cache - self.cached_output(index, samples);
            let (before, own) = core::mem::take(&mut rest).split_at_mut(start);
            let (own, cached) = own.split_at_mut(memory.cache);
            // Without the cached output: y, or with a skip connection nothing, since y includes x.
            let y = match (self.caches_output(index), self.skip) {
                (true, _) => &*cached,
                (false, true) => &[],
                (false, false) => output,
            };
            rest = before;
            let x = if index == 0 { x } else { &rest[rest.len() - samples * inner.inputs..] };
            let gradient = gradient.as_deref_mut().map(|all| &mut all[inner.parameters.clone()]);
            let mut dx = match &mut dx {
                outer if index > first || (self.skip && outer.is_some()) => Some(core::mem::take(&mut free)),
                outer => outer.take(),
            };
            if !inner.is_called(samples) {
                gradient.into_iter().for_each(|gradient| gradient.fill(0.0));
                continue;
            }
            let buffers = BackwardArguments {
                parameters: &parameters[inner.parameters.clone()],
                x,
                y,
                dy: &mut dz[..samples * inner.outputs],
                dx: dx.as_deref_mut().map(|dx| &mut dx[..x.len()]),
                gradient,
                cache: own,
                scratch: &mut scratch[..memory.scratch],
            };
            inner.layer.backward(&mut inner.context(context), buffers);
            let Some(dx) = dx else { break };
            let used = core::mem::replace(&mut dz, dx);
            free = if second.is_empty() { used } else { core::mem::take(&mut second) };
        }
        match dx {
            Some(dx) if self.skip => add_scaled(dx, 1.0, &dz[..x.len()]),
            Some(dx) => dx.copy_from_slice(dz),
            None => {}
        }
    }

    fn update_running_statistics(&self, samples: usize, parameters: &mut [f32], cache: &[f32]) {
        let mut rest = cache;
        for (index, inner) in self.inner.iter().enumerate() {
            let (own, after) = rest.split_at(inner.layer.memory(samples).cache);
            if inner.trainable {
                let parameters = &mut parameters[inner.parameters.clone()];
                inner.layer.update_running_statistics(samples, parameters, own);
            }
            rest = &after[self.cached_output(index, samples)..];
        }
    }
}
