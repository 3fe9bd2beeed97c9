/** @file Activation functions and their derivatives, for the explanation of one value. The core computes them alike. */

const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z));

/** The error function: its series, or its continued fraction where that converges sooner. @param {number} x */
function erf(x) {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let [term, sum] = [size, size];
    for (let n = 1; n < 60; n += 1) {
      term *= (-size * size) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n -= 1) fraction = n / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction));
}

const ROOT = Math.sqrt(2 / Math.PI);
const inner = (/** @type {number} */ z) => ROOT * (z + 0.044715 * z ** 3);

/** @type {Record<string, { value: (z: number) => number, derivative: (z: number) => number }>} */
export const functions = {
  linear: { value: (z) => z, derivative: () => 1 },
  sigmoid: { value: sigmoid, derivative: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { value: Math.tanh, derivative: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { value: (z) => Math.max(0, z), derivative: (z) => (z > 0 ? 1 : 0) },
  leaky_relu: { value: (z) => (z > 0 ? z : 0.01 * z), derivative: (z) => (z > 0 ? 1 : 0.01) },
  elu: { value: (z) => (z > 0 ? z : Math.expm1(z)), derivative: (z) => (z > 0 ? 1 : Math.exp(z)) },
  gelu: {
    value: (z) => (z * (1 + erf(z / Math.SQRT2))) / 2,
    derivative: (z) => (1 + erf(z / Math.SQRT2)) / 2 + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI),
  },
  gelu_tanh: {
    value: (z) => (z * (1 + Math.tanh(inner(z)))) / 2,
    derivative: (z) => {
      const t = Math.tanh(inner(z));
      return (1 + t) / 2 + (z * (1 - t * t) * ROOT * (1 + 3 * 0.044715 * z * z)) / 2;
    },
  },
  silu: {
    value: (z) => z * sigmoid(z),
    derivative: (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))),
  },
  softplus: { value: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))), derivative: sigmoid },
};

/** @param {ArrayLike<number>} values @returns {number[]} */
export function softmax(values) {
  const list = Array.from(values);
  const most = list.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
  const powers = list.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
