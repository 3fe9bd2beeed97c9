/** @file The surest mistakes of a session over samples: which, what was answered, and their pictures. */

import { hasPictures, sizeOf } from '../../shared/data-sets.js';

/**
 * @typedef {import('../../shared/answers.js').KeptMistake} KeptMistake
 * @typedef {{ inputs: Uint8Array | Float32Array, labels: Uint8Array | Float32Array }} Samples
 *
 * @param {import('inkgrad').Session} session
 * @param {Samples} samples
 * @param {import('../../shared/data-sets.js').DataSet} dataSet
 * @param {number} most
 * @param {AbortSignal} signal
 * @returns {Promise<KeptMistake[]>} the surest first; none of a regression, or of a table
 */
export async function surestMistakes(session, { inputs, labels }, dataSet, most, signal) {
  if (most === 0 || dataSet.classes < 2 || !hasPictures(dataSet)) return [];
  const { scale, shape, classes } = dataSet;
  const [size, [, height, width]] = [sizeOf(shape), shape];
  const outputs = await session.predict(inputs, { scale, signal });
  if (outputs.length !== classes * labels.length) return [];
  const mistakes = [...labels].flatMap((truth, at) => {
    const scores = outputs.subarray(at * classes, (at + 1) * classes);
    const confidence = Math.max(...scores);
    const answer = scores.indexOf(confidence);
    return answer === truth || answer < 0 ? [] : [{ at, truth, answer, confidence }];
  });
  mistakes.sort((a, b) => b.confidence - a.confidence);
  return mistakes.slice(0, most).map(({ at, ...mistake }) => ({
    ...mistake,
    pixels: Uint8ClampedArray.from(
      inputs.subarray(at * size, at * size + height * width),
      (value) => 255 * scale * value,
    ),
  }));
}
