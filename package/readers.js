/** @file The readers of drawings and files, and the painter: arguments are checked here, the work is the core's. */

import { object, oneOf, optionalFlag, optionalNumber, shape, whole } from './arguments.js';
import { bytes, floats } from './array-arguments.js';
import { InkgradError, mismatch } from './error.js';

/** @typedef {import('./engine.js').Engine} Engine */

/** MNIST's: the digit in a box of 20 within 28, by its centre of mass. */
const MNIST_FIT = { box: 20 / 28, centre: 'mass' };

/** What `prepareDrawing` has given: its values are scaled, whoever predicts with them. @type {WeakSet<object> | undefined} */
let scaled;

/**
 * @param {unknown} inputs
 * @returns {boolean}
 */
export function isScaled(inputs) {
  return typeof inputs === 'object' && inputs !== null && (scaled?.has(inputs) ?? false);
}

/**
 * @param {Engine} engine
 * @param {unknown} drawing
 * @returns {import('./inkgrad.js').PreparedDrawing}
 */
export function prepareDrawing(engine, drawing) {
  const given = object(drawing, 'drawing');
  const target = shape(given.shape, 'shape');
  const fit = { ...MNIST_FIT, ...object(given.fit ?? {}, 'fit') };
  if (typeof fit.box !== 'number') {
    throw mismatch('data.expected_box_fraction', 'fit.box', 'a fraction over 0 and up to 1', fit.box);
  }
  const byMass = oneOf(fit.centre, 'fit.centre', ['mass', 'box']) === 'mass';
  const prepared = given.image === undefined ? ofPixels(engine, given) : ofImage(engine, given.image);
  const { input, ...rest } = engine.call((glue) => glue.prepare_drawing(prepared, target, fit.box, byMass));
  // Made with the first, for importing does nothing.
  scaled ??= new WeakSet();
  if (input) scaled.add(input);
  return { input, ...rest };
}

/**
 * @param {Engine} engine
 * @param {Record<string, unknown>} given
 */
function ofPixels(engine, given) {
  const pixels = bytes(given.pixels, 'pixels');
  const [width, height] = [whole(given.width, 'width', 1), whole(given.height, 'height', 1)];
  engine.makeRoom(pixels.byteLength, 'pixels');
  return engine.call(({ Ink }) => Ink.of_pixels(pixels, width, height));
}

/**
 * @param {Engine} engine
 * @param {unknown} image
 */
function ofImage(engine, image) {
  const given = object(image, 'image');
  const data = bytes(given.data, 'image.data');
  const [width, height] = [whole(given.width, 'image.width', 1), whole(given.height, 'image.height', 1)];
  engine.makeRoom(data.byteLength, 'image.data');
  // What has the fields of an ImageData is one to the core.
  const rgba = /** @type {ImageData} */ (/** @type {unknown} */ ({ data, width, height }));
  return engine.call(({ Ink }) => Ink.of_image(rgba));
}

/**
 * @param {Engine} engine
 * @param {unknown} picture
 * @returns {ImageData}
 */
export function paint(engine, picture) {
  if (typeof ImageData !== 'function') {
    throw new InkgradError('state', 'this runtime has no ImageData to paint on', { id: 'state.no_image_data' });
  }
  const given = object(picture, 'picture');
  const values = floats(given.values, 'values');
  const [width, height] = [whole(given.width, 'width', 1), whole(given.height, 'height', 1)];
  const palette = object(given.palette, 'palette');
  const names = ['nothing', 'positive', ...(palette.negative === undefined ? [] : ['negative'])];
  const colours = names.flatMap((name) => colour(palette[name], `palette.${name}`));
  const limit = optionalNumber(given.limit, 'limit');
  engine.makeRoom(values.byteLength, 'values');
  return engine.call((glue) => glue.paint(values, width, height, Uint8Array.from(colours), limit));
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function colour(value, path) {
  const isPart = (/** @type {unknown} */ part) => Number.isInteger(part) && Number(part) >= 0 && Number(part) <= 255;
  if (Array.isArray(value) && value.length === 3 && value.every(isPart)) return value;
  throw mismatch('data.expected_colour', path, 'three numbers from 0 to 255', value);
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
 * @returns {any} with labels or without, as the types say
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
