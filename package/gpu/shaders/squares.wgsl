// The squares of a gradient, summed over one range, a sum a workgroup: the first half of its norm.

override FIRST: u32;
override END: u32;
// Where this range's sums are written, and how many there are.
override SLOT: u32;
override SUMS: u32;

@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;

var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var index = FIRST + group.x * 64u + thread; index < END; index += SUMS * 64u) {
    sum += gradient[index] * gradient[index];
  }
  parts[thread] = sum;
  // One barrier costs no more than the six of a tree.
  workgroupBarrier();
  if thread != 0u { return; }
  for (var other = 1u; other < 64u; other++) { sum += parts[other]; }
  sums[SLOT + group.x] = sum;
}
