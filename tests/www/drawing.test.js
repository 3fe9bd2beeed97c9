/** @file The layout of the diagram, its strongest connections, and tiles of weights. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cell, outputCircles, pictureBox, unitGrid } from '../../www/page/features/network/layout.js';
import { limitOf } from '../../www/page/features/weights/room.js';
import { strongest } from '../../www/worker/strongest-connections.js';
import { randomFrom } from './random.js';

test('all units of a layer fit, for any count and area', () => {
  const random = randomFrom(3);
  for (let round = 0; round < 400; round += 1) {
    const room = { x: 10, y: 20, width: random.between(40, 300), height: random.between(90, 400) };
    const count = 1 + random.below(4096);
    const grid = unitGrid(count, room);
    assert.ok(grid.columns * grid.rows >= count && grid.size > 0);
    const last = cell(grid, count - 1);
    assert.ok(last.x + last.width <= room.x + room.width + 1 && cell(grid, 0).x >= room.x - 1, 'within the width');
    if (grid.pitch > 1.5) assert.ok(last.y + last.height <= room.y + room.height + 1, 'within the height');
  }
});

test('a hundred and twenty-eight units are laid out in eight columns of sixteen', () => {
  const { columns, rows } = unitGrid(128, { x: 0, y: 0, width: 130, height: 300 });
  assert.deepEqual([columns, rows], [8, 16]);
});

test('the image keeps its aspect ratio, and circles their distance', () => {
  const box = pictureBox({ x: 0, y: 0, width: 200, height: 90 }, 2, 500);
  assert.deepEqual([box.width, box.height], [135, 67.5], 'of the height the picture takes three quarters at most');
  const ys = outputCircles(10, { x: 0, y: 0, width: 50, height: 150 }).map(({ y }) => y);
  assert.ok((ys[0] ?? -1) >= 0 && (ys[9] ?? 151) <= 150);
});

test('the strongest connections equal those of a full sort', () => {
  const random = randomFrom(11);
  for (const [units, inputs] of [
    [1, 1],
    [5, 7],
    [40, 30],
  ]) {
    const size = /** @type {number} */ (units) * /** @type {number} */ (inputs);
    const weight = Float32Array.from({ length: size }, () => random.between(-1, 1));
    const source = Float32Array.from({ length: /** @type {number} */ (inputs) }, () =>
      random.of([0, random.between(0, 1)]),
    );
    const found = strongest(weight, /** @type {number} */ (inputs), source, 20);
    const all = [...weight].map((value, at) =>
      Math.abs(Math.fround(value * (source[at % /** @type {number} */ (inputs)] ?? 0))),
    );
    const best = all
      .filter((value) => value > 0)
      .sort((a, b) => b - a)
      .slice(0, 20);
    assert.deepEqual(
      [...found.strength].map(Math.abs).sort((a, b) => b - a),
      best,
    );
    for (const [at, strength] of found.strength.entries()) {
      const [from, to] = [found.from[at] ?? 0, found.to[at] ?? 0];
      assert.equal(
        strength,
        Math.fround((weight[to * /** @type {number} */ (inputs) + from] ?? 0) * (source[from] ?? 0)),
      );
    }
  }
});

test('untrained weights are pale, and one large weight leaves the others their colour', () => {
  assert.ok(limitOf(784, { largest: 0.05, rootMeanSquare: 0.03 }) > 4 * 0.05);
  assert.ok(Math.abs(limitOf(2, { largest: 8, rootMeanSquare: 5 }) - 4.8) < 1e-9);
  assert.ok(limitOf(784, { largest: 100, rootMeanSquare: 0.1 }) < 1);
});
