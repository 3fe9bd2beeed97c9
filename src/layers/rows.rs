//! Rows: an image as a sequence of its rows, from the top.

use super::parts::view::View;
use super::{BackwardArguments, BuildLayer, ForwardArguments, Layer, LayerContext, Remedy, image};
use crate::memory::checked_product;
use crate::schema::declare::fields;
use crate::schema::kind::{Kind, for_tests};

fields! {
    layer Rows "rows"
    "Reads an image as a sequence of its rows, from the top."
}

pub(super) const KIND: Kind<BuildLayer> = Kind {
    name: Rows::KIND,
    about: Rows::ABOUT,
    fields: &[],
    build: |_, input, _| match image(input, Remedy::ImageBefore)? {
        // With one channel the order of the floats is the same.
        [1, height, width] => Ok(Box::new(View { output: vec![height, width] })),
        [channels, height, width] => {
            Ok(Box::new(RowsLayer { width, output: [height, checked_product(&[channels, width])?] }))
        }
    },
    examples: for_tests(&[(r#"{"kind":"rows"}"#, &[2, 3, 4]), (r#"{"kind":"rows"}"#, &[1, 3, 2])]),
};

/// y\[h, c · W + w\] = x\[c, h, w\]: x: [N, C, H, W] → y: [N, H, C · W].
struct RowsLayer {
    width: usize,
    output: [usize; 2],
}

impl RowsLayer {
    /// The offset in the sequence of each row of the image, in the order of the image.
    fn offsets(&self) -> impl Iterator<Item = usize> + use<> {
        let ([height, features], width) = (self.output, self.width);
        (0..features).step_by(width).flat_map(move |first| (0..height).map(move |row| row * features + first))
    }
}

impl Layer for RowsLayer {
    fn output_shape(&self) -> &[usize] {
        &self.output
    }

    fn forward(&self, _context: &mut LayerContext<'_>, buffers: ForwardArguments<'_>) {
        let floats = self.output[0] * self.output[1];
        for (x, y) in buffers.x.chunks_exact(floats).zip(buffers.y.chunks_exact_mut(floats)) {
            for (row, place) in x.chunks_exact(self.width).zip(self.offsets()) {
                y[place..place + self.width].copy_from_slice(row);
            }
        }
    }

    /// dx\[c, h, w\] = dy\[h, c · W + w\].
    fn backward(&self, _context: &mut LayerContext<'_>, buffers: BackwardArguments<'_>) {
        let Some(dx) = buffers.dx else { return };
        let floats = self.output[0] * self.output[1];
        for (dx, dy) in dx.chunks_exact_mut(floats).zip(buffers.dy.chunks_exact(floats)) {
            for (row, place) in dx.chunks_exact_mut(self.width).zip(self.offsets()) {
                row.copy_from_slice(&dy[place..place + self.width]);
            }
        }
    }
}
