// The windows of a pooling layer over planes of HEIGHT × WIDTH, as many as fit whole.

override PLANES: u32;
override HEIGHT: u32;
override WIDTH: u32;
override SIZE_DOWN: u32;
override SIZE_ACROSS: u32;
override STRIDE: u32;
override OUT_HEIGHT: u32;
override OUT_WIDTH: u32;

@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<storage, read> output: array<f32>;
@group(0) @binding(4) var<storage, read> dy: array<f32>;

// Where the window of an output begins in x.
fn window_of(index: u32) -> u32 {
  let plane = index / (OUT_HEIGHT * OUT_WIDTH);
  let window = index % (OUT_HEIGHT * OUT_WIDTH);
  return plane * HEIGHT * WIDTH + window / OUT_WIDTH * STRIDE * WIDTH + window % OUT_WIDTH * STRIDE;
}

// The first window along an axis that a place is under.
fn first_over(place: u32, size: u32) -> u32 {
  return select(0u, (place - size) / STRIDE + 1u, place >= size);
}

// One after the last.
fn last_over(place: u32, windows: u32) -> u32 {
  return min(place / STRIDE + 1u, windows);
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index >= step.samples * PLANES * OUT_HEIGHT * OUT_WIDTH { return; }
  y[index] = pooled(window_of(index));
}

// Every number of x gathers from the windows that it is under, so that no two invocations write one number.
@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index >= step.samples * PLANES * HEIGHT * WIDTH { return; }
  let plane = index / (HEIGHT * WIDTH);
  let row = index / WIDTH % HEIGHT;
  let column = index % WIDTH;
  let last_row = last_over(row, OUT_HEIGHT);
  let last_column = last_over(column, OUT_WIDTH);
  var sum = 0.0;
  for (var down = first_over(row, SIZE_DOWN); down < last_row; down++) {
    for (var across = first_over(column, SIZE_ACROSS); across < last_column; across++) {
      sum += share_of(index, (plane * OUT_HEIGHT + down) * OUT_WIDTH + across);
    }
  }
  store_gradient(index, sum);
}
