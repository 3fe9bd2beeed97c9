// The optimiser's pass over one range of the parameters; the formula is one file of optimizers/.

override FIRST: u32;
override END: u32;
// Decay that acts by way of the gradient.
override DECAY: f32;

@group(0) @binding(1) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(2) var<storage, read> gradient: array<f32>;
@group(0) @binding(3) var<storage, read> gradient_scale: array<f32>;
@group(0) @binding(4) var<storage, read_write> first_state: array<f32>;
@group(0) @binding(5) var<storage, read_write> second_state: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let scale = gradient_scale[0];
  // Four numbers an invocation, which neighbours take side by side.
  let apart = groups.x * groups.y * 64u;
  for (var index = FIRST + place(id, groups); index < END; index += apart) {
    let p = parameters[index];
    parameters[index] = moved(index, p, gradient[index] * scale + p * DECAY);
  }
}
