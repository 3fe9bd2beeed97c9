/** @file The plane of the map: against known results, and steady from frame to frame. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignment, turned, turnedAxes } from '../../www/worker/plane/alignment.js';
import { eigenvectors } from '../../www/worker/plane/jacobi.js';
import { nearestTo, neighbours } from '../../www/worker/plane/neighbours.js';
import { positionsIn, principalPlane } from '../../www/worker/plane/principal-plane.js';
import { counterRandom } from '../../www/worker/random.js';

const turn = async () => {};

/**
 * @param {ArrayLike<number>} found
 * @param {ArrayLike<number>} expected
 * @param {number} tolerance
 */
function assertClose(found, expected, tolerance) {
  assert.equal(found.length, expected.length);
  Array.from(expected).forEach((value, at) => {
    assert.ok(Math.abs(Number(found[at]) - value) <= tolerance, `${at}: ${found[at]}, expected ${value}`);
  });
}

test('Jacobi finds the eigenvalues and eigenvectors of a matrix that is known', () => {
  const { values, vectors } = eigenvectors([
    [2, -1, 0],
    [-1, 2, -1],
    [0, -1, 2],
  ]);
  assertClose(values, [2 + Math.SQRT2, 2, 2 - Math.SQRT2], 1e-12);
  assertClose((vectors[0] ?? []).map(Math.abs), [0.5, Math.SQRT1_2, 0.5], 1e-12);
});

test('the plane is that of the greatest variance', async () => {
  // Two samples of each coordinate axis at known distances: the covariance is diagonal and known.
  const lengths = [1, 5, 2, 3];
  const values = new Float32Array(8 * 4);
  lengths.forEach((length, axis) => {
    values[8 * axis + axis] = length;
    values[8 * axis + 4 + axis] = -length;
  });
  const moved = values.map((value, at) => value + (at % 4));
  const plane = await principalPlane(moved, 4, { turn });
  assertClose(plane.mean, [0, 1, 2, 3], 1e-6);
  assertClose(
    plane.axes.flatMap((axis) => [...axis].map(Math.abs)),
    [0, 1, 0, 0, 0, 0, 0, 1],
    1e-4,
  );
  assertClose(plane.shares, [25 / 39, 9 / 39], 1e-9);
});

test('the plane of many random samples agrees with the eigenvectors of their covariance', async () => {
  const [size, count] = [12, 300];
  const random = counterRandom(3);
  const values = Float32Array.from({ length: size * count }, (_, at) => (random() - 0.5) * (1 + (at % size)));
  const plane = await principalPlane(values, size, { turn });
  const covariance = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => {
      let sum = 0;
      for (let sample = 0; sample < count; sample += 1) {
        const at = (/** @type {number} */ axis) => Number(values[sample * size + axis]) - Number(plane.mean[axis]);
        sum += at(row) * at(column);
      }
      return sum / count;
    }),
  );
  const { values: variances, vectors } = eigenvectors(covariance);
  const total = variances.reduce((sum, one) => sum + one, 0);
  assertClose(plane.shares, [Number(variances[0]) / total, Number(variances[1]) / total], 1e-6);
  plane.axes.forEach((axis, at) => {
    const along = [...axis].reduce((sum, value, one) => sum + value * Number(vectors[at]?.[one]), 0);
    assert.ok(Math.abs(Math.abs(along) - 1) < 1e-3, `axis ${at}: ${along}`);
  });
});

test('without variance there is no axis, and one feature has one', async () => {
  assert.deepEqual((await principalPlane(new Float32Array(20).fill(3), 4, { turn })).axes, []);
  const line = await principalPlane(Float32Array.of(1, 2, 3), 1, { turn });
  assertClose(line.shares, [1], 1e-12);
  assertClose(positionsIn(Float32Array.of(1, 2, 3), line).map(Math.abs), [1, 0, 0, 0, 1, 0], 1e-6);
});

test('a frame that is turned or mirrored comes back to the frame before', () => {
  const random = counterRandom(5);
  const before = Float32Array.from({ length: 40 }, () => random() - 0.5);
  const [cosine, sine] = [Math.cos(2.1), Math.sin(2.1)];
  for (const change of /** @type {import('../../www/worker/plane/alignment.js').Turn[]} */ ([
    [cosine, sine, -sine, cosine],
    [0, 1, 1, 0],
    [-1, 0, 0, 1],
  ])) {
    const positions = turned(before, change);
    assertClose(turned(positions, alignment(positions, before)), before, 1e-6);
  }
  assert.deepEqual(alignment(new Float32Array(40), before), [1, 0, 0, 1]);
  assert.deepEqual(alignment(before, new Float32Array(2)), [1, 0, 0, 1]);
});

test('along turned axes the samples lie where the turned positions are', async () => {
  const random = counterRandom(9);
  const values = Float32Array.from({ length: 60 }, () => random());
  const plane = await principalPlane(values, 3, { turn });
  const change = /** @type {import('../../www/worker/plane/alignment.js').Turn} */ ([0.6, 0.8, 0.8, -0.6]);
  const axes = turnedAxes(plane.axes, change);
  assertClose(positionsIn(values, { ...plane, axes }), turned(positionsIn(values, plane), change), 1e-6);
});

test('neighbours are exact, the nearest first', async () => {
  const values = Float32Array.of(0, 10, 3, 11);
  assert.deepEqual(nearestTo(values, 1, [4], 2), { indices: [2, 0], distances: [1, 4] });
  const { indices } = await neighbours(values, 1, 2, turn);
  assert.deepEqual(indices, [
    [0, 2],
    [1, 3],
    [2, 0],
    [3, 1],
  ]);
});

test('random numbers are a function of seed and counter', () => {
  const draw = (/** @type {number} */ seed) => {
    const random = counterRandom(seed);
    return Array.from({ length: 1000 }, random);
  };
  assert.deepEqual(draw(4), draw(4));
  assert.notDeepEqual(draw(4), draw(5));
  const mean = draw(4).reduce((sum, value) => sum + value, 0) / 1000;
  assert.ok(Math.abs(mean - 0.5) < 0.05 && draw(4).every((value) => value >= 0 && value < 1));
});
