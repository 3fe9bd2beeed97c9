/** @file What steps did, made of the numbers that the bindings give. */

const FINISHED = /** @type {const} */ ([null, 'early_stopping', 'diverged']);

/**
 * @param {Float64Array} numbers as the bindings order them
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
