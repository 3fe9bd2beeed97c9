// What lies under the windows of a convolution: a position is a sample and a place of the output, an element is a channel
// and a place under the window.

// Where a window begins, which may be outside: in x, and its row and column.
struct Position {
  start: i32,
  row: i32,
  column: i32,
}

fn position_of(index: u32) -> Position {
  let sample = index / (OUT_HEIGHT * OUT_WIDTH);
  let place = index % (OUT_HEIGHT * OUT_WIDTH);
  let row = i32(place / OUT_WIDTH * STRIDE) - i32(PADDING_TOP);
  let column = i32(place % OUT_WIDTH * STRIDE) - i32(PADDING_LEFT);
  return Position(i32(sample * CHANNELS * HEIGHT * WIDTH) + row * i32(WIDTH) + column, row, column);
}

// An element relative to where the window begins.
struct Element {
  offset: i32,
  row: i32,
  column: i32,
}

fn element_of(index: u32) -> Element {
  let channel = index / (KERNEL * KERNEL);
  let place = index % (KERNEL * KERNEL);
  let row = i32(place / KERNEL);
  let column = i32(place % KERNEL);
  return Element(i32(channel * HEIGHT * WIDTH) + row * i32(WIDTH) + column, row, column);
}

@group(0) @binding(1) var<storage, read> x: array<f32>;

// Whether windows reach outside.
fn padded() -> bool {
  let down = (OUT_HEIGHT - 1u) * STRIDE + KERNEL;
  let across = (OUT_WIDTH - 1u) * STRIDE + KERNEL;
  return PADDING_TOP + PADDING_LEFT > 0u || down > HEIGHT || across > WIDTH;
}

// The number of x under an element of a window. No branch, not even that of &&: several of these stand side by side in a
// product.
fn under_window(position: Position, element: Element) -> f32 {
  let place = position.start + element.offset;
  if !padded() { return x[place]; }
  // What is negative is a great number here, and outside too.
  let row = u32(position.row + element.row);
  let column = u32(position.column + element.column);
  let inside = (row < HEIGHT) & (column < WIDTH);
  return select(0.0, x[select(0, place, inside)], inside);
}
