// Half the squared error: ½ (z − t)² and z − t.

fn loss_and_slope(z: f32, t: f32) -> vec2f {
  let difference = z - t;
  return vec2f(0.5 * difference * difference, difference);
}
