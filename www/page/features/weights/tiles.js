/** @file Where the tiles of the weights lie, and their painting by the core. */

import { paintField } from '../../app/picture.js';
import { fitCanvas } from '../../dom.js';

/** The least and the largest side of a tile in CSS pixels, and the space between two. */
const TILE = { least: 48, most: 76 };
const GAP = 8;

/**
 * Weights as consecutive pictures; `limit` is the size of a weight that has full colour.
 *
 * @typedef {{ width: number, height: number, units: Uint32Array, values: Float32Array, limit: number }} Tiles
 */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Tiles | null} tiles
 * @returns {number} how many find room
 */
export function shownTiles({ clientWidth, clientHeight }, tiles) {
  const { columns, rows } = bestGrid(clientWidth, clientHeight);
  return Math.min(tiles?.units.length ?? columns * rows, columns * rows);
}

/**
 * The tiles, or wells for them while there are none.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Tiles | null} tiles
 * @param {import('inkgrad').Inkgrad | null} inkgrad
 */
export function paintTiles(canvas, tiles, inkgrad) {
  const context = canvas.getContext('2d');
  if (!context || canvas.clientWidth === 0) return;
  const { width, height, ratio } = fitCanvas(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const { columns, size } = bestGrid(width, height);
  const shown = shownTiles(canvas, tiles);
  const area = (tiles?.width ?? 0) * (tiles?.height ?? 0);
  context.scale(ratio, ratio);
  for (let at = 0; at < shown; at += 1) {
    const box = {
      x: (at % columns) * (size + GAP),
      y: Math.floor(at / columns) * (size + GAP),
      width: size,
      height: size,
    };
    const values = tiles?.values.subarray(at * area, (at + 1) * area) ?? null;
    const field = { width: tiles?.width ?? 1, height: tiles?.height ?? 1, values, limit: tiles?.limit };
    paintField(context, box, field, inkgrad);
  }
}

/**
 * The number of columns with which tiles cover most of the room.
 *
 * @param {number} width
 * @param {number} height
 */
export function bestGrid(width, height) {
  const fits = (/** @type {number} */ length, /** @type {number} */ size) =>
    Math.max(1, Math.floor((length + GAP) / (size + GAP)));
  const most = fits(width, TILE.least);
  const grids = Array.from({ length: most - fits(width, TILE.most) + 1 }, (_, fewer) => {
    const columns = most - fewer;
    const size = Math.min((width + GAP) / columns - GAP, Math.max(height, TILE.least));
    return { columns, size, rows: fits(height, size) };
  });
  const area = (/** @type {{ columns: number, rows: number, size: number }} */ grid) =>
    grid.columns * grid.rows * grid.size ** 2;
  return grids.reduce((best, grid) => (area(grid) > area(best) ? grid : best));
}
