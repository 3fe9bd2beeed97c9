//! Layer normalisation, for the layer `layer_norm` and the transformer encoder.
//!
//! ```text
//! x̂ = (x − mean) / √(variance + ε)        y = w ∘ x̂ + b        w, b: [features]
//! dx = (g − mean(g) − x̂ · mean(g ∘ x̂)) / √(variance + ε)       with g = w ∘ dy
//! ```
//!
//! The variance is the biased one. Ba, Kiros, Hinton: Layer normalization, 2016.

use crate::kernels::{F32x4, dot, sum, sum_of_squares, sum_of_terms, update, zip_map};
use crate::layers::{BackwardArguments, ForwardArguments, Layer, LayerContext, Memory, Parameter, Role};
use crate::memory::product;
use crate::schema::init::Initial;

/// Floats cached per row: its mean, and 1 / √(variance + ε).
const CACHED_PER_ROW: usize = 2;

/// x: [rows, features] → y: [rows, features] and `cache`: [rows, [`CACHED_PER_ROW`]].
fn forward(x: &[f32], [weight, bias]: [&[f32]; 2], epsilon: f32, y: &mut [f32], cache: &mut [f32]) {
    let features = weight.len();
    let rows = x.chunks_exact(features).zip(y.chunks_exact_mut(features));
    for ((x, y), cache) in rows.zip(cache.as_chunks_mut::<CACHED_PER_ROW>().0) {
        let mean = (sum(x) / features as f64) as f32;
        update([&mut *y], [x], |_, [x]| [x - F32x4::splat(mean)]);
        let variance = sum_of_squares(y) / features as f64;
        let inverse = (1.0 / (variance + f64::from(epsilon)).sqrt()) as f32;
        update([y], [weight, bias], |[y], [w, b]| [(y * F32x4::splat(inverse)).mul_add(w, b)]);
        *cache = [mean, inverse];
    }
}

/// dy: [rows, features] → dx: [rows, features] and the gradients of the two parameters, each if requested. Every element of
/// them is written. `dy` is overwritten. `x` and `cache` are those of the forward pass.
fn backward(
    x: &[f32],
    weight: &[f32],
    cache: &[f32],
    dy: &mut [f32],
    mut dx: Option<&mut [f32]>,
    mut gradient: Option<[&mut [f32]; 2]>,
) {
    let features = weight.len();
    for parameter in gradient.iter_mut().flatten() {
        parameter.fill(0.0);
    }
    let rows = x.chunks_exact(features).zip(dy.chunks_exact_mut(features));
    for (row, ((x, dy), cache)) in rows.zip(cache.as_chunks::<CACHED_PER_ROW>().0).enumerate() {
        let [mean, inverse] = cache.map(F32x4::splat);
        let normal = |x: F32x4| (x - mean) * inverse;
        let Some(dx) = &mut dx else {
            if let Some([dw, db]) = &mut gradient {
                update([dw, db], [x, dy], |[dw, db], [x, dy]| [dy.mul_add(normal(x), dw), db + dy]);
            }
            continue;
        };
        // Until the last line, dx holds x̂ and dy holds g.
        let dx = &mut dx[row * features..][..features];
        if let Some([dw, db]) = &mut gradient {
            update([dw, db, dy, dx], [x, weight], |[dw, db, dy, _], [x, w]| {
                [dy.mul_add(normal(x), dw), db + dy, dy * w, normal(x)]
            });
        } else {
            update([dy, dx], [x, weight], |[dy, _], [x, w]| [dy * w, normal(x)]);
        }
        let mean_of_g = F32x4::splat((sum_of_terms([&*dy], |[g]| g) / features as f64) as f32);
        let mean_of_product = F32x4::splat(dot(dy, dx) / features as f32);
        zip_map(dx, dy, |normal, g| (g - mean_of_g - normal * mean_of_product) * inverse);
    }
}

/// y = w ∘ (x − mean) / √(variance + ε) + b over the last axis of length L: x: [N, …, L] → y: [N, …, L],
/// w, b: \[L\].
pub(in crate::layers) struct LayerNormLayer {
    epsilon: f32,
    shape: Vec<usize>,
}

impl LayerNormLayer {
    pub fn new(epsilon: f32, input: &[usize]) -> Self {
        Self { epsilon, shape: input.to_vec() }
    }

    /// Rows per sample, and values per row.
    fn sizes(&self) -> [usize; 2] {
        let length = self.shape.last().copied().unwrap_or(1);
        [self.shape.iter().product::<usize>() / length, length]
    }
}

impl Layer for LayerNormLayer {
    fn output_shape(&self) -> &[usize] {
        &self.shape
    }

    fn parameters(&self) -> Vec<Parameter> {
        let parameter = |name, initial| {
            Parameter::new(name, vec![self.sizes()[1]], Role::Parameter, Initial::Constant(initial))
        };
        vec![parameter("weight", 1.0), parameter("bias", 0.0)]
    }

    fn memory(&self, samples: usize) -> Memory {
        Memory { cache: product(&[samples, self.sizes()[0], CACHED_PER_ROW]), scratch: 0 }
    }

    fn forward(&self, _context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let parameters = buffers.parameters.split_at(self.sizes()[1]).into();
        forward(buffers.x, parameters, self.epsilon, buffers.y, buffers.cache);
    }

    /// dx, dw, db: see [`backward`].
    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let length = self.sizes()[1];
        let weight = &buffers.parameters[..length];
        let gradient = buffers.gradient.map(|gradient| gradient.split_at_mut(length).into());
        backward(buffers.x, weight, buffers.cache, buffers.dy, buffers.dx, gradient);
    }
}

#[cfg(test)]
mod tests {
    use super::{backward, forward};

    #[test]
    fn a_row_far_from_zero_keeps_its_digits() {
        let x = [1000.0, 1001.0, 1002.0, 1003.0, 1004.0];
        let (mut y, mut cache) = ([0.0; 5], [0.0; 2]);
        forward(&x, [&[1.0; 5], &[0.0; 5]], 0.0, &mut y, &mut cache);
        let expected = [-2.0, -1.0, 0.0, 1.0, 2.0].map(|offset: f32| offset / 2.0_f32.sqrt());
        for (found, expected) in y.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
        }
        assert_eq!(cache[0], 1002.0);
    }

    #[test]
    fn each_gradient_is_the_same_with_and_without_the_other() {
        let x = [0.5, -1.5, 2.0, 0.25, 1.0, 3.0];
        let (mut y, mut cache) = ([0.0; 6], [0.0; 4]);
        let weight = [1.0, -2.0, 0.5];
        forward(&x, [&weight, &[0.0; 3]], 1e-5, &mut y, &mut cache);
        let mut found = [[f32::NAN; 3]; 4];
        let [dw, db, dw_alone, db_alone] = &mut found;
        let (dy, mut dx) = ([1.0, 2.0, -1.0, 0.5, 0.0, 4.0], [f32::NAN; 6]);
        backward(&x, &weight, &cache, &mut dy.clone(), Some(&mut dx), Some([dw, db]));
        backward(&x, &weight, &cache, &mut dy.clone(), None, Some([dw_alone, db_alone]));
        assert_eq!([dw, db], [dw_alone, db_alone]);
        let mut dx_alone = [f32::NAN; 6];
        backward(&x, &weight, &cache, &mut dy.clone(), Some(&mut dx_alone), None);
        assert_eq!(dx, dx_alone);
        // Adding a constant to a row does not change the output, so dx sums to 0.
        for row in dx.chunks(3) {
            assert!(row.iter().sum::<f32>().abs() < 1e-6, "{row:?}");
        }
    }
}
