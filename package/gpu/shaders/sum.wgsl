// The sum over a workgroup of 64, by way of workgroup memory. What is summed is a `Part`, an alias of the program's own.
// sum_subgroups.wgsl is the same for devices with subgroups.

struct Invocation {
  @builtin(local_invocation_index) index: u32,
}

var<workgroup> parts: array<Part, 64>;

// What invocation 0 is given is the sum.
fn sum_of_workgroup(invocation: Invocation, part: Part) -> Part {
  parts[invocation.index] = part;
  // One barrier costs no more than the six of a tree.
  workgroupBarrier();
  var sum = part;
  if invocation.index == 0u {
    for (var other = 1u; other < 64u; other++) { sum += parts[other]; }
  }
  return sum;
}
