/** @file Paints a field of signed numbers as a small picture: nothing is quiet, above it one colour, below it another. */

import { channels } from './theme.js';

/**
 * @typedef {object} SignedField
 * @property {number} width values in a row
 * @property {number} height rows
 * @property {ArrayLike<number> | null} values null for an empty well
 * @property {number} most the value of full colour
 * @property {import('./theme.js').Token} [positive]
 * @property {boolean} [crisp] whether hairlines stand between the values
 */

/** @type {OffscreenCanvas | null} kept from picture to picture */
let sheet = null;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ x: number, y: number, width: number, height: number }} box
 * @param {SignedField} field
 */
export function paintSigned(context, box, { width, height, values, most, positive = 'accent', crisp = false }) {
  const nothing = channels('well');
  context.save();
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, Math.min(4, box.width / 8));
  context.clip();
  context.fillStyle = `rgb(${nothing.join(' ')})`;
  context.fillRect(box.x, box.y, box.width, box.height);
  if (values) {
    sheet ??= new OffscreenCanvas(1, 1);
    if (sheet.width < width || sheet.height < height) Object.assign(sheet, { width, height });
    sheet.getContext('2d')?.putImageData(imageOf(width, height, values, most, positive), 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(sheet, 0, 0, width, height, box.x, box.y, box.width, box.height);
    if (crisp) paintLines(context, box, width, height);
  }
  context.restore();
}

/**
 * @param {number} width
 * @param {number} height
 * @param {ArrayLike<number>} values
 * @param {number} most
 * @param {import('./theme.js').Token} positive
 */
function imageOf(width, height, values, most, positive) {
  const [nothing, above, below] = [channels('well'), channels(positive), channels('second')];
  const image = new ImageData(width, height);
  for (let at = 0; at < width * height; at += 1) {
    const value = Math.max(-1, Math.min(1, (values[at] ?? 0) / most));
    const [share, towards] = [Math.abs(value), value > 0 ? above : below];
    for (const channel of /** @type {const} */ ([0, 1, 2])) {
      image.data[4 * at + channel] = nothing[channel] + share * (towards[channel] - nothing[channel]);
    }
    image.data[4 * at + 3] = 255;
  }
  return image;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ x: number, y: number, width: number, height: number }} box
 * @param {number} columns
 * @param {number} rows
 */
function paintLines(context, box, columns, rows) {
  context.strokeStyle = `rgb(${channels('well').join(' ')})`;
  context.lineWidth = 0.35;
  context.beginPath();
  for (let column = 1; column < columns; column += 1) {
    const x = box.x + (column * box.width) / columns;
    context.moveTo(x, box.y);
    context.lineTo(x, box.y + box.height);
  }
  for (let row = 1; row < rows; row += 1) {
    const y = box.y + (row * box.height) / rows;
    context.moveTo(box.x, y);
    context.lineTo(box.x + box.width, y);
  }
  context.stroke();
}
