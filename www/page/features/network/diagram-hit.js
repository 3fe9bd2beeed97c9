/** @file Which unit of the diagram lies at a point, or nearest to it: the inverse of what `layout.js` places. */

import { cell, mapBoxes, outputCircles, sheetBox, unitGrid } from './layout.js';

/**
 * @typedef {import('./layout.js').Box} Box
 * @typedef {{ kind: import('./columns.js').ColumnKind, room: Box, shape: number[] }} Part
 */

/** @param {number} value @param {number} count */
const within = (value, count) => Math.min(count - 1, Math.max(0, value));

/** @param {Box} box @param {number} x @param {number} y */
function distance(box, x, y) {
  return Math.hypot(x - within(x - box.x, box.width) - box.x, y - within(y - box.y, box.height) - box.y);
}

/**
 * @param {Box[]} boxes
 * @param {number} x
 * @param {number} y
 * @returns {number} index of the nearest
 */
function nearest(boxes, x, y) {
  const distances = boxes.map((box) => distance(box, x, y));
  return distances.indexOf(Math.min(...distances));
}

/**
 * @param {Box} box
 * @param {number} rows
 * @param {number} columns
 * @param {number} x
 * @param {number} y
 */
function valueIn(box, rows, columns, x, y) {
  const row = within(Math.floor(((y - box.y) / box.height) * rows), rows);
  return row * columns + within(Math.floor(((x - box.x) / box.width) * columns), columns);
}

/**
 * @param {Part} part
 * @param {number} x
 * @param {number} y
 * @returns {number | null} index into the layer's output; null where no units are painted
 */
export function unitAt({ kind, room, shape }, x, y) {
  const [first = 1, second = 1, third = 1] = shape;
  if (shape.length === 0 || kind === 'picture' || kind === 'gate') return null;
  if (kind === 'output') {
    const boxes = outputCircles(first, room).map((circle) => ({ ...circle, width: 0, height: 0 }));
    return nearest(boxes, x, y);
  }
  if (kind === 'units') {
    const grid = unitGrid(first, room);
    return nearest(
      Array.from({ length: first }, (_, unit) => cell(grid, unit)),
      x,
      y,
    );
  }
  if (kind === 'sequence') return valueIn(sheetBox(first, second, room), first, second, x, y);
  const boxes = mapBoxes(first, third / second, room);
  const map = nearest(boxes, x, y);
  const box = boxes[map];
  return box ? map * second * third + valueIn(box, second, third, x, y) : null;
}
