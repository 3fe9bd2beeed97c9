/** @file Curves up to a step. */

/** @typedef {import('./records.js').Curves} Curves */

/**
 * @param {Curves} curves
 * @param {number} step
 * @returns {Curves} without what lies after it
 */
export function cutCurves({ rows, epochs, stride, pending }, step) {
  return {
    rows: rows.filter((row) => row.step <= step),
    epochs: epochs.filter((end) => end <= step),
    stride,
    pending: pending.filter((point) => point.step <= step),
  };
}
