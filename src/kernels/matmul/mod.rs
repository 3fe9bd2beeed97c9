//! The matrix products of training: output, weight gradient and input gradient, each a call of one blocked product.
//!
//! `tile` multiplies two packed panels, `strided` two with any strides, `packing` packs panels from an operand or has them read
//! in place, `packed` keeps them for several products, and `block` divides a large product into blocks that stay in the caches.

mod block;
mod packed;
mod packing;
mod strided;
mod tile;

pub(super) use block::{BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, Segments, pack, ranges};
pub use block::{Workspace, matmul};
pub use packed::PackedColumns;
pub use packing::{Matrix, Panels};
pub(super) use packing::{fill_by_element, transpose_rows};
pub use strided::Strided;
pub(super) use tile::{COLUMNS, ROWS, Sums, multiply};

/// How a product stores its sums.
#[derive(Clone, Copy, Debug, Default)]
pub struct Epilogue<'a> {
    /// Whether to add to `c`; otherwise `c` is overwritten.
    pub accumulate: bool,
    /// One value for each column of `c`, added to every row.
    pub bias: Option<&'a [f32]>,
}

/// A dense layer's output: `x: [n, inputs]`, `weights: [units, inputs]`, `bias: [units] → y: [n, units]`,
/// `y = x · weightsᵀ + bias`.
///
/// The bits of a row of `y` do not depend on the other rows or on their number.
pub fn forward(
    x: &[f32],
    weights: &[f32],
    bias: Option<&[f32]>,
    [n, inputs, units]: [usize; 3],
    y: &mut [f32],
    workspace: &mut Workspace,
) {
    let (x, weights) = (Matrix::new(x, inputs), Matrix::new(weights, inputs));
    let epilogue = Epilogue { accumulate: false, bias };
    matmul([n, units, inputs], &x, &weights, y, units, &epilogue, workspace);
}

/// The gradient of a dense layer's weights: `dy: [n, units]`, `x: [n, inputs] → dw: [units, inputs]`,
/// `dw = dyᵀ · x`, or `dw += dyᵀ · x` with `accumulate`.
pub fn weight_gradient(
    dy: &[f32],
    x: &[f32],
    [n, inputs, units]: [usize; 3],
    dw: &mut [f32],
    accumulate: bool,
    workspace: &mut Workspace,
) {
    let (dy, x) = (Matrix::new(dy, units).transposed(), Matrix::new(x, inputs).transposed());
    let epilogue = Epilogue { accumulate, bias: None };
    matmul([units, inputs, n], &dy, &x, dw, inputs, &epilogue, workspace);
}

/// The gradient of a dense layer's input: `dy: [n, units]`, `weights: [units, inputs] → dx: [n, inputs]`,
/// `dx = dy · weights`.
pub fn input_gradient(
    dy: &[f32],
    weights: &[f32],
    [n, inputs, units]: [usize; 3],
    dx: &mut [f32],
    workspace: &mut Workspace,
) {
    let (dy, weights) = (Matrix::new(dy, units), Matrix::new(weights, inputs).transposed());
    matmul([n, inputs, units], &dy, &weights, dx, inputs, &Epilogue::default(), workspace);
}
