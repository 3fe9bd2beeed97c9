/** @file The preview of a data set of pictures: counts, notes and some pictures, as they will be. */

import { Answer } from '../../answer.js';
import { planOf } from './plan.js';
import { renderer } from './render.js';

/**
 * @typedef {import('./names.js').PartName} PartName
 * @typedef {import('../../../shared/imports.js').PicturePreview} PicturePreview
 */

/** Pictures that are shown. */
const SHOWN = 48;

const PARTS = /** @type {PartName[]} */ (['train', 'validation', 'test']);

/**
 * @param {import('./scan.js').Scan} found
 * @param {import('./plan.js').Wishes} wishes
 * @param {Pick<import('inkgrad').Inkgrad, 'prepareDrawing'>} inkgrad
 * @returns {Answer} a `PicturePreview`
 */
export function previewOf(found, wishes, inkgrad) {
  const plan = planOf(found, wishes);
  const { classes, parts } = found;
  const counts = Array.from({ length: classes.count }, () => [0, 0, 0]);
  for (const [at, part] of PARTS.entries())
    for (const { labels } of parts[part])
      for (let index = 0; index < labels.length; index += 1) {
        const row = /** @type {number[]} */ (counts[classes.index(/** @type {string} */ (labels[index]))]);
        row[at] = Number(row[at]) + 1;
      }
  const samples = samplesOf(found, plan, inkgrad);
  /** @type {PicturePreview} */
  const preview = {
    title: found.title,
    size: found.size,
    shape: plan.shape,
    choices: plan.choices,
    sizings: plan.sizings,
    refusal: plan.refusal,
    classes: counts.map((row, at) => ({ name: classes.names?.[at] ?? String(at), counts: row })),
    named: classes.names !== null,
    first: classes.first,
    range: [found.minimum, found.maximum],
    mapping: plan.mapping.kind,
    missing: found.missing,
    colour: found.colour,
    darkOnLight: found.darkOnLight,
    transposed: found.transposed,
    leftOut: found.leftOut,
    samples,
  };
  return new Answer(preview, [samples.pixels]);
}

/**
 * @param {import('./scan.js').Scan} found
 * @param {import('./plan.js').Plan} plan
 * @param {Pick<import('inkgrad').Inkgrad, 'prepareDrawing'>} inkgrad
 * @returns {PicturePreview['samples']} as many of each class as there is room for, of the training part
 */
function samplesOf({ parts, classes }, { choices, mapping, shape }, inkgrad) {
  const each = Math.max(1, Math.floor(SHOWN / classes.count));
  const wanted = Math.min(SHOWN, each * classes.count);
  /** @type {{ block: import('./pairs.js').LabelledBlock, index: number, label: number }[]} */
  const chosen = [];
  const taken = new Map();
  for (const block of parts.train)
    for (let index = 0; index < block.count && chosen.length < wanted; index += 1) {
      const label = classes.index(/** @type {string} */ (block.labels[index]));
      const before = taken.get(label) ?? 0;
      if (before >= each) continue;
      taken.set(label, before + 1);
      chosen.push({ block, index, label });
    }
  chosen.sort((a, b) => a.label - b.label);
  const [, height, width] = shape;
  const size = width * height;
  const pixels = new Uint8ClampedArray(chosen.length * size);
  const render = renderer(choices, mapping, inkgrad);
  const one = new Uint8Array(size);
  for (const [at, { block, index }] of chosen.entries()) {
    const raw = new Float32Array(block.width * block.height);
    block.grey(index, raw);
    render(raw, block.width, block.height, one);
    for (let pixel = 0; pixel < size; pixel += 1) pixels[at * size + pixel] = 255 * mapping.scale * Number(one[pixel]);
  }
  return { width, height, pixels, labels: chosen.map(({ label }) => label) };
}
