/** @file Which of several kept steps of a run tells least: they are to lie evenly apart in ratio. */

/**
 * @param {number[]} steps of at least one, in order
 * @returns {number} index of the one without which they are still most even in ratio; never an outermost of several
 */
export function mostRedundant(steps) {
  const ratios = steps.slice(2).map((step, at) => step / Number(steps[at]));
  return Math.max(0, ratios.indexOf(Math.min(...ratios)) + 1);
}
