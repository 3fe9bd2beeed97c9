// Convolution, backward to the input: dx[n, c, i, j] = Σ w[f, c, u, v] · dz[n, f, p, q] over the filters f and the places
// u, v under the window with i = p · STRIDE + u − padding, j likewise: the product of the filters, [CHANNELS, FILTERS ·
// KERNEL²], and what each number of x is under, [FILTERS · KERNEL², N · HEIGHT · WIDTH].

override CHANNELS: u32;
override HEIGHT: u32;
override WIDTH: u32;
override KERNEL: u32;
override STRIDE: u32;
override PADDING_TOP: u32;
override PADDING_LEFT: u32;
override OUT_HEIGHT: u32;
override OUT_WIDTH: u32;
override FILTERS: u32;
override WEIGHT: u32;

@group(0) @binding(1) var<storage, read> dz: array<f32>;
@group(0) @binding(2) var<storage, read> parameters: array<f32>;

fn row_count() -> u32 { return CHANNELS; }
fn column_count() -> u32 { return step.samples * HEIGHT * WIDTH; }
fn depth_count() -> u32 { return FILTERS * KERNEL * KERNEL; }

fn a_row(row: u32) -> u32 { return WEIGHT + row * KERNEL * KERNEL; }
fn a_depth(depth: u32) -> u32 {
  let window = KERNEL * KERNEL;
  return depth / window * CHANNELS * window + depth % window;
}
fn load_a(row: u32, depth: u32) -> f32 { return parameters[row + depth]; }

// A number of x: where its sample begins in dz, and its row and column with the padding.
struct Pixel {
  start: u32,
  row: i32,
  column: i32,
}

// A filter's plane in dz, and a place under its window.
struct Tap {
  plane: u32,
  row: i32,
  column: i32,
}

fn b_column(column: u32) -> Pixel {
  let sample = column / (HEIGHT * WIDTH);
  let place = column % (HEIGHT * WIDTH);
  let row = i32(place / WIDTH + PADDING_TOP);
  return Pixel(sample * FILTERS * OUT_HEIGHT * OUT_WIDTH, row, i32(place % WIDTH + PADDING_LEFT));
}

fn b_depth(depth: u32) -> Tap {
  let place = depth % (KERNEL * KERNEL);
  let plane = depth / (KERNEL * KERNEL) * OUT_HEIGHT * OUT_WIDTH;
  return Tap(plane, i32(place / KERNEL), i32(place % KERNEL));
}

fn load_b(tap: Tap, pixel: Pixel) -> f32 {
  let row = pixel.row - tap.row;
  let column = pixel.column - tap.column;
  if row < 0 || column < 0 { return 0.0; }
  let out_row = u32(row) / STRIDE;
  let out_column = u32(column) / STRIDE;
  let between = out_row * STRIDE != u32(row) || out_column * STRIDE != u32(column);
  if between || out_row >= OUT_HEIGHT || out_column >= OUT_WIDTH { return 0.0; }
  return dz[pixel.start + tap.plane + out_row * OUT_WIDTH + out_column];
}

fn store(row: u32, column: u32, sum: f32, share: u32) {
  let plane = HEIGHT * WIDTH;
  store_gradient((column / plane * CHANNELS + row) * plane + column % plane, sum);
}
