/** @file What is known of a run as it was at a step: what came later is forgotten. */

/**
 * @typedef {import('./records.js').RunFields} RunFields
 * @typedef {import('./records.js').Curves['rows'][number]} Row
 */

/**
 * @template {Pick<RunFields, 'progress' | 'validation' | 'events' | 'configuration'>} Run
 * @param {Run} run
 * @param {RunFields['position']} position of the step
 * @param {readonly Row[]} rows of its curves
 * @returns {Run & Pick<RunFields, 'position'>}
 */
export function cutRun(run, position, rows) {
  const { step } = position;
  const { progress, validation, events, configuration } = run;
  return {
    ...run,
    position,
    progress: progress && progress.step <= step ? progress : null,
    validation: validation && validation.step <= step ? validation : validationIn(rows, step),
    events: events.filter((event) => event.step <= step),
    configuration: cutConfiguration(configuration, position),
  };
}

/**
 * @param {RunFields['configuration']} configuration
 * @param {RunFields['position']} position
 */
function cutConfiguration({ changes = [], weights, ...configuration }, { step, wholeSince }) {
  const until = (/** @type {{ step: number }[]} */ entries) => entries.filter((entry) => entry.step <= step);
  return { ...configuration, wholeSince, changes: until(changes), ...(weights && { weights: until(weights) }) };
}

/**
 * @param {readonly Row[]} rows
 * @param {number} step
 * @returns {RunFields['validation']} the last one of the curves up to there
 */
function validationIn(rows, step) {
  const last = rows.findLast((row) => row.step <= step && row.validationLoss !== null);
  if (!last) return null;
  const { validationLoss, validationAccuracy } = last;
  return { step: last.step, loss: validationLoss ?? Number.NaN, accuracy: validationAccuracy, confusion: null };
}
