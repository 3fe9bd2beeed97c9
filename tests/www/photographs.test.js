/** @file Photographs of single digits, with shadows and noise, become what the digit alone would. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pngOf } from '../../www/worker/export/png.js';
import { counterRandom } from '../../www/worker/random.js';
import { made, mnist, zip } from './sample-files.js';

const SIDE = 280;

/**
 * A digit on paper, seven times as large, under a light that fades across the page.
 *
 * @param {Uint8Array} digit
 * @param {number} angle of the shadow
 * @param {{ dark?: number, noise?: number }} [light]
 */
function photograph(digit, angle, { dark = 0.55, noise = 0.02 } = {}) {
  const random = counterRandom(Math.round(1000 * angle) + 1);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    const [column, row] = [Math.floor((x - 42) / 7), Math.floor((y - 42) / 7)];
    const inside = column >= 0 && column < 28 && row >= 0 && row < 28;
    const ink = inside ? Number(digit[row * 28 + column]) / 255 : 0;
    const across = (x - SIDE / 2) * Math.cos(angle) + (y - SIDE / 2) * Math.sin(angle);
    const light = 0.95 - dark / (1 + Math.exp(-across / 20));
    return 255 * Math.max(0, Math.min(1, light * (1 - 0.75 * ink) + noise * (random() - 0.5)));
  });
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function correlation(a, b) {
  const [ma, mb] = [a, b].map((one) => Array.from(one).reduce((sum, value) => sum + value, 0) / one.length);
  let [product, left, right] = [0, 0, 0];
  for (let at = 0; at < a.length; at += 1) {
    const [da, db] = [Number(a[at]) - Number(ma), Number(b[at]) - Number(mb)];
    product += da * db;
    left += da * da;
    right += db * db;
  }
  return product / Math.sqrt(left * right);
}

test('twenty digits in a shadow are cut out, centred, and like the originals', async () => {
  const { inputs, labels } = mnist(20);
  /** @type {Record<string, Blob>} */
  const entries = {};
  const name = (/** @type {number} */ at) => `${labels[at]}/${String(at).padStart(2, '0')}.png`;
  const pixels = (/** @type {number} */ at) => inputs.subarray(784 * at, 784 * (at + 1));
  for (const at of labels.keys()) entries[name(at)] = await pngOf(photograph(pixels(at), at), SIDE, SIDE);
  const { parts, preview } = await made([await zip('photos.zip', entries)]);
  assert.deepEqual([preview.choices.sizing, preview.shape], ['fit', [1, 28, 28]]);
  // Moved by a pixel, a thin stroke keeps about 0.7; a picture that was cut wrongly has next to nothing.
  const like = [...labels.keys()].map((at) =>
    correlation(parts.train.inputs.subarray(784 * at, 784 * (at + 1)), pixels(at)),
  );
  assert.ok(like.every((one) => one > 0.6) && like.reduce((sum, one) => sum + one) / like.length > 0.85, `${like}`);
});
