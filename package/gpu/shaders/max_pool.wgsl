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
