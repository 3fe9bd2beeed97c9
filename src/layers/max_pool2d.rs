//! 2D max pooling: the maximum over each window of an image.

use super::parts::pooling::{Pooling, Values, pooling};
use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext};
use crate::kernels::{F32x4, LANES};
use crate::schema::kind::{Kind, for_tests};
use crate::schema::setting::Settings;

pooling!(layer MaxPool2d "max_pool2d" "2D max pooling: the maximum over each window of the image.");

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: MaxPool2d::KIND,
    about: MaxPool2d::ABOUT,
    fields: Values::FIELDS,
    build: |config, input, _| Ok(Box::new(MaxPool2dLayer(Pooling::new(&Values::of(config), input)?))),
    examples: for_tests(&[
        (r#"{"kind":"max_pool2d","size":2}"#, &[2, 5, 5]),
        (r#"{"kind":"max_pool2d","size":3,"stride":1}"#, &[1, 4, 4]),
        (r#"{"kind":"max_pool2d","size":2,"stride":3}"#, &[1, 5, 5]),
    ]),
};

/// y = max of x under the window: x: [N, C, H, W] → y: [N, C, h, w]. NaN propagates.
struct MaxPool2dLayer(Pooling);

impl Layer for MaxPool2dLayer {
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

    /// dx = dy at the first maximum of the window in row-major order, otherwise 0.
    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let Some(dx) = buffers.dx else { return };
        let [input, output] = self.0.floats();
        if !self.0.is_2x2() || input > 4 * output {
            dx.fill(0.0);
        }
        let outputs = buffers.y.chunks_exact(output).zip(buffers.dy.chunks_exact(output));
        let inputs = buffers.x.chunks_exact(input).zip(dx.chunks_exact_mut(input));
        for ((x, dx), (y, dy)) in inputs.zip(outputs) {
            if self.0.is_2x2() { self.distribute_2x2(x, y, dy, dx) } else { self.distribute(x, y, dy, dx) }
        }
    }
}

impl MaxPool2dLayer {
    /// One plane.
    fn pool(&self, x: &[f32], y: &mut [f32]) {
        for (y, start) in y.iter_mut().zip(self.0.starts()) {
            let rows = self.0.rows(start).flat_map(|row| &x[row..row + self.0.size]);
            *y = rows.fold(f32::NEG_INFINITY, |greatest, value| greater(greatest, *value));
        }
    }

    /// One plane with 2 × 2 windows, four windows at a time.
    fn pool_2x2(&self, x: &[f32], y: &mut [f32]) {
        let ([_, width], [_, _, columns]) = (self.0.plane, self.0.output);
        for (rows, y) in x.chunks_exact(2 * width).zip(y.chunks_exact_mut(columns)) {
            let (upper, lower) = rows.split_at(width);
            let (quads, rest) = y.as_chunks_mut::<LANES>();
            let octets =
                upper.as_chunks::<{ 2 * LANES }>().0.iter().zip(lower.as_chunks::<{ 2 * LANES }>().0);
            for (y, (upper, lower)) in quads.iter_mut().zip(octets) {
                let ([a, b], [c, d]) = (F32x4::load_pairs(upper), F32x4::load_pairs(lower));
                a.max(b).max(c.max(d)).store(y);
            }
            let first = 2 * (columns - rest.len());
            let pairs = upper[first..].as_chunks::<2>().0.iter().zip(lower[first..].as_chunks::<2>().0);
            for (y, ([a, b], [c, d])) in rest.iter_mut().zip(pairs) {
                *y = greater(greater(*a, *b), greater(*c, *d));
            }
        }
    }

    fn distribute(&self, x: &[f32], y: &[f32], dy: &[f32], dx: &mut [f32]) {
        for ((y, dy), start) in y.iter().zip(dy).zip(self.0.starts()) {
            let mut places = self.0.rows(start).flat_map(|row| row..row + self.0.size);
            if let Some(first) = places.find(|place| x[*place] == *y) {
                dx[first] += dy;
            }
        }
    }

    /// One plane with 2 × 2 windows, four windows at a time.
    fn distribute_2x2(&self, x: &[f32], y: &[f32], dy: &[f32], dx: &mut [f32]) {
        let ([_, width], [_, _, columns]) = (self.0.plane, self.0.output);
        let outputs = y.chunks_exact(columns).zip(dy.chunks_exact(columns));
        let inputs = x.chunks_exact(2 * width).zip(dx.chunks_exact_mut(2 * width));
        for ((x, dx), (y, dy)) in inputs.zip(outputs) {
            let (x, dx) = (x.split_at(width), dx.split_at_mut(width));
            let (x_upper, x_lower) = (octets(x.0), octets(x.1));
            let (dx_upper, dx_lower) = (octets_mut(dx.0), octets_mut(dx.1));
            let outputs = y.as_chunks::<LANES>().0.iter().zip(dy.as_chunks::<LANES>().0);
            let rows = x_upper.iter().zip(x_lower).zip(dx_upper.iter_mut().zip(dx_lower));
            for (((upper, lower), dx), (y, dy)) in rows.zip(outputs) {
                route_gradient([upper, lower], F32x4::load(y), F32x4::load(dy), dx.into());
            }
            let first = columns - columns % LANES;
            if first == columns {
                continue;
            }
            let rest = 2 * first..2 * columns;
            let load = |row: &[f32]| {
                let mut pairs = [0.0; 2 * LANES];
                pairs[..rest.len()].copy_from_slice(&row[rest.clone()]);
                pairs
            };
            let y = F32x4::load_partial(&y[first..]);
            let dy = F32x4::load_partial(&dy[first..]);
            let [mut upper, mut lower] = [[0.0; 2 * LANES]; 2];
            route_gradient([&load(x.0), &load(x.1)], y, dy, [&mut upper, &mut lower]);
            dx.0[rest.clone()].copy_from_slice(&upper[..rest.len()]);
            dx.1[rest.clone()].copy_from_slice(&lower[..rest.len()]);
        }
    }
}

/// The floats of four windows in a row.
fn octets(row: &[f32]) -> &[[f32; 2 * LANES]] {
    row.as_chunks().0
}

fn octets_mut(row: &mut [f32]) -> &mut [[f32; 2 * LANES]] {
    row.as_chunks_mut().0
}

/// The input gradient of four 2 × 2 windows, in an upper and a lower row: `dy` at the first maximum of each, otherwise 0.
#[allow(clippy::inline_always)] // a few instructions
#[inline(always)]
fn route_gradient(
    [upper, lower]: [&[f32; 2 * LANES]; 2],
    y: F32x4,
    dy: F32x4,
    [dx_upper, dx_lower]: [&mut [f32; 2 * LANES]; 2],
) {
    let ([a, b], [c, _]) = (F32x4::load_pairs(upper), F32x4::load_pairs(lower));
    let mut remaining = dy;
    let mut gradient_of = |x: F32x4| {
        let here = x.equals(y);
        let gradient = here.select(remaining, F32x4::zero());
        // Only the first maximum gets the gradient.
        remaining = here.select(F32x4::zero(), remaining);
        gradient
    };
    let (a, b, c) = (gradient_of(a), gradient_of(b), gradient_of(c));
    a.store_pairs(b, dx_upper);
    c.store_pairs(remaining, dx_lower);
}

/// The maximum of two; NaN if one is NaN, so that divergence is visible.
fn greater(a: f32, b: f32) -> f32 {
    if b > a || b.is_nan() { b } else { a }
}
