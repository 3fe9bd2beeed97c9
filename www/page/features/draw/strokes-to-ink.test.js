/** @file Ink against exact geometry: areas, erasing, symmetry, growth, and what a whole digit costs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INK_SIZE, Ink } from './ink.js';
import { beginStroke, clearDrawing, extendStroke, newDrawing, undo } from './strokes.js';
import { paintStroke } from './strokes-to-ink.js';

/**
 * @param {import('./strokes.js').Stroke[]} strokes
 * @returns {Uint8Array}
 */
function inkOf(...strokes) {
  return new Ink().pixels(newDrawing(strokes));
}

/** @param {number[]} points */
function pen(...points) {
  return { erase: false, points };
}

/** @param {Uint8Array} ink */
function area(ink) {
  return ink.reduce((sum, value) => sum + value, 0) / 255;
}

/**
 * @param {number} actual
 * @param {number} expected
 * @param {number} [share]
 */
function near(actual, expected, share = 0.01) {
  assert.ok(Math.abs(actual - expected) <= share * expected, `${actual} instead of ${expected}`);
}

/** @param {number} count points of a figure that bends both ways */
function figure(count) {
  const points = [];
  for (let at = 0; at < count; at += 1) {
    const angle = (2 * Math.PI * at) / count;
    points.push(0.5 + 0.25 * Math.sin(2 * angle), 0.5 + 0.35 * Math.cos(angle), 0.06);
  }
  return points;
}

test('a dot has the area of a disc, wherever it lies between the pixels', () => {
  for (const width of [0.02, 0.05, 0.07]) {
    for (const [x, y] of [
      [0.5, 0.5],
      [0.501, 0.4973],
      [0.3022, 0.611],
    ]) {
      near(area(inkOf(pen(x, y, width))), Math.PI * ((width * INK_SIZE) / 2) ** 2);
    }
  }
});

test('a line has the area of a rectangle with two half discs, in any direction', () => {
  const [length, width] = [0.5, 0.05];
  const exact = (length * width + Math.PI * (width / 2) ** 2) * INK_SIZE ** 2;
  for (let turn = 0; turn < 24; turn += 1) {
    const angle = (turn * Math.PI) / 24;
    const [dx, dy] = [(length / 2) * Math.cos(angle), (length / 2) * Math.sin(angle)];
    const [from, to] = [
      [0.5 - dx, 0.5 - dy, width],
      [0.5 + dx, 0.5 + dy, width],
    ];
    near(area(inkOf(pen(...from, ...to))), exact);
    // The same line in ten pieces.
    const pieces = Array.from({ length: 11 }, (_, at) =>
      from.map((value, axis) => value + (at / 10) * (to[axis] - value)),
    );
    near(area(inkOf(pen(...pieces.flat()))), exact);
  }
});

test('a ring of many points has the area of a ring', () => {
  const [radius, width] = [0.3, 0.04];
  const points = Array.from({ length: 121 }, (_, at) => {
    const angle = (2 * Math.PI * at) / 120;
    return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle), width];
  });
  near(area(inkOf(pen(...points.flat()))), 2 * Math.PI * radius * width * INK_SIZE ** 2);
});

test('edges lie where they should: a line from 96 to 128 is full within and empty without', () => {
  const ink = inkOf(pen(0.25, 0.5, 32 / INK_SIZE, 0.75, 0.5, 32 / INK_SIZE));
  const column = (/** @type {number} */ row) => ink[row * INK_SIZE + 112];
  assert.deepEqual([95, 96, 127, 128].map(column), [0, 255, 255, 0]);
});

test('each point is as wide as the pen was there', () => {
  const ink = inkOf(pen(0.2, 0.5, 0.02, 0.8, 0.5, 0.02, 0.8, 0.5, 0.07));
  const height = (/** @type {number} */ x) => area(ink.filter((_, at) => at % INK_SIZE === Math.round(x * INK_SIZE)));
  near(height(0.4), 0.02 * INK_SIZE);
  near(height(0.8), 0.07 * INK_SIZE, 0.02);
});

test('an eraser as wide as the line leaves nothing, a thinner one the rims, and ink may be put on again', () => {
  const line = [0.2, 0.4, 0.06, 0.7, 0.6, 0.06];
  const wider = line.map((value, at) => (at % 3 === 2 ? 0.07 : value));
  const thinner = line.map((value, at) => (at % 3 === 2 ? 0.03 : value));
  assert.equal(area(inkOf(pen(...line), { erase: true, points: wider })), 0);
  const rims = inkOf(pen(...line), { erase: true, points: thinner });
  near(area(rims), area(inkOf(pen(...line))) - area(inkOf(pen(...thinner))), 0.001);
  assert.deepEqual(inkOf(pen(...line), { erase: true, points: wider }, pen(...line)), inkOf(pen(...line)));
  assert.equal(area(inkOf({ erase: true, points: line })), 0);
});

test('mirrored and transposed strokes give mirrored and transposed ink', () => {
  const points = figure(64).map((value, at) => (at % 3 === 2 ? 0.0625 : Math.round(value * 1024) / 1024));
  const plain = inkOf(pen(...points));
  const last = INK_SIZE - 1;
  const changes = /** @type {const} */ ([
    [
      (/** @type {number} */ x, /** @type {number} */ y) => [1 - x, y],
      (/** @type {number} */ x, /** @type {number} */ y) => [last - x, y],
    ],
    [
      (/** @type {number} */ x, /** @type {number} */ y) => [x, 1 - y],
      (/** @type {number} */ x, /** @type {number} */ y) => [x, last - y],
    ],
    [
      (/** @type {number} */ x, /** @type {number} */ y) => [y, x],
      (/** @type {number} */ x, /** @type {number} */ y) => [y, x],
    ],
  ]);
  for (const [ofPoint, ofPixel] of changes) {
    const changed = [];
    for (let at = 0; at < points.length; at += 3) {
      changed.push(...ofPoint(points[at], points[at + 1]), points[at + 2]);
    }
    const other = inkOf(pen(...changed));
    for (let at = 0; at < plain.length; at += 1) {
      const [x, y] = ofPixel(at % INK_SIZE, Math.floor(at / INK_SIZE));
      assert.ok(Math.abs(other[y * INK_SIZE + x] - plain[at]) <= 1);
    }
  }
});

test('ink beyond the rim is cut off, and bends no row', () => {
  const ink = inkOf(pen(-0.2, 0.5, 0.05, 1.2, 0.5, 0.05));
  near(area(ink), 0.05 * INK_SIZE ** 2);
  assert.equal(area(inkOf(pen(-0.5, -0.5, 0.07))), 0);
});

test('a drawing painted as it grows equals the whole, also after undo and clear', () => {
  const ink = new Ink();
  const points = figure(40);
  let drawing = beginStroke(newDrawing(), false, points.slice(0, 3));
  for (let at = 3; at < points.length; at += 6) {
    drawing = extendStroke(drawing, points.slice(at, at + 6));
    ink.pixels(drawing);
  }
  assert.deepEqual(ink.pixels(drawing), inkOf(...drawing.strokes));
  const longer = beginStroke(drawing, true, [0.5, 0.5, 0.07]);
  assert.deepEqual(ink.pixels(longer), inkOf(...longer.strokes));
  assert.deepEqual(ink.pixels(undo(longer)), inkOf(...drawing.strokes));
  assert.equal(area(ink.pixels(clearDrawing(drawing))), 0);
  assert.notEqual(ink.pixels(drawing).buffer, ink.pixels(drawing).buffer, 'each is a copy');
});

test('a whole digit of 150 points takes less than 1.5 ms', () => {
  const stroke = pen(...figure(150));
  const sheet = new Uint8Array(INK_SIZE * INK_SIZE);
  const times = Array.from({ length: 300 }, () => {
    sheet.fill(0);
    const begun = performance.now();
    paintStroke(sheet, INK_SIZE, stroke);
    return performance.now() - begun;
  });
  const best = Math.min(...times);
  assert.ok(best < 1.5, `${best} ms`);
});
