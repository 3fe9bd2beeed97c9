/** @file The readers of drawings and files: arguments are checked here, the work is the core's. */

import { bytes, object, optionalFlag, shape, whole } from './arguments.js';
import { mismatch } from './error.js';

/** @typedef {import('./engine.js').Engine} Engine */

/** MNIST's: the digit in a box of 20 within 28, by its centre of mass. */
const MNIST_FIT = { box: 20 / 28, centre: 'mass' };

/**
 * @param {Engine} engine
 * @param {unknown} drawing
 * @returns {import('./inkgrad.js').PreparedDrawing}
 */
export function prepareDrawing(engine, drawing) {
  const given = object(drawing, 'drawing');
  const pixels = bytes(given.pixels, 'pixels');
  const [width, height] = [whole(given.width, 'width', 1), whole(given.height, 'height', 1)];
  const target = shape(given.shape, 'shape');
  const fit = { ...MNIST_FIT, ...object(given.fit ?? {}, 'fit') };
  if (typeof fit.box !== 'number') throw mismatch('data', 'fit.box', 'a fraction over 0 and up to 1', fit.box);
  if (fit.centre !== 'mass' && fit.centre !== 'box') {
    throw mismatch('data', 'fit.centre', "'mass' or 'box'", fit.centre);
  }
  const { box, centre } = fit;
  engine.makeRoom(pixels.byteLength, 'pixels');
  return engine.call((glue) => glue.prepare_drawing(pixels, width, height, target, box, centre === 'mass'));
}

/**
 * @param {Engine} engine
 * @param {unknown} file
 * @returns {import('./inkgrad.js').IdxFile}
 */
export function readIdx(engine, file) {
  const array = bytes(file, 'bytes');
  engine.makeRoom(array.byteLength, 'bytes');
  return engine.call((glue) => glue.read_idx(array));
}

/**
 * @param {Engine} engine
 * @param {unknown} file
 * @param {unknown} [reading]
 * @returns {import('./inkgrad.js').CsvFile}
 */
export function readCsv(engine, file, reading = {}) {
  const array = bytes(file, 'bytes');
  const { header, label } = object(reading, 'options');
  const hasHeader = optionalFlag(header, 'header');
  const name = typeof label === 'string' ? label : undefined;
  const index = label === undefined || label === null || name !== undefined ? undefined : whole(label, 'label');
  engine.makeRoom(array.byteLength, 'bytes');
  return engine.call((glue) => glue.read_csv(array, hasHeader, name, index, label === null));
}
