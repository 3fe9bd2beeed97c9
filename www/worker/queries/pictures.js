/** @file The query `pictures`: validation pictures by their indices, as grey values of 0 to 255. */

import { Answer } from '../answer.js';

/** Pictures that a query gives at most. */
const MOST = 1000;

/**
 * Parameter `indices`: of the pictures.
 *
 * @type {import('../query-runner.js').Handler<import('./index.js').PredictionContext>}
 * @returns {Promise<Answer>} a `Pictures`
 */
export async function pictures({ analysis }, params) {
  const indices = /** @type {number[]} */ (params.indices).slice(0, MOST);
  const { shape, scale } = analysis.dataSet;
  const [, height, width] = shape;
  const size = height * width;
  const { inputs } = await analysis.part('validation', Math.max(0, ...indices) + 1);
  const pixels = new Uint8ClampedArray(indices.length * size);
  indices.forEach((index, at) => {
    for (let pixel = 0; pixel < size; pixel += 1) {
      pixels[at * size + pixel] = 255 * scale * Number(inputs[index * size + pixel]);
    }
  });
  return new Answer({ indices, width, height, pixels }, [pixels]);
}
