/** @file The region that looks inside: the first layer's weights as pictures. */

import { element, fitCanvas, onResize } from '../dom.js';
import { view } from '../store.js';
import { channels, colour } from '../theme.js';
import { text } from '../translate.js';

/** The least and the largest side of a tile in CSS pixels, and the space between two. */
const TILE = { least: 48, most: 76 };
const GAP = 8;

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../../shared/protocol.js').WeightTiles} WeightTiles
 */

/** @returns {import('../actions.js').Panel} */
export function createLookPanel() {
  const canvas = element('canvas', { class: 'tiles', role: 'img', label: 'look.tiles' });
  const caption = element('p', { class: 'caption' });
  const root = element('section', { class: 'panel look', 'aria-labelledby': 'look-title' }, [
    element('h2', { id: 'look-title', class: 'title', text: 'look.title' }),
    element('div', { class: 'tiles-frame' }, [canvas]),
    caption,
  ]);
  /** @type {State | null} */
  let state = null;
  const paint = () => {
    if (!state || canvas.clientWidth === 0) return;
    const shown = paintTiles(canvas, state.tiles);
    const count = state.network?.rows.find(({ kind }) => kind === 'dense')?.outputShape[0] ?? 0;
    caption.textContent = state.tiles ? text('look.caption', { shown, count }) : '';
  };
  const show = view(
    (/** @type {State} */ { tiles, theme, settings, network }) => [tiles, theme, settings.lang, network],
    paint,
  );
  onResize(canvas, paint);
  return {
    root,
    show(next) {
      state = next;
      show(next);
    },
  };
}

/**
 * The tiles, or wells for them while there are none.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {WeightTiles | null} tiles
 * @returns {number} how many are shown
 */
function paintTiles(canvas, tiles) {
  const context = canvas.getContext('2d');
  const { width, height, ratio } = fitCanvas(canvas);
  if (!context) return 0;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.fillStyle = colour('well');
  const { columns, rows, size } = bestGrid(width, height);
  const shown = Math.min(tiles?.units.length ?? columns * rows, columns * rows);
  const picture = new OffscreenCanvas(tiles?.width ?? 1, tiles?.height ?? 1);
  const sheet = picture.getContext('2d');
  for (let at = 0; at < shown; at += 1) {
    const [x, y] = [(at % columns) * (size + GAP), Math.floor(at / columns) * (size + GAP)];
    context.save();
    context.beginPath();
    context.roundRect(x, y, size, size, 4);
    context.clip();
    if (tiles && sheet) {
      sheet.putImageData(tileImage(tiles, at), 0, 0);
      context.drawImage(picture, x, y, size, size);
    } else context.fillRect(x, y, size, size);
    context.restore();
  }
  return shown;
}

/**
 * The number of columns with which tiles cover most of the room.
 *
 * @param {number} width
 * @param {number} height
 */
function bestGrid(width, height) {
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

/**
 * @param {WeightTiles} tiles
 * @param {number} at
 */
function tileImage({ width, height, pixels }, at) {
  const area = width * height;
  const image = new ImageData(width, height);
  const [nothing, positive, negative] = [channels('well'), channels('accent'), channels('second')];
  for (let pixel = 0; pixel < area; pixel += 1) {
    const value = (pixels[at * area + pixel] ?? 0) / 127;
    const towards = value > 0 ? positive : negative;
    for (const channel of /** @type {const} */ ([0, 1, 2])) {
      image.data[4 * pixel + channel] = nothing[channel] + Math.abs(value) * (towards[channel] - nothing[channel]);
    }
    image.data[4 * pixel + 3] = 255;
  }
  return image;
}
