/** @file The query `validation-answers`: what the network answers to each validation picture, how surely, and its loss. */

import { Answer } from '../answer.js';
import { answersOf } from '../answers.js';
import { evaluatePart } from '../evaluation.js';
import { long } from '../long-query.js';

/**
 * Parameter `count`: of pictures from the beginning, all unless given.
 *
 * The answer is a `ValidationAnswers`, or one with the `outputs` of a network that has no classes: `classes` is null.
 */
export const validationAnswers = long(
  /** @param {import('./index.js').PredictionContext} context */
  ({ analysis }, { count }, { signal, onProgress }) =>
    analysis.use(async ({ session, step }) => {
      const wanted = count === undefined ? undefined : Number(count);
      const options = { count: wanted, signal, onBlock: onProgress };
      const { losses, outputs, correct, labels } = await evaluatePart(analysis, session, 'validation', options);
      if (correct === null) {
        const found = {
          step,
          classes: null,
          finite: outputs.every(Number.isFinite),
          labels: labels.slice(),
          outputs,
          losses,
        };
        return new Answer(found, [found.labels, outputs, losses]);
      }
      const { classes, answers, confidences, finite } = answersOf(outputs, labels.length);
      const value = { step, classes, finite, labels: labels.slice(), answers, confidences, losses };
      return new Answer(value, [value.labels, answers, confidences, losses]);
    }),
);
