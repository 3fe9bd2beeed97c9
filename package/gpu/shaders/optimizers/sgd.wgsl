// Stochastic gradient descent without momentum: θ ← θ − r g.

fn moved(index: u32, p: f32, g: f32) -> f32 {
  return p - step.rate * g;
}
