// Softmax along an axis of LENGTH numbers, STRIDE apart; one invocation a row. In place, both ways: backward, what
// comes as dy goes as the gradient of the logits.

override FEATURES: u32;
override LENGTH: u32;
override STRIDE: u32;

@group(0) @binding(1) var<storage, read_write> y: array<f32>;
@group(0) @binding(2) var<storage, read> shares: array<f32>;

fn row_of(index: u32) -> u32 {
  return index / STRIDE * STRIDE * LENGTH + index % STRIDE;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index >= step.samples * (FEATURES / LENGTH) { return; }
  let row = row_of(index);
  var greatest = y[row];
  for (var i = 1u; i < LENGTH; i++) { greatest = max(greatest, y[row + i * STRIDE]); }
  var total = 0.0;
  for (var i = 0u; i < LENGTH; i++) {
    let power = exponential(y[row + i * STRIDE] - greatest);
    y[row + i * STRIDE] = power;
    total += power;
  }
  for (var i = 0u; i < LENGTH; i++) { y[row + i * STRIDE] /= total; }
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index >= step.samples * (FEATURES / LENGTH) { return; }
  let row = row_of(index);
  var mean = 0.0;
  for (var i = 0u; i < LENGTH; i++) { mean += shares[row + i * STRIDE] * y[row + i * STRIDE]; }
  for (var i = 0u; i < LENGTH; i++) {
    let place = row + i * STRIDE;
    y[place] = shares[place] * (y[place] - mean);
  }
}
