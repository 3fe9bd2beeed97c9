//! Mean pooling: the mean of a sequence over its steps.

use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Remedy, sequence};
use crate::kernels::{F32x4, scale, sum_columns, zip_map};
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};

fields! {
    layer MeanPool "mean_pool"
    "Mean pooling: the mean of a sequence over its steps."
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: MeanPool::KIND,
    about: MeanPool::ABOUT,
    fields: &[],
    build: |_, input, _| {
        let [steps, features] = sequence(input, Remedy::RowsOrPatchesBefore)?;
        Ok(Box::new(MeanPoolLayer { steps, output: [features] }))
    },
    examples: for_tests(&[(r#"{"kind":"mean_pool"}"#, &[3, 5])]),
};

/// y = Σ over the steps of x / steps: x: [N, steps, features] → y: [N, features].
struct MeanPoolLayer {
    steps: usize,
    output: [usize; 1],
}

impl Layer for MeanPoolLayer {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn forward(&self, _context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let [features] = self.output;
        let samples = buffers.x.chunks_exact(self.steps * features);
        for (x, y) in samples.zip(buffers.y.chunks_exact_mut(features)) {
            sum_columns(x, y, false);
            scale(y, 1.0 / self.steps as f32);
        }
    }

    /// dx = dy / steps, at each step.
    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let Some(dx) = buffers.dx else { return };
        let [features] = self.output;
        let share = F32x4::splat(1.0 / self.steps as f32);
        let samples = dx.chunks_exact_mut(self.steps * features);
        for (dx, dy) in samples.zip(buffers.dy.chunks_exact(features)) {
            dx.chunks_exact_mut(features).for_each(|dx| zip_map(dx, dy, |_, dy| dy * share));
        }
    }
}
