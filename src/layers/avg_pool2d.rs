//! 2D average pooling: the mean over each window of an image.

use super::parts::pooling::{Pooling, Values, pooling};
use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

pooling!(layer AvgPool2d "avg_pool2d" "2D average pooling: the mean over each window of the image.");

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: AvgPool2d::KIND,
    about: AvgPool2d::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(AvgPool2dLayer(Pooling::new(&Values::of(config), input)?))),
    examples: for_tests(&[
        (r#"{"kind":"avg_pool2d","size":2}"#, &[2, 5, 4]),
        (r#"{"kind":"avg_pool2d","size":3,"stride":1}"#, &[1, 4, 5]),
        (r#"{"kind":"avg_pool2d","size":2,"stride":3}"#, &[1, 6, 5]),
    ]),
};

/// y = Σ x / size² under the window: x: [N, C, H, W] → y: [N, C, h, w].
struct AvgPool2dLayer(Pooling);

impl AvgPool2dLayer {
    /// 1 / values per window.
    fn weight(&self) -> f32 {
        1.0 / (self.0.size * self.0.size) as f32
    }

    /// One plane with 2 × 2 windows. The compiler vectorises the inner loop.
    fn pool_2x2(&self, x: &[f32], y: &mut [f32]) {
        let ([_, width], [_, _, columns]) = (self.0.plane, self.0.output);
        for (rows, y) in x.chunks_exact(2 * width).zip(y.chunks_exact_mut(columns)) {
            let (upper, lower) = rows.split_at(width);
            let pairs = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
            for (y, ([a, b], [c, d])) in y.iter_mut().zip(pairs) {
                *y = ((a + b) + (c + d)) * 0.25;
            }
        }
    }

    /// One plane.
    fn pool(&self, x: &[f32], y: &mut [f32]) {
        for (y, start) in y.iter_mut().zip(self.0.starts()) {
            let rows = self.0.rows(start).flat_map(|row| &x[row..row + self.0.size]);
            *y = rows.sum::<f32>() * self.weight();
        }
    }

    fn distribute(&self, dy: &[f32], dx: &mut [f32]) {
        for (dy, start) in dy.iter().zip(self.0.starts()) {
            for row in self.0.rows(start) {
                dx[row..row + self.0.size].iter_mut().for_each(|dx| *dx += dy * self.weight());
            }
        }
    }

    fn distribute_2x2(&self, dy: &[f32], dx: &mut [f32]) {
        let ([_, width], [_, _, columns]) = (self.0.plane, self.0.output);
        for (dy, rows) in dy.chunks_exact(columns).zip(dx.chunks_exact_mut(2 * width)) {
            for row in rows.chunks_exact_mut(width) {
                row.as_chunks_mut::<2>().0.iter_mut().zip(dy).for_each(|(pair, dy)| *pair = [dy * 0.25; 2]);
            }
        }
    }
}

impl Layer for AvgPool2dLayer {
    fn output_shape(&self) -> &[usize] {
        &self.0.output
    }

    fn reads_planes(&self) -> bool {
        true
    }

    fn forward(&self, _context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let [input, output] = self.0.floats();
        for (x, y) in buffers.x.chunks_exact(input).zip(buffers.y.chunks_exact_mut(output)) {
            if self.0.is_2x2() { self.pool_2x2(x, y) } else { self.pool(x, y) }
        }
    }

    /// dx += dy / size² for every window that covers the value.
    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let Some(dx) = buffers.dx else { return };
        dx.fill(0.0);
        let [input, output] = self.0.floats();
        for (dx, dy) in dx.chunks_exact_mut(input).zip(buffers.dy.chunks_exact(output)) {
            if self.0.is_2x2() { self.distribute_2x2(dy, dx) } else { self.distribute(dy, dx) }
        }
    }
}
