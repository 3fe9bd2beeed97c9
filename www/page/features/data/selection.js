/** @file The steps of the controls that select from a data set. */

/** Shares that are held back for validation. */
export const SHARES = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Training samples. */
export const LIMITS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/** Shares of labels that are wrong. */
export const NOISES = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * @param {readonly number[]} stops
 * @param {number} count
 * @returns {number[]} those below it
 */
export function stopsUpTo(stops, count) {
  return stops.filter((stop) => stop < count);
}

/**
 * @param {readonly (number | undefined)[]} stops
 * @param {number | undefined} value
 * @returns {number} index of the stop, or of the nearest
 */
export function stopOf(stops, value) {
  const exact = stops.indexOf(value);
  if (exact >= 0 || value === undefined) return Math.max(0, exact);
  const distance = (/** @type {number | undefined} */ stop) =>
    stop === undefined ? Number.POSITIVE_INFINITY : Math.abs(stop - value);
  const distances = stops.map(distance);
  return distances.indexOf(Math.min(...distances));
}
