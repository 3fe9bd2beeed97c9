// RMSprop: v ← α v + (1 − α) g²; θ ← θ − r g / (√v + ε).

override KEPT_1: f32;
override NEW_1: f32;
override EPSILON: f32;

fn moved(index: u32, p: f32, g: f32) -> f32 {
  let v = first_state[index] * KEPT_1 + g * g * NEW_1;
  first_state[index] = v;
  return p - step.rate * g / (sqrt(v) + EPSILON);
}
