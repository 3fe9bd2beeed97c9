//! A view: the same floats in another shape, without a copy.

use crate::layers::{BackwardArguments, ForwardArguments, Layer, LayerContext};

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

    fn forward(&self, _context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        buffers.y.copy_from_slice(buffers.x);
    }

    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        if let Some(dx) = buffers.dx {
            dx.copy_from_slice(buffers.dy);
        }
    }
}
