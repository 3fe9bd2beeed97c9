/** @file The attention weights of an encoder layer, from what it is given: the package tells only what it gives. */

const EPSILON = 1e-5;

/**
 * @typedef {object} Encoder parameters of the layer
 * @property {Float32Array} scale `norm1.weight`
 * @property {Float32Array} shift `norm1.bias`
 * @property {Float32Array} weight `attention.in_proj.weight`, 3·features × features
 * @property {Float32Array} bias `attention.in_proj.bias`
 * @property {number} heads
 */

/**
 * @param {Float32Array} x tokens × features
 * @param {Encoder} encoder
 * @returns {{ heads: number, tokens: number, weights: Float32Array }} heads × tokens × tokens; each row sums to 1
 */
export function attentionOf(x, { scale, shift, weight, bias, heads }) {
  const features = scale.length;
  const tokens = x.length / features;
  const [wide, width] = [3 * features, features / heads];
  const projected = project(normalise(x, scale, shift), weight, bias, features);
  const weights = new Float32Array(heads * tokens * tokens);
  for (let head = 0; head < heads; head += 1) {
    for (let token = 0; token < tokens; token += 1) {
      const query = token * wide + head * width;
      const row = weights.subarray((head * tokens + token) * tokens, (head * tokens + token + 1) * tokens);
      for (let other = 0; other < tokens; other += 1) {
        const key = other * wide + features + head * width;
        row[other] = dot(projected, query, projected, key, width) / Math.sqrt(width);
      }
      softmax(row);
    }
  }
  return { heads, tokens, weights };
}

/**
 * @param {Float32Array} x tokens × features
 * @param {Float32Array} scale
 * @param {Float32Array} shift
 */
function normalise(x, scale, shift) {
  const features = scale.length;
  const y = new Float32Array(x.length);
  for (let from = 0; from < x.length; from += features) {
    const row = x.subarray(from, from + features);
    const mean = row.reduce((sum, value) => sum + value, 0) / features;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / features;
    const deviation = Math.sqrt(variance + EPSILON);
    row.forEach((value, at) => {
      y[from + at] = ((value - mean) / deviation) * (scale[at] ?? 1) + (shift[at] ?? 0);
    });
  }
  return y;
}

/**
 * @param {Float32Array} x tokens × features
 * @param {Float32Array} weight outputs × features
 * @param {Float32Array} bias
 * @param {number} features
 * @returns {Float32Array} tokens × outputs
 */
function project(x, weight, bias, features) {
  const outputs = bias.length;
  const y = new Float32Array((x.length / features) * outputs);
  for (let at = 0; at < y.length; at += 1) {
    const [token, output] = [Math.floor(at / outputs), at % outputs];
    y[at] = dot(x, token * features, weight, output * features, features) + (bias[output] ?? 0);
  }
  return y;
}

/**
 * @param {Float32Array} a
 * @param {number} from of `a`
 * @param {Float32Array} b
 * @param {number} start of `b`
 * @param {number} count
 */
function dot(a, from, b, start, count) {
  let sum = 0;
  for (let at = 0; at < count; at += 1) {
    sum += /** @type {number} */ (a[from + at]) * /** @type {number} */ (b[start + at]);
  }
  return sum;
}

/** @param {Float32Array} row becomes its softmax */
function softmax(row) {
  const most = row.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
  let sum = 0;
  row.forEach((value, at) => {
    row[at] = Math.exp(value - most);
    sum += row[at] ?? 0;
  });
  row.forEach((value, at) => {
    row[at] = value / sum;
  });
}
