// Cross-entropy of classes from logits: L = −Σ t log p with t = (1 − ε)·onehot + ε/K; dz = (p − t) · share.

override SMOOTHING: f32;

fn loss_of(sample: u32) -> f32 {
  let start = sample * OUTPUTS;
  let class_index = start + step.labels[sample];
  let even = SMOOTHING / f32(OUTPUTS);
  var greatest = z[start];
  for (var unit = 1u; unit < OUTPUTS; unit++) { greatest = max(greatest, z[start + unit]); }
  var sum = 0.0;
  for (var unit = 0u; unit < OUTPUTS; unit++) { sum += exponential(z[start + unit] - greatest); }
  let log_sum = logarithm(sum);
  var smooth_part = 0.0;
  for (var unit = 0u; unit < OUTPUTS; unit++) {
    let shifted = z[start + unit] - greatest;
    var slope_here = exponential(shifted) / sum - even;
    if start + unit == class_index { slope_here -= 1.0 - SMOOTHING; }
    store_gradient(start + unit, slope_here * step.share);
    smooth_part += even * (shifted - log_sum);
  }
  return -((1.0 - SMOOTHING) * (z[class_index] - greatest - log_sum) + select(0.0, smooth_part, even > 0.0));
}
