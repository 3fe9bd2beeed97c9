//! A layer that holds a layer, as a user writes it.

use inkgrad::layers::{BackwardArguments, ForwardArguments, Layer, LayerContext, Memory, Parameter};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::gradients::check_layer;
use crate::layer_harness::try_build;

/// y = x / 2 + f(x), where f is another layer.
struct Half {
    inner: Box<dyn Layer>,
}

impl Half {
    fn floats(&self, samples: usize) -> usize {
        samples * self.inner.output_shape().iter().product::<usize>()
    }
}

impl Layer for Half {
    fn output_shape(&self) -> &[usize] {
        self.inner.output_shape()
    }

    fn parameters(&self) -> Vec<Parameter> {
        let named = |parameter: Parameter| {
            let name = format!("inner.{}", parameter.name).into();
            Parameter { name, ..parameter }
        };
        self.inner.parameters().into_iter().map(named).collect()
    }

    /// The cache is that of f, then its output.
    fn memory(&self, samples: usize) -> Memory {
        let Memory { cache, scratch } = self.inner.memory(samples);
        Memory { cache: cache + self.floats(samples), scratch: scratch + self.floats(samples) }
    }

    fn fewest_samples(&self) -> usize {
        self.inner.fewest_samples()
    }

    fn syncs_batch_statistics(&self) -> bool {
        self.inner.syncs_batch_statistics()
    }

    fn forward(&self, context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let ForwardArguments { x, y, cache, scratch, .. } = buffers;
        let Memory { cache: kept, scratch: free } = self.inner.memory(context.samples);
        let (cache, output) = cache.split_at_mut(kept);
        let inner = ForwardArguments { y: output, cache, scratch: &mut scratch[..free], ..buffers };
        self.inner.forward(context, inner);
        y.iter_mut().zip(x).zip(output).for_each(|((y, x), f)| *y = x / 2.0 + *f);
    }

    fn backward(&self, context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let BackwardArguments { parameters, x, dy, dx, gradient, cache, scratch, .. } = buffers;
        let Memory { cache: kept, scratch: free } = self.inner.memory(context.samples);
        let (cache, y) = cache.split_at_mut(kept);
        let (scratch, direct) = scratch.split_at_mut(free);
        direct.copy_from_slice(dy);
        let mut dx = dx;
        let inner =
            BackwardArguments { parameters, x, y, dy, dx: dx.as_deref_mut(), gradient, cache, scratch };
        self.inner.backward(context, inner);
        dx.into_iter().flatten().zip(direct).for_each(|(dx, dy)| *dx += *dy / 2.0);
    }

    fn update_running_statistics(&self, samples: usize, parameters: &mut [f32], cache: &[f32]) {
        let kept = self.inner.memory(samples).cache;
        self.inner.update_running_statistics(samples, parameters, &cache[..kept]);
    }
}

#[test]
fn a_layer_of_a_user_may_hold_any_layer() {
    for json in [
        r#"{"kind":"dense","units":4,"activation":"gelu"}"#,
        r#"{"kind":"batch_norm"}"#,
        r#"{"kind":"residual","layers":[{"kind":"dense","units":4},{"kind":"batch_norm"}]}"#,
    ] {
        let half = Half { inner: try_build(json, &[4]).expect("a layer") };
        check_layer(Box::new(half), &[4], json);
    }
}
