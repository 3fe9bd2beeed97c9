// The functions between layers and their derivatives, by number; softmax, which takes a whole row, is apart.
// The order is that of `FUNCTIONS` in plan.js.

// f(x).
fn activated(kind: u32, x: f32) -> f32 {
  switch kind {
    case 1u: { return logistic(x); }
    case 2u: { return hyperbolic_tangent(x); }
    case 3u: { return max(x, 0.0); }
    case 4u: { return select(0.01 * x, x, x > 0.0); }
    case 5u: { return select(exponential_minus_1(x), x, x > 0.0); }
    case 6u: { return x * fma(error_function(x * 0.70710678), 0.5, 0.5); }
    case 7u: { return x * fma(tangent_of_gelu(x), 0.5, 0.5); }
    case 8u: { return x * logistic(x); }
    case 9u: { return soft_plus(x); }
    default: { return x; }
  }
}

// f′, from x where the function is 6, 7 or 8, else from y = f(x).
fn slope(kind: u32, at: f32) -> f32 {
  switch kind {
    case 1u: { return at * (1.0 - at); }
    case 2u: { return 1.0 - at * at; }
    case 3u: { return select(0.0, 1.0, at > 0.0); }
    case 4u: { return select(0.01, 1.0, at > 0.0); }
    case 5u: { return select(at + 1.0, 1.0, at > 0.0); }
    case 6u: {
      let near = clamp(at, -16.0, 16.0);
      let density = exponential(near * near * -0.5) * 0.3989423;
      return fma(near, density, fma(error_function(at * 0.70710678), 0.5, 0.5));
    }
    case 7u: {
      let near = clamp(at, -16.0, 16.0);
      let tangent = tangent_of_gelu(at);
      let inner = fma(near * near, 3.0 * 0.7978846 * 0.044715, 0.7978846);
      return fma(near * ((1.0 - tangent * tangent) * inner), 0.5, fma(tangent, 0.5, 0.5));
    }
    case 8u: {
      let share = logistic(at);
      return share * fma(at, logistic(-at), 1.0);
    }
    case 9u: { return -exponential_minus_1(-at); }
    default: { return 1.0; }
  }
}

fn tangent_of_gelu(x: f32) -> f32 {
  let near = clamp(x, -16.0, 16.0);
  return hyperbolic_tangent(near * fma(near * near, 0.7978846 * 0.044715, 0.7978846));
}
