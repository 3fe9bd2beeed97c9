// The matrix product c = a · b, tile by tile: what a, b and c are is the business of one file of operands/, which tells
// the sizes and loads and stores single numbers. A workgroup computes TILE_ROWS × TILE_COLUMNS numbers of c, each
// invocation 4 × 4 of them in registers; both operands pass through workgroup memory, TILE_DEPTH of the depth at a time.
//
// Any size will do: what lies outside is 0 or is not stored. Along which axis neighbouring invocations load is chosen by
// how the operand lies in memory. product_direct.wgsl is the same for adapters that are no GPU.

override TILE_ROWS: u32;
override TILE_COLUMNS: u32;
override TILE_DEPTH: u32;
override THREADS: u32;
// Numbers of the depth that one workgroup sums; workgroups along z share it.
override DEPTH_SHARE: u32;
override A_ALONG_DEPTH: bool;
override B_ALONG_DEPTH: bool;

var<workgroup> tile_a: array<f32, TILE_ROWS * TILE_DEPTH>;
var<workgroup> tile_b: array<f32, TILE_COLUMNS * TILE_DEPTH>;

fn load_tiles(thread: u32, first_row: u32, first_column: u32, first: u32, end: u32) {
  let rows = row_count();
  if A_ALONG_DEPTH {
    let depth = thread % TILE_DEPTH;
    let place = a_depth(first + depth);
    for (var row = thread / TILE_DEPTH; row < TILE_ROWS; row += THREADS / TILE_DEPTH) {
      var value = 0.0;
      if first_row + row < rows && first + depth < end { value = load_a(a_row(first_row + row), place); }
      tile_a[depth * TILE_ROWS + row] = value;
    }
  } else {
    let row = thread % TILE_ROWS;
    let place = a_row(first_row + row);
    for (var depth = thread / TILE_ROWS; depth < TILE_DEPTH; depth += THREADS / TILE_ROWS) {
      var value = 0.0;
      if first_row + row < rows && first + depth < end { value = load_a(place, a_depth(first + depth)); }
      tile_a[depth * TILE_ROWS + row] = value;
    }
  }
  let columns = column_count();
  if B_ALONG_DEPTH {
    let depth = thread % TILE_DEPTH;
    let place = b_depth(first + depth);
    for (var column = thread / TILE_DEPTH; column < TILE_COLUMNS; column += THREADS / TILE_DEPTH) {
      var value = 0.0;
      if first_column + column < columns && first + depth < end {
        value = load_b(place, b_column(first_column + column));
      }
      tile_b[depth * TILE_COLUMNS + column] = value;
    }
  } else {
    let column = thread % TILE_COLUMNS;
    let place = b_column(first_column + column);
    for (var depth = thread / TILE_COLUMNS; depth < TILE_DEPTH; depth += THREADS / TILE_COLUMNS) {
      var value = 0.0;
      if first_column + column < columns && first + depth < end { value = load_b(b_depth(first + depth), place); }
      tile_b[depth * TILE_COLUMNS + column] = value;
    }
  }
}

fn store_four(row: u32, column: u32, sums: vec4f, share: u32) {
  if row >= row_count() { return; }
  let columns = column_count();
  if column < columns { store(row, column, sums.x, share); }
  if column + 1u < columns { store(row, column + 1u, sums.y, share); }
  if column + 2u < columns { store(row, column + 2u, sums.z, share); }
  if column + 3u < columns { store(row, column + 3u, sums.w, share); }
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let first_row = group.y * TILE_ROWS;
  let first_column = group.x * TILE_COLUMNS;
  let row = thread / (TILE_COLUMNS / 4u) * 4u;
  let column = thread % (TILE_COLUMNS / 4u) * 4u;
  let begin = group.z * DEPTH_SHARE;
  let end = min(begin + DEPTH_SHARE, depth_count());
  var sums_0 = vec4f();
  var sums_1 = vec4f();
  var sums_2 = vec4f();
  var sums_3 = vec4f();
  for (var first = begin; first < end; first += TILE_DEPTH) {
    load_tiles(thread, first_row, first_column, first, end);
    workgroupBarrier();
    for (var depth = 0u; depth < TILE_DEPTH; depth++) {
      let a = depth * TILE_ROWS + row;
      let b = depth * TILE_COLUMNS + column;
      let four = vec4f(tile_b[b], tile_b[b + 1u], tile_b[b + 2u], tile_b[b + 3u]);
      sums_0 += tile_a[a] * four;
      sums_1 += tile_a[a + 1u] * four;
      sums_2 += tile_a[a + 2u] * four;
      sums_3 += tile_a[a + 3u] * four;
    }
    workgroupBarrier();
  }
  store_four(first_row + row, first_column + column, sums_0, group.z);
  store_four(first_row + row + 1u, first_column + column, sums_1, group.z);
  store_four(first_row + row + 2u, first_column + column, sums_2, group.z);
  store_four(first_row + row + 3u, first_column + column, sums_3, group.z);
}
