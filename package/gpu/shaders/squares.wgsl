// The squares of a gradient, summed over one range, a sum a workgroup: the first half of its norm.

override FIRST: u32;
override END: u32;
// Where this range's sums are written, and how many there are.
override SLOT: u32;
override SUMS: u32;

@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

alias Part = f32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, invocation: Invocation) {
  var squares = 0.0;
  for (var index = FIRST + group.x * 64u + invocation.index; index < END; index += SUMS * 64u) {
    squares += gradient[index] * gradient[index];
  }
  let sum = sum_of_workgroup(invocation, squares);
  if invocation.index == 0u { sums[SLOT + group.x] = sum; }
}
