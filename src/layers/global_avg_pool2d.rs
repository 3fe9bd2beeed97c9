//! 2D global average pooling: the mean of each channel of an image.

use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Remedy, image};
use crate::kernels::sum_of_terms;
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};

fields! {
    layer GlobalAvgPool2d "global_avg_pool2d"
    "2D global average pooling: the mean of each channel of the image."
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: GlobalAvgPool2d::KIND,
    about: GlobalAvgPool2d::ABOUT,
    fields: &[],
    build: |_, input, _| {
        let [channels, height, width] = image(input, Remedy::ImageBefore)?;
        Ok(Box::new(GlobalAvgPool2dLayer { output: [channels], plane: height * width }))
    },
    examples: for_tests(&[(r#"{"kind":"global_avg_pool2d"}"#, &[2, 3, 2])]),
};

/// y = mean of x over the plane: x: [N, C, H, W] → y: [N, C].
struct GlobalAvgPool2dLayer {
    output: [usize; 1],
    /// Floats of a channel.
    plane: usize,
}

impl Layer for GlobalAvgPool2dLayer {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn reads_planes(&self) -> bool {
        true
    }

    fn forward(&self, _context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        for (plane, y) in buffers.x.chunks_exact(self.plane).zip(buffers.y) {
            *y = (sum_of_terms([plane], |[x]| x) / self.plane as f64) as f32;
        }
    }

    /// dx = dy / (H · W).
    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let Some(dx) = buffers.dx else { return };
        for (plane, dy) in dx.chunks_exact_mut(self.plane).zip(&*buffers.dy) {
            plane.fill(dy / self.plane as f32);
        }
    }
}
