// Average pooling: the mean of the numbers under a window, each of which gets an equal share of the gradient.

fn pooled(window: u32) -> f32 {
  var sum = 0.0;
  for (var row = 0u; row < SIZE_DOWN; row++) {
    for (var column = 0u; column < SIZE_ACROSS; column++) {
      sum += x[window + row * WIDTH + column];
    }
  }
  return sum / f32(SIZE_DOWN * SIZE_ACROSS);
}

fn share_of(index: u32, window: u32) -> f32 {
  return dy[window] / f32(SIZE_DOWN * SIZE_ACROSS);
}
