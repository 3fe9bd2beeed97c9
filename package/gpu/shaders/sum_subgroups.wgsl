// The sum over a workgroup of 64, of whatever subgroups it consists: each adds up its own without memory or barrier, and
// as many parts are left to be added as there are subgroups, two of 32 where sum.wgsl has 64.

struct Invocation {
  @builtin(local_invocation_index) index: u32,
  @builtin(subgroup_invocation_id) lane: u32,
  @builtin(subgroup_id) subgroup: u32,
  @builtin(num_subgroups) subgroups: u32,
}

// No subgroup has less than one invocation, full or not.
var<workgroup> parts: array<Part, 64>;

// What invocation 0 is given is the sum.
fn sum_of_workgroup(invocation: Invocation, part: Part) -> Part {
  let own = subgroupAdd(part);
  if invocation.lane == 0u { parts[invocation.subgroup] = own; }
  workgroupBarrier();
  var sum = parts[0];
  for (var other = 1u; other < invocation.subgroups; other++) { sum += parts[other]; }
  return sum;
}
