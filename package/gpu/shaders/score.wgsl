// A sample's loss and whether it is answered right; one invocation a sample. The loss itself is one file of losses/.

override OUTPUTS: u32;
// How answers are scored: 0 not at all, 1 by the greatest output, 2 above one half, 3 above zero.
override SCORING: u32;
// Whether labels are classes; else they are the bits of floats.
override CLASSES: bool;

@group(0) @binding(1) var<storage, read> z: array<f32>;
// A sample's loss and its right answers.
@group(0) @binding(2) var<storage, read_write> scores: array<vec2f>;

// What an output should have been.
fn target_of(sample: u32, unit: u32) -> f32 {
  if !CLASSES { return bitcast<f32>(step.labels[sample * OUTPUTS + unit]); }
  if OUTPUTS == 1u { return f32(step.labels[sample]); }
  return select(0.0, 1.0, step.labels[sample] == unit);
}

fn right(sample: u32) -> f32 {
  if SCORING == 0u { return 0.0; }
  if SCORING == 1u {
    var best = 0u;
    for (var unit = 1u; unit < OUTPUTS; unit++) {
      if z[sample * OUTPUTS + unit] > z[sample * OUTPUTS + best] { best = unit; }
    }
    return select(0.0, 1.0, best == step.labels[sample]);
  }
  let answer = z[sample] > select(0.5, 0.0, SCORING == 3u);
  return select(0.0, 1.0, answer == (target_of(sample, 0u) > 0.5));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let sample = id.x;
  if sample >= step.samples { return; }
  scores[sample] = vec2f(loss_of(sample), right(sample));
}
