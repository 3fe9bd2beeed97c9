// The sums of a step, by one workgroup: its loss, its right answers and its gradient's norm go to the ring of metrics,
// and what the gradient is multiplied by where its norm is too great goes to the optimiser.

override SUMS: u32;
// The norm's limit; 0 for none.
override LIMIT: f32;

@group(0) @binding(1) var<storage, read> scores: array<vec2f>;
@group(0) @binding(2) var<storage, read> sums: array<f32>;
// Loss, right answers, norm and samples of each step.
@group(0) @binding(3) var<storage, read_write> metrics: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> gradient_scale: array<f32>;

// Loss, right answers and squares of the gradient.
alias Part = vec3f;

@compute @workgroup_size(64)
fn main(invocation: Invocation) {
  var part = Part();
  for (var sample = invocation.index; sample < step.samples; sample += 64u) {
    part += vec3f(scores[sample], 0.0);
  }
  for (var index = invocation.index; index < SUMS; index += 64u) {
    part.z += sums[index];
  }
  let sum = sum_of_workgroup(invocation, part);
  if invocation.index != 0u { return; }
  let norm = sqrt(sum.z);
  metrics[step.slot] = vec4f(sum.xy, norm, f32(step.samples));
  gradient_scale[0] = select(1.0, min(1.0, LIMIT / (norm + 1e-6)), LIMIT > 0.0);
}
