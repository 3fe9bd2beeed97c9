// Dense, backward to the weights: dW = dzᵀ x and, as if x had a column of ones after its last, db = Σ dz over the rows:
// dz: [rows, UNITS], x: [rows, ELEMENTS] → [UNITS, ELEMENTS + 1].

// Rows that a sample has.
override ROWS: u32;
override HAS_BIAS: bool;

@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dz: array<f32>;

fn row_count() -> u32 { return UNITS; }
fn column_count() -> u32 { return select(ELEMENTS, ELEMENTS + 1u, HAS_BIAS); }
fn depth_count() -> u32 { return step.samples * ROWS; }

fn a_row(row: u32) -> u32 { return row; }
fn a_depth(depth: u32) -> u32 { return depth * UNITS; }
fn load_a(row: u32, depth: u32) -> f32 { return dz[depth + row]; }

fn b_depth(depth: u32) -> u32 { return depth * ELEMENTS; }
fn b_column(column: u32) -> u32 { return column; }
fn load_b(depth: u32, column: u32) -> f32 {
  return select(x[depth + column], 1.0, column == ELEMENTS);
}

fn store(row: u32, column: u32, sum: f32, share: u32) {
  if SHARES == 1u {
    put_gradient(row, column, sum);
  } else {
    partial[(share * UNITS + row) * column_count() + column] = sum;
  }
}
