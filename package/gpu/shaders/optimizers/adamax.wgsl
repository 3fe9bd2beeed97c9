// Adamax: m ← β₁ m + (1 − β₁) g; u ← max(β₂ u, |g| + ε); θ ← θ − rate · m / u, with the correction of the bias in rate.

override KEPT_1: f32;
override NEW_1: f32;
override KEPT_2: f32;
override EPSILON: f32;

fn moved(index: u32, p: f32, g: f32) -> f32 {
  let m = first_state[index] * KEPT_1 + g * NEW_1;
  let u = max(KEPT_2 * second_state[index], abs(g) + EPSILON);
  first_state[index] = m;
  second_state[index] = u;
  // With ε = 0 a gradient that was never anything but 0 would give 0 / 0.
  return p - step.rate * m / max(u, 1.17549435e-38);
}
