/** @file The region that looks inside: the first layer's weights as pictures. */

import { element, fitCanvas, onResize, put } from '../dom.js';
import { paintSigned } from '../signed.js';
import { view } from '../store.js';
import { nameOf, text } from '../translate.js';

/** The least and the largest side of a tile in CSS pixels, and the space between two. */
const TILE = { least: 48, most: 76 };
const GAP = 8;

/** Kinds whose weights are pictures, and which axis of what they give counts their tiles. */
const counted = /** @type {Record<string, number>} */ ({ dense: 0, conv2d: 0, patches: 1 });

/**
 * @typedef {import('../state.js').State} State
 * @typedef {import('../../shared/protocol.js').WeightTiles} WeightTiles
 */

/** @returns {import('../actions.js').Panel} */
export function createLookPanel() {
  const canvas = element('canvas', { class: 'tiles', role: 'img', label: 'look.tiles' });
  const frame = element('div', { class: 'tiles-frame' }, [canvas]);
  const caption = element('p', { class: 'caption' });
  const root = element('section', { class: 'panel look', 'aria-labelledby': 'look-title' }, [
    element('h2', { id: 'look-title', class: 'title', text: 'look.title' }),
    frame,
    caption,
  ]);
  /** @type {State | null} */
  let state = null;
  const paint = () => {
    if (!state) return;
    const first = state.network?.rows.find(({ parameters }) => parameters > 0);
    const pictures = first === undefined || Object.hasOwn(counted, first.kind);
    frame.hidden = !pictures;
    if (!pictures) {
      put(caption, text('look.none', { kind: nameOf('kind', first.kind) }));
      return;
    }
    const shown = paintTiles(canvas, state.tiles);
    if (!first || !state.tiles) put(caption, '');
    else {
      const count = first.outputShape[counted[first.kind] ?? 0] ?? 0;
      put(caption, text(`look.${first.kind}`, { shown: Math.min(shown, count), count }));
    }
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
  const { columns, rows, size } = bestGrid(width, height);
  const shown = Math.min(tiles?.units.length ?? columns * rows, columns * rows);
  for (let at = 0; at < shown; at += 1) {
    const box = {
      x: (at % columns) * (size + GAP),
      y: Math.floor(at / columns) * (size + GAP),
      width: size,
      height: size,
    };
    const area = (tiles?.width ?? 0) * (tiles?.height ?? 0);
    const values = tiles?.pixels.subarray(at * area, (at + 1) * area) ?? null;
    paintSigned(context, box, { width: tiles?.width ?? 1, height: tiles?.height ?? 1, values, most: 127 });
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
