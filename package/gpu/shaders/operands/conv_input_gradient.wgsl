// Convolution, backward to the input: dx[n, c, i, j] = Σ w[f, c, u, v] · dz[n, f, p, q] over the filters f and the places
// u, v under the window with i = p · STRIDE + u − padding, j likewise: the product of the filters, [CHANNELS, FILTERS ·
// KERNEL²], and what each number of x is under, [FILTERS · KERNEL², N · HEIGHT · WIDTH].

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

// No branch, not even that of ||: several of these stand side by side in a product.
fn load_b(tap: Tap, pixel: Pixel) -> f32 {
  // What is negative is a great number here, and outside too.
  let row = u32(pixel.row - tap.row);
  let column = u32(pixel.column - tap.column);
  let out_row = row / STRIDE;
  let out_column = column / STRIDE;
  let between = row % STRIDE + column % STRIDE > 0u;
  let outside = between | (out_row >= OUT_HEIGHT) | (out_column >= OUT_WIDTH);
  let place = pixel.start + tap.plane + out_row * OUT_WIDTH + out_column;
  return select(dz[select(place, 0u, outside)], 0.0, outside);
}

fn store(row: u32, column: u32, sum: f32, share: u32) {
  let plane = HEIGHT * WIDTH;
  store_gradient((column / plane * CHANNELS + row) * plane + column % plane, sum);
}
