/** @file A field of numbers as a picture in a box: painted by the core, over a well where there is nothing yet. */

import { channels } from '../theme.js';

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 *
 * @typedef {object} Field
 * @property {number} width values in a row
 * @property {number} height rows
 * @property {Float32Array | null} values null for an empty well
 * @property {number} [limit] the size of a value that has full colour; that of the greatest unless given
 * @property {import('../theme.js').Token} [positive] the colour of values above 0
 *
 * @typedef {Pick<import('inkgrad').Inkgrad, 'paint'> | null} Core null until it is loaded
 */

/** @type {HTMLCanvasElement | null} kept from picture to picture */
let sheet = null;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Field} field
 * @param {Core} core
 */
export function paintField(context, box, { width, height, values, limit, positive = 'accent' }, core) {
  const palette = { nothing: channels('well'), positive: channels(positive), negative: channels('second') };
  context.save();
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, Math.min(4, box.width / 8));
  context.clip();
  context.fillStyle = `rgb(${palette.nothing.join(' ')})`;
  context.fillRect(box.x, box.y, box.width, box.height);
  const painted = values && core ? core.paint({ values, width, height, palette, ...(limit && { limit }) }) : null;
  if (painted) {
    sheet ??= document.createElement('canvas');
    if (sheet.width !== width || sheet.height !== height) Object.assign(sheet, { width, height });
    sheet.getContext('2d')?.putImageData(painted, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(sheet, box.x, box.y, box.width, box.height);
  }
  context.restore();
}
