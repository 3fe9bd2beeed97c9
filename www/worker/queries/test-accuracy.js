/** @file The query `test-accuracy`: how many of the test pictures, which nothing else uses, are answered rightly. */

import { evaluatePart } from '../evaluation.js';
import { long } from '../long-query.js';

/** The answer is a `TestAccuracy`; `correct` is null for a network that has no classes. */
export const testAccuracy = long(
  /** @param {import('./index.js').PredictionContext} context */
  ({ analysis }, _, { signal, onProgress }) =>
    analysis.use(async ({ session, step }) => {
      const { correct, labels } = await evaluatePart(analysis, session, 'test', { signal, onBlock: onProgress });
      return { step, correct, count: labels.length };
    }),
);
