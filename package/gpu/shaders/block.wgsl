// Stores the 8 × 8 numbers of a product that one invocation has computed: two vectors a row.

alias Block = array<vec4f, 16>;

fn store_block(row: u32, column: u32, sums: Block, share: u32) {
  var block = sums;
  let rows = row_count();
  let columns = column_count();
  // One place in the text that stores: what it stands for is long for some operands, and slow to compile.
  for (var down = 0u; down < 8u && row + down < rows; down++) {
    for (var along = 0u; along < 8u && column + along < columns; along++) {
      store(row + down, column + along, block[2u * down + along / 4u][along % 4u], share);
    }
  }
}
