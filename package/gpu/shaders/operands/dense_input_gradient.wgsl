// Dense, backward to the input: dx = dz W with dz: [rows, UNITS], W: [UNITS, INPUTS] → dx: [rows, INPUTS].

// Rows that a sample has.
override ROWS: u32;
override INPUTS: u32;
override UNITS: u32;
override WEIGHT: u32;

@group(0) @binding(1) var<storage, read> dz: array<f32>;
@group(0) @binding(2) var<storage, read> parameters: array<f32>;

fn row_count() -> u32 { return step.samples * ROWS; }
fn column_count() -> u32 { return INPUTS; }
fn depth_count() -> u32 { return UNITS; }

fn a_row(row: u32) -> u32 { return row * UNITS; }
fn a_depth(depth: u32) -> u32 { return depth; }
fn load_a(row: u32, depth: u32) -> f32 { return dz[row + depth]; }

fn b_depth(depth: u32) -> u32 { return WEIGHT + depth * INPUTS; }
fn b_column(column: u32) -> u32 { return column; }
fn load_b(depth: u32, column: u32) -> f32 { return parameters[depth + column]; }

fn store(row: u32, column: u32, sum: f32, share: u32) {
  store_gradient(row * INPUTS + column, sum);
}
