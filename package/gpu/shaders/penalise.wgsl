// The penalties' gradient, l1·sign(w) + 2·l2·w, added over one range of weights.

override FIRST: u32;
override END: u32;
override L1: f32;
override L2: f32;

@group(0) @binding(1) var<storage, read> parameters: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = FIRST + place(id, groups);
  if index >= END { return; }
  let weight = parameters[index];
  gradient[index] += L1 * sign(weight) + 2.0 * L2 * weight;
}
