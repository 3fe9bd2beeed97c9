/** @file Makes the data set of the pictures of an import. */

import { dataName } from '../../../shared/data-name.js';
import { storedBlob } from '../../../shared/stored-data.js';
import { measuredFit } from './measured-fit.js';
import { planOf } from './plan.js';
import { renderer } from './render.js';

/**
 * @typedef {import('./scan.js').Scan} Scan
 * @typedef {import('../../../shared/data-sets.js').DataSet} DataSet
 * @typedef {import('../../long-query.js').Course} Course
 * @typedef {{ title: string, classNames: readonly string[] | null }} Names as the person has given them
 */

/** Pictures between two looks at the clock. */
const BLOCK = 50;

/**
 * @param {Scan} found
 * @param {import('./plan.js').Wishes} wishes
 * @param {Names} names
 * @param {Pick<import('inkgrad').Inkgrad, 'prepareDrawing'>} inkgrad
 * @param {Course} course
 * @returns {Promise<import('../../../shared/imports.js').Made>}
 */
export async function build(found, wishes, { title, classNames }, inkgrad, { turn, onProgress }) {
  const { choices, mapping, shape, refusal } = planOf(found, wishes);
  if (refusal) throw new RangeError(refusal.key);
  const { classes, parts } = found;
  const [, height, width] = shape;
  const size = height * width;
  const render = renderer(choices, mapping, inkgrad);
  const all = Object.values(parts).flat();
  const total = all.reduce((sum, { count }) => sum + count, 0);
  let [done, empty] = [0, 0];
  /** @param {import('./pairs.js').LabelledBlock[]} blocks */
  const partOf = async (blocks) => {
    const count = blocks.reduce((sum, block) => sum + block.count, 0);
    const part = { inputs: new Uint8Array(count * size), labels: new Uint8Array(count) };
    let at = 0;
    for (const block of blocks) {
      const raw = new Float32Array(block.width * block.height);
      for (let index = 0; index < block.count; index += 1, at += 1, done += 1) {
        if (done % BLOCK === 0) {
          onProgress(done, total);
          await turn();
        }
        block.grey(index, raw);
        const inked = render(raw, block.width, block.height, part.inputs.subarray(at * size, (at + 1) * size));
        if (!inked) empty += 1;
        part.labels[at] = classes.index(/** @type {string} */ (block.labels[index]));
      }
    }
    return part;
  };
  const [train, validation, test] = [
    await partOf(parts.train),
    parts.validation.length > 0 ? await partOf(parts.validation) : null,
    parts.test.length > 0 ? await partOf(parts.test) : null,
  ];
  const content = storedBlob({ train, ...(validation && { validation }), ...(test && { test }) });
  const fit = choices.sizing === 'fit' ? null : measuredFit(train.inputs, width, height);
  /** @type {DataSet} */
  const dataSet = {
    name: await dataName(content),
    title,
    shape,
    classes: classes.count,
    ...(classNames && { classNames }),
    scale: mapping.scale,
    ...(fit && { fit }),
  };
  return { own: { dataSet, content, samples: total }, empty };
}
