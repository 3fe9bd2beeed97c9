// A function of each number as a layer of its own, forward; backward, what is left to do is the derivative of the layer
// beneath.

override FEATURES: u32;
override FUNCTION: u32;

@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index < step.samples * FEATURES { y[index] = activated(FUNCTION, x[index]); }
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index < step.samples * FEATURES { store_gradient(index, x[index]); }
}
