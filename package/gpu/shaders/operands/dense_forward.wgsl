// Dense, forward: y = f(x Wᵀ + b) with x: [rows, INPUTS], W: [UNITS, INPUTS], b: [UNITS] → y: [rows, UNITS].

// Rows of x that a sample has.
override ROWS: u32;
override INPUTS: u32;
override UNITS: u32;
// Where W and b lie among the parameters.
override WEIGHT: u32;
override BIAS: u32;
override HAS_BIAS: bool;
override FUNCTION: u32;
// Whether x Wᵀ + b is kept, for a derivative that needs it.
override KEEP: bool;

@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> parameters: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<storage, read_write> kept: array<f32>;

fn row_count() -> u32 { return step.samples * ROWS; }
fn column_count() -> u32 { return UNITS; }
fn depth_count() -> u32 { return INPUTS; }

fn a_row(row: u32) -> u32 { return row * INPUTS; }
fn a_depth(depth: u32) -> u32 { return depth; }
fn load_a(row: u32, depth: u32) -> f32 { return x[row + depth]; }

fn b_depth(depth: u32) -> u32 { return depth; }
fn b_column(column: u32) -> u32 { return WEIGHT + column * INPUTS; }
fn load_b(depth: u32, column: u32) -> f32 { return parameters[column + depth]; }

fn store(row: u32, column: u32, sum: f32, share: u32) {
  var z = sum;
  if HAS_BIAS { z += parameters[BIAS + column]; }
  let index = row * UNITS + column;
  if KEEP { kept[index] = z; }
  y[index] = activated(FUNCTION, z);
}
