/** @file Fields that have a slider too, and where it stops. Presentation only: any other value can be typed. */

/** @param {number[]} exponents */
const powersOfTen = (exponents) => exponents.flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));

const penalties = [0, ...powersOfTen([-6, -5, -4, -3, -2]), 0.1];

/** @type {Record<string, number[]>} */
const stops = {
  learning_rate: [...powersOfTen([-5, -4, -3, -2, -1]), 1],
  weight_decay: penalties,
  l1: penalties,
  l2: penalties,
  batch_size: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
  rate: [0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
  shift: [0, 1, 2, 3, 4, 6, 8],
  rotate: [0, 2, 5, 8, 10, 15, 20, 30, 45],
  scale: [0, 0.02, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5],
  elastic: [0, 0.5, 1, 1.5, 2, 3, 4, 6],
};

/**
 * @param {string} name of a field
 * @returns {number[] | undefined} undefined for a field without a slider
 */
export function stopsOf(name) {
  return stops[name];
}

/**
 * @param {number[]} of
 * @param {number} value
 * @returns {number} index of the stop next to a value; distances are ratios where there is no 0
 */
export function nearestStop(of, value) {
  const distance = (/** @type {number} */ stop) =>
    stop > 0 && value > 0 ? Math.abs(Math.log(stop / value)) : stop === value ? 0 : Number.MAX_VALUE;
  return of.reduce((best, stop, at) => (distance(stop) < distance(of[best] ?? 0) ? at : best), 0);
}
