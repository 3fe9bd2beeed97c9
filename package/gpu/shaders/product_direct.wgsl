// The matrix product c = a · b for an adapter that a processor computes: there, workgroup memory is no nearer than any
// other and a barrier is a switch between coroutines. Each invocation computes 8 × 8 numbers of c in registers, straight
// from where a and b lie. What a, b and c are is the business of one file of operands/, as in product.wgsl;
// product_quads.wgsl is the same for adapters with subgroups.

override THREADS: u32;
// Numbers of the depth that one invocation sums; workgroups along z share it.
override DEPTH_SHARE: u32;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let last_row = row_count() - 1u;
  let last_column = column_count() - 1u;
  let block = (group.y * groups.x + group.x) * THREADS + thread;
  let across = last_column / 8u + 1u;
  let row = block / across * 8u;
  let column = block % across * 8u;
  if row > last_row { return; }
  // What lies outside is computed as the last row or column, and is not stored.
  let a_0 = a_row(row);
  let a_1 = a_row(min(row + 1u, last_row));
  let a_2 = a_row(min(row + 2u, last_row));
  let a_3 = a_row(min(row + 3u, last_row));
  let a_4 = a_row(min(row + 4u, last_row));
  let a_5 = a_row(min(row + 5u, last_row));
  let a_6 = a_row(min(row + 6u, last_row));
  let a_7 = a_row(min(row + 7u, last_row));
  let b_0 = b_column(column);
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
  for (var depth = group.z * DEPTH_SHARE; depth < end; depth++) {
    let a = a_depth(depth);
    let b = b_depth(depth);
    let left = vec4f(load_b(b, b_0), load_b(b, b_1), load_b(b, b_2), load_b(b, b_3));
    let right = vec4f(load_b(b, b_4), load_b(b, b_5), load_b(b, b_6), load_b(b, b_7));
    let number_0 = load_a(a_0, a);
    left_0 += number_0 * left;
    right_0 += number_0 * right;
    let number_1 = load_a(a_1, a);
    left_1 += number_1 * left;
    right_1 += number_1 * right;
    let number_2 = load_a(a_2, a);
    left_2 += number_2 * left;
    right_2 += number_2 * right;
    let number_3 = load_a(a_3, a);
    left_3 += number_3 * left;
    right_3 += number_3 * right;
    let number_4 = load_a(a_4, a);
    left_4 += number_4 * left;
    right_4 += number_4 * right;
    let number_5 = load_a(a_5, a);
    left_5 += number_5 * left;
    right_5 += number_5 * right;
    let number_6 = load_a(a_6, a);
    left_6 += number_6 * left;
    right_6 += number_6 * right;
    let number_7 = load_a(a_7, a);
    left_7 += number_7 * left;
    right_7 += number_7 * right;
  }
  let sums = Block(
    left_0, right_0, left_1, right_1, left_2, right_2, left_3, right_3,
    left_4, right_4, left_5, right_5, left_6, right_6, left_7, right_7,
  );
  store_block(row, column, sums, group.z);
}
