// A gradient of weights that several workgroups sum along the depth: each writes its part, and the pass of reduce.wgsl
// adds the parts up. Where one does it all, the gradient is written at once. The last column is the bias's.

// Rows and columns of the weight, and how many share the depth.
override UNITS: u32;
override ELEMENTS: u32;
override SHARES: u32;
override WEIGHT: u32;
override BIAS: u32;

@group(0) @binding(5) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(6) var<storage, read_write> partial: array<f32>;

fn put_gradient(row: u32, column: u32, value: f32) {
  if column < ELEMENTS {
    gradient[WEIGHT + row * ELEMENTS + column] = value;
  } else {
    gradient[BIAS + row] = value;
  }
}
