/** @file What proves an export: ten samples with what the page predicts for them, and the program that compares. */

import { classNameOf, sizeOf } from '../../shared/data-sets.js';

/** Samples of a proof. */
export const SAMPLES = 10;

/** Validation samples among which one of each class is looked for. */
const LOOKED_AT = 500;

/** What two programs may differ by. */
const TOLERANCE = 1e-5;

/**
 * @typedef {import('../data-source.js').Source} Source
 * @typedef {import('../../shared/answers.js').Check} Check
 */

/**
 * @param {Pick<import('inkgrad').Session, 'predict' | 'spec'>} session
 * @param {() => Promise<Source>} open the data set
 * @param {Float32Array | null} drawing what is on the pad, or in the form of a table, as the network's input. It comes first
 * @returns {Promise<Check>}
 */
export async function checkOf(session, open, drawing) {
  const size = sizeOf(session.spec.input);
  const own = drawing?.length === size ? [drawing] : [];
  const { dataSet, part } = await samplesOf(await open());
  const count = Math.min(part.labels.length, LOOKED_AT);
  const chosen = chosenOf([...part.labels.subarray(0, count)], dataSet.classes, SAMPLES - own.length);
  const inputs = new Float32Array((own.length + chosen.length) * size);
  if (own[0]) inputs.set(own[0]);
  for (const [at, index] of chosen.entries())
    for (let value = 0; value < size; value += 1)
      inputs[(own.length + at) * size + value] = dataSet.scale * Number(part.inputs[index * size + value]);
  const outputs = inputs.length === 0 ? new Float32Array() : await session.predict(inputs, { scale: 1 });
  const labels = chosen.map((index) => labelOf(dataSet, Number(part.labels[index])));
  return { inputs, outputs, shape: [...session.spec.input], labels: [...own.map(() => null), ...labels] };
}

/**
 * @param {Source} source
 * @returns {Promise<{ dataSet: Source['dataSet'], part: import('../data-source.js').Part }>} none where the data set is not on
 *   this device: the export does without
 */
async function samplesOf(source) {
  const { dataSet } = source;
  try {
    return { dataSet, part: await source.part('validation', LOOKED_AT) };
  } catch (error) {
    if (Object(error).id !== 'page.data_lost') throw error;
    return { dataSet, part: { inputs: new Uint8Array(), labels: new Uint8Array() } };
  }
}

/**
 * @param {readonly number[]} labels
 * @param {number} classes 0 where numbers are predicted
 * @param {number} count
 * @returns {number[]} indices: the first of each class, then the first of all
 */
export function chosenOf(labels, classes, count) {
  const firsts = Array.from({ length: classes }, (_, label) => labels.indexOf(label)).filter((index) => index >= 0);
  const others = labels.map((_, index) => index).filter((index) => !firsts.includes(index));
  return [...firsts, ...others].slice(0, count);
}

/** @param {import('../../shared/data-sets.js').DataSet} dataSet @param {number} label */
function labelOf(dataSet, label) {
  return dataSet.classes === 0 ? String(label) : classNameOf(dataSet, label);
}

/**
 * @param {Check} check
 * @returns {string} `check.json`; numbers are those of 32 bits, to the bit
 */
export function checkJson({ inputs, outputs, shape, labels }) {
  return JSON.stringify({
    shape: [labels.length, ...shape],
    inputs: [...inputs].map(exact),
    outputs: [...outputs].map(exact),
    labels: labels.map((label) => label ?? 'own input'),
    tolerance: TOLERANCE,
  });
}

/** Nine digits tell any two floats of 32 bits apart. @param {number} value */
function exact(value) {
  return Number(value.toPrecision(9));
}
