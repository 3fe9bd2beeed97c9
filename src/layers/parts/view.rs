//! A view: the same floats in another shape, so that nothing is copied.

use crate::layers::{Backward, Forward, Layer, Pass};

/// The same floats in another shape.
pub(in crate::layers) struct View {
    pub output: Vec<usize>,
}

impl Layer for View {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn is_view(&self) -> bool {
        true
    }

    fn forward(&self, _pass: &mut Pass<'_>, buffers: Forward<'_>) {
        buffers.y.copy_from_slice(buffers.x);
    }

    fn backward(&self, _pass: &mut Pass<'_>, buffers: Backward<'_>) {
        if let Some(dx) = buffers.dx {
            dx.copy_from_slice(buffers.dy);
        }
    }
}
