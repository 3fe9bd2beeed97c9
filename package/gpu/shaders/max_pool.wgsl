// Max pooling: the greatest number under a window; its gradient goes to the first such number, row by row.

fn pooled(window: u32) -> f32 {
  var greatest = x[window];
  for (var row = 0u; row < SIZE_DOWN; row++) {
    for (var column = 0u; column < SIZE_ACROSS; column++) {
      greatest = max(greatest, x[window + row * WIDTH + column]);
    }
  }
  return greatest;
}

fn share_of(index: u32, window: u32) -> f32 {
  let greatest = output[window];
  if x[index] != greatest { return 0.0; }
  let start = window_of(window);
  for (var row = 0u; row < SIZE_DOWN; row++) {
    for (var column = 0u; column < SIZE_ACROSS; column++) {
      let other = start + row * WIDTH + column;
      if other == index { return dy[window]; }
      if x[other] == greatest { return 0.0; }
    }
  }
  return 0.0;
}

// Where windows do not overlap, an invocation a window with what lies between it and the next: STRIDE × STRIDE numbers.
// The last may not be whole, and gives nothing.
@compute @workgroup_size(64)
fn backward_apart(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let down = (HEIGHT - 1u) / STRIDE + 1u;
  let across = (WIDTH - 1u) / STRIDE + 1u;
  let index = place(id, groups);
  if index >= step.samples * PLANES * down * across { return; }
  let plane = index / (down * across);
  let cell = vec2u(index / across % down, index % across);
  let whole = cell.x < OUT_HEIGHT && cell.y < OUT_WIDTH;
  let window = select(0u, (plane * OUT_HEIGHT + cell.x) * OUT_WIDTH + cell.y, whole);
  let greatest = output[window];
  var left = select(0.0, dy[window], whole);
  let end = min((cell + 1u) * STRIDE, vec2u(HEIGHT, WIDTH));
  for (var row = cell.x * STRIDE; row < end.x; row++) {
    for (var column = cell.y * STRIDE; column < end.y; column++) {
      let number = (plane * HEIGHT + row) * WIDTH + column;
      let under = row - cell.x * STRIDE < SIZE_DOWN && column - cell.y * STRIDE < SIZE_ACROSS;
      let share = select(0.0, left, under && x[number] == greatest);
      left -= share;
      store_gradient(number, share);
    }
  }
}
