/** @file The search for strokes on a network whose answer is known. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findInkChange } from '../../www/worker/ink-change.js';
import { proposeStrokes, withStrokes } from '../../www/worker/ink-strokes.js';

const SIDE = 28;
const size = { width: SIDE, height: SIDE, margin: 3 };

/** Class 1 is ink in the left half, class 0 ink in the right half; `weight` is how much a pixel counts. */
function halves(weight = 0.5) {
  const sign = (/** @type {number} */ at) => (at % SIDE < SIDE / 2 ? weight : -weight);
  const gradient = async (/** @type {Float32Array} */ input, /** @type {number} */ target) =>
    input.map((_, at) => (target === 1 ? sign(at) : -sign(at)));
  const predict = async (/** @type {Float32Array} */ inputs) => {
    const count = inputs.length / SIDE ** 2;
    return Float32Array.from({ length: 2 * count }, (_, at) => {
      const picture = inputs.subarray((at >> 1) * SIDE ** 2, ((at >> 1) + 1) * SIDE ** 2);
      const score = picture.reduce((sum, ink, pixel) => sum + ink * sign(pixel), 0);
      const probability = 1 / (1 + Math.exp(-2 * score));
      return at % 2 === 1 ? probability : 1 - probability;
    });
  };
  return { gradient, predict, logarithmic: true };
}

const turn = async () => {};

/** @returns {Float32Array} a bar in the right half */
function bar() {
  const input = new Float32Array(SIDE ** 2);
  for (let row = 8; row < 20; row += 1) for (const column of [19, 20, 21]) input[row * SIDE + column] = 1;
  return input;
}

test('ink is added on the left or rubbed out on the right, and in the margin nothing', async () => {
  const input = bar();
  const {
    reached,
    input: changed,
    outputs,
    strokes,
  } = await findInkChange({ input, target: 1, size, network: halves(), turn });
  assert.ok(reached);
  assert.ok((outputs[1] ?? 0) >= 0.6);
  assert.ok(strokes >= 1 && strokes <= 8);
  for (const [at, ink] of changed.entries()) {
    const change = ink - (input[at] ?? 0);
    const [column, row] = [at % SIDE, Math.floor(at / SIDE)];
    assert.ok(column < SIDE / 2 ? change >= 0 : change <= 0, `column ${column}, row ${row}: ${change}`);
    if (Math.min(column, row, SIDE - 1 - column, SIDE - 1 - row) < 2) assert.equal(change, 0);
  }
});

test('a network that no ink moves is not reached, and that is said', async () => {
  const network = {
    ...halves(),
    predict: async (/** @type {Float32Array} */ inputs) =>
      new Float32Array((2 * inputs.length) / SIDE ** 2).map((_, at) => (at % 2 === 0 ? 0.9 : 0.1)),
  };
  const found = await findInkChange({ input: bar(), target: 1, size, network, turn });
  assert.deepEqual([found.reached, found.strokes], [false, 0]);
  assert.deepEqual(found.input, bar());
});

test('gradients that are no numbers propose nothing', async () => {
  const network = { ...halves(), gradient: async (/** @type {Float32Array} */ input) => input.map(() => Number.NaN) };
  assert.equal((await findInkChange({ input: bar(), target: 1, size, network, turn })).reached, false);
});

test('a cancelled search ends', async () => {
  const cancelled = async () => {
    throw new Error('cancelled');
  };
  await assert.rejects(
    findInkChange({ input: bar(), target: 1, size, network: halves(), turn: cancelled }),
    /cancelled/,
  );
});

test('a stroke is proposed where the gradient is, one for each place', () => {
  const gradient = new Float32Array(SIDE ** 2);
  for (let column = 8; column < 19; column += 1) gradient[14 * SIDE + column] = 1;
  const empty = new Float32Array(SIDE ** 2);
  const [first] = proposeStrokes(empty, gradient, [], size);
  assert.ok(first);
  assert.deepEqual(
    [...first.stroke.pixels].map((at) => [Math.floor(at / SIDE), at % SIDE]),
    Array.from({ length: 11 }, (_, at) => [14, 8 + at]),
  );
  const drawn = withStrokes(empty, [first.stroke], size);
  assert.equal(drawn[14 * SIDE + 12], 1);
  assert.ok(Math.abs((drawn[13 * SIDE + 12] ?? 0) - 0.6) < 1e-6);
  const rubbed = withStrokes(drawn, [{ ...first.stroke, erase: true }], size);
  assert.ok(rubbed.every((ink) => ink === 0));
});

test('pictures of 8 × 8 get strokes of one pixel', () => {
  const small = { width: 8, height: 8, margin: 0 };
  const gradient = new Float32Array(64);
  gradient[0] = 1;
  const [first] = proposeStrokes(new Float32Array(64), gradient, [], small);
  assert.ok(first);
  const drawn = withStrokes(new Float32Array(64), [first.stroke], small);
  assert.deepEqual([drawn[0], drawn.reduce((sum, ink) => sum + ink, 0)], [1, first.stroke.pixels.length]);
});
