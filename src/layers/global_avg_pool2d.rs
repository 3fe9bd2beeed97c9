//! Global average pooling: each channel of an image as its mean.

use super::{Backward, BuildLayer, Forward, Layer, Pass, wrong_input};
use crate::kernels::sum_of_terms;
use crate::schema::kind::{Kind, for_docs, for_tests};

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: "global_avg_pool2d",
    about: for_docs("Takes the mean of each channel of the image."),
    fields: &[],
    build: |_, input| match *input {
        [channels, height, width] => {
            Ok(Box::new(GlobalAvgPool2d { output: [channels], plane: height * width }))
        }
        _ => Err(wrong_input("[channels, height, width]", input, "pooling needs an image before it")),
    },
    examples: for_tests(&[(r#"{"kind":"global_avg_pool2d"}"#, &[2, 3, 2])]),
};

/// y = mean of x over the plane: x: [N, C, H, W] → y: [N, C].
struct GlobalAvgPool2d {
    output: [usize; 1],
    /// Floats of a channel.
    plane: usize,
}

impl Layer for GlobalAvgPool2d {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn forward(&self, _pass: &mut Pass<'_>, buffers: Forward<'_>) {
        for (plane, y) in buffers.x.chunks_exact(self.plane).zip(buffers.y) {
            *y = (sum_of_terms([plane], |[x]| x) / self.plane as f64) as f32;
        }
    }

    /// dx = dy / (H · W).
    fn backward(&self, _pass: &mut Pass<'_>, buffers: Backward<'_>) {
        let Some(dx) = buffers.dx else { return };
        for (plane, dy) in dx.chunks_exact_mut(self.plane).zip(&*buffers.dy) {
            plane.fill(dy / self.plane as f32);
        }
    }
}
