// Adagrad: s ← s + g²; θ ← θ − r g / (√s + ε).

override EPSILON: f32;

fn moved(index: u32, p: f32, g: f32) -> f32 {
  let s = first_state[index] + g * g;
  first_state[index] = s;
  return p - step.rate * g / (sqrt(s) + EPSILON);
}
