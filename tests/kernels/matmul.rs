//! The matrix product against the triple loop, at the edges of tiles and blocks, and the independence of rows.

use core::ops::Range;

use inkgrad::kernels::{
    Epilogue, Matrix, PackedColumns, Panels, Workspace, forward, input_gradient, matmul, reference,
    weight_gradient,
};
use ndarray::{Array2, ArrayView1, ArrayView2};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::support::Draw;

/// The memory layout of an operand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Layout {
    Rows,
    Columns,
    /// Rows and columns of a wider matrix, as a head of attention has them.
    RowsOfWider,
    ColumnsOfWider,
    Apart,
}

/// A matrix of integers and its memory layout.
struct Operand {
    values: Array2<f32>,
    data: Vec<f32>,
    row_stride: usize,
    column_stride: usize,
}

impl Operand {
    fn draw(draw: &mut Draw, [rows, columns]: [usize; 2], layout: Layout) -> Self {
        let (row_stride, column_stride) = match layout {
            Layout::Rows => (columns, 1),
            Layout::Columns => (1, rows),
            Layout::RowsOfWider => (columns + 5, 1),
            Layout::ColumnsOfWider => (1, rows + 5),
            Layout::Apart => (2 * columns + 3, 2),
        };
        let values = Array2::from_shape_vec((rows, columns), draw.whole_numbers(rows * columns)).unwrap();
        let length = values.indexed_iter().map(|((i, j), _)| i * row_stride + j * column_stride + 1).max();
        let mut data = vec![f32::NAN; length.unwrap_or(0)];
        for ((i, j), value) in values.indexed_iter() {
            data[i * row_stride + j * column_stride] = *value;
        }
        Self { values, data, row_stride, column_stride }
    }

    fn matrix(&self) -> Matrix<'_> {
        Matrix { data: &self.data, row_stride: self.row_stride, column_stride: self.column_stride }
    }
}

/// Floats between the rows of a result, which must not change.
const GAP: usize = 3;

/// Products of integers are exact in any order of summation.
pub(crate) fn check(
    [m, n, k]: [usize; 3],
    layouts: [Layout; 2],
    accumulate: bool,
    with_bias: bool,
    seed: u32,
) {
    let mut draw = Draw::new(seed);
    let a = Operand::draw(&mut draw, [m, k], layouts[0]);
    let b = Operand::draw(&mut draw, [n, k], layouts[1]);
    let bias = draw.whole_numbers(n);
    let start = Array2::from_shape_vec((m, n), draw.whole_numbers(m * n)).unwrap();
    let expected = reference::matmul(
        a.values.view(),
        b.values.view(),
        accumulate.then(|| start.view()),
        with_bias.then(|| ArrayView1::from(&bias)),
    );

    let mut before = vec![f32::NAN; m * (n + GAP)];
    if accumulate {
        for ((i, j), value) in start.indexed_iter() {
            before[i * (n + GAP) + j] = *value;
        }
    }
    let epilogue = Epilogue { accumulate, bias: with_bias.then_some(&bias) };
    let mut workspace = Workspace::new().unwrap();
    let mut panels = vec![f32::NAN; PackedColumns::floats([n, k])];
    let packed = PackedColumns::pack(&b.matrix(), [n, k], &mut panels);
    let (mut c, mut c_of_packed) = (before.clone(), before);
    matmul([m, n, k], &a.matrix(), &b.matrix(), &mut c, n + GAP, &epilogue, &mut workspace);
    matmul([m, n, k], &a.matrix(), &packed, &mut c_of_packed, n + GAP, &epilogue, &mut workspace);

    let case = format!("{m} × {n} × {k}, {layouts:?}, accumulate {accumulate}, bias {with_bias}");
    for (c, case) in [(c, &case), (c_of_packed, &format!("{case}, packed"))] {
        for i in 0..m {
            for j in 0..n {
                assert_eq!(f64::from(c[i * (n + GAP) + j]), expected[[i, j]], "element ({i}, {j}) of {case}");
            }
            for j in n..n + GAP {
                assert!(c[i * (n + GAP) + j].is_nan(), "written past row {i} of {case}");
            }
        }
    }
}

fn check_all_ways(size: [usize; 3]) {
    let seed = (size[0] * 7919 + size[1] * 31 + size[2]) as u32;
    let layouts = [
        [Layout::Rows, Layout::Rows],
        [Layout::Columns, Layout::Columns],
        [Layout::Rows, Layout::Columns],
        [Layout::Apart, Layout::Apart],
        [Layout::RowsOfWider, Layout::ColumnsOfWider],
        [Layout::ColumnsOfWider, Layout::RowsOfWider],
    ];
    for (way, layouts) in layouts.into_iter().enumerate() {
        check(size, layouts, way % 2 == 1, way < 2, seed);
        check(size, layouts, way % 2 == 0, way >= 2, seed + 1);
    }
}

#[test]
fn small_products_of_every_shape_are_exact() {
    for m in [0, 1, 2, 3, 4, 5, 7, 9] {
        for n in [0, 1, 3, 4, 5, 7, 8, 9, 17] {
            for k in [0, 1, 2, 3, 4, 5, 13] {
                check_all_ways([m, n, k]);
            }
        }
    }
}

#[test]
fn products_around_the_block_sizes_are_exact() {
    for m in [127, 128, 129, 257] {
        check_all_ways([m, 9, 5]);
    }
    for n in [255, 256, 257, 521] {
        check_all_ways([5, n, 3]);
    }
    for k in [399, 400, 401, 784, 801, 1021] {
        check_all_ways([5, 9, k]);
    }
    check_all_ways([131, 261, 407]);
}

/// Its strides are those of packed panels, but its last panel has fewer lines.
#[test]
fn an_operand_with_the_strides_of_a_panel_may_be_short() {
    let mut workspace = Workspace::new().unwrap();
    for m in 1..4 {
        let data = Draw::new(21).whole_numbers(8 + m);
        let a = Matrix { data: &data, row_stride: 1, column_stride: 4 };
        let b = Draw::new(22).whole_numbers(3 * 8);
        let mut c = vec![f32::NAN; m * 8];
        matmul([m, 8, 3], &a, &Matrix::new(&b, 3), &mut c, 8, &Epilogue::default(), &mut workspace);
        for (index, found) in c.iter().enumerate() {
            let (i, j) = (index / 8, index % 8);
            let expected: f32 = (0..3).map(|d| data[i + 4 * d] * b[3 * j + d]).sum();
            assert_eq!(*found, expected, "row {i}, column {j} of {m}");
        }
    }
}

#[test]
fn the_three_products_of_a_dense_layer_are_exact() {
    for [n, inputs, units] in [[0, 3, 2], [3, 0, 2], [3, 2, 0], [1, 784, 10], [32, 64, 33], [7, 300, 13]] {
        let mut draw = Draw::new(9);
        let (x, weights) = (draw.whole_numbers(n * inputs), draw.whole_numbers(units * inputs));
        let (bias, dy) = (draw.whole_numbers(units), draw.whole_numbers(n * units));
        let view = |data: &'_ Vec<f32>, rows, columns| {
            Array2::from_shape_vec((rows, columns), data.clone()).unwrap()
        };
        let (x_view, weights_view, dy_view) =
            (view(&x, n, inputs), view(&weights, units, inputs), view(&dy, n, units));
        let mut workspace = Workspace::new().unwrap();
        let sizes = [n, inputs, units];

        let mut y = vec![f32::NAN; n * units];
        forward(&x, &weights, Some(&bias), sizes, &mut y, &mut workspace);
        assert_same(
            &y,
            &reference::matmul(x_view.view(), weights_view.view(), None, Some(ArrayView1::from(&bias))),
        );

        let mut dw = vec![f32::NAN; units * inputs];
        weight_gradient(&dy, &x, sizes, &mut dw, false, &mut workspace);
        let once = reference::matmul(dy_view.t(), x_view.t(), None, None);
        assert_same(&dw, &once);
        weight_gradient(&dy, &x, sizes, &mut dw, true, &mut workspace);
        assert_same(&dw, &(&once + &once));

        let mut dx = vec![f32::NAN; n * inputs];
        input_gradient(&dy, &weights, sizes, &mut dx, &mut workspace);
        assert_same(&dx, &reference::matmul(dy_view.view(), weights_view.t(), None, None));
    }
}

#[track_caller]
fn assert_same(found: &[f32], expected: &Array2<f64>) {
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(expected).all(|(found, expected)| f64::from(*found) == *expected));
}

#[test]
fn products_of_real_numbers_are_near_the_exact_ones() {
    let (m, n, k) = (13, 11, 700);
    let mut draw = Draw::new(11);
    let (a, b) = (draw.reals(m * k), draw.reals(n * k));
    let mut c = vec![0.0; m * n];
    forward(&a, &b, None, [m, k, n], &mut c, &mut Workspace::new().unwrap());
    let view = |data, rows| ArrayView2::from_shape((rows, k), data).unwrap();
    let expected = reference::matmul(view(&a, m), view(&b, n), None, None);
    for (found, expected) in c.iter().zip(&expected) {
        assert!((f64::from(*found) - expected).abs() < 1e-5 * 26.0, "{found}, not {expected}");
    }
}

/// A part of a batch gives the same bits as the same rows of the full batch.
#[test]
fn rows_are_independent() {
    let [n, inputs, units] = [133, 790, 19];
    let mut draw = Draw::new(13);
    let (x, weights, bias) = (draw.reals(n * inputs), draw.reals(units * inputs), draw.reals(units));
    let mut workspace = Workspace::new().unwrap();
    let mut rows = |range: Range<usize>| {
        let mut y = vec![0.0; range.len() * units];
        let x = &x[range.start * inputs..range.end * inputs];
        forward(x, &weights, Some(&bias), [range.len(), inputs, units], &mut y, &mut workspace);
        y.into_iter().map(f32::to_bits).collect::<Vec<_>>()
    };
    let whole = rows(0..n);
    assert!([rows(0..66), rows(66..n)].concat() == whole);
    assert!((0..n).flat_map(|row| rows(row..row + 1)).collect::<Vec<_>>() == whole);
}

/// The same for columns: a unit's output does not depend on the other units.
#[test]
fn columns_are_independent() {
    let [n, inputs, units] = [5, 300, 21];
    let mut draw = Draw::new(17);
    let (x, weights) = (draw.reals(n * inputs), draw.reals(units * inputs));
    let mut workspace = Workspace::new().unwrap();
    let mut whole = vec![0.0; n * units];
    forward(&x, &weights, None, [n, inputs, units], &mut whole, &mut workspace);
    for unit in 0..units {
        let mut column = vec![0.0; n];
        forward(
            &x,
            &weights[unit * inputs..(unit + 1) * inputs],
            None,
            [n, inputs, 1],
            &mut column,
            &mut workspace,
        );
        assert!(
            (0..n).all(|row| column[row].to_bits() == whole[row * units + unit].to_bits()),
            "column {unit}"
        );
    }
}

#[test]
fn a_value_that_is_not_finite_stays_in_its_row() {
    let mut x = [1.0; 15];
    x[4] = f32::NAN;
    let mut y = [0.0; 9];
    forward(&x, &[1.0; 15], None, [3, 5, 3], &mut y, &mut Workspace::new().unwrap());
    assert!(y[..3].iter().all(|value| value.is_nan()));
    assert_eq!(y[3..], [5.0; 6]);
}

/// The panels of an operand as a left operand, which they are not packed for.
#[test]
fn packed_columns_can_be_packed_again() {
    let [m, n, k] = [13, 9, 815];
    let mut draw = Draw::new(27);
    let (a, b) = (draw.whole_numbers(m * k), draw.whole_numbers(n * k));
    let mut workspace = Workspace::new().unwrap();
    let mut panels = vec![f32::NAN; PackedColumns::floats([m, k])];
    let packed = PackedColumns::pack(&Matrix::new(&a, k), [m, k], &mut panels);
    let (mut expected, mut found) = (vec![0.0; m * n], vec![0.0; m * n]);
    forward(&a, &b, None, [m, k, n], &mut expected, &mut workspace);
    matmul([m, n, k], &packed, &Matrix::new(&b, k), &mut found, n, &Epilogue::default(), &mut workspace);
    assert_eq!(found, expected);
}

#[test]
#[should_panic(expected = "out of range")]
fn an_operand_that_is_too_short_to_be_packed_is_found() {
    let (a, mut c) = ([1.0; 11], [0.0; 16]);
    let mut workspace = Workspace::new().unwrap();
    let a = Matrix { data: &a, row_stride: 1, column_stride: 4 };
    matmul([4, 4, 3], &a, &a, &mut c, 4, &Epilogue::default(), &mut workspace);
}

#[test]
#[should_panic(expected = "an operand of a matrix product is too short")]
fn an_operand_that_is_too_short_to_be_read_in_place_is_found() {
    let (a, b, mut c) = ([1.0; 11], [1.0; 24], [0.0; 32]);
    let mut workspace = Workspace::new().unwrap();
    let a = Matrix { data: &a, row_stride: 1, column_stride: 4 };
    matmul([4, 8, 3], &a, &Matrix::new(&b, 3), &mut c, 8, &Epilogue::default(), &mut workspace);
}

#[test]
#[should_panic(expected = "the result of a matrix product is too short")]
fn a_result_that_is_too_short_is_found() {
    let (a, b, mut c) = ([1.0; 12], [1.0; 24], [0.0; 31]);
    let mut workspace = Workspace::new().unwrap();
    matmul(
        [4, 8, 3],
        &Matrix::new(&a, 3),
        &Matrix::new(&b, 3),
        &mut c,
        8,
        &Epilogue::default(),
        &mut workspace,
    );
}

/// An operand of bytes, which are scaled during packing.
struct Bytes<'a>(&'a [u8], usize);

impl Panels for Bytes<'_> {
    fn fill(&self, width: usize, lines: Range<usize>, depths: Range<usize>, panel: &mut [f32]) {
        for (depth, values) in depths.zip(panel.chunks_exact_mut(width)) {
            values.fill(0.0);
            for (line, value) in lines.clone().zip(values) {
                *value = f32::from(self.0[line * self.1 + depth]) / 4.0;
            }
        }
    }
}

#[test]
fn operands_may_compute_their_elements() {
    let [m, n, k] = [5, 9, 300];
    let bytes: Vec<u8> =
        Draw::new(19).whole_numbers(m * k).into_iter().map(|value| (value + 7.0) as u8).collect();
    let floats: Vec<f32> = bytes.iter().map(|byte| f32::from(*byte) / 4.0).collect();
    let b = Draw::new(23).whole_numbers(n * k);
    let mut workspace = Workspace::new().unwrap();
    let (mut expected, mut found) = (vec![0.0; m * n], vec![0.0; m * n]);
    forward(&floats, &b, None, [m, k, n], &mut expected, &mut workspace);
    let epilogue = Epilogue::default();
    matmul([m, n, k], &Bytes(&bytes, k), &Matrix::new(&b, k), &mut found, n, &epilogue, &mut workspace);
    assert_eq!(found, expected);
}
