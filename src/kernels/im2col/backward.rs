//! Backward of a convolution: the dense or the sparse path, by the zeros of the gradient of the output.

use super::Windows;
use crate::kernels::matmul::Workspace;

/// The vectors of the sparse path, in hundredths of those of the dense product, below which it is faster.
const WEIGHT_GRADIENT_PERCENT: usize = 45;
const INPUT_GRADIENT_PERCENT: usize = 35;

impl Windows {
    /// `dw[f, e] += Σ_p dz[f, p] · image[start(p) + offset(e)]` over the positions of every image: `images: [n, channels, height,
    /// width]`, `dz: [n, filters, positions]`, `dw: [filters, elements]`. The stride may be any.
    ///
    /// # Panics
    /// If a slice is too short.
    pub fn add_weight_gradient(&self, images: &[f32], dz: &[f32], dw: &mut [f32], workspace: &mut Workspace) {
        let filters = dw.len() / self.elements();
        self.check(images, dz, filters);
        match self.sparse_layout(dz, filters, WEIGHT_GRADIENT_PERCENT) {
            Some(layout) => layout.add_weight_gradient(images, dz, dw, workspace),
            None => self.add_dense_weight_gradient(images, dz, dw, workspace),
        }
    }

    /// `images[start(p) + offset(e)] += Σ_f weights[f, e] · dz[f, p]` over the positions of every image: `weights: [filters,
    /// elements]`, `dz: [n, filters, positions]`, `images: [n, channels, height, width]`. The stride may be any.
    ///
    /// # Panics
    /// If a slice is too short.
    pub fn add_input_gradient(
        &self,
        weights: &[f32],
        dz: &[f32],
        images: &mut [f32],
        workspace: &mut Workspace,
    ) {
        let filters = weights.len() / self.elements();
        self.check(images, dz, filters);
        // With one channel, a window begins at any float: its loads would wait for stores that they overlap in part. Not measured;
        // a first layer needs no gradient of its input.
        let layout =
            if self.size[0] == 1 { None } else { self.sparse_layout(dz, filters, INPUT_GRADIENT_PERCENT) };
        if let Some(layout) = layout {
            layout.add_input_gradient(weights, dz, images, workspace);
        } else {
            // 1 × 1 windows: one line for each position, with the filters as its depth. They fit, and dz has these floats.
            let planes = Self { size: [filters, 1, self.positions()], kernel: 1, stride: 1 };
            self.add_dense_input_gradient(weights, &planes.by_position(dz), images, workspace);
        }
    }
}
