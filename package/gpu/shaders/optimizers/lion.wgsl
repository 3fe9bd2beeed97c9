// Lion: θ ← left θ − r sign(β₁ m + (1 − β₁) g); m ← β₂ m + (1 − β₂) g.

override KEPT_1: f32;
override NEW_1: f32;
override KEPT_2: f32;
override NEW_2: f32;

fn moved(index: u32, p: f32, g: f32) -> f32 {
  let m = first_state[index];
  first_state[index] = m * KEPT_2 + g * NEW_2;
  return p * step.left - step.rate * sign(m * KEPT_1 + g * NEW_1);
}
