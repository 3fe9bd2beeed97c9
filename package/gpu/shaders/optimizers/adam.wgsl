// Adam and AdamW: m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; θ ← left θ − rate · m / (√v · root + ε), with the
// correction of the bias in rate and root and AdamW's decay in left.

override KEPT_1: f32;
override NEW_1: f32;
override KEPT_2: f32;
override NEW_2: f32;
override EPSILON: f32;

fn moved(index: u32, p: f32, g: f32) -> f32 {
  let m = first_state[index] * KEPT_1 + g * NEW_1;
  let v = second_state[index] * KEPT_2 + g * g * NEW_2;
  first_state[index] = m;
  second_state[index] = v;
  return p * step.left - step.rate * m / (sqrt(v) * step.root + EPSILON);
}
