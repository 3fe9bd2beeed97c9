/** @file The experiment that goes on to learn from one's own samples, and what it has changed. Pure functions. */

import { roundRate, withSpec } from '../../../shared/experiment.js';

/**
 * @typedef {import('../../../shared/experiment.js').Experiment} Experiment
 * @typedef {{ correct: number, count: number }} Score
 * @typedef {{ own: Score, held: Score, validation: Score, classes: Score[] }} Measures
 */

/** Own samples in an epoch with replay, and how many epochs: more gains nothing on hands that were tried. */
export const SHARE = 0.5;
export const EPOCHS = 3;

/** The learning rate is divided by it once: what is learned already is to be kept. */
const SLOWER = 3;

/**
 * @param {Experiment} experiment with the network that is to go on
 * @param {string} name id of the content of one's own samples
 * @param {boolean} replay
 * @returns {Experiment}
 */
export function tunedExperiment(experiment, name, replay) {
  const { dataset, run, spec } = experiment;
  const optimizer = { ...spec.optimizer, learning_rate: tunedRate(experiment) };
  const slower = withSpec(experiment, { optimizer, schedule: undefined, early_stopping: undefined });
  const hand = { name, share: replay ? SHARE : 1 };
  return { ...slower, dataset: { ...dataset, hand }, run: { ...run, epochs: EPOCHS } };
}

/** @param {Experiment} experiment @returns {number} a network that has learned from own samples keeps its rate */
export function tunedRate({ spec, dataset }) {
  const rate = Number(spec.optimizer.learning_rate);
  return dataset.hand ? rate : roundRate(rate / SLOWER);
}

/**
 * @param {ArrayLike<number>} answers
 * @param {ArrayLike<number>} labels
 * @param {(at: number) => boolean} [counts] which of them count; all unless given
 * @returns {Score}
 */
export function scoreOf(answers, labels, counts = () => true) {
  const score = { correct: 0, count: 0 };
  for (let at = 0; at < labels.length; at += 1) {
    if (!counts(at)) continue;
    score.count += 1;
    score.correct += Number(answers[at] === labels[at]);
  }
  return score;
}

/**
 * @param {Score} score
 * @returns {number | null} 0..1
 */
export function accuracyOf({ correct, count }) {
  return count === 0 ? null : correct / count;
}

/**
 * @param {Measures} before
 * @param {Measures} after
 * @param {number} most
 * @returns {{ index: number, before: Score, after: Score, change: number }[]} classes of the data set whose accuracy has
 *   changed most, the greatest loss first
 */
export function changedClasses(before, after, most) {
  const rows = after.classes.flatMap((score, index) => {
    const earlier = before.classes[index];
    const [from, to] = [earlier && accuracyOf(earlier), accuracyOf(score)];
    return earlier && typeof from === 'number' && to !== null
      ? [{ index, before: earlier, after: score, change: to - from }]
      : [];
  });
  rows.sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  return rows.slice(0, most).sort((a, b) => a.change - b.change);
}
