/** @file Sizes of layers, their development, and what is drawn of them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, zeroAt } from './bins.js';
import { chartOf } from './lines.js';
import { layerSizes, MOST_POINTS, Trace } from './trace.js';

/**
 * @param {string} name
 * @param {number[]} weight
 * @param {number[]} gradient
 * @param {number[]} update
 */
function parameter(name, weight, gradient, update) {
  const norm = (/** @type {number[]} */ values) => Math.hypot(...values);
  const mean = weight.reduce((sum, value) => sum + value, 0) / weight.length;
  const deviation = Math.sqrt(weight.reduce((sum, value) => sum + (value - mean) ** 2, 0) / weight.length);
  const histogram = { edges: [0, 1], counts: [weight.length] };
  return {
    name,
    mean,
    deviation,
    minimum: 0,
    maximum: 1,
    gradientNorm: norm(gradient),
    updateRatio: norm(update) / norm(weight),
    weight: histogram,
    gradient: histogram,
    update: histogram,
  };
}

test('the sizes of a layer are those of all its numbers', () => {
  const rows = [
    parameter('layers.1.weight', [1, 2, -3, 4], [0.1, 0, 0.3, 0], [0.01, 0.02, 0, 0]),
    parameter('layers.1.bias', [0.5, -1], [0.2, 0.1], [0.03, 0]),
    { ...parameter('layers.2.running_mean', [1], [0], [0]), gradientNorm: null, updateRatio: null },
  ];
  const sizes = layerSizes(rows);
  assert.deepEqual([...sizes.keys()], ['layers.1'], 'what has no gradient is not trained');
  const { gradientNorm, updateRatio } = sizes.get('layers.1') ?? {};
  assert.ok(Math.abs(Number(gradientNorm) - Math.hypot(0.1, 0.3, 0.2, 0.1)) < 1e-12);
  const expected = Math.hypot(0.01, 0.02, 0.03) / Math.hypot(1, 2, 3, 4, 0.5, 1);
  assert.ok(Math.abs(Number(updateRatio) - expected) < 1e-12);
});

test('a trace keeps at most so many points, evenly, and the newest answer of a step', () => {
  const trace = new Trace();
  const rows = [parameter('layers.0.weight', [1], [1], [1])];
  for (let step = 1; step <= 5000; step += 1) trace.add(step, rows);
  assert.ok(trace.points.length <= MOST_POINTS && trace.points.length >= MOST_POINTS / 2);
  const gaps = trace.points.slice(1).map(({ step }, at) => step - Number(trace.points[at]?.step));
  assert.ok(Math.max(...gaps) <= 2 * Math.min(...gaps));
  const last = Number(trace.points.at(-1)?.step);
  const { length } = trace.points;
  trace.add(last, [parameter('layers.0.weight', [1], [2], [1])]);
  assert.equal(trace.points.length, length);
  assert.equal(trace.points.at(-1)?.layers.get('layers.0')?.gradientNorm, 2);
});

test('lines lie within their chart, and are broken where nothing is known', () => {
  const point = (/** @type {number} */ step, /** @type {number | null} */ updateRatio) => ({
    step,
    layers: new Map([['layers.0', { gradientNorm: 1, updateRatio }]]),
  });
  const chart = chartOf([point(1, null), point(2, 0.001), point(3, 0), point(4, 0.1), point(5, 0.05)], 'updateRatio');
  const [line] = chart?.lines ?? [];
  assert.equal(line?.path.match(/M/g)?.length, 2);
  const numbers = (line?.path.match(/[\d.]+/g) ?? []).map(Number);
  assert.ok(numbers.every((value) => value >= 0 && value <= 100));
  assert.equal(line?.last, 0.05);
  assert.ok(chart?.ticks.some(({ value }) => value === 0.01));
  assert.equal(chartOf([point(1, null)], 'updateRatio'), null);
});

test('bars and zero', () => {
  const bars = barsOf({ edges: [], counts: [0, 4, 1] });
  assert.equal(bars, 'M1 1V0h1V1M2 1V0.5h1V1');
  assert.equal(zeroAt({ edges: [-1, 1, 3], counts: [] }), 0.25);
  assert.equal(zeroAt({ edges: [0, 3], counts: [] }), null);
});
