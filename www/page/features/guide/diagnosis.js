/**
 * @file What is wrong with a training, from its curves, the state of its units and the size of its inputs. The thresholds
 * are those of the contract; the first rule that holds is the diagnosis.
 */

import { meanOver, smoothed } from '../../losses.js';

/**
 * @typedef {import('../../history.js').Row} Row
 *
 * @typedef {'diverged' | 'unscaled' | 'dead' | 'rate_high' | 'saturated' | 'rate_low' | 'overfitting' | 'underfitting'}
 *   Diagnosis
 * @typedef {{ layer: number, dead: number, saturated: number | null }} Units of one layer with an activation: fractions of
 *   its units over the last batch; `layer` counts from 1
 *
 * @typedef {object} Observations
 * @property {boolean} diverged whether training ended so
 * @property {number} step
 * @property {number} since step of the last change of a setting, 0 without one: what holds over some steps must hold since
 * @property {Row[]} rows of the run's curves
 * @property {number[]} epochs steps at which an epoch ended
 * @property {Start} start
 * @property {{ from: number, to: number, answer: number } | null} constant the validations in which all samples had the
 *   same answer, and that answer in the last one; null where the last one had several
 * @property {Units[]} layers
 * @property {number | null} inputSize the greatest size of an input; null while it is unknown
 *
 * @typedef {{ loss: number, most: number }} Start the loss at the beginning, and the most that it may have been, as it was
 *   measured on one batch alone
 * @typedef {{ key: string, values: { [name: string]: number } }} Evidence
 * @typedef {{ diagnosis: Diagnosis, evidence: Evidence }} Finding
 */

/** Steps before the loss says anything of the learning rate. */
const SETTLED = 200;

/** Steps over which the present loss is taken. */
const RECENT = 50;

/** A mean loss that is this part of an earlier one has fallen by more than batches differ. */
const FALLS = 0.98;

/** @type {Record<Diagnosis, (observed: Observations) => Evidence | null>} in the order in which they are looked for */
const rules = {
  diverged: ({ diverged, step }) => (diverged ? { key: 'diverged', values: { step } } : null),
  unscaled: ({ inputSize }) =>
    inputSize !== null && inputSize > 16 ? { key: 'unscaled', values: { size: inputSize } } : null,
  dead: (observed) => deadUnits(observed) ?? sameAnswers(observed),
  rate_high: (observed) => (observed.step < SETTLED ? null : (overStart(observed) ?? swing(observed))),
  saturated: ({ layers }) => {
    const found = layers.find(({ saturated }) => saturated !== null && saturated >= 0.5);
    return found ? { key: 'saturated', values: { layer: found.layer, part: Number(found.saturated) } } : null;
  },
  rate_low: slowFall,
  overfitting,
  underfitting,
};

/**
 * @param {Observations} observed
 * @returns {Finding | null}
 */
export function diagnose(observed) {
  for (const diagnosis of /** @type {Diagnosis[]} */ (Object.keys(rules))) {
    const evidence = rules[diagnosis](observed);
    if (evidence) return { diagnosis, evidence };
  }
  return null;
}

/**
 * @param {Observations} observed
 * @returns {Evidence | null} that training has made the network worse, so that going back is the cure
 */
export function ruinOf(observed) {
  return rules.diverged(observed) ?? overStart(observed) ?? swing(observed);
}

/**
 * @param {Row[]} rows
 * @param {object} training
 * @param {number} training.batchSize samples of the first measurement
 * @param {number | null} training.chance the loss of an answer at random; a network that has weights from before begins
 *   below it, and so does a curve whose first rows are thinned out
 * @returns {Start}
 */
export function startOf(rows, { batchSize, chance }) {
  const first = rows.find(({ loss }) => loss !== null)?.loss ?? Number.NaN;
  const loss = chance === null || first > chance ? first : chance;
  // Losses of samples spread about as widely as their mean is large.
  return { loss, most: loss * (1 + 1 / Math.sqrt(batchSize)) };
}

/** @param {Observations} observed */
function deadUnits({ layers }) {
  const found = layers.find(({ dead }) => dead >= 0.9);
  return found ? { key: 'dead', values: { layer: found.layer, part: found.dead } } : null;
}

/** @param {Observations} observed */
function sameAnswers({ constant }) {
  const steps = constant ? constant.to - constant.from : 0;
  return constant && steps >= 200 ? { key: 'constant', values: { answer: constant.answer, steps } } : null;
}

/** @param {Observations} observed */
function overStart({ rows, step, start }) {
  const loss = meanOver(rows, step - RECENT, step);
  return loss > start.most ? { key: 'over_start', values: { start: start.loss, loss, step } } : null;
}

/**
 * The loss rises by half of the start within 200 steps, or has stayed so far over its least since.
 *
 * @param {Observations} observed
 * @returns {Evidence | null}
 */
function swing({ rows, step, start }) {
  const spans = smoothed(rows);
  const loss = meanOver(rows, step - RECENT, step);
  const least = Math.min(...spans.map((span) => span.loss));
  if (loss - least >= start.loss / 2) return { key: 'rise', values: { least, loss } };
  let [low, lowest, greatest] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const span of spans.filter(({ from }) => from >= step - SETTLED)) {
    low = Math.min(low, span.loss);
    if (span.loss - low > greatest - lowest) [lowest, greatest] = [low, span.loss];
  }
  return greatest - lowest >= start.loss / 2 ? { key: 'swing', values: { least: lowest, most: greatest } } : null;
}

/**
 * @param {Observations} observed
 * @returns {Evidence | null}
 */
function slowFall({ rows, step, since, start }) {
  if (step - since < 500) return null;
  const after = meanOver(rows, step - 100, step);
  const before = step < 600 ? start.loss : meanOver(rows, step - 600, step - 500);
  const fall = (before - after) / before;
  return after > start.loss / 2 && fall < 0.02
    ? { key: fall > 0 ? 'slow' : 'stalled', values: { before, after, fall } }
    : null;
}

/**
 * @param {Observations} observed
 * @returns {Evidence | null}
 */
function overfitting({ rows, step }) {
  const validations = rows.filter(({ validationLoss }) => validationLoss !== null);
  const last = Number(validations.at(-1)?.validationLoss);
  const losses = validations.map(({ validationLoss }) => Number(validationLoss));
  const least = Math.min(...losses);
  const best = validations[losses.indexOf(least)]?.step ?? step;
  const width = Math.min(step - best, 500);
  const [then, now] = [meanOver(rows, best - width, best), meanOver(rows, step - width, step)];
  if (!(last >= 1.1 * least) || !(now < FALLS * then)) return null;
  return { key: 'overfitting', values: { least, last, best, then, now } };
}

/**
 * Level: the accuracy of the last epoch is less than one point over that of three epochs before.
 *
 * @param {Observations} observed
 * @returns {Evidence | null}
 */
function underfitting({ rows, epochs, since }) {
  if ((epochs.at(-4) ?? -1) <= since) return null;
  const accuracy = (/** @type {number} */ back) =>
    meanOver(rows, epochs.at(-back - 1) ?? 0, epochs.at(-back) ?? 0, 'accuracy');
  const [before, after] = [accuracy(4), accuracy(1)];
  return after < 0.8 && after - before < 0.01 ? { key: 'underfitting', values: { before, after } } : null;
}
