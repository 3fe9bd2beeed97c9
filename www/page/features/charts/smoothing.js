/** @file The smoothed curve: an exponential moving average by step, bias-corrected as Adam's moments are. */

/**
 * A value of a curve at a row. `undefined`: nothing was measured there. `null`: what was measured is not finite, and
 * the curve has a gap.
 *
 * @typedef {(number | null | undefined)[]} Column
 */

/** The time constant is this share of the steps so far at most: a steep beginning is not dragged along. */
const MOST_OF_THE_PAST = 0.1;

/**
 * The weight of a value is that of all steps since the one before it, `1 − exp(−steps / constant)`, so that a curve
 * reported seldom and one reported often are smoothed alike.
 *
 * @param {number[]} steps of the rows
 * @param {Column} values
 * @param {number} constant time constant in steps; 0 leaves the values as they are
 * @returns {Column}
 */
export function smooth(steps, values, constant) {
  if (!(constant > 0)) return values;
  let average = 0;
  let total = 0;
  let before = 0;
  return values.map((value, row) => {
    if (value === null || value === undefined) return value;
    const step = /** @type {number} */ (steps[row]);
    const weight = -Math.expm1(-Math.max(1, step - before) / Math.min(constant, MOST_OF_THE_PAST * step));
    before = step;
    average += weight * (value - average);
    total += weight * (1 - total);
    return average / total;
  });
}

/** Shares of what is shown that the slider offers. */
export const SHARES = [0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1];

/** The slider's place at first: 1 %. */
export const FIRST_SHARE = 3;

/**
 * @param {number} share of the steps shown
 * @param {number} shown steps
 * @returns {number} the time constant in steps, of two digits so that it can be read; 0 is no smoothing
 */
export function timeConstant(share, shown) {
  return Number((share * shown).toPrecision(2));
}
