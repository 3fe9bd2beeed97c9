/** @file A chart as a PNG picture. */

import { colour } from '../../theme.js';

/**
 * @param {HTMLCanvasElement} plot
 * @param {object} words
 * @param {string} words.title
 * @param {string} words.training
 * @param {string} words.validation
 * @param {{ size: number, family: string }} type
 * @returns {Promise<Blob | null>} the plot on the page's panel, with its title and legend
 */
export function pictureOf(plot, { title, training, validation }, type) {
  const ratio = devicePixelRatio;
  const [size, margin] = [type.size * ratio, 12 * ratio];
  const head = size * 2;
  const canvas = document.createElement('canvas');
  canvas.width = plot.width + 2 * margin;
  canvas.height = plot.height + head + 2 * margin;
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  ctx.fillStyle = colour('panel');
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(plot, margin, margin + head);
  ctx.textBaseline = 'middle';
  const middle = margin + size / 2;
  ctx.font = `600 ${size}px ${type.family}`;
  ctx.fillStyle = colour('ink');
  ctx.fillText(title, margin, middle);
  let right = canvas.width - margin;
  ctx.font = `${size}px ${type.family}`;
  ctx.textAlign = 'right';
  ctx.lineWidth = 2 * ratio;
  for (const { label, token, dash } of [
    { label: validation, token: /** @type {const} */ ('second'), dash: [5 * ratio, 4 * ratio] },
    { label: training, token: /** @type {const} */ ('accent'), dash: [] },
  ]) {
    ctx.fillText(label, right, middle);
    const end = right - ctx.measureText(label).width - 6 * ratio;
    ctx.strokeStyle = colour(token);
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(end - 20 * ratio, middle);
    ctx.lineTo(end, middle);
    ctx.stroke();
    right = end - 36 * ratio;
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
