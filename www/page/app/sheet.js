/**
 * @file Several pictures of numbers on one canvas, a grid with a gap of one value between them. The canvas has one pixel
 * for each value and is scaled by its style.
 */

import { channels } from '../theme.js';

/**
 * @typedef {object} Grid where the pictures lie
 * @property {number} width values in a row of a picture
 * @property {number} height rows of a picture
 * @property {number} panels pictures
 * @property {number} columns pictures beside each other
 * @property {number} [count] values, where the last row of the last picture is not full
 *
 * @typedef {object} Colours
 * @property {number} [limit] the size of a value that has full colour; that of the greatest unless given
 * @property {import('../theme.js').Token} [nothing]
 * @property {import('../theme.js').Token} [positive]
 * @property {import('../theme.js').Token} [negative]
 */

/**
 * @param {Grid} grid
 * @returns {{ width: number, height: number }} of the canvas, in values
 */
export function sheetSize({ width, height, panels, columns }) {
  const beside = Math.max(1, Math.min(panels, columns));
  const rows = Math.max(1, Math.ceil(panels / beside));
  return { width: beside * (width + 1) - 1, height: rows * (height + 1) - 1 };
}

/**
 * @param {Grid} grid
 * @param {number} index of a value
 * @returns {{ x: number, y: number }} where it lies on the canvas
 */
export function placeOf({ width, height, columns }, index) {
  const panel = Math.floor(index / (width * height));
  const inside = index - panel * width * height;
  return {
    x: (panel % columns) * (width + 1) + (inside % width),
    y: Math.floor(panel / columns) * (height + 1) + Math.floor(inside / width),
  };
}

/**
 * @param {Grid} grid
 * @param {number} x on the canvas, in values
 * @param {number} y
 * @returns {number | null} index of the value there; null in a gap
 */
export function indexAt({ width, height, panels, columns, count }, x, y) {
  const [across, down] = [Math.floor(x / (width + 1)), Math.floor(y / (height + 1))];
  const [column, row] = [Math.floor(x) - across * (width + 1), Math.floor(y) - down * (height + 1)];
  const panel = down * columns + across;
  if (x < 0 || y < 0 || across >= columns || panel >= panels || column >= width || row >= height) return null;
  const index = (panel * height + row) * width + column;
  return index < (count ?? panels * width * height) ? index : null;
}

/**
 * @param {MouseEvent & { currentTarget: HTMLElement }} event over something with a canvas in it
 * @param {Grid} grid
 * @returns {number | null} index of the number there
 */
export function pointed({ clientX, clientY, currentTarget }, grid) {
  const box = currentTarget.querySelector('canvas')?.getBoundingClientRect();
  if (!box) return null;
  const { width, height } = sheetSize(grid);
  return indexAt(grid, ((clientX - box.left) / box.width) * width, ((clientY - box.top) / box.height) * height);
}

/**
 * @param {Grid} grid
 * @param {number} index
 * @param {string} key of the keyboard
 * @returns {number | null} the value beside it; null for another key
 */
export function neighbour(grid, index, key) {
  const steps = /** @type {Record<string, [number, number]>} */ ({
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  });
  const step = steps[key];
  if (!step) return null;
  const { x, y } = placeOf(grid, index);
  // A gap lies between two pictures.
  for (const times of [1, 2]) {
    const found = indexAt(grid, x + times * step[0], y + times * step[1]);
    if (found !== null) return found;
  }
  return index;
}

/**
 * @param {HTMLCanvasElement} canvas becomes as large as the sheet
 * @param {Grid} grid
 * @param {Float32Array} values of all pictures, one after the other
 * @param {Colours} colours
 * @param {import('./picture.js').Core} core
 */
export function paintSheet(canvas, grid, values, { limit, nothing, positive, negative }, core) {
  const { width, height } = sheetSize(grid);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  if (!context || !core) return;
  const palette = {
    nothing: channels(nothing ?? 'well'),
    positive: channels(positive ?? 'accent'),
    negative: channels(negative ?? 'second'),
  };
  const sheet = arranged(grid, values, width, height);
  const painted = core.paint({ values: sheet, width, height, palette, ...(limit && { limit }) });
  context.putImageData(painted, 0, 0);
  clearGaps(context, grid, width, height);
}

/**
 * @param {Grid} grid
 * @param {Float32Array} values
 * @param {number} width
 * @param {number} height
 * @returns {Float32Array} as they lie on the canvas
 */
function arranged(grid, values, width, height) {
  if (grid.panels === 1 && values.length === width * height) return values;
  const sheet = new Float32Array(width * height);
  for (let from = 0; from < values.length; from += grid.width) {
    const { x, y } = placeOf(grid, from);
    sheet.set(values.subarray(from, from + grid.width), y * width + x);
  }
  return sheet;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Grid} grid
 * @param {number} width
 * @param {number} height
 */
function clearGaps(context, grid, width, height) {
  const { panels, columns, count } = grid;
  for (let x = grid.width; x < width; x += grid.width + 1) context.clearRect(x, 0, 1, height);
  for (let y = grid.height; y < height; y += grid.height + 1) context.clearRect(0, y, width, 1);
  const used = panels % columns;
  if (panels > columns && used > 0) {
    const { x, y } = placeOf(grid, panels * grid.width * grid.height);
    context.clearRect(x, y, width, grid.height);
  }
  if (count === undefined || count % grid.width === 0) return;
  const { x, y } = placeOf(grid, count);
  context.clearRect(x, y, width, 1);
}
