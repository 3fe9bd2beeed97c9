// exp, ln and their kin by the core's own polynomials: what a driver offers may be off by far more than rounding.

fn power_of_two(n: i32) -> f32 {
  return bitcast<f32>((n + 127) << 23u);
}

// (n, eʳ − 1) with x = n·ln 2 + r and |r| ≤ ½ ln 2.
struct Reduced {
  n: i32,
  fraction: f32,
}

fn reduce_exponent(x: f32) -> Reduced {
  let whole = round(x * 1.4426950408889634);
  let r = fma(whole, 2.1219444e-4, fma(whole, -0.6933594, x));
  let tail = fma(fma(fma(fma(1.3945528e-3, r, 8.366103e-3), r, 4.16663e-2), r, 0.16666548), r, 0.5);
  return Reduced(i32(whole), fma(r * r, tail, r));
}

fn exponential(x: f32) -> f32 {
  let reduced = reduce_exponent(clamp(x, -104.0, 89.0));
  let half = reduced.n >> 1u;
  return (1.0 + reduced.fraction) * power_of_two(half) * power_of_two(reduced.n - half);
}

// eˣ − 1, also where eˣ is close to 1.
fn exponential_minus_1(x: f32) -> f32 {
  let reduced = reduce_exponent(clamp(x, -18.0, 88.0));
  let scale = power_of_two(reduced.n - 1);
  let half = fma(scale, reduced.fraction, scale - 0.5);
  return select(half + half, x, abs(x) < 1e-30);
}

// ln x of a positive normal number.
fn logarithm(x: f32) -> f32 {
  let bits = bitcast<i32>(x);
  let exponent = (bits - bitcast<i32>(0.70710678f)) >> 23u;
  let f = bitcast<f32>(bits - (exponent << 23u)) - 1.0;
  let n = f32(exponent);
  let s = f / (2.0 + f);
  let square = s * s;
  let half_square = 0.5 * f * f;
  let tail = fma(fma(0.29822657, square, 0.39979696), square, 0.6666675);
  let rest = s * (half_square + square * tail);
  return n * 0.6933594 - ((half_square - (rest - n * 2.1219444e-4)) - f);
}

// ln(1 + x) for 0 ≤ x ≤ 1, the range of an exponential of what is not positive.
fn logarithm_1_plus(x: f32) -> f32 {
  let sum = 1.0 + x;
  let lost = x - (sum - 1.0);
  return select(logarithm(sum) + lost / sum, x, x < 1e-20);
}

fn hyperbolic_tangent(x: f32) -> f32 {
  let magnitude = min(abs(x), 10.0);
  let t = exponential_minus_1(magnitude + magnitude);
  return select(sign(x) * (t / (t + 2.0)), x, magnitude < 1e-30);
}

fn logistic(x: f32) -> f32 {
  let power = exponential(-abs(x));
  return select(1.0, power, x < 0.0) / (1.0 + power);
}

fn soft_plus(x: f32) -> f32 {
  return max(x, 0.0) + logarithm_1_plus(exponential(-abs(x)));
}

fn error_function(x: f32) -> f32 {
  let m = min(abs(x), 4.0);
  let q = m * m;
  var near = fma(7.853857e-5, q, -8.0101914e-4);
  near = fma(fma(fma(near, q, 5.1883273e-3), q, -2.685381e-2), q, 0.112835854);
  near = fma(fma(near, q, -0.37612626), q, 0.12837917);
  var far = fma(-1.8637742e-4, m, 2.9476425e-3);
  far = fma(fma(fma(far, m, -2.1838007e-2), m, 0.10310665), m, 0.63814497);
  far = fma(fma(far, m, 1.1270891), m, 3.4153517e-4);
  return select(sign(x) * (1.0 - exponential(-far)), fma(x, near, x), m < 1.0);
}
