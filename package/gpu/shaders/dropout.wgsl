// Dropout with the core's own random numbers, Philox4x32-10 (Salmon et al., SC 2011), a function of seed, layer, step,
// sample and unit: the same numbers are left out here as on the processor. Nothing is kept for the way back.

override FEATURES: u32;
// Words below it leave a number out.
override THRESHOLD: u32;
override KEPT: f32;
override KEY_LOW: u32;
override KEY_HIGH: u32;

@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

// The two words of a product: WGSL has no wider one than 32 bits.
fn wide_product(a: u32, b: u32) -> vec2u {
  let a_low = a & 0xffffu;
  let a_high = a >> 16u;
  let b_low = b & 0xffffu;
  let b_high = b >> 16u;
  let low = a_low * b_low;
  let middle = a_high * b_low + (low >> 16u);
  let other = a_low * b_high + (middle & 0xffffu);
  return vec2u(a * b, a_high * b_high + (middle >> 16u) + (other >> 16u));
}

fn philox(first: vec4u) -> vec4u {
  var counter = first;
  var key = vec2u(KEY_LOW, KEY_HIGH);
  for (var round = 0u; round < 10u; round++) {
    let a = wide_product(0xD2511F53u, counter.x);
    let b = wide_product(0xCD9E8D57u, counter.z);
    counter = vec4u(b.y ^ counter.y ^ key.x, b.x, a.y ^ counter.w ^ key.y, a.x);
    key += vec2u(0x9E3779B9u, 0xBB67AE85u);
  }
  return counter;
}

fn mask(index: u32) -> f32 {
  let unit = index % FEATURES;
  let words = philox(vec4u(step.step_low, index / FEATURES, unit / 4u, step.step_high));
  return select(KEPT, 0.0, words[unit % 4u] < THRESHOLD);
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index < step.samples * FEATURES { y[index] = x[index] * mask(index); }
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = place(id, groups);
  if index < step.samples * FEATURES { store_gradient(index, x[index] * mask(index)); }
}
