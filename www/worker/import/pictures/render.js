/** @file One picture of an import as a sample of the data set: its values mapped, inverted, turned and brought to size. */

import { scaleTo, transpose } from './grey.js';
import { inkOf } from './ink.js';

/**
 * @typedef {'keep' | 'scale' | 'fit'} Sizing as it is; scaled to 28 × 28; cut to its ink and placed as MNIST's digits are
 * @typedef {object} Choices
 * @property {boolean} invert
 * @property {boolean} turn
 * @property {Sizing} sizing
 *
 * @typedef {object} Mapping from the values of the files to bytes
 * @property {'bytes' | 'levels' | 'unit' | 'signed' | 'stretched'} kind
 * @property {number} offset
 * @property {number} factor
 * @property {number} scale of the data set's values
 */

/** Pictures are kept as they are up to so many pixels a side. */
export const LARGEST_KEPT = 64;

/** The side that pictures are scaled to. */
export const SIDE = 28;

/**
 * @param {{ minimum: number, maximum: number }} range
 * @param {boolean} kept whether the size is kept: then few levels stay what they are
 * @returns {Mapping}
 */
export function mappingOf({ minimum, maximum }, kept) {
  const bytes = (/** @type {number} */ offset, /** @type {number} */ factor) => ({ offset, factor, scale: 1 / 255 });
  if (minimum >= 0 && maximum <= 1) return { kind: 'unit', ...bytes(0, 255) };
  if (minimum >= 0 && maximum <= LEVELS)
    return kept
      ? { kind: 'levels', offset: 0, factor: 1, scale: 1 / maximum }
      : { kind: 'levels', ...bytes(0, 255 / maximum) };
  if (minimum >= 0 && maximum <= 255) return { kind: 'bytes', ...bytes(0, 1) };
  if (minimum >= -1.01 && maximum <= 1.01) return { kind: 'signed', ...bytes(-1, 127.5) };
  return { kind: 'stretched', ...bytes(minimum, 255 / (maximum - minimum)) };
}

/** Values up to this are levels of grey, as the 16 of the UCI digits. */
const LEVELS = 32;

/**
 * @param {Choices} choices
 * @param {[width: number, height: number]} size of the pictures
 * @returns {[channels: number, height: number, width: number]}
 */
export function shapeOf({ turn, sizing }, [width, height]) {
  if (sizing !== 'keep') return [1, SIDE, SIDE];
  return turn ? [1, width, height] : [1, height, width];
}

/**
 * @param {Choices} choices
 * @param {Mapping} mapping
 * @param {Pick<import('inkgrad').Inkgrad, 'prepareDrawing'>} inkgrad
 * @returns {(raw: Float32Array, width: number, height: number, into: Uint8Array) => boolean} writes the sample; false where it is
 *   empty
 */
export function renderer({ invert, turn, sizing }, { offset, factor, scale }, { prepareDrawing }) {
  const most = Math.round(1 / scale);
  let turned = new Float32Array();
  const square = new Float32Array(SIDE * SIDE);
  const clamped = (/** @type {number} */ value) => Math.max(0, Math.min(most, value));
  return (raw, width, height, into) => {
    let [values, wide, high] = [raw, width, height];
    for (let pixel = 0; pixel < values.length; pixel += 1) {
      const value = (Number(values[pixel]) - offset) * factor;
      const known = Number.isFinite(value) ? clamped(value) : 0;
      values[pixel] = invert && sizing !== 'fit' ? most - known : known;
    }
    if (turn) {
      if (turned.length !== raw.length) turned = new Float32Array(raw.length);
      transpose(raw, width, height, turned);
      [values, wide, high] = [turned, height, width];
    }
    if (sizing === 'fit') {
      const { ink, ...size } = inkOf(values, wide, high);
      const { input } = prepareDrawing({ pixels: ink, ...size, shape: [1, SIDE, SIDE] });
      into.fill(0);
      if (input) into.set(Uint8Array.from(input, (value) => Math.round(255 * value)));
      return input !== null;
    }
    const sized = sizing === 'keep' ? values : square;
    if (sizing === 'scale') scaleTo(values, wide, high, square, SIDE, 0);
    for (let pixel = 0; pixel < into.length; pixel += 1) into[pixel] = Math.round(Number(sized[pixel]));
    return true;
  };
}
