// Convolution, forward: the product of the filters, [FILTERS, elements], and the windows, [elements, positions]
// → y: [N, FILTERS, OUT_HEIGHT, OUT_WIDTH].

override FILTERS: u32;
override WEIGHT: u32;
override BIAS: u32;
override HAS_BIAS: bool;
override FUNCTION: u32;
override KEEP: bool;

@group(0) @binding(2) var<storage, read> parameters: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
@group(0) @binding(4) var<storage, read_write> kept: array<f32>;

fn row_count() -> u32 { return FILTERS; }
fn column_count() -> u32 { return step.samples * OUT_HEIGHT * OUT_WIDTH; }
fn depth_count() -> u32 { return CHANNELS * KERNEL * KERNEL; }

fn a_row(row: u32) -> u32 { return WEIGHT + row * depth_count(); }
fn a_depth(depth: u32) -> u32 { return depth; }
fn load_a(row: u32, depth: u32) -> f32 { return parameters[row + depth]; }

fn b_depth(depth: u32) -> Element { return element_of(depth); }
fn b_column(column: u32) -> Position { return position_of(column); }
fn load_b(depth: Element, column: Position) -> f32 { return under_window(column, depth); }

fn store(row: u32, column: u32, sum: f32, share: u32) {
  var z = sum;
  if HAS_BIAS { z += parameters[BIAS + row]; }
  let plane = OUT_HEIGHT * OUT_WIDTH;
  let index = (column / plane * FILTERS + row) * plane + column % plane;
  if KEEP { kept[index] = z; }
  y[index] = activated(FUNCTION, z);
}
