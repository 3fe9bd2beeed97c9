/** @file Reads drawings and files, and paints pictures. The arguments are validated here; the core does the work. */

import { integer, object, oneOf, optionalBoolean, optionalNumber, shape } from './arguments.js';
import { bytes, floats } from './array-arguments.js';
import { InkgradError, mismatch } from './error.js';

/** @typedef {import('./engine.js').Engine} Engine */

/** As in MNIST: the digit fills a box of 20 of 28 pixels, and its centre of mass is in the middle. */
const MNIST_FIT = { box: 20 / 28, centre: 'mass' };

/** Inputs that `prepareDrawing` returned. Their values are already scaled. @type {WeakSet<object> | undefined} */
let scaledInputs;

/**
 * @param {unknown} options
 * @param {unknown} inputs
 * @returns {number | undefined} 1 for inputs of `prepareDrawing`, which are already scaled; undefined for the default
 */
export function readScale(options, inputs) {
  const isScaled = typeof inputs === 'object' && inputs !== null && scaledInputs?.has(inputs);
  return optionalNumber(object(options, 'options').scale, 'scale') ?? (isScaled ? 1 : undefined);
}

/**
 * @param {Engine} engine
 * @param {unknown} drawing
 * @returns {import('./inkgrad.js').PreparedDrawing}
 */
export function prepareDrawing(engine, drawing) {
  const fields = object(drawing, 'drawing');
  const target = shape(fields.shape, 'shape');
  const fit = { ...MNIST_FIT, ...object(fields.fit ?? {}, 'fit') };
  if (typeof fit.box !== 'number') {
    throw mismatch('data.expected_box_fraction', 'fit.box', 'a fraction over 0 and up to 1', fit.box);
  }
  const byMass = oneOf(fit.centre, 'fit.centre', ['mass', 'box']) === 'mass';
  const ink = fields.image === undefined ? inkFromPixels(engine, fields) : inkFromImage(engine, fields.image);
  const { input, ...rest } = engine.call((glue) => glue.prepare_drawing(ink, target, fit.box, byMass));
  // Created on first use: importing the package has no side effects.
  scaledInputs ??= new WeakSet();
  if (input) scaledInputs.add(input);
  return { input, ...rest };
}

/**
 * @param {Engine} engine
 * @param {Record<string, unknown>} fields
 */
function inkFromPixels(engine, fields) {
  const pixels = bytes(fields.pixels, 'pixels');
  const [width, height] = [integer(fields.width, 'width', 1), integer(fields.height, 'height', 1)];
  engine.ensureMemory(pixels.byteLength, 'pixels');
  return engine.call(({ Ink }) => Ink.of_pixels(pixels, width, height));
}

/**
 * @param {Engine} engine
 * @param {unknown} image
 */
function inkFromImage(engine, image) {
  const fields = object(image, 'image');
  const data = bytes(fields.data, 'image.data');
  const [width, height] = [integer(fields.width, 'image.width', 1), integer(fields.height, 'image.height', 1)];
  engine.ensureMemory(data.byteLength, 'image.data');
  // The core reads these fields only.
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
  const fields = object(picture, 'picture');
  const values = floats(fields.values, 'values');
  const [width, height] = [integer(fields.width, 'width', 1), integer(fields.height, 'height', 1)];
  const palette = object(fields.palette, 'palette');
  const names = ['nothing', 'positive', ...(palette.negative === undefined ? [] : ['negative'])];
  const colours = names.flatMap((name) => colour(palette[name], `palette.${name}`));
  const limit = optionalNumber(fields.limit, 'limit');
  engine.ensureMemory(values.byteLength, 'values');
  return engine.call((glue) => glue.paint(values, width, height, Uint8Array.from(colours), limit));
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function colour(value, path) {
  const isChannel = (/** @type {unknown} */ channel) =>
    Number.isInteger(channel) && Number(channel) >= 0 && Number(channel) <= 255;
  if (Array.isArray(value) && value.length === 3 && value.every(isChannel)) return value;
  throw mismatch('data.expected_colour', path, 'three numbers from 0 to 255', value);
}

/**
 * @param {Engine} engine
 * @param {unknown} file
 * @returns {import('./inkgrad.js').IdxFile}
 */
export function readIdx(engine, file) {
  const array = bytes(file, 'bytes');
  engine.ensureMemory(array.byteLength, 'bytes');
  return engine.call((glue) => glue.read_idx(array));
}

/**
 * @param {Engine} engine
 * @param {unknown} file
 * @param {unknown} [options]
 * @returns {any} see the overloads in `inkgrad.d.ts`
 */
export function readCsv(engine, file, options = {}) {
  const array = bytes(file, 'bytes');
  const { header, label } = object(options, 'options');
  const hasHeader = optionalBoolean(header, 'header');
  const name = typeof label === 'string' ? label : undefined;
  const index = label === undefined || label === null || name !== undefined ? undefined : integer(label, 'label');
  engine.ensureMemory(array.byteLength, 'bytes');
  return engine.call((glue) => glue.read_csv(array, hasHeader, name, index, label === null));
}
