// The matrix product c = a · b for an adapter that a processor computes and that has subgroups: product_direct.wgsl, but
// that the four invocations of a quad share what they load of b. All of a workgroup's have the same 8 columns, each has 8
// rows of its own, so that it does not matter which of them make a quad, nor how large a subgroup is: of every four of
// the depth, each loads one, and gives it to the others.

override THREADS: u32;
// Numbers of the depth that one invocation sums; workgroups along z share it.
override DEPTH_SHARE: u32;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let last_row = row_count() - 1u;
  let last_column = column_count() - 1u;
  let block = group.y * groups.x + group.x;
  let across = last_column / 8u + 1u;
  let row = (block / across * THREADS + thread) * 8u;
  let column = block % across * 8u;
  // What lies outside is computed as the last row or column, and is not stored: quads work only where all their
  // invocations do.
  let a_0 = a_row(min(row + 0u, last_row));
  let a_1 = a_row(min(row + 1u, last_row));
  let a_2 = a_row(min(row + 2u, last_row));
  let a_3 = a_row(min(row + 3u, last_row));
  let a_4 = a_row(min(row + 4u, last_row));
  let a_5 = a_row(min(row + 5u, last_row));
  let a_6 = a_row(min(row + 6u, last_row));
  let a_7 = a_row(min(row + 7u, last_row));
  let b_0 = b_column(min(column + 0u, last_column));
  let b_1 = b_column(min(column + 1u, last_column));
  let b_2 = b_column(min(column + 2u, last_column));
  let b_3 = b_column(min(column + 3u, last_column));
  let b_4 = b_column(min(column + 4u, last_column));
  let b_5 = b_column(min(column + 5u, last_column));
  let b_6 = b_column(min(column + 6u, last_column));
  let b_7 = b_column(min(column + 7u, last_column));
  let end = min((group.z + 1u) * DEPTH_SHARE, depth_count());
  var left_0 = vec4f();
  var right_0 = vec4f();
  var left_1 = vec4f();
  var right_1 = vec4f();
  var left_2 = vec4f();
  var right_2 = vec4f();
  var left_3 = vec4f();
  var right_3 = vec4f();
  var left_4 = vec4f();
  var right_4 = vec4f();
  var left_5 = vec4f();
  var right_5 = vec4f();
  var left_6 = vec4f();
  var right_6 = vec4f();
  var left_7 = vec4f();
  var right_7 = vec4f();
  for (var depth = group.z * DEPTH_SHARE; depth < end; depth += 4u) {
    // Beyond the end b is 0, and a is what it is at the end.
    let own = depth + lane % 4u;
    let b = b_depth(min(own, end - 1u));
    let inside = select(0.0, 1.0, own < end);
    let own_left = inside * vec4f(load_b(b, b_0), load_b(b, b_1), load_b(b, b_2), load_b(b, b_3));
    let own_right = inside * vec4f(load_b(b, b_4), load_b(b, b_5), load_b(b, b_6), load_b(b, b_7));
    // A column for each of the depth.
    let left = mat4x4f(
      quadBroadcast(own_left, 0u),
      quadBroadcast(own_left, 1u),
      quadBroadcast(own_left, 2u),
      quadBroadcast(own_left, 3u),
    );
    let right = mat4x4f(
      quadBroadcast(own_right, 0u),
      quadBroadcast(own_right, 1u),
      quadBroadcast(own_right, 2u),
      quadBroadcast(own_right, 3u),
    );
    let at_0 = a_depth(depth);
    let at_1 = a_depth(min(depth + 1u, end - 1u));
    let at_2 = a_depth(min(depth + 2u, end - 1u));
    let at_3 = a_depth(min(depth + 3u, end - 1u));
    let four_0 = vec4f(load_a(a_0, at_0), load_a(a_0, at_1), load_a(a_0, at_2), load_a(a_0, at_3));
    left_0 += left * four_0;
    right_0 += right * four_0;
    let four_1 = vec4f(load_a(a_1, at_0), load_a(a_1, at_1), load_a(a_1, at_2), load_a(a_1, at_3));
    left_1 += left * four_1;
    right_1 += right * four_1;
    let four_2 = vec4f(load_a(a_2, at_0), load_a(a_2, at_1), load_a(a_2, at_2), load_a(a_2, at_3));
    left_2 += left * four_2;
    right_2 += right * four_2;
    let four_3 = vec4f(load_a(a_3, at_0), load_a(a_3, at_1), load_a(a_3, at_2), load_a(a_3, at_3));
    left_3 += left * four_3;
    right_3 += right * four_3;
    let four_4 = vec4f(load_a(a_4, at_0), load_a(a_4, at_1), load_a(a_4, at_2), load_a(a_4, at_3));
    left_4 += left * four_4;
    right_4 += right * four_4;
    let four_5 = vec4f(load_a(a_5, at_0), load_a(a_5, at_1), load_a(a_5, at_2), load_a(a_5, at_3));
    left_5 += left * four_5;
    right_5 += right * four_5;
    let four_6 = vec4f(load_a(a_6, at_0), load_a(a_6, at_1), load_a(a_6, at_2), load_a(a_6, at_3));
    left_6 += left * four_6;
    right_6 += right * four_6;
    let four_7 = vec4f(load_a(a_7, at_0), load_a(a_7, at_1), load_a(a_7, at_2), load_a(a_7, at_3));
    left_7 += left * four_7;
    right_7 += right * four_7;
  }
  let sums = Block(
    left_0, right_0, left_1, right_1, left_2, right_2, left_3, right_3,
    left_4, right_4, left_5, right_5, left_6, right_6, left_7, right_7,
  );
  store_block(row, column, sums, group.z);
}
