//! Layers one after another, as one layer: what a layer that holds layers is made of.

use core::ops::Range;

use crate::Result;
use crate::kernels::add_scaled;
use crate::layers::{
    BackwardArguments, BatchStatisticsSync, ForwardArguments, InputCheck, Layer, LayerContext, Memory,
    Parameter,
};
use crate::memory::{checked_product, checked_sum, product};

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
    /// Floats of one sample in its output.
    width: usize,
}

/// y = f(x), or y = x + f(x) with a skip connection, where f is layers in order: x: [N, input] → y: [N, output].
///
/// The cache holds, for each layer that is no view, its cache and its output. The scratch holds up to two gradients
/// of the widest output, then the scratch of a layer.
pub(in crate::layers) struct Sequential {
    inner: Vec<Inner>,
    skip: bool,
    input: Vec<usize>,
    reads_planes: bool,
}

impl Sequential {
    /// No layers yet, for samples of this shape.
    pub fn new(input: &[usize], skip: bool) -> Self {
        Self { inner: Vec::new(), skip, input: input.to_vec(), reads_planes: false }
    }

    /// Adds a layer. Its parameters are named after `prefix`, which ends in a point.
    ///
    /// # Errors
    /// Kind `memory` where something is too large to count.
    pub fn push(&mut self, layer: Box<dyn Layer>, prefix: String, trainable: bool, place: u32) -> Result<()> {
        let start = self.inner.last().map_or(0, |inner| inner.parameters.end);
        let mut end = start;
        for parameter in layer.parameters() {
            end = checked_sum([end, checked_product(&parameter.shape)?])?;
        }
        let width = checked_product(layer.output_shape())?;
        self.reads_planes |= layer.reads_planes() && self.output_shape() == self.input;
        self.inner.push(Inner { layer, prefix, parameters: start..end, trainable, place, width });
        Ok(())
    }

    fn layers(&self) -> impl Iterator<Item = &dyn Layer> {
        self.inner.iter().map(|inner| &*inner.layer)
    }

    /// The layers that are no views: those that are called.
    fn called(&self) -> impl Iterator<Item = &Inner> {
        self.inner.iter().filter(|inner| !inner.layer.is_view())
    }

    /// Floats of the gradients that the backward pass keeps at a time, and of each of them.
    fn gradients(&self, samples: usize) -> [usize; 2] {
        let between = self.called().count().saturating_sub(1) + usize::from(self.skip);
        let widths = self.called().map(|inner| inner.width).chain([product(&self.input)]);
        [between.min(2), product(&[samples, widths.max().unwrap_or(0)])]
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
        self.inner.last().map_or(&self.input, |inner| inner.layer.output_shape())
    }

    fn parameters(&self) -> Vec<Parameter> {
        let named = |inner: &Inner| {
            let named = |parameter: Parameter| Parameter {
                name: format!("{}{}", inner.prefix, parameter.name).into(),
                trainable: parameter.trainable && inner.trainable,
                ..parameter
            };
            inner.layer.parameters().into_iter().map(named).collect::<Vec<_>>()
        };
        self.inner.iter().flat_map(named).collect()
    }

    fn multiply_adds(&self) -> u64 {
        self.layers().map(Layer::multiply_adds).fold(0, u64::saturating_add)
    }

    fn memory(&self, samples: usize) -> Memory {
        let [count, width] = self.gradients(samples);
        let mut all = Memory::default();
        for inner in self.called() {
            let own = inner.layer.memory(samples);
            let kept = own.cache.saturating_add(product(&[samples, inner.width]));
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
        self.layers().any(Layer::syncs_batch_statistics)
    }

    fn reads_planes(&self) -> bool {
        self.reads_planes
    }

    fn input_check(&self) -> Option<&dyn InputCheck> {
        self.called().next()?.layer.input_check()
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let ForwardArguments { parameters, x, y, mut cache, scratch } = buffers;
        let samples = context.samples;
        let mut output = x;
        for inner in self.called() {
            let memory = inner.layer.memory(samples);
            let (own, rest) = core::mem::take(&mut cache).split_at_mut(memory.cache);
            let (next, rest) = rest.split_at_mut(samples * inner.width);
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
        let first = self.inner.iter().position(|inner| !inner.layer.is_view() && needed(inner));
        let (mut dz, mut rest) = (dy, cache);
        for (at, inner) in self.inner.iter().enumerate().rev() {
            let Some(first) = first.filter(|&first| at >= first) else { break };
            if inner.layer.is_view() {
                continue;
            }
            let memory = inner.layer.memory(samples);
            let start = rest.len() - memory.cache - samples * inner.width;
            let (before, own) = core::mem::take(&mut rest).split_at_mut(start);
            let (own, y) = own.split_at_mut(memory.cache);
            rest = before;
            let inputs = self.inner[..at].iter().rfind(|inner| !inner.layer.is_view());
            let x = inputs.map_or(x, |inputs| &rest[rest.len() - samples * inputs.width..]);
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
                dy: &mut dz[..samples * inner.width],
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
        for inner in self.called() {
            let (own, after) = rest.split_at(inner.layer.memory(samples).cache);
            if inner.trainable {
                let parameters = &mut parameters[inner.parameters.clone()];
                inner.layer.update_running_statistics(samples, parameters, own);
            }
            rest = &after[samples * inner.width..];
        }
    }
}
