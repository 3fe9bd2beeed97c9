/** @file The query `sample`: one sample of the validation data, scaled as the network's input. */

import { sizeOf } from '../../shared/data-sets.js';
import { Answer } from '../answer.js';

/**
 * Parameter `index`: of the sample, any one unless given.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').TrainingContext>}
 * @returns {Answer | null} a `Sample`; null while there are no data, or no such sample
 */
export function sample({ data }, params) {
  if (!data) return null;
  const { inputs, labels } = data.validation;
  const index = Number(params.index ?? Math.floor(Math.random() * labels.length));
  const label = labels[index];
  if (label === undefined) return null;
  const { scale, shape } = data.dataSet;
  const size = sizeOf(shape);
  const input = Float32Array.from(inputs.subarray(index * size, (index + 1) * size), (value) => scale * value);
  return new Answer({ index, label, input }, [input]);
}
