/** @file Where the tiles of the weights lie, and their painting by the core. */

import { fitCanvas } from '../../dom.js';
import { channels } from '../../theme.js';

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
  const palette = { nothing: channels('well'), positive: channels('accent'), negative: channels('second') };
  const shown = shownTiles(canvas, tiles);
  context.imageSmoothingEnabled = false;
  for (let at = 0; at < shown; at += 1) {
    const [x, y] = [(at % columns) * (size + GAP) * ratio, Math.floor(at / columns) * (size + GAP) * ratio];
    context.fillStyle = `rgb(${palette.nothing.join(' ')})`;
    context.fillRect(x, y, size * ratio, size * ratio);
    if (!tiles || !inkgrad) continue;
    const area = tiles.width * tiles.height;
    const values = tiles.values.subarray(at * area, (at + 1) * area);
    const picture = inkgrad.paint({ values, width: tiles.width, height: tiles.height, palette, limit: tiles.limit });
    context.drawImage(bitmapOf(picture), x, y, size * ratio, size * ratio);
  }
}

/** @type {HTMLCanvasElement | null} kept from picture to picture */
let sheet = null;

/**
 * @param {ImageData} picture
 * @returns {HTMLCanvasElement} that holds it
 */
function bitmapOf(picture) {
  sheet ??= document.createElement('canvas');
  if (sheet.width !== picture.width || sheet.height !== picture.height) {
    Object.assign(sheet, { width: picture.width, height: picture.height });
  }
  sheet.getContext('2d')?.putImageData(picture, 0, 0);
  return sheet;
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
