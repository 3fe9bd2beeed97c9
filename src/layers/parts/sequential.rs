//! Layers one after another, as one layer: what a layer that holds layers is made of.

use core::ops::Range;

use crate::kernels::add_scaled;
use crate::layers::{
    BackwardArguments, BatchStatisticsSync, ForwardArguments, InputCheck, Layer, LayerContext, Memory,
    Parameter,
};
use crate::memory::product;

/// A layer within another.
struct Inner {
    layer: Box<dyn Layer>,
    /// What stands before the names of its parameters, a point included.
    prefix: String,
    /// Where its parameters lie in those of the whole.
    parameters: Range<usize>,
    trainable: bool,
    /// Its place among all layers within the outer one, counted from 1 and in the order of the spec: by it its random
    /// numbers differ from those of the others.
    place: u32,
    /// Floats of one sample in its input and in its output.
    inputs: usize,
    outputs: usize,
}

/// y = f(x), or y = x + f(x) with a skip connection, where f is layers in order: x: [N, input] → y: [N, output].
///
/// The cache holds, for each layer, its cache and its output. The scratch holds up to two gradients of the widest output,
/// then the scratch of a layer.
pub(in crate::layers) struct Sequential {
    /// The layers that are called: those that are no views.
    inner: Vec<Inner>,
    skip: bool,
    input: Vec<usize>,
    output: Vec<usize>,
    /// Floats of one sample in the widest of input and outputs.
    widest: usize,
    reads_planes: bool,
}

impl Sequential {
    /// No layers yet, for samples of this shape.
    pub fn new(input: &[usize], skip: bool) -> Self {
        let (widest, [input, output]) = (product(input), [input, input].map(<[usize]>::to_vec));
        Self { inner: Vec::new(), skip, input, output, widest, reads_planes: false }
    }

    /// Adds a layer, whose sizes can be counted. Its parameters are named after `prefix`, which ends in a point.
    pub fn push(&mut self, layer: Box<dyn Layer>, prefix: String, trainable: bool, place: u32) {
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
                place,
                inputs,
                outputs,
            });
        }
    }

    /// Floats of the gradients that the backward pass keeps at a time, and of each of them.
    fn gradients(&self, samples: usize) -> [usize; 2] {
        let between = self.inner.len().saturating_sub(1) + usize::from(self.skip);
        [between.min(2), product(&[samples, self.widest])]
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
            layer: outer.layer.wrapping_add(self.place << 16),
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
        for inner in &self.inner {
            let own = inner.layer.memory(samples);
            let kept = own.cache.saturating_add(product(&[samples, inner.outputs]));
            all.cache = all.cache.saturating_add(kept);
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

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let ForwardArguments { parameters, x, y, mut cache, scratch } = buffers;
        let samples = context.samples;
        let mut output = x;
        for inner in &self.inner {
            let memory = inner.layer.memory(samples);
            let (own, rest) = core::mem::take(&mut cache).split_at_mut(memory.cache);
            let (next, rest) = rest.split_at_mut(samples * inner.outputs);
            cache = rest;
            if inner.is_called(samples) {
                let buffers = ForwardArguments {
                    parameters: &parameters[inner.parameters.clone()],
                    x: output,
                    y: next,
                    cache: own,
                    scratch: &mut scratch[..memory.scratch],
                };
                inner.layer.forward(&mut inner.context(context), buffers);
            }
            output = next;
        }
        y.copy_from_slice(output);
        if self.skip {
            add_scaled(y, 1.0, x);
        }
    }

    /// dx = f′(x) dy, and dy besides with a skip connection.
    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let BackwardArguments { parameters, x, dy, mut dx, mut gradient, cache, scratch, .. } = buffers;
        let samples = context.samples;
        let [count, width] = self.gradients(samples);
        let (gradients, scratch) = scratch.split_at_mut(width * count);
        // Gradients of a layer's output and of its input, in turns; the first is `dy`, which may be too short for others.
        let (mut free, mut second) = gradients.split_at_mut(width.min(gradients.len()));
        let to_input = dx.is_some();
        if let Some(dx) = dx.as_deref_mut().filter(|_| self.skip) {
            dx.copy_from_slice(dy);
        }
        let needed = |inner: &Inner| to_input || !inner.parameters.is_empty();
        let first = self.inner.iter().position(needed).unwrap_or(self.inner.len());
        let (mut dz, mut rest) = (dy, cache);
        for (at, inner) in self.inner.iter().enumerate().skip(first).rev() {
            let memory = inner.layer.memory(samples);
            let start = rest.len() - memory.cache - samples * inner.outputs;
            let (before, own) = core::mem::take(&mut rest).split_at_mut(start);
            let (own, y) = own.split_at_mut(memory.cache);
            rest = before;
            let x = if at == 0 { x } else { &rest[rest.len() - samples * inner.inputs..] };
            let gradient = gradient.as_deref_mut().map(|all| &mut all[inner.parameters.clone()]);
            let mut dx = match &mut dx {
                outer if at > first || (self.skip && outer.is_some()) => Some(core::mem::take(&mut free)),
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
        for inner in &self.inner {
            let (own, after) = rest.split_at(inner.layer.memory(samples).cache);
            if inner.trainable {
                let parameters = &mut parameters[inner.parameters.clone()];
                inner.layer.update_running_statistics(samples, parameters, own);
            }
            rest = &after[samples * inner.outputs..];
        }
    }
}
