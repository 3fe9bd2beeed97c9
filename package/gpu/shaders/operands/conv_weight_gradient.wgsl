// Convolution, backward to the filters: the product of dz, [UNITS, positions], and the windows, [positions, ELEMENTS],
// with a column of ones after the last for the bias → [UNITS, ELEMENTS + 1].

override HAS_BIAS: bool;

@group(0) @binding(2) var<storage, read> dz: array<f32>;

fn row_count() -> u32 { return UNITS; }
fn column_count() -> u32 { return select(ELEMENTS, ELEMENTS + 1u, HAS_BIAS); }
fn depth_count() -> u32 { return step.samples * OUT_HEIGHT * OUT_WIDTH; }

fn a_row(row: u32) -> u32 { return row * OUT_HEIGHT * OUT_WIDTH; }
fn a_depth(depth: u32) -> u32 {
  let plane = OUT_HEIGHT * OUT_WIDTH;
  return depth / plane * UNITS * plane + depth % plane;
}
fn load_a(row: u32, depth: u32) -> f32 { return dz[row + depth]; }

fn b_depth(depth: u32) -> Position { return position_of(depth); }
fn b_column(column: u32) -> Element {
  // The column of ones is told by a row that no element has.
  if column == ELEMENTS { return Element(0, -1, 0); }
  return element_of(column);
}
fn load_b(depth: Position, column: Element) -> f32 {
  return select(under_window(depth, column), 1.0, column.row < 0);
}

fn store(row: u32, column: u32, sum: f32, share: u32) {
  if SHARES == 1u {
    put_gradient(row, column, sum);
  } else {
    partial[(share * UNITS + row) * column_count() + column] = sum;
  }
}
