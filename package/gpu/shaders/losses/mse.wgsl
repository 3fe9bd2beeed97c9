// The mean squared error: (z − t)² / K and 2 (z − t) / K.

fn loss_and_slope(z: f32, t: f32) -> vec2f {
  let difference = z - t;
  let share = 1.0 / f32(OUTPUTS);
  return vec2f(difference * difference * share, 2.0 * difference * share);
}
