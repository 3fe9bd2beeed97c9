/** @file Pictures of an import as samples of one's own classes: cut to their ink and placed, as drawings are. */

import { Answer } from '../../answer.js';
import { find } from './blocks.js';
import { planOf } from './plan.js';
import { renderer, SIDE } from './render.js';

/**
 * @typedef {import('../../long-query.js').Course} Course
 * @typedef {Pick<import('inkgrad').Inkgrad, 'prepareDrawing'>} Core
 * @typedef {{ block: import('./blocks.js').Block, index: number, label: string | null }} Picture
 */

/** Pictures that are taken at most: the page holds all of its samples. */
export const MOST_SAMPLES = 2000;

/** Pictures between two looks at the clock. */
const BLOCK = 20;

const SIZE = SIDE * SIDE;

/** Files of pictures have values of 0 to 255, each with its own ground. */
const PHOTO = {
  choices: { invert: false, turn: false, sizing: /** @type {const} */ ('fit') },
  mapping: { kind: /** @type {const} */ ('bytes'), offset: 0, factor: 1, scale: 1 / 255 },
};

/**
 * @param {readonly import('../imported.js').ImportedFile[]} files
 * @param {Core} core
 * @param {Course} course
 * @returns {Promise<Answer>} `PictureSamples` of all files of pictures, with their folders
 */
export function samplesOfFiles(files, core, course) {
  const pictures = find(files)
    .blocks.filter(({ isPhoto }) => isPhoto)
    .map((block) => ({ block, index: 0, label: labelOf(block, 0) }));
  return prepared(pictures, PHOTO, core, course);
}

/**
 * @param {import('./scan.js').Scan} found
 * @param {import('./plan.js').Wishes} wishes
 * @param {Core} core
 * @param {Course} course
 * @returns {Promise<Answer>} `PictureSamples` of all parts, training first: one's own samples have a split of their own; each
 *   label is the index of its class
 */
export function samplesOfScan(found, wishes, core, course) {
  const { train, validation, test } = found.parts;
  const pictures = [...train, ...validation, ...test].flatMap((block) =>
    Array.from({ length: block.count }, (_, index) => {
      const label = found.classes.index(/** @type {string} */ (block.labels[index]));
      return { block, index, label: String(label) };
    }),
  );
  return prepared(pictures, planOf(found, { ...wishes, sizing: 'fit' }), core, course);
}

/** @param {import('./blocks.js').Block} block @param {number} index */
function labelOf({ labels }, index) {
  return labels === null ? null : String(labels[index]);
}

/**
 * @param {Picture[]} pictures
 * @param {Pick<import('./plan.js').Plan, 'choices' | 'mapping'>} plan
 * @param {Core} core
 * @param {Course} course
 */
async function prepared(pictures, { choices, mapping }, core, { turn, onProgress }) {
  const chosen = evenly(pictures);
  const render = renderer(choices, mapping, core);
  const values = new Uint8Array(chosen.length * SIZE);
  /** @type {(string | null)[]} */
  const labels = [];
  for (const [at, { block, index, label }] of chosen.entries()) {
    if (at % BLOCK === 0) {
      onProgress(at, chosen.length);
      await turn();
    }
    const raw = new Float32Array(block.width * block.height);
    block.grey(index, raw);
    const place = values.subarray(labels.length * SIZE, (labels.length + 1) * SIZE);
    if (render(raw, block.width, block.height, place)) labels.push(label);
  }
  const taken = values.slice(0, labels.length * SIZE);
  const [empty, over] = [chosen.length - labels.length, pictures.length - chosen.length];
  return new Answer({ values: taken, side: SIDE, labels, empty, over }, [taken]);
}

/**
 * @param {Picture[]} pictures
 * @returns {Picture[]} of each class as many as there is room for
 */
function evenly(pictures) {
  const each = Math.ceil(MOST_SAMPLES / Math.max(1, new Set(pictures.map(({ label }) => label)).size));
  /** @type {Map<string | null, number>} */
  const taken = new Map();
  const chosen = pictures.filter(({ label }) => {
    const before = taken.get(label) ?? 0;
    taken.set(label, before + 1);
    return before < each;
  });
  return chosen.slice(0, MOST_SAMPLES);
}
