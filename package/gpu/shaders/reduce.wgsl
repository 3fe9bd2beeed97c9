// Adds up the parts of a gradient of weights that several workgroups have summed.

override COLUMNS: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index >= UNITS * COLUMNS { return; }
  var sum = 0.0;
  for (var share = 0u; share < SHARES; share++) {
    sum += partial[share * UNITS * COLUMNS + index];
  }
  put_gradient(index / COLUMNS, index % COLUMNS, sum);
}
