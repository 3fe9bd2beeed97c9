// Where a gradient goes: to the layer beneath, through the derivative of that layer's function. Every pass that computes
// the gradient of its input writes it by `store_gradient`, so that no pass is needed for the derivative alone.

// The function of the layer beneath, by number; 0 for none.
override BELOW: u32;

@group(0) @binding(8) var<storage, read_write> dx: array<f32>;
// What the derivative is taken at: as much of it as of dx.
@group(0) @binding(9) var<storage, read> at: array<f32>;

fn store_gradient(index: u32, value: f32) {
  if BELOW == 0u {
    dx[index] = value;
  } else {
    dx[index] = value * slope(BELOW, at[index]);
  }
}
