/** @file The row of a table as the network's input: a cell for each value, with its name. It comes with the first table. */

import { channels, colour, mix } from '../../theme.js';

/** @typedef {import('./layout.js').Box} Box */

/** The largest cell. */
const CELL = 22;

/**
 * @param {number} count
 * @param {Box} room
 * @returns {Box[]} one under the other at the right, with room for the names
 */
export function rowCells(count, room) {
  const pitch = Math.min(1.5 * CELL, (0.96 * room.height) / count);
  const size = Math.min(CELL, 0.8 * pitch);
  const [x, top] = [room.x + room.width - CELL, room.y + (room.height - pitch * count) / 2];
  return Array.from({ length: count }, (_, at) => ({ x, y: top + at * pitch, width: CELL, height: size }));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scene.js').Part} part
 * @param {typeof import('./diagram.js').fitting} fitting
 */
export function paintRow(context, { room, shape: [count = 0], values, names = [] }, fitting) {
  const most = values?.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-12) ?? 1;
  const [track, positive, negative] = [channels('track'), channels('accent'), channels('second')];
  const { fontFamily, fontSize } = getComputedStyle(context.canvas);
  context.font = `${fontSize} ${fontFamily}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const [at, { x, y, width, height }] of rowCells(count, room).entries()) {
    const value = (values?.[at] ?? 0) / most;
    context.fillStyle = mix(track, value > 0 ? positive : negative, Math.sqrt(Math.abs(value)));
    context.fillRect(x, y, width, height);
    // Where there is no room for names, the form has them.
    if (height < 0.7 * Number.parseFloat(fontSize)) continue;
    context.fillStyle = colour('soft');
    context.fillText(fitting(context, names[at] ?? '', x - room.x - 8), x - 8, y + height / 2);
  }
}
