/**
 * @file Whether pictures of digits lie on their diagonal, as EMNIST stores them: they are compared with the mean digits of
 * MNIST, as they are and transposed.
 */

import { scaleTo, transpose } from './grey.js';
import { MEANS, SIDE } from './mean-digits.js';
import { standardised } from './standardised.js';

/**
 * @param {readonly { values: Float32Array, width: number, height: number, label: string | number }[]} samples of digits
 * @param {boolean} inverted whether their ink is dark
 * @returns {{ upright: number, turned: number }} share of the samples whose nearest mean digit is their label
 */
export function agreementOf(samples, inverted) {
  const [small, other] = [new Float32Array(SIDE * SIDE), new Float32Array(SIDE * SIDE)];
  let [upright, turned] = [0, 0];
  for (const { values, width, height, label } of samples) {
    scaleTo(values, width, height, small, SIDE, 0);
    if (inverted) for (const [at, value] of small.entries()) small[at] = -value;
    transpose(small, SIDE, SIDE, other);
    if (nearest(small) === Number(label)) upright += 1;
    if (nearest(other) === Number(label)) turned += 1;
  }
  return { upright: upright / samples.length, turned: turned / samples.length };
}

/** @param {Float32Array} values */
function nearest(values) {
  const unit = standardised(values);
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [digit, mean] of MEANS.entries()) {
    const distance = mean.reduce((sum, value, at) => sum + (value - Number(unit[at])) ** 2, 0);
    if (distance < least) [best, least] = [digit, distance];
  }
  return best;
}
