/**
 * @file The preparation of a drawing with any of its steps left out. With all of them it gives what `prepareDrawing` of the
 * core does, bit for bit (`tests/www/preparation.test.js`), which the page uses as long as nothing is left out.
 */

import { fitOf } from '../../../shared/data-sets.js';

/**
 * @typedef {import('../../../shared/data-sets.js').DataSet} DataSet
 * @typedef {{ width: number, height: number, pixels: Uint8Array }} Picture ink, 0 none, 255 full, row by row
 * @typedef {{ left: number, top: number }} Place
 *
 * @typedef {'crop' | 'box' | 'average' | 'centre' | 'polarity'} Step
 * @typedef {Record<Step, boolean>} Steps whether each is done
 *
 * @typedef {object} Prepared
 * @property {Float32Array} input of the network, 0 to 1
 * @property {Record<'raw' | 'cropped' | 'scaled' | 'centred' | 'input', Picture>} stages
 */

/** @type {Step[]} in their order */
export const stepNames = ['crop', 'box', 'average', 'centre', 'polarity'];

/** @type {Steps} */
export const allSteps = { crop: true, box: true, average: true, centre: true, polarity: true };

/**
 * @param {Picture} raw
 * @param {Pick<DataSet, 'shape' | 'fit'>} data
 * @param {Steps} steps
 * @returns {Prepared | null} null without ink
 */
export function prepare(raw, data, steps) {
  const [, height = 0, width = 0] = data.shape;
  const fit = fitOf(data);
  const bounds = inkBounds(raw);
  if (!bounds) return null;
  const taken = steps.crop ? bounds : { left: 0, top: 0, width: raw.width, height: raw.height };
  const cropped = cut(raw, taken);
  const size = steps.box ? fitted(cropped, { width, height }, Math.fround(fit.box)) : { width, height };
  const scaled = steps.average ? averaged(cropped, size) : nearest(cropped, size);
  const free = { width: width - size.width, height: height - size.height };
  const place = steps.centre
    ? centred(scaled, { width, height }, fit.centre)
    : whereDrawn(taken, raw, size, width, height);
  const inFrame = { left: Math.min(free.width, place.left), top: Math.min(free.height, place.top) };
  const placed = onto({ width, height }, scaled, inFrame);
  const input = steps.polarity ? placed : { ...placed, pixels: placed.pixels.map((ink) => 255 - ink) };
  return {
    input: Float32Array.from(input.pixels, (ink) => ink / 255),
    stages: { raw, cropped, scaled, centred: placed, input },
  };
}

/**
 * @param {Picture} picture
 * @returns {(Place & { width: number, height: number }) | null} of its ink
 */
function inkBounds({ width, height, pixels }) {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (pixels[y * width + x] === 0) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), y + 1];
    }
  }
  return bottom > top ? { left, top, width: right - left, height: bottom - top } : null;
}

/**
 * @param {Picture} picture
 * @param {Place & { width: number, height: number }} box
 * @returns {Picture}
 */
function cut(picture, { left, top, width, height }) {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = (top + y) * picture.width + left;
    pixels.set(picture.pixels.subarray(from, from + width), y * width);
  }
  return { width, height, pixels };
}

/**
 * @param {Picture} ink
 * @param {{ width: number, height: number }} frame
 * @param {number} fraction of the frame that the longer side fills; the proportions are kept
 */
function fitted(ink, frame, fraction) {
  const part = (/** @type {number} */ side) => Math.min(side, Math.max(1, Math.round(side * fraction)));
  const [width, height] = [part(frame.width), part(frame.height)];
  const ratio = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ over) =>
    Math.max(1, Math.floor((2 * a * b + over) / (2 * over)));
  return ink.width * height >= ink.height * width
    ? { width, height: ratio(ink.height, width, ink.width) }
    : { width: ratio(ink.width, height, ink.height), height };
}

/**
 * Each pixel is the mean of the area that it covers; one with any ink is at least 1. Lengths are in units in which all
 * overlaps are whole.
 *
 * @param {Picture} picture
 * @param {{ width: number, height: number }} size
 * @returns {Picture}
 */
function averaged({ width: oldWidth, height: oldHeight, pixels: old }, { width, height }) {
  const rows = new Float64Array(width * oldHeight);
  for (let x = 0; x < width; x += 1) {
    for (const [from, length] of overlaps(x, width, oldWidth)) {
      for (let y = 0; y < oldHeight; y += 1) rows[y * width + x] += length * old[y * oldWidth + from];
    }
  }
  const sums = new Float64Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (const [from, length] of overlaps(y, height, oldHeight)) {
      for (let x = 0; x < width; x += 1) sums[y * width + x] += length * rows[from * width + x];
    }
  }
  const area = oldWidth * oldHeight;
  const mean = (/** @type {number} */ sum) =>
    Math.max(Math.floor((sum + Math.floor(area / 2)) / area), Number(sum > 0));
  return { width, height, pixels: Uint8Array.from(sums, mean) };
}

/**
 * @param {number} index of a new pixel
 * @param {number} count of new pixels
 * @param {number} old count
 * @returns {[number, number][]} the old pixels that it covers, and how much of each
 */
function overlaps(index, count, old) {
  const [start, end] = [index * old, (index + 1) * old];
  /** @type {[number, number][]} */
  const found = [];
  for (let from = Math.floor(start / count); from * count < end; from += 1) {
    found.push([from, Math.min(end, (from + 1) * count) - Math.max(start, from * count)]);
  }
  return found;
}

/**
 * Each pixel is the one old pixel at its centre: thin strokes break.
 *
 * @param {Picture} picture
 * @param {{ width: number, height: number }} size
 * @returns {Picture}
 */
function nearest({ width: oldWidth, height: oldHeight, pixels: old }, { width, height }) {
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) {
    const y = Math.floor(((Math.floor(at / width) + 0.5) * oldHeight) / height);
    const x = Math.floor((((at % width) + 0.5) * oldWidth) / width);
    pixels[at] = old[y * oldWidth + x];
  }
  return { width, height, pixels };
}

/**
 * @param {Picture} ink
 * @param {{ width: number, height: number }} frame
 * @param {'mass' | 'box'} centre what of the ink is brought to the middle
 * @returns {Place}
 */
function centred(ink, frame, centre) {
  if (centre === 'box') {
    return { left: (frame.width - ink.width) >> 1, top: (frame.height - ink.height) >> 1 };
  }
  let [mass, across, down] = [0, 0, 0];
  for (const [at, value] of ink.pixels.entries()) {
    mass += value;
    across += value * (at % ink.width);
    down += value * Math.floor(at / ink.width);
  }
  const middle = (/** @type {number} */ moment) => Math.floor((2 * moment + mass) / Math.max(1, 2 * mass));
  return {
    left: Math.max(0, (frame.width >> 1) - middle(across)),
    top: Math.max(0, (frame.height >> 1) - middle(down)),
  };
}

/**
 * The middle of what was taken from the pad stays where it was on the pad.
 *
 * @param {Place & { width: number, height: number }} taken
 * @param {Picture} raw
 * @param {{ width: number, height: number }} size
 * @param {number} width of the frame
 * @param {number} height
 * @returns {Place}
 */
function whereDrawn(taken, raw, size, width, height) {
  const x = ((taken.left + taken.width / 2) * width) / raw.width;
  const y = ((taken.top + taken.height / 2) * height) / raw.height;
  return { left: Math.max(0, Math.round(x - size.width / 2)), top: Math.max(0, Math.round(y - size.height / 2)) };
}

/**
 * @param {{ width: number, height: number }} frame
 * @param {Picture} ink
 * @param {Place} place
 * @returns {Picture}
 */
function onto({ width, height }, ink, { left, top }) {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < ink.height; y += 1) {
    pixels.set(ink.pixels.subarray(y * ink.width, (y + 1) * ink.width), (top + y) * width + left);
  }
  return { width, height, pixels };
}
