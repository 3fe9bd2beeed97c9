/**
 * @file Principal component analysis down to two axes, by block power iteration with a Rayleigh-Ritz step (Jacobi). It
 * takes a few products with the samples and never forms their covariance.
 */

import { counterRandom } from '../random.js';
import { eigenvectors } from './jacobi.js';

/** Directions that are iterated: two, and some more so that the first two converge fast. */
const BLOCK = 5;

const MOST_ITERATIONS = 200;

/** The sum of the two greatest variances has converged once it grows by less than this share. */
const TOLERANCE = 1e-9;

/**
 * @typedef {object} Plane
 * @property {Float64Array} mean
 * @property {Float64Array[]} axes orthonormal directions, the greatest variance first; two, or fewer dimensions
 * @property {number[]} shares of the total variance, an axis each
 */

/**
 * @param {Float32Array} values samples × size
 * @param {number} size of a sample
 * @param {object} options
 * @param {Float64Array[]} [options.start] axes of the plane before: near the solution the iteration is short
 * @param {() => Promise<unknown>} options.turn called between iterations
 * @returns {Promise<Plane>}
 */
export async function principalPlane(values, size, { start = [], turn }) {
  const count = values.length / size;
  const { mean, centred, variance } = centre(values, size);
  if (variance === 0) return { mean, axes: [], shares: [] };
  let block = orthonormal([...start.filter(({ length }) => length === size), ...directions(size)], size);
  for (let before = 0, iteration = 1; ; iteration += 1) {
    const projected = block.map((axis) => project(centred, size, axis));
    const { values: variances, vectors } = eigenvectors(products(projected));
    const [first = 0, second = 0] = variances;
    if (first + second - before <= TOLERANCE * before || iteration === MOST_ITERATIONS) {
      const axes = vectors.slice(0, 2).map((weights) => combined(block, weights));
      return { mean, axes, shares: variances.slice(0, axes.length).map((one) => one / count / variance) };
    }
    before = first + second;
    const next = projected.map((along) => weighted(centred, size, along));
    block = orthonormal(next, size);
    await turn();
  }
}

/**
 * @param {Float32Array} values samples × size
 * @param {number} size
 */
function centre(values, size) {
  const count = values.length / size;
  const mean = new Float64Array(size);
  values.forEach((value, at) => {
    mean[at % size] = Number(mean[at % size]) + value / count;
  });
  const centred = Float64Array.from(values, (value, at) => value - Number(mean[at % size]));
  const variance = centred.reduce((sum, value) => sum + value * value, 0) / count;
  return { mean, centred, variance };
}

/** @param {number} size @returns {Float64Array[]} the same ones every time */
function directions(size) {
  const random = counterRandom(7);
  return Array.from({ length: BLOCK }, () => Float64Array.from({ length: size }, () => random() - 0.5));
}

/**
 * @param {ArrayLike<number>} samples
 * @param {number} size
 * @param {Float64Array} axis
 * @returns {Float64Array} each sample's coordinate along the axis
 */
function project(samples, size, axis) {
  return Float64Array.from({ length: samples.length / size }, (_, sample) => {
    let sum = 0;
    for (let at = 0, from = sample * size; at < size; at += 1) sum += Number(samples[from + at]) * Number(axis[at]);
    return sum;
  });
}

/**
 * @param {Float64Array} samples
 * @param {number} size
 * @param {Float64Array} weights of each sample
 * @returns {Float64Array} the weighted sum of the samples
 */
function weighted(samples, size, weights) {
  const sum = new Float64Array(size);
  weights.forEach((weight, sample) => {
    for (let at = 0, from = sample * size; at < size; at += 1) {
      sum[at] = Number(sum[at]) + weight * Number(samples[from + at]);
    }
  });
  return sum;
}

/** @param {Float64Array[]} vectors @returns {number[][]} their inner products */
function products(vectors) {
  return vectors.map((one) => vectors.map((other) => inner(one, other)));
}

/**
 * @param {Float64Array} one
 * @param {Float64Array} other
 */
function inner(one, other) {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += Number(one[at]) * Number(other[at]);
  return sum;
}

/**
 * @param {Float64Array[]} vectors
 * @param {number[]} weights
 */
function combined(vectors, weights) {
  return Float64Array.from(vectors[0] ?? [], (_, at) =>
    vectors.reduce((sum, vector, one) => sum + Number(vector[at]) * Number(weights[one]), 0),
  );
}

/**
 * Gram-Schmidt, twice for accuracy; what depends on the vectors before it is left out.
 *
 * @param {Float64Array[]} vectors
 * @param {number} size
 * @returns {Float64Array[]}
 */
function orthonormal(vectors, size) {
  /** @type {Float64Array[]} */
  const basis = [];
  for (const vector of vectors) {
    const own = vector.slice();
    const length = Math.sqrt(inner(own, own));
    for (const axis of [...basis, ...basis]) remove(own, axis);
    const left = Math.sqrt(inner(own, own));
    if (left > 1e-10 * length) basis.push(own.map((value) => value / left));
    if (basis.length === Math.min(BLOCK, size)) break;
  }
  return basis;
}

/**
 * @param {Float64Array} vector loses its part along the axis
 * @param {Float64Array} axis
 */
function remove(vector, axis) {
  const along = inner(vector, axis);
  for (let at = 0; at < vector.length; at += 1) vector[at] = Number(vector[at]) - along * Number(axis[at]);
}

/**
 * @param {Float32Array} values samples × size
 * @param {Plane} plane
 * @returns {Float32Array} samples × 2
 */
export function positionsIn(values, { mean, axes }) {
  const size = mean.length;
  const offsets = axes.map((axis) => inner(mean, axis));
  const positions = new Float32Array((2 * values.length) / size);
  axes.forEach((axis, column) => {
    project(values, size, axis).forEach((along, sample) => {
      positions[2 * sample + column] = along - Number(offsets[column]);
    });
  });
  return positions;
}
