// The losses that are a sum over the outputs: of each, `loss_and_slope` of another file.

fn loss_of(sample: u32) -> f32 {
  var sum = 0.0;
  for (var unit = 0u; unit < OUTPUTS; unit++) {
    let index = sample * OUTPUTS + unit;
    let found = loss_and_slope(z[index], target_of(sample, unit));
    store_gradient(index, found.y * step.share);
    sum += found.x;
  }
  return sum;
}
