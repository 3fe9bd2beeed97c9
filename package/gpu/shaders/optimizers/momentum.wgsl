// Stochastic gradient descent with momentum: b ← μ b + g; θ ← θ − r b, or with Nesterov's look ahead θ − r (g + μ b).

override MOMENTUM: f32;
override NESTEROV: bool;

fn moved(index: u32, p: f32, g: f32) -> f32 {
  let b = MOMENTUM * first_state[index] + g;
  first_state[index] = b;
  return p - step.rate * select(b, g + MOMENTUM * b, NESTEROV);
}
