/** @file What can be said of the pictures of an import as they are: parts, classes, range, ground, orientation. */

import { find } from './blocks.js';
import { classesOf, isFashion } from './classes.js';
import { borderMedian } from './grey.js';
import { titleOf } from './names.js';
import { agreementOf } from './orientation.js';
import { paired } from './pairs.js';

/**
 * @typedef {import('./names.js').PartName} PartName
 * @typedef {import('./pairs.js').LabelledBlock} LabelledBlock
 * @typedef {import('./classes.js').Classes} Classes
 * @typedef {import('../../long-query.js').Course} Course
 *
 * @typedef {object} Scan
 * @property {Record<PartName, LabelledBlock[]>} parts
 * @property {Classes} classes
 * @property {import('./blocks.js').LeftOut[]} leftOut
 * @property {number} minimum
 * @property {number} maximum
 * @property {number} missing values that are no finite numbers
 * @property {boolean} colour
 * @property {[width: number, height: number] | null} size of all pictures; null where they differ
 * @property {boolean} photos whether they are files of pictures
 * @property {boolean} darkOnLight
 * @property {'emnist' | 'answers' | null} transposed why they seem so
 * @property {string | null} title
 *
 * @typedef {{ key: string, values: Record<string, string | number> }} Refusal why there is nothing to use
 */

/** Pictures by which ground and orientation are told. */
const LOOK = 400;

/** Of the pictures, those whose border is light, for the ink to be dark on light. */
const MOSTLY = 0.6;

/**
 * @param {readonly import('../imported.js').ImportedFile[]} files
 * @param {Course} course
 * @returns {Promise<Scan | { refusal: Refusal, leftOut: import('./blocks.js').LeftOut[] }>}
 */
export async function scan(files, course) {
  const { blocks, leftOut } = paired(find(files));
  if (blocks.length === 0) return { refusal: { key: 'nothing', values: {} }, leftOut };
  const lists = blocks.map(({ labels }) => labels);
  const isEmnist = files.some(({ name }) => /emnist/i.test(name));
  const classes = classesOf(lists, { isEmnist });
  if ('fault' in classes) return { refusal: { key: classes.fault, values: classes.values }, leftOut };
  const range = await rangeOf(blocks, course);
  const samples = someOf(blocks);
  const photos = blocks.every(({ isPhoto }) => isPhoto);
  return {
    parts: inParts(blocks),
    classes,
    leftOut,
    ...range,
    colour: blocks.some(({ channels, isPhoto }) => channels > 1 && !isPhoto) || (photos && isColoured(files)),
    size: commonSize(blocks),
    photos,
    darkOnLight: isDarkOnLight(samples, range),
    transposed: whyTransposed(samples, range, classes, isEmnist && !photos),
    title: isFashion(lists) ? 'Fashion-MNIST' : titleOf(blocks.map(({ name }) => name)),
  };
}

/**
 * @param {LabelledBlock[]} blocks
 * @returns {Scan['parts']} those of no named part train; without a training part, the next takes its place
 */
function inParts(blocks) {
  const of = (/** @type {PartName} */ name) => blocks.filter(({ part }) => (part ?? 'train') === name);
  const parts = { train: of('train'), validation: of('validation'), test: of('test') };
  if (parts.train.length > 0) return parts;
  return parts.validation.length > 0
    ? { train: parts.validation, validation: [], test: parts.test }
    : { train: parts.test, validation: [], test: [] };
}

/** @param {LabelledBlock[]} blocks @returns {Scan['size']} */
function commonSize(blocks) {
  const [first] = blocks;
  const same = blocks.every(({ width, height }) => width === first?.width && height === first.height);
  return first && same ? [first.width, first.height] : null;
}

/**
 * @param {LabelledBlock[]} blocks
 * @param {Course} course
 */
async function rangeOf(blocks, { turn, onProgress }) {
  const total = blocks.reduce((sum, { count }) => sum + count, 0);
  let [minimum, maximum, missing, done] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const { count, width, height, grey } of blocks) {
    const picture = new Float32Array(width * height);
    for (let index = 0; index < count; index += 1, done += 1) {
      if (done % 100 === 0) {
        onProgress(done, total);
        await turn();
      }
      grey(index, picture);
      for (const value of picture) {
        if (!Number.isFinite(value)) {
          missing += 1;
          continue;
        }
        if (value < minimum) minimum = value;
        if (value > maximum) maximum = value;
      }
    }
  }
  if (minimum > maximum) [minimum, maximum] = [0, 0];
  return { minimum, maximum, missing };
}

/**
 * @param {readonly import('../imported.js').ImportedFile[]} files
 * @returns {boolean} whether a pixel of the first pictures is not grey
 */
function isColoured(files) {
  const images = files.flatMap(({ contents }) => (contents.kind === 'image' ? [contents.image] : [])).slice(0, LOOK);
  return images.some(({ data }) => {
    for (let at = 0; at < data.length; at += 4) if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return true;
    return false;
  });
}

/**
 * @typedef {{ values: Float32Array, width: number, height: number, label: string | number }} Sample
 *
 * @param {LabelledBlock[]} blocks
 * @returns {Sample[]} pictures from all over
 */
function someOf(blocks) {
  const total = blocks.reduce((sum, { count }) => sum + count, 0);
  const step = Math.max(1, Math.floor(total / LOOK));
  /** @type {Sample[]} */
  const samples = [];
  let first = 0;
  for (const { count, width, height, grey, labels } of blocks) {
    const from = Math.ceil(first / step) * step - first;
    for (let index = from; index < count; index += step) {
      const values = new Float32Array(width * height);
      grey(index, values);
      samples.push({ values, width, height, label: /** @type {string | number} */ (labels[index]) });
    }
    first += count;
  }
  return samples;
}

/**
 * @param {Sample[]} samples
 * @param {{ minimum: number, maximum: number }} range
 * @returns {boolean} whether the ground of most is light
 */
function isDarkOnLight(samples, { minimum, maximum }) {
  const light = minimum + 0.75 * (maximum - minimum);
  const inverted = samples.filter(({ values, width, height }) => borderMedian(values, width, height) > light);
  return inverted.length > MOSTLY * samples.length;
}

/**
 * @param {Sample[]} samples
 * @param {{ minimum: number, maximum: number }} range
 * @param {Classes} classes
 * @param {boolean} isEmnist
 * @returns {Scan['transposed']}
 */
function whyTransposed(samples, range, { names, count, first }, isEmnist) {
  if (isEmnist || (first === 1 && count === 26)) return 'emnist';
  const digits =
    count === 10 && (names === null || first === 0) && samples.every(({ label }) => /^[0-9]$/.test(`${label}`));
  if (!digits) return null;
  const dark = isDarkOnLight(samples, range);
  const { upright, turned } = agreementOf(samples, dark);
  return turned > 0.5 && turned > upright + 0.15 ? 'answers' : null;
}
