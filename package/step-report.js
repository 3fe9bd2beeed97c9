/** @file Converts the numbers of the core's step report to an object. */

const FINISHED = /** @type {const} */ ([null, 'early_stopping', 'diverged']);

/**
 * @param {Float64Array} numbers in the order of `Handle.report`
 * @returns {import('./inkgrad.js').StepReport}
 */
export function stepReport([step, epoch, samples, loss, accuracy, gradientNorm, learningRate, finished]) {
  return {
    step,
    epoch,
    samples,
    loss,
    accuracy: Number.isNaN(accuracy) ? null : accuracy,
    gradientNorm,
    learningRate,
    finished: FINISHED[finished],
  };
}
