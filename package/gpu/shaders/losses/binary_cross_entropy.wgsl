// Binary cross-entropy from logits, a mean over the outputs: max(z, 0) − z t + log(1 + exp(−|z|)) and σ(z) − t.

fn loss_and_slope(z: f32, t: f32) -> vec2f {
  let loss = max(z, 0.0) - z * t + soft_plus(-abs(z));
  return vec2f(loss, logistic(z) - t) * (1.0 / f32(OUTPUTS));
}
