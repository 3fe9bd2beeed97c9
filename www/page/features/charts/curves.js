/** @file What a chart draws of a run's rows: the values as measured, and smoothed. */

import { smooth } from './smoothing.js';

/**
 * @typedef {import('../../history.js').Row} Row
 * @typedef {import('./smoothing.js').Column} Column
 *
 * @typedef {object} Curves
 * @property {number[]} steps
 * @property {Column} trainingRaw as measured
 * @property {Column} validationRaw
 * @property {Column} training as drawn: smoothed, or as measured
 * @property {Column} validation
 */

/** What of a row belongs to which chart. */
const names = /** @type {const} */ ({
  loss: { training: 'loss', validation: 'validationLoss' },
  accuracy: { training: 'accuracy', validation: 'validationAccuracy' },
});

/** @typedef {keyof typeof names} Measure */

/**
 * @param {Row[]} rows
 * @param {Measure} measure
 * @param {number} constant of the smoothing, in steps
 * @returns {Curves}
 */
export function curvesOf(rows, measure, constant) {
  const steps = rows.map(({ step }) => step);
  const trainingRaw = column(rows, names[measure].training);
  const validationRaw = column(rows, names[measure].validation);
  return {
    steps,
    trainingRaw,
    validationRaw,
    training: smooth(steps, trainingRaw, constant),
    validation: smooth(steps, validationRaw, constant),
  };
}

/**
 * @param {Row[]} rows
 * @param {keyof Row} name
 * @returns {Column}
 */
function column(rows, name) {
  return rows.map((row) => {
    const value = row[name];
    if (value === null) return undefined;
    return Number.isFinite(value) ? value : null;
  });
}
